"""What a skill wants in the books, as values, and the one place where it is put there, with its audit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from bot.errors import CoachError
from bot.evaluation import audit
from bot.evaluation.hand import Hand
from bot.evaluation.tables import Base
from bot.wording import Phrase


@dataclass(frozen=True, slots=True)
class Row:
    """A row to be written. Its name is unique in what is written together, so that another row can point to it.

    A name begins with the table's, before a colon.
    """

    name: str
    kind: type[Base]
    values: Mapping[str, Any]
    links: Mapping[str, str] = field(default_factory=dict)
    """Columns that take the number of another row: the column, and that row's name."""


@dataclass(frozen=True, slots=True)
class Change:
    """New values of a row that is there; refused when it does not say `before` any more."""

    kind: type[Base]
    key: tuple[int, ...]
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    links: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Removal:
    """A row that is to go."""

    kind: type[Base]
    key: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Writes:
    """All that one message changes in the books."""

    rows: tuple[Row, ...] = ()
    changes: tuple[Change, ...] = ()
    removals: tuple[Removal, ...] = ()
    known: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Rows that are there already and can be pointed to, by name."""

    @property
    def change_the_directory(self) -> bool:
        """Whether some of it is what names are known from."""
        return any(issubclass(row.kind, audit.LISTED) for row in self.rows)


def apply(hand: Hand, writes: Writes) -> dict[str, tuple[int, ...]]:
    """Put it into the tables with one event a row; the keys of all rows by name, those that are gone left out.

    Rows that point to new ones are written after them, all others together. Raises `CoachError` when a row to change or
    remove is not what it was.
    """
    keys = dict(writes.known)
    for removal in writes.removals:
        hand.remove(_held(hand.session, removal.kind, removal.key))
        gone = (removal.kind.__tablename__, removal.key)
        keys = {name: key for name, key in keys.items() if (name.split(":", 1)[0], key) != gone}
    waiting, records = list(writes.rows), list[Base]()
    while waiting:
        ready = [row for row in waiting if all(name in keys for name in row.links.values())]
        if not ready:
            raise LookupError("rows that point to rows nobody writes")
        waiting = [row for row in waiting if row not in ready]
        made = {row.name: row.kind(**row.values, **_linked(row.links, keys)) for row in ready}
        hand.session.add_all(made.values())
        hand.session.flush()
        records += made.values()
        keys |= {name: tuple(inspect(record).identity or ()) for name, record in made.items()}
    hand.note(records)
    for change in writes.changes:
        record = _held(hand.session, change.kind, change.key)
        if any(getattr(record, name) != value for name, value in change.before.items()):
            raise _moved(change.kind)
        hand.change(record, **change.after, **_linked(change.links, keys))
    return keys


def _linked(links: Mapping[str, str], keys: Mapping[str, tuple[int, ...]]) -> dict[str, int]:
    return {column: keys[name][0] for column, name in links.items()}


def _held(session: Session, kind: type[Base], key: tuple[int, ...]) -> Base:
    record = session.get(kind, key, with_for_update=True)
    if record is None:
        raise _moved(kind)
    return record


def _moved(kind: type[Base]) -> CoachError:
    return CoachError("changed_since", what=Phrase(f"record.{kind.__tablename__}"))
