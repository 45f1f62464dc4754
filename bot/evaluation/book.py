"""The directory as it stands in the tables, and who sits where."""

import threading
from collections import OrderedDict, defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.access import Person
from bot.directory import Account, Colleague, Contact, Directory
from bot.directory.book import Book, Ownership
from bot.evaluation import tables
from bot.evaluation.tables import AccountAlias, ContactAlias, DirectoryRevision, TriangleSeat, User, UserAlias

PARTS = 32
"""How many people's views of the directory are kept."""


def revision(session: Session) -> int:
    """How often the directory was changed."""
    return session.scalar(select(DirectoryRevision.revision)) or 0


def seats_of(session: Session, user_id: int | None) -> frozenset[int]:
    """The rows of the clients in whose iron triangle somebody sits now."""
    found = session.scalars(
        select(TriangleSeat.account_id).where(TriangleSeat.user_id == user_id, TriangleSeat.until.is_(None))
    )
    return frozenset(found)


class Books:
    """The directory as it was last read, and the parts of it that people see. Safe to share between threads."""

    def __init__(self) -> None:
        """Reads nothing yet."""
        self._whole = Book()
        self._parts: OrderedDict[tuple[int, frozenset[str]], Book] = OrderedDict()
        self._lock = threading.Lock()

    def seen_by(self, session: Session, person: Person, seats: frozenset[int], at: int) -> Book:
        """The directory as this person may see it; the same object for all who may see the same, as long as nothing changes.

        `at` is the revision as the session sees it: the whole is read again when it is another one than last time.
        """
        with self._lock:
            whole = self._whole
        if whole.directory.revision != at or not whole.directory.colleagues:
            whole = load(session)
        visible = whole.visible_to(person, seats)
        with self._lock:
            self._whole = whole
            key = (whole.directory.revision, visible)
            part = self._parts.pop(key, None) or whole.only(visible)
            self._parts[key] = part
            while len(self._parts) > PARTS:
                self._parts.popitem(last=False)
            return part


def load(session: Session) -> Book:
    """The whole directory: clients that were not merged into others, their people, and ours."""
    at = revision(session)
    accounts = list(
        session.scalars(
            select(tables.Account).where(tables.Account.merged_into_id.is_(None)).order_by(tables.Account.id)
        )
    )
    contacts = list(
        session.scalars(
            select(tables.Contact).where(tables.Contact.merged_into_id.is_(None)).order_by(tables.Contact.id)
        )
    )
    users = list(session.scalars(select(User).order_by(User.id)))
    also = _names(session, AccountAlias.account_id, AccountAlias.name, AccountAlias.id)
    known_as = _names(session, ContactAlias.contact_id, ContactAlias.name, ContactAlias.id)
    called = _names(session, UserAlias.user_id, UserAlias.name, UserAlias.id)
    keys = {account.id: account.key for account in accounts}
    contacts = [contact for contact in contacts if contact.account_id in keys]
    colleague_keys = {user.id: user.key or f"user-{user.id}" for user in users}
    directory = Directory(
        tuple(
            Account(each.key, each.name, _distinct(each.name, each.name_hans, each.name_en, *also.get(each.id, ())))
            for each in accounts
        ),
        tuple(
            Contact(
                each.key,
                keys[each.account_id],
                each.name,
                _distinct(each.name, *known_as.get(each.id, ())),
                each.title or "",
            )
            for each in contacts
        ),
        tuple(
            Colleague(colleague_keys[each.id], each.name, _distinct(each.name, *called.get(each.id, ())), each.role)
            for each in users
        ),
        at,
    )
    rows = {
        "accounts": {each.key: each.id for each in accounts},
        "contacts": {each.key: each.id for each in contacts},
        "colleagues": {key: row for row, key in colleague_keys.items()},
    }
    return Book(directory, rows, {each.key: Ownership(each.team_id, each.created_by) for each in accounts})


def _names(session: Session, owner: object, name: object, order: object) -> dict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for owner_id, alias in session.execute(select(owner, name).order_by(order)):  # type: ignore[call-overload]
        found[owner_id].append(alias)
    return found


def _distinct(*names: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, names)))
