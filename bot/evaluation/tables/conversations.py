"""What is said: messages in and out, what the coach made of them, and the cards that wait for a person's word."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.evaluation.tables.base import Base, UserId, Versioned
from knowledge.language import Language


class InboxMessage(Base):
    """A message the coach was sent. Its key is the claim: whoever inserts it first answers it."""

    __tablename__ = "inbox_message"
    adapter: Mapped[str] = mapped_column(String(32), primary_key=True)
    message_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    conversation: Mapped[str] = mapped_column(String(200))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    text: Mapped[str]
    action: Mapped[str] = mapped_column(String(64))
    received_at: Mapped[datetime]


class Turn(Base):
    """What the coach made of a message: what it was about, so that "and for B clients?" is understood next."""

    __tablename__ = "turn"
    id: Mapped[int] = mapped_column(primary_key=True)
    adapter: Mapped[str] = mapped_column(String(32))
    conversation: Mapped[str] = mapped_column(String(200))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    language: Mapped[Language]
    skill: Mapped[str] = mapped_column(String(64))
    question: Mapped[str]
    page_id: Mapped[str | None] = mapped_column(String(200))
    at: Mapped[datetime]

    __table_args__ = (Index("ix_turn_conversation", "adapter", "conversation", "id"),)


class OutboxMessage(Base):
    """A reply to be delivered, in the order of ids within a conversation."""

    __tablename__ = "outbox_message"
    id: Mapped[int] = mapped_column(primary_key=True)
    adapter: Mapped[str] = mapped_column(String(32))
    conversation: Mapped[str] = mapped_column(String(200))
    reply: Mapped[str]
    due_at: Mapped[datetime]
    holder: Mapped[str] = mapped_column(String(32), default="")
    """The process that made it delivers it; another one may when `held_until` is over."""
    held_until: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    parked_at: Mapped[datetime | None]
    """Set when it was tried too often; an admin can see it, nothing tries it again."""

    __table_args__ = (Index("ix_outbox_message_waiting", "sent_at", "parked_at", "due_at"),)


class OpenQuestion(Base):
    """A question the playbook had no answer to: the manager's list of what to write next."""

    __tablename__ = "open_question"
    id: Mapped[int] = mapped_column(primary_key=True)
    question: Mapped[str]
    language: Mapped[Language]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    asked_at: Mapped[datetime]


class PendingCard(Versioned, Base):
    """What a person is shown before it is written, and has still to confirm, correct or cancel."""

    __tablename__ = "pending_card"
    id: Mapped[int] = mapped_column(primary_key=True)
    adapter: Mapped[str] = mapped_column(String(32))
    conversation: Mapped[str] = mapped_column(String(200))
    user_id: Mapped[UserId]
    skill: Mapped[str] = mapped_column(String(64))
    """The capability the card belongs to, which alone can read its state."""
    state: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_as: Mapped[str | None] = mapped_column(String(32))
    """How it ended: confirmed, cancelled, expired, replaced."""

    __table_args__ = (
        # A person has one card at a time in a conversation, whatever comes in at once.
        Index(
            "ix_pending_card_open",
            "adapter",
            "conversation",
            "user_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_pending_card_expiring", "closed_at", "expires_at"),
    )
