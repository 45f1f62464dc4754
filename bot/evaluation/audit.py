"""The audit: one row a change, written in the transaction of the change."""

from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from bot.evaluation.tables import Base, Event
from bot.messages import IncomingMessage


def created(
    session: Session, record: Base, user_id: int | None, message: IncomingMessage | None, now: datetime
) -> None:
    """Note that a record came to be, by whom and on which message. The record must have its key already."""
    state = inspect(record)
    session.add(
        Event(
            at=now,
            user_id=user_id,
            adapter=message.adapter if message else None,
            message_id=message.message_id if message else None,
            verb="created",
            subject=record.__tablename__,
            subject_id="/".join(map(str, state.identity or ())),
            before=None,
            after={column.key: _plain(getattr(record, column.key)) for column in state.mapper.column_attrs},
        )
    )


def _plain(value: Any) -> Any:
    """A column's value as JSON keeps it."""
    if isinstance(value, datetime):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value
