"""Takes back what one message wrote, as far as nothing was built on it since."""

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any
from urllib.parse import unquote

from sqlalchemy import Column, Date, Enum, Time, exists, select
from sqlalchemy.orm import Mapper, Session
from sqlalchemy.types import TypeEngine

from bot.errors import CoachError
from bot.evaluation import audit
from bot.evaluation.tables import Base, Event, Hundredths, UtcDateTime
from bot.messages import IncomingMessage
from bot.wording import Phrase


def undo(
    session: Session,
    adapter: str,
    message_id: str,
    user_id: int | None,
    message: IncomingMessage | None,
    now: datetime,
) -> Sequence[Event]:
    """Take back all that one message wrote, newest first; the events taken back, for the reply to speak of.

    What it created is removed, what it changed is as before, what it removed is there again; each of these is an event of
    its own, by `user_id` on `message`. All of it or nothing: raises `CoachError` when the message wrote nothing, when it was
    undone already, when later records hang on what it created, or when what it wrote was changed since, which is told from
    the fields it wrote: another field's change is no obstacle, and is kept. An undoing itself cannot be undone; what it took
    back can be told anew.
    """
    written = written_by(session, adapter, message_id)
    if not written:
        raise CoachError("undo_nothing")
    if session.scalar(select(exists().where(Event.undoes_id.in_([event.id for event in written])))):
        raise CoachError("undo_already")
    for event in written:
        _take_back(session, event, user_id, message, now)
        session.flush()
    return written


def written_by(session: Session, adapter: str, message_id: str) -> Sequence[Event]:
    """What a message wrote, newest first; in a writing session held so that nobody else undoes it at the same time."""
    return session.scalars(
        select(Event)
        .where(Event.adapter == adapter, Event.message_id == message_id, Event.undoes_id.is_(None))
        .order_by(Event.id.desc())
        .with_for_update()
    ).all()


def last_written(session: Session, adapter: str) -> str:
    """The last message of an adapter that wrote something which stands. Raises `CoachError` when there is none."""
    taken_back = select(Event.undoes_id).where(Event.undoes_id.is_not(None))
    found = session.scalar(
        select(Event.message_id)
        .where(Event.adapter == adapter, Event.undoes_id.is_(None), Event.id.not_in(taken_back))
        .order_by(Event.id.desc())
        .limit(1)
    )
    if found is None:
        raise CoachError("undo_nothing_left")
    return found


def _take_back(
    session: Session, event: Event, user_id: int | None, message: IncomingMessage | None, now: datetime
) -> None:
    mapper = mapper_of(event.subject)
    record = session.get(mapper.class_, _key(mapper, event.subject_id), with_for_update=True)
    if event.after is None:
        if record is not None:
            raise _moved(event)
        record = mapper.class_(**_typed(mapper, event.before or {}))
        session.add(record)
        session.flush()
    else:
        if record is None or any(audit.plain(getattr(record, name)) != value for name, value in event.after.items()):
            raise _moved(event)
        if event.before is None:
            _refuse_if_used(session, mapper, record)
        else:
            for name, value in _typed(mapper, event.before).items():
                setattr(record, name, value)
    audit.note(session, record, f"undone {event.verb}", event.after, event.before, user_id, message, now, event)
    if event.before is None:
        session.delete(record)


def _refuse_if_used(session: Session, mapper: Mapper[Any], record: Base) -> None:
    """Raise `CoachError` when any row points to the record. What the same message wrote later is gone by now."""
    for column, target in pointing_at(mapper):
        if session.scalar(select(exists().where(column == getattr(record, target)))):
            raise CoachError(
                "undo_used",
                what=Phrase(f"record.{record.__tablename__}"),
                later=Phrase(f"record.{column.table.name}"),
            )


def pointing_at(mapper: Mapper[Any]) -> list[tuple[Column[Any], str]]:
    """Every foreign key that leads to a table: the column, and the name of the attribute it repeats."""
    return [
        (key.parent, mapper.get_property_by_column(key.column).key)
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table is mapper.local_table
    ]


def _moved(event: Event) -> CoachError:
    return CoachError("undo_changed", what=Phrase(f"record.{event.subject}"))


@cache
def mapper_of(table: str) -> Mapper[Any]:
    """What is mapped to a table."""
    return next(mapper for mapper in Base.registry.mappers if mapper.class_.__tablename__ == table)


def _key(mapper: Mapper[Any], subject_id: str) -> tuple[Any, ...]:
    """A primary key as `audit.identity` wrote it."""
    parts = zip(mapper.primary_key, subject_id.split("/"), strict=True)
    return tuple(column.type.python_type(unquote(part)) for column, part in parts)


def _typed(mapper: Mapper[Any], values: dict[str, Any]) -> dict[str, Any]:
    """Fields as a record has them, from how `audit.plain` wrote them."""
    return {name: _typed_value(mapper.columns[name].type, value) for name, value in values.items()}


def _typed_value(kind: TypeEngine[Any], value: Any) -> Any:
    if value is None:
        return None
    match kind:
        case UtcDateTime():
            return datetime.fromisoformat(value)
        case Date():
            return date.fromisoformat(value)
        case Time():
            return time.fromisoformat(value)
        case Hundredths():
            return Decimal(value)
        case Enum(enum_class=kept) if kept:
            return kept(value)
        case _:
            return value
