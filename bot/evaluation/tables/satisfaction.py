"""What clients are content with and what not (客戶期望和滿意度管理)."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.evaluation.tables.base import AccountId, Base, ContactId, InteractionId, UserId, Versioned


class Complaint(Versioned, Base):
    """Something a client is not content with (客訴). It is closed when the client says so, not when we do (A8)."""

    __tablename__ = "complaint"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[AccountId]
    contact_id: Mapped[ContactId | None]
    severity: Mapped[int]
    """1 is the worst, 3 the least."""
    text: Mapped[str]
    received_on: Mapped[date]
    ack_due: Mapped[datetime]
    fix_due: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
    fixed_at: Mapped[datetime | None]
    client_confirmed_at: Mapped[datetime | None]
    owner_id: Mapped[UserId]
    logged_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("severity BETWEEN 1 AND 3", "severity_range"),
        CheckConstraint("fix_due >= ack_due", "fix_due_after_ack_due"),
        Index("ix_complaint_open", "client_confirmed_at", "fix_due"),
    )


class SupportRequest(Versioned, Base):
    """Something the front asks the back office for (支援請求)."""

    __tablename__ = "support_request"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[AccountId | None]
    kind: Mapped[str] = mapped_column(String(64))
    text: Mapped[str]
    asked_by: Mapped[UserId]
    asked_of: Mapped[UserId | None]
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_support_request_open", "answered_at", "due_at"),)


class Opinion(Versioned, Base):
    """What a client said of us, in the client's words (客戶意見), and where it was passed on to (A9)."""

    __tablename__ = "opinion"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[AccountId]
    contact_id: Mapped[ContactId | None]
    interaction_id: Mapped[InteractionId | None]
    words: Mapped[str]
    topic: Mapped[str | None] = mapped_column(String(200))
    heard_on: Mapped[date]
    heard_by: Mapped[UserId | None]
    routed_to: Mapped[UserId | None]
    routed_at: Mapped[datetime | None]
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]


class Survey(Versioned, Base):
    """A score a client gave us (滿意度調查)."""

    __tablename__ = "survey"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[AccountId]
    contact_id: Mapped[ContactId | None]
    score: Mapped[Decimal]
    best: Mapped[Decimal]
    """The best score that could be given, so that scales can be compared."""
    answered_on: Mapped[date]

    __table_args__ = (CheckConstraint("score BETWEEN 0 AND best AND best > 0", "score_range"),)
