"""The company's own people."""

from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.evaluation.tables.base import Base, Key, Name, Role, UserId, Versioned
from knowledge.language import Language


class Function(StrEnum):
    """A corner of the iron triangle (鐵三角), and so what a person's work is."""

    ACCOUNT = "AR"
    """Account responsible (客戶負責人): leads, and builds the relationship."""
    SOLUTION = "SR"
    """Solutions responsible (解決方案專家)."""
    FULFILMENT = "FR"
    """Fulfilment responsible (交付工程師): promises only what can be delivered."""


class Team(Base):
    """A sales team (銷售團隊): the circle inside which client data is seen."""

    __tablename__ = "team"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    key: Mapped[Key | None]

    __table_args__ = (Index(None, "key", unique=True),)


class User(Versioned, Base):
    """A person of the company who talks with the coach."""

    __tablename__ = "user_account"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[Role]
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    language: Mapped[Language | None]
    """The language the person chose; none means that of the last message."""
    key: Mapped[Key | None]
    """None for who never stood in an imported file, as the first administrator."""
    function: Mapped[Function | None]
    email: Mapped[str | None] = mapped_column(String(200))
    time_zone: Mapped[str | None] = mapped_column(String(64))
    """The IANA name of the zone the person's dates are meant in; none means the installation's."""

    __table_args__ = (Index(None, "key", unique=True),)


class UserAlias(Base):
    """Another way to write one of our people's names."""

    __tablename__ = "user_alias"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[UserId]
    name: Mapped[Name]

    __table_args__ = (UniqueConstraint("user_id", "name"),)


class ChatIdentity(Base):
    """Who a person is on a chat platform."""

    __tablename__ = "chat_identity"
    adapter: Mapped[str] = mapped_column(String(32), primary_key=True)
    sender: Mapped[str] = mapped_column(String(200), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
