"""The directory as it stands in the tables, and who sits where."""

import threading
from collections import OrderedDict

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.access import Person
from bot.directory.book import Book, Ownership
from bot.evaluation.directory import snapshot
from bot.evaluation.tables import Account, Contact, TriangleSeat, User

PARTS = 32
"""How many people's views of the directory are kept."""


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
    """The whole directory as it stands."""
    known = snapshot(session)
    accounts = session.execute(select(Account.key, Account.id, Account.team_id, Account.created_by)).all()
    users = session.execute(select(User.id, User.key)).all()
    rows = {
        "accounts": {key: row for key, row, _, _ in accounts},
        "contacts": {each.key: each.id for each in session.execute(select(Contact.key, Contact.id))},
        "colleagues": {key or f"#{row}": row for row, key in users},
    }
    owners = {key: Ownership(team, creator) for key, _, team, creator in accounts}
    return Book(known, rows, {account.id: owners[account.id] for account in known.accounts})
