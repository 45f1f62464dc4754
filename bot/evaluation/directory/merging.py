"""One thing that stood in the directory twice: all that hangs on the one goes to the other, which keeps the names of both."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import FromClause, Table, TextClause, UniqueConstraint, exists, inspect, select
from sqlalchemy.orm import Session

from bot.errors import CoachError
from bot.evaluation.hand import Hand
from bot.evaluation.tables import (
    Account,
    AccountAlias,
    Base,
    Contact,
    ContactAlias,
    DirectoryRevision,
    TriangleSeat,
)
from bot.evaluation.undo import mapper_of, pointing_at
from bot.messages import IncomingMessage

Kind = TypeVar("Kind", Account, Contact)


@dataclass(frozen=True, slots=True)
class Merged:
    """How many records went over, and how many were dropped because the survivor had their like already."""

    moved: int
    dropped: int


def merge_accounts(
    session: Session, keep: str, gone: str, user_id: int | None, message: IncomingMessage | None, now: datetime
) -> Merged:
    """Make one client of two, told by their keys: everything that hangs on `gone` hangs on `keep` then.

    Fields that `keep` leaves open are filled; the names of `gone` become other names of `keep`. All of it is in the audit, so
    `undo` of the message takes it back. Raises `CoachError` for a key nobody has, the same key twice, and for clients that
    were merged away before.
    """
    kept, lost = _pair(session, Account, keep, gone)
    merge = _Merge(Hand(session, user_id, message, now))
    merge.hand_over(lost, kept)
    merge.fill(kept, lost, ("name_hans", "name_en", "grade", "market", "team_id", "client_group_id"))
    known = set(session.scalars(select(AccountAlias.name).where(AccountAlias.account_id == kept.id)))
    names = {lost.name, lost.name_hans, lost.name_en} - known - {kept.name, kept.name_hans, kept.name_en, None}
    merge.hand.create(AccountAlias(account_id=kept.id, name=name) for name in sorted(filter(None, names)))
    return merge.finished(lost, kept)


def merge_contacts(
    session: Session, keep: str, gone: str, user_id: int | None, message: IncomingMessage | None, now: datetime
) -> Merged:
    """Make one contact of two, as `merge_accounts` does with clients. Both must be at the same client."""
    kept, lost = _pair(session, Contact, keep, gone)
    if kept.account_id != lost.account_id:
        raise CoachError("merge_elsewhere", keep=keep, gone=gone)
    merge = _Merge(Hand(session, user_id, message, now))
    merge.hand_over(lost, kept)
    merge.fill(
        kept, lost, ("title", "department_id", "position_id", "level", "chain_role", "influence", "phone", "email")
    )
    if lost.reports_to_id != kept.id:
        merge.fill(kept, lost, ["reports_to_id"])
    known = set(session.scalars(select(ContactAlias.name).where(ContactAlias.contact_id == kept.id)))
    merge.hand.create(ContactAlias(contact_id=kept.id, name=name) for name in {lost.name} - known - {kept.name})
    return merge.finished(lost, kept)


def _pair(session: Session, kind: type[Kind], keep: str, gone: str) -> tuple[Kind, Kind]:
    """The two rows, held so that nobody else merges them at the same time."""
    session.get_one(DirectoryRevision, 1, with_for_update=True)
    if keep == gone:
        raise CoachError("merge_itself", id=keep)
    found = {row.key: row for row in session.scalars(select(kind).where(kind.key.in_((keep, gone))).with_for_update())}
    for key in (keep, gone):
        if key not in found:
            raise CoachError("merge_unknown", id=key)
        if into := found[key].merged_into_id:
            raise CoachError("merge_again", id=key, into=session.get_one(kind, into).key)
    return found[keep], found[gone]


@dataclass(slots=True)
class _Merge:
    """A merge on its way."""

    hand: Hand
    moved: int = 0
    dropped: int = 0

    def hand_over(self, lost: Base, kept: Base) -> None:
        """Let everything that points to one row point to the other."""
        session = self.hand.session
        for column, target in pointing_at(inspect(lost).mapper):
            owner = mapper_of(column.table.name)
            for row in session.scalars(select(owner.class_).where(column == getattr(lost, target))).all():
                self._repoint(row, owner.get_property_by_column(column).key, getattr(kept, target))
        session.flush()

    def _repoint(self, row: Base, name: str, to: Any) -> None:
        if twin := self._twin(row, name, to):
            if isinstance(row, TriangleSeat):
                self.hand.change(row, **{name: to}, until=max(self.hand.now.date(), row.since))
                self.moved += 1
                return
            self.hand_over(row, twin)
            self.hand.remove(row)
            self.dropped += 1
            return
        self.moved += 1
        if name in {str(column.key) for column in inspect(row).mapper.primary_key}:
            # A row's key is what the audit knows it by, so it is not changed: the row makes way for one with the other key.
            fields = {each.key: getattr(row, each.key) for each in inspect(row).mapper.column_attrs}
            self.hand.remove(row)
            self.hand.create([type(row)(**(fields | {name: to}))])
        else:
            itself = to == getattr(row, "id", None) and _points_home(row, name)
            self.hand.change(row, **{name: None if itself else to})

    def _twin(self, row: Base, name: str, to: Any) -> Base | None:
        """The row that says the same of the survivor already, where only one may."""
        session, mapper = self.hand.session, inspect(row).mapper
        session.flush()
        itself = [column == getattr(row, str(column.key)) for column in mapper.primary_key]
        for keys, where in _unique_keys(row.__table__):
            if name not in keys:
                continue
            among = [] if where is None else [where]
            like = [mapper.columns[key] == (to if key == name else getattr(row, key)) for key in sorted(keys)]
            if session.scalar(select(exists().where(*itself, *among))):
                twin = session.scalar(select(type(row)).where(*like, *among))
                if twin is not None and twin is not row:
                    return twin
        return None

    def fill(self, kept: Account | Contact, lost: Account | Contact, names: Iterable[str]) -> None:
        """Give the survivor what only the other one said."""
        self.hand.change(kept, **{name: getattr(lost, name) for name in names if getattr(kept, name) is None})

    def finished(self, lost: Account | Contact, kept: Account | Contact) -> Merged:
        """Say of the one that it is the other."""
        self.hand.change(lost, merged_into_id=kept.id)
        self.hand.session.flush()
        return Merged(self.moved, self.dropped)


def _points_home(row: Base, name: str) -> bool:
    """Whether a field names another row of the same table."""
    return any(key.column.table is row.__table__ for key in inspect(row).mapper.columns[name].foreign_keys)


def _unique_keys(table: FromClause) -> Iterator[tuple[set[str], TextClause | None]]:
    """Every set of columns of which no two rows may have the same, and for which rows that holds where not for all."""
    if not isinstance(table, Table):
        return
    yield {str(column.key) for column in table.primary_key}, None
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield {str(column.key) for column in constraint.columns}, None
    for index in table.indexes:
        if index.unique:
            yield {str(column.key) for column in index.columns}, index.dialect_options["sqlite"].get("where")
