"""The audit."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.evaluation.tables.base import Base


class Event(Base):
    """Who changed what, from what to what, on the word of which message. Only ever added to."""

    __tablename__ = "event"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    adapter: Mapped[str | None] = mapped_column(String(32))
    message_id: Mapped[str | None] = mapped_column(String(200))
    verb: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(64))
    """The table the change was made in."""
    subject_id: Mapped[str] = mapped_column(String(200))
    before: Mapped[dict[str, Any] | None]
    """The fields before the change; none when there was no row."""
    after: Mapped[dict[str, Any] | None]
    """The fields after it; none when there is no row any more."""
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"))
    """The event that this one takes back. The unique index sees to it that nothing is taken back twice."""

    __table_args__ = (
        Index("ix_event_subject", "subject", "subject_id"),
        Index("ix_event_message", "adapter", "message_id"),
        Index(None, "undoes_id", unique=True),
    )
