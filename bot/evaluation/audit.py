"""The audit: one row a change, written in the transaction of the change. What a message wrote can be undone from it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any
from urllib.parse import quote

from sqlalchemy import insert, inspect
from sqlalchemy.orm import Session

from bot.evaluation.tables import (
    Account,
    AccountAlias,
    Base,
    Contact,
    ContactAlias,
    DirectoryRevision,
    Event,
    User,
    UserAlias,
)
from bot.messages import IncomingMessage

LISTED = (Account, AccountAlias, Contact, ContactAlias, User, UserAlias)
"""What the directory is made from: a change of any of these makes what was kept of the directory stale."""


def created(
    session: Session, record: Base, user_id: int | None, message: IncomingMessage | None, now: datetime
) -> None:
    """Note that a record came to be, by whom and on which message. The record must have its key already."""
    note(session, record, "created", None, fields(record), user_id, message, now)


def created_together(
    session: Session, records: Sequence[Base], user_id: int | None, message: IncomingMessage | None, now: datetime
) -> None:
    """Note that several records came to be, in one statement: event objects would be sent one by one, for their numbers."""
    if len(records) < 2 or any(isinstance(record, LISTED) for record in records):
        for record in records:
            created(session, record, user_id, message, now)
    else:
        values = [_values(record, "created", None, fields(record), user_id, message, now, None) for record in records]
        session.execute(insert(Event), values)


def changed(
    session: Session,
    record: Base,
    values: Mapping[str, Any],
    user_id: int | None,
    message: IncomingMessage | None,
    now: datetime,
) -> bool:
    """Give a record new values, and note of those that are different what they were; false when none is.

    The values are set here, so that no flush comes between a change and the note of it.
    """
    new = {name: value for name, value in values.items() if getattr(record, name) != value}
    if not new:
        return False
    before = {name: plain(getattr(record, name)) for name in new}
    for name, value in new.items():
        setattr(record, name, value)
    after = {name: plain(value) for name, value in new.items()}
    note(session, record, "changed", before, after, user_id, message, now)
    return True


def removed(
    session: Session, record: Base, user_id: int | None, message: IncomingMessage | None, now: datetime
) -> None:
    """Delete a record, and note what it was."""
    note(session, record, "removed", fields(record), None, user_id, message, now)
    session.delete(record)


def note(
    session: Session,
    record: Base,
    verb: str,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
    user_id: int | None,
    message: IncomingMessage | None,
    now: datetime,
    undoes: Event | None = None,
) -> None:
    """Write one event; `undoes` is the one it takes back."""
    session.add(Event(**_values(record, verb, before, after, user_id, message, now, undoes)))
    if isinstance(record, LISTED):
        counter = session.get_one(DirectoryRevision, 1)
        if not inspect(counter).modified:  # once a flush is enough
            # Counted by the database, so that of two changes at once both count; the row stays locked until the commit.
            counter.revision = DirectoryRevision.revision + 1


def _values(
    record: Base,
    verb: str,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
    user_id: int | None,
    message: IncomingMessage | None,
    now: datetime,
    undoes: Event | None,
) -> dict[str, Any]:
    return {
        "at": now,
        "user_id": user_id,
        "adapter": message.adapter if message else None,
        "message_id": message.message_id if message else None,
        "verb": verb,
        "subject": record.__tablename__,
        "subject_id": identity(record),
        "before": before,
        "after": after,
        "undoes_id": undoes.id if undoes else None,
    }


def identity(record: Base) -> str:
    """A record's primary key as the audit writes it: its parts, with a slash between them."""
    return "/".join(quote(str(part), safe="") for part in inspect(record).identity or ())


def fields(record: Base) -> dict[str, Any]:
    """All a record says, as JSON keeps it; its version is no part of that."""
    mapper = inspect(record).mapper
    counted = mapper.version_id_col
    return {
        attribute.key: plain(getattr(record, attribute.key))
        for attribute in mapper.column_attrs
        if counted is None or attribute.columns[0] is not counted
    }


def plain(value: Any) -> Any:
    """A column's value as JSON keeps it, the same whether it comes from a person or from the database."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return value.value if isinstance(value, Enum) else value
