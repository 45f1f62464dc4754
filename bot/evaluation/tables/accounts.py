"""The clients."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.evaluation.tables.base import AccountId, Base, Name, TeamId, UserId, Versioned
from bot.evaluation.tables.people import Function


class Grade(StrEnum):
    """How much a client matters (客戶分級); S and A are the focus clients (F60)."""

    S = "S"
    A = "A"
    B = "B"
    C = "C"


class Market(StrEnum):
    """How far we have got with a client (市場類型), which decides by what numbers it is measured (F77–F79)."""

    SALINE = "saline"
    """Saline-alkali market (鹽鹼地市場): nothing of ours is sold there yet."""
    NEW = "new"
    """Newly broken into (新突破的市場)."""
    MATURE = "mature"
    """Mature market (成熟的市場)."""


class ClientGroup(Versioned, Base):
    """Clients that are served by one strategy (客戶群)."""

    __tablename__ = "client_group"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    strategy: Mapped[str | None]
    """The strategy in force for its B and C clients."""
    reviewed_on: Mapped[date | None]


class Account(Versioned, Base):
    """A client company (客戶)."""

    __tablename__ = "account"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    name: Mapped[Name]
    name_hans: Mapped[Name | None]
    name_en: Mapped[Name | None]
    grade: Mapped[Grade | None]
    market: Mapped[Market | None]
    team_id: Mapped[TeamId | None]
    client_group_id: Mapped[int | None] = mapped_column(ForeignKey("client_group.id"))
    created_by: Mapped[UserId | None]
    created_at: Mapped[datetime]
    merged_into_id: Mapped[AccountId | None]
    """The account this one turned out to be. Nothing hangs on it any more; it stays so that its key is still known."""

    __table_args__ = (CheckConstraint("merged_into_id <> id", "merged_into_another"),)


class AccountAlias(Base):
    """Another way to write a client's name."""

    __tablename__ = "account_alias"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[AccountId]
    name: Mapped[Name]

    __table_args__ = (UniqueConstraint("account_id", "name"),)


class AccountFact(Versioned, Base):
    """One thing known of a client (客戶資訊), or one answer of its strategy (客戶戰略), and how fresh it is."""

    __tablename__ = "account_fact"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[AccountId]
    field: Mapped[str] = mapped_column(String(64))
    """Which of the method's questions it answers: budget, purchasing mode, a look of the market insight …"""
    text: Mapped[str]
    source: Mapped[str | None]
    updated_by: Mapped[UserId | None]
    updated_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("account_id", "field"),)


class TriangleSeat(Versioned, Base):
    """Who sits in a corner of a client's iron triangle (鐵三角), from when to when: the history of its owners."""

    __tablename__ = "triangle_seat"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[AccountId]
    seat: Mapped[Function]
    user_id: Mapped[UserId]
    since: Mapped[date]
    until: Mapped[date | None]
    """The first day it was somebody else's; none while it lasts."""

    __table_args__ = (
        CheckConstraint("until >= since", "until_after_since"),
        Index(
            "ix_triangle_seat_taken",
            "account_id",
            "seat",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
        Index("ix_triangle_seat_user_id", "user_id", "until"),
    )


class Handover(Versioned, Base):
    """A client passed from one of our people to another (交接)."""

    __tablename__ = "handover"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[AccountId]
    seat: Mapped[Function]
    from_id: Mapped[UserId | None]
    to_id: Mapped[UserId]
    begun_on: Mapped[date]
    checklist: Mapped[str | None]
    """What was to be passed on, a line each."""
    done_on: Mapped[date | None]

    __table_args__ = (CheckConstraint("done_on >= begun_on", "done_after_begun"),)
