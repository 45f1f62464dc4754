"""What was done with clients, and what was promised to them."""

from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.evaluation.tables.base import AccountId, Base, ContactId, InteractionId, UserId, Versioned


class ActivityType(StrEnum):
    """The kinds of contact with a client (接觸活動)."""

    VISIT = "visit"
    MEETING = "meeting"
    CALL = "call"
    MEAL = "meal"
    EXECUTIVE_VISIT = "executive_visit"
    STRATEGY_WORKSHOP = "strategy_workshop"
    DEMO = "demo"
    TRAINING = "training"
    GIFT_OR_EVENT = "gift_or_event"
    MESSAGE = "message"


class Interaction(Versioned, Base):
    """A contact with a client that took place (客戶接觸): a visit, a call, a meal."""

    __tablename__ = "interaction"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[AccountId]
    type: Mapped[ActivityType]
    occurred_on: Mapped[date]
    occurred_at: Mapped[time | None]
    """The time of day where it was, when it was told."""
    objective: Mapped[str | None]
    topic: Mapped[str | None]
    outcome: Mapped[str | None]
    amount: Mapped[Decimal | None]
    """The money that was spoken of, in the company's currency."""
    next_step: Mapped[str | None]
    next_on: Mapped[date | None]
    next_owner_id: Mapped[UserId | None]
    owner_id: Mapped[UserId]
    """Whose contact it was."""
    logged_at: Mapped[datetime]
    adapter: Mapped[str | None] = mapped_column(String(32))
    message_id: Mapped[str | None] = mapped_column(String(200))
    """The message it was told in, together with `adapter`."""

    __table_args__ = (
        Index("ix_interaction_by_account", "account_id", "occurred_on"),
        Index("ix_interaction_by_owner", "owner_id", "occurred_on"),
        Index("ix_interaction_next", "next_on"),
    )


class Attendee(Base):
    """A contact who took part in an interaction."""

    __tablename__ = "attendee"
    interaction_id: Mapped[int] = mapped_column(ForeignKey("interaction.id"), primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), primary_key=True, index=True)


class Companion(Base):
    """One of our people who came along, besides the owner."""

    __tablename__ = "companion"
    interaction_id: Mapped[int] = mapped_column(ForeignKey("interaction.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True, index=True)


class CommitmentStatus(StrEnum):
    """How a promise stands."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    WITHDRAWN = "withdrawn"


class Commitment(Versioned, Base):
    """Something promised to a client (承諾). It is checked first by who has to deliver it (F73)."""

    __tablename__ = "commitment"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[AccountId]
    contact_id: Mapped[ContactId | None]
    interaction_id: Mapped[InteractionId | None]
    text: Mapped[str]
    owner_id: Mapped[UserId]
    checked_by: Mapped[UserId | None]
    """The SR or FR who said that it can be delivered."""
    due_on: Mapped[date | None]
    status: Mapped[CommitmentStatus]
    closed_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("(status = 'open') = (closed_at IS NULL)", "closed_when_not_open"),
        Index("ix_commitment_due", "owner_id", "status", "due_on"),
    )


class PlayKind(StrEnum):
    """The four plays of organisational relationship (F62–F65)."""

    ALIGNMENT_MEETING = "alignment_meeting"
    """Strategy alignment meeting (戰略對標會議)."""
    EXECUTIVE_VISIT = "executive_visit"
    """Executive-led mutual visit (高層帶隊互訪)."""
    STRATEGIC_AGREEMENT = "strategic_agreement"
    """Strategic agreement (戰略合作協議)."""
    JOINT_INNOVATION = "joint_innovation"
    """Joint innovation centre (聯合創新中心)."""


class OrgPlay(Versioned, Base):
    """One of the four plays, held with a client (組織客戶關係活動)."""

    __tablename__ = "org_play"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[AccountId]
    kind: Mapped[PlayKind]
    held_on: Mapped[date]
    outputs: Mapped[str | None]
    """What came out of it: topics found, projects agreed."""
    owner_id: Mapped[UserId | None]
    interaction_id: Mapped[InteractionId | None]
