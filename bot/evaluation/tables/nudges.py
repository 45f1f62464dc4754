"""What the coach says without being asked."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.evaluation.tables.base import AccountId, Base, UserId, Versioned


class Nudge(Versioned, Base):
    """A reminder to one person (提醒). Its key says what it is about, so that nobody is told the same thing twice."""

    __tablename__ = "nudge"
    id: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[str] = mapped_column(String(64))
    user_id: Mapped[UserId]
    key: Mapped[str] = mapped_column(String(200))
    account_id: Mapped[AccountId | None]
    made_at: Mapped[datetime]
    outbox_id: Mapped[int | None] = mapped_column(ForeignKey("outbox_message.id"))
    snoozed_until: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    """Set when the person acted on it or said that it is settled."""

    __table_args__ = (
        UniqueConstraint("rule", "user_id", "key"),
        Index("ix_nudge_waiting", "user_id", "settled_at", "snoozed_until"),
    )
