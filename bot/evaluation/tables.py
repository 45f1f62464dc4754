"""The tables. English names of the trade in code; the Chinese term stands in the docstring where there is one."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    Enum,
    ForeignKey,
    Index,
    MetaData,
    String,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from knowledge.language import Language


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC. SQLite drops the zone, so it is put back when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive moment: nobody could say later when it was."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give it back aware."""
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


class Role(StrEnum):
    """What a person may do and see."""

    REP = "rep"
    MANAGER = "manager"
    EXECUTIVE = "executive"
    ADMIN = "admin"


class Base(DeclarativeBase):
    """All tables; constraint names are given so that migrations can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        datetime: UtcDateTime,
        dict[str, Any]: JSON,
        Role: Enum(Role, native_enum=False, length=16, values_callable=lambda kind: [m.value for m in kind]),
        Language: Enum(Language, native_enum=False, length=16, values_callable=lambda kind: [m.value for m in kind]),
    }


class Team(Base):
    """A sales team (銷售團隊): the circle inside which client data is seen."""

    __tablename__ = "team"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)


class User(Base):
    """A person of the company who talks with the coach."""

    __tablename__ = "user_account"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[Role]
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    language: Mapped[Language | None]
    """The language the person chose; none means that of the last message."""


class ChatIdentity(Base):
    """Who a person is on a chat platform."""

    __tablename__ = "chat_identity"
    adapter: Mapped[str] = mapped_column(String(32), primary_key=True)
    sender: Mapped[str] = mapped_column(String(200), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))


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
    after: Mapped[dict[str, Any] | None]

    __table_args__ = (Index("ix_event_subject", "subject", "subject_id"),)


class Collection(Base):
    """A named body of material that the same people may read."""

    __tablename__ = "collection"
    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True)
    """Names it in the indexes, which may outlive a database."""
    name: Mapped[str] = mapped_column(String(200), unique=True)
    readers: Mapped[str] = mapped_column(String(220))
    """Whose it is to read: an audience as `bot.access` names them."""
    revision: Mapped[int] = mapped_column(default=0)
    """Counts changes; an index of another revision is stale."""


class Document(Base):
    """A file or playbook page that was read, and in what state: read it again only when this has changed."""

    __tablename__ = "document"
    id: Mapped[int] = mapped_column(primary_key=True)
    collection_id: Mapped[int] = mapped_column(ForeignKey("collection.id"))
    source: Mapped[str]
    """The file's absolute path, or the page's id and language."""
    title: Mapped[str]
    fingerprint: Mapped[str] = mapped_column(String(80))
    """The SHA-256 of the content, with the version of the reading."""
    read_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("collection_id", "source"),)


class Passage(Base):
    """A piece of a document, small enough to be an answer."""

    __tablename__ = "passage"
    id: Mapped[int] = mapped_column(primary_key=True)
    """Its key in every index; grows with its place in the document."""
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), index=True)
    heading: Mapped[str]
    text: Mapped[str]
    hints: Mapped[str]
    """Words it should be found by and that are never shown."""
    first_line: Mapped[int]
    last_line: Mapped[int]

    # An id is never used again: indexes name passages by it.
    __table_args__ = ({"sqlite_autoincrement": True},)
