"""The numbers, and what was learnt."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.evaluation.tables.base import AccountId, Base, Name, TeamId, UserId, Versioned


class KpiFact(Versioned, Base):
    """What a client, or a team, brought in a period (KPI)."""

    __tablename__ = "kpi_fact"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[AccountId | None]
    team_id: Mapped[TeamId | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    """The last day of the period."""
    sales: Mapped[Decimal | None]
    profit: Mapped[Decimal | None]
    cash: Mapped[Decimal | None]
    headcount: Mapped[int | None]

    __table_args__ = (
        CheckConstraint("(account_id IS NULL) <> (team_id IS NULL)", "of_an_account_or_a_team"),
        CheckConstraint("ends_on >= starts_on", "period"),
        CheckConstraint("headcount >= 0", "headcount_range"),
        UniqueConstraint("account_id", "starts_on", "ends_on"),
        UniqueConstraint("team_id", "starts_on", "ends_on"),
    )


class Measure(StrEnum):
    """What a target is set for (F77–F80)."""

    SALES = "sales"
    PROFIT = "profit"
    GROWTH = "growth"
    CASH = "cash"


class KpiTarget(Versioned, Base):
    """What a client, or a team, is to bring in a period (目標)."""

    __tablename__ = "kpi_target"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[AccountId | None]
    team_id: Mapped[TeamId | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    measure: Mapped[Measure]
    value: Mapped[Decimal]
    """An amount of money; for growth, in percent."""

    __table_args__ = (
        CheckConstraint("(account_id IS NULL) <> (team_id IS NULL)", "of_an_account_or_a_team"),
        CheckConstraint("ends_on >= starts_on", "period"),
        UniqueConstraint("account_id", "starts_on", "ends_on", "measure"),
        UniqueConstraint("team_id", "starts_on", "ends_on", "measure"),
    )


class CaseStatus(StrEnum):
    """Whether a case may be told to others."""

    DRAFT = "draft"
    APPROVED = "approved"


class Case(Versioned, Base):
    """What one of us went through with a client, told so that others can use it (案例, F68)."""

    __tablename__ = "case_story"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[AccountId | None]
    title: Mapped[Name]
    problem: Mapped[str]
    action: Mapped[str]
    result: Mapped[str]
    lesson: Mapped[str]
    status: Mapped[CaseStatus]
    author_id: Mapped[UserId | None]
    written_at: Mapped[datetime]
    approved_by: Mapped[UserId | None]
    approved_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("(status = 'approved') = (approved_at IS NOT NULL)", "approved_at"),)
