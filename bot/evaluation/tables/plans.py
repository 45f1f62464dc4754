"""What is meant to be done with clients."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.evaluation.tables.activities import ActivityType
from bot.evaluation.tables.base import AccountId, Base, ContactId, InteractionId, UserId, Versioned


class Layer(StrEnum):
    """The three layers of a client relationship (立體式的客戶關係, F54–F56)."""

    KEY = "key"
    """Key relationship (關鍵客戶關係): the point."""
    ORGANISATIONAL = "organisational"
    """Organisational relationship (組織客戶關係): between the companies."""
    GENERAL = "general"
    """General relationship (普遍客戶關係): the plane."""


class RelationshipPlan(Versioned, Base):
    """How a client relationship is to be improved in a year (客戶關係提升計畫)."""

    __tablename__ = "relationship_plan"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[AccountId]
    year: Mapped[int]
    goal: Mapped[str | None]
    owner_id: Mapped[UserId | None]
    approved_by: Mapped[UserId | None]
    approved_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("year BETWEEN 2000 AND 2200", "year_range"),
        UniqueConstraint("account_id", "year"),
    )


class PlanStatus(StrEnum):
    """How a planned action stands."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


class PlanItem(Versioned, Base):
    """A planned action (計畫項目), of a relationship plan or by itself."""

    __tablename__ = "plan_item"
    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("relationship_plan.id"), index=True)
    account_id: Mapped[AccountId]
    contact_id: Mapped[ContactId | None]
    layer: Mapped[Layer | None]
    text: Mapped[str]
    activity_type: Mapped[ActivityType | None]
    due_on: Mapped[date | None]
    owner_id: Mapped[UserId]
    status: Mapped[PlanStatus]
    done_at: Mapped[datetime | None]
    evidence_id: Mapped[InteractionId | None]
    """The interaction that shows it was done."""
    baseline: Mapped[int | None]
    """The level of the contact or organisation at the start, and `target` the one aimed at, on the layer's own scale."""
    target: Mapped[int | None]
    cancelled_with: Mapped[UserId | None]
    """The manager who agreed to its being cancelled, and so to its not counting."""
    created_by: Mapped[UserId | None]
    created_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("(status = 'done') = (done_at IS NOT NULL)", "done_at_when_done"),
        CheckConstraint("baseline BETWEEN -1 AND 5", "baseline_range"),
        CheckConstraint("target BETWEEN -1 AND 5", "target_range"),
        Index("ix_plan_item_due", "owner_id", "status", "due_on"),
        Index("ix_plan_item_by_account", "account_id", "status", "due_on"),
    )
