"""The stored documents and passages: what `knowledge.library.Library` asks for, on the evaluation database."""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, bindparam, delete, func, insert, select
from sqlalchemy.orm import Session

from bot.access import EVERYONE
from bot.clock import Clock
from bot.evaluation import tables
from bot.evaluation.database import Database
from bot.evaluation.tables import Document, Passage
from knowledge.library import (
    Audiences,
    Collection,
    NewDocument,
    StoredDocument,
    StoredPassage,
)

_BATCH = 1000

# Statements for every question are made once, of columns and not of mapped attributes: either would take longer than they run.
_collection, _document, _passage = tables.Collection.__table__, Document.__table__, Passage.__table__
_COLLECTIONS = select(
    _collection.c.id, _collection.c.uid, _collection.c.name, _collection.c.readers, _collection.c.revision
).order_by(_collection.c.name)
_READABLE = _COLLECTIONS.where(_collection.c.readers.in_(bindparam("audiences", expanding=True)))

_PASSAGES = select(
    _passage.c.id,
    _document.c.title,
    _document.c.source,
    _passage.c.text,
    _passage.c.heading,
    _passage.c.hints,
    _passage.c.first_line,
    _passage.c.last_line,
).join(_document, _document.c.id == _passage.c.document_id)
_BY_KEY = _PASSAGES.where(_passage.c.id.in_(bindparam("keys", expanding=True)))


class StoredLibrary:
    """The library on a database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """The clock says when a document was read."""
        self._database = database
        self._clock = clock

    def collections(self, audiences: Audiences) -> list[Collection]:
        """The collections these audiences may read, by name."""
        wanted, asked = (_COLLECTIONS, {}) if audiences is None else (_READABLE, {"audiences": [*audiences]})
        with self._database.reading() as session:
            return [Collection(*row) for row in session.execute(wanted, asked)]

    def open_collection(self, name: str, readers: str | None = None) -> Collection:
        """The collection of that name, made for everyone when there is none; `readers` given changes whose it is."""
        with self._database.writing() as session:
            found = session.scalar(select(tables.Collection).where(tables.Collection.name == name))
            if found is None:
                found = tables.Collection(uid=uuid.uuid4().hex, name=name, readers=readers or EVERYONE, revision=0)
                session.add(found)
            elif readers:
                found.readers = readers
            session.flush()
            return _state(found)

    def documents(self, collection_id: int) -> list[StoredDocument]:
        """Everything that was read into a collection."""
        wanted = select(Document.id, Document.source, Document.fingerprint).where(
            Document.collection_id == collection_id
        )
        with self._database.reading() as session:
            return [StoredDocument(*row) for row in session.execute(wanted)]

    def change(
        self, collection_id: int, read: Sequence[NewDocument], gone: Iterable[int]
    ) -> tuple[Collection, set[int]]:
        """Store documents in place of their former form and drop those with ids in `gone`.

        Gives the collection as it is now, and the keys of the passages that are no more.
        """
        with self._database.writing() as session:
            replaced = session.scalars(
                select(Document.id).where(
                    Document.collection_id == collection_id, Document.source.in_([d.source for d in read])
                )
            )
            dropped = {*gone, *replaced}
            keys = set(session.scalars(select(Passage.id).where(Passage.document_id.in_(dropped))))
            session.execute(delete(Passage).where(Passage.document_id.in_(dropped)))
            session.execute(delete(Document).where(Document.id.in_(dropped)))
            self._add(session, collection_id, read)
            collection = session.get_one(tables.Collection, collection_id, with_for_update=True)
            collection.revision += 1
            session.flush()
            return _state(collection), keys

    def _add(self, session: Session, collection_id: int, read: Sequence[NewDocument]) -> None:
        now = self._clock.now()
        rows = [
            Document(
                collection_id=collection_id, source=d.source, title=d.title, fingerprint=d.fingerprint, read_at=now
            )
            for d in read
        ]
        session.add_all(rows)
        session.flush()
        passages = [
            {
                "document_id": row.id,
                "heading": passage.heading,
                "text": passage.text,
                "hints": passage.hints,
                "first_line": passage.first_line,
                "last_line": passage.last_line,
            }
            for row, document in zip(rows, read, strict=True)
            for passage in document.passages
        ]
        if passages:
            session.execute(insert(Passage), passages)

    def extent(self, collection_id: int) -> tuple[int, int]:
        """How many passages a collection has, and the key of the last one (-1 for none)."""
        held = select(func.count(), func.max(Passage.id)).join(Document).where(Document.collection_id == collection_id)
        with self._database.reading() as session:
            count, last = session.execute(held.select_from(Passage)).one()
            return count, -1 if last is None else last

    def passages(self, collection_id: int, after: int = -1) -> Iterator[StoredPassage]:
        """The passages of a collection with keys above `after`, in the order of their keys, read in batches."""
        while True:
            following = _PASSAGES.where(Document.collection_id == collection_id, Passage.id > after)
            batch = self._read(following.order_by(Passage.id).limit(_BATCH))
            yield from batch
            if len(batch) < _BATCH:
                return
            after = batch[-1].key

    def passages_by_key(self, keys: Sequence[int]) -> dict[int, StoredPassage]:
        """The passages with these keys; one that is gone is left out."""
        return {passage.key: passage for passage in self._read(_BY_KEY, {"keys": keys})}

    def _read(self, wanted: Select[*tuple[Any, ...]], asked: Mapping[str, Any] | None = None) -> list[StoredPassage]:
        with self._database.reading() as session:
            return [StoredPassage(*row) for row in session.execute(wanted, asked)]


def _state(found: tables.Collection) -> Collection:
    return Collection(found.id, found.uid, found.name, found.readers, found.revision)
