"""The people at the clients, and how they stand to us."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.evaluation.tables.base import AccountId, Base, ContactId, InteractionId, Name, UserId, Versioned


class Level(StrEnum):
    """How high somebody stands in their company (高、中、基層; F55)."""

    HIGH = "high"
    MIDDLE = "middle"
    BASE = "base"


class ChainRole(StrEnum):
    """What somebody does in their company's decisions (決策鏈)."""

    APPROVER = "approver"
    """Signs it off (審批人)."""
    DECIDER = "decider"
    """Decides it (決策者)."""
    SUPPORTER = "supporter"
    """Prepares and backs the decision (支撐者)."""
    INFLUENCER = "influencer"
    """Is listened to (影響者)."""
    EVALUATOR = "evaluator"
    """Compares and tests what is offered (評估者)."""
    BUYER = "buyer"
    """Negotiates and orders (採購者)."""
    USER = "user"
    """Works with what was bought (使用者)."""
    GATEKEEPER = "gatekeeper"
    """Decides who gets to see whom (把關者)."""


class Department(Versioned, Base):
    """A department of a client (部門)."""

    __tablename__ = "department"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[AccountId]
    name: Mapped[Name]

    __table_args__ = (UniqueConstraint("account_id", "name"),)


class Position(Versioned, Base):
    """A chair at a client (職位): it stays when the person who sits on it goes."""

    __tablename__ = "position"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[AccountId]
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)
    title: Mapped[Name]
    level: Mapped[Level | None]
    chain_role: Mapped[ChainRole | None]
    """The part of the decision chain that belongs to the chair; it is open as long as nobody is known to sit there."""

    __table_args__ = (UniqueConstraint("account_id", "department_id", "title"),)


class Contact(Versioned, Base):
    """A person at a client (客戶聯絡人)."""

    __tablename__ = "contact"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    account_id: Mapped[AccountId]
    name: Mapped[Name]
    title: Mapped[Name | None]
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)
    position_id: Mapped[int | None] = mapped_column(ForeignKey("position.id"), index=True)
    level: Mapped[Level | None]
    chain_role: Mapped[ChainRole | None]
    influence: Mapped[int | None]
    """How much the person weighs in the decision chain, 1 to 5."""
    reports_to_id: Mapped[ContactId | None]
    phone: Mapped[str | None] = mapped_column(String(64))
    email: Mapped[str | None] = mapped_column(String(200))
    left_on: Mapped[date | None]
    """The day since which the person is not there any more."""
    created_by: Mapped[UserId | None]
    created_at: Mapped[datetime]
    merged_into_id: Mapped[ContactId | None]
    """The contact this one turned out to be. Nothing hangs on it any more; it stays so that its key is still known."""

    __table_args__ = (
        CheckConstraint("influence BETWEEN 1 AND 5", "influence_range"),
        CheckConstraint("reports_to_id <> id", "reports_to_another"),
        CheckConstraint("merged_into_id <> id", "merged_into_another"),
    )


class ContactAlias(Base):
    """Another way to write a contact's name."""

    __tablename__ = "contact_alias"
    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[ContactId]
    name: Mapped[Name]

    __table_args__ = (UniqueConstraint("contact_id", "name"),)


class Assessment(Versioned, Base):
    """How close a contact is to us (親密度) and how far the contact backs us (支援度), as somebody saw it on a day."""

    __tablename__ = "assessment"
    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[ContactId]
    intimacy: Mapped[int | None]
    """0 not met, 1 acquainted, 2 working contact, 3 trust, 4 friend; none when nothing was said of it."""
    support: Mapped[int | None]
    """-1 opposes (不認可), 0 neutral (中立), 1 supports (支持), 2 supports strongly (強烈支持), 3 is our coach (教練)."""
    evidence_id: Mapped[InteractionId | None]
    assessor_id: Mapped[UserId | None]
    assessed_on: Mapped[date]

    __table_args__ = (
        CheckConstraint("intimacy BETWEEN 0 AND 4", "intimacy_range"),
        CheckConstraint("support BETWEEN -1 AND 3", "support_range"),
        CheckConstraint("intimacy IS NOT NULL OR support IS NOT NULL", "says_something"),
        Index("ix_assessment_latest", "contact_id", "assessed_on"),
    )


class OrganisationAssessment(Versioned, Base):
    """How two companies stand to each other (組織客戶關係, F56), each 0 to 5, as somebody saw it on a day."""

    __tablename__ = "organisation_assessment"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[AccountId]
    depth: Mapped[int | None]
    """Depth of cooperation (合作深度)."""
    acceptance: Mapped[int | None]
    """Acceptance (認可度)."""
    trust: Mapped[int | None]
    """Trust (信賴度)."""
    fit: Mapped[int | None]
    """Strategic fit (戰略吻合度)."""
    assessor_id: Mapped[UserId | None]
    assessed_on: Mapped[date]

    __table_args__ = (
        CheckConstraint("depth BETWEEN 0 AND 5", "depth_range"),
        CheckConstraint("acceptance BETWEEN 0 AND 5", "acceptance_range"),
        CheckConstraint("trust BETWEEN 0 AND 5", "trust_range"),
        CheckConstraint("fit BETWEEN 0 AND 5", "fit_range"),
    )
