"""The material answers come from."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.evaluation.tables.base import Base


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
