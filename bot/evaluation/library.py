"""The stored documents and passages: what `knowledge.library.Library` asks for, on the evaluation database."""

import uuid
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Select, delete, func, insert, select, tuple_
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
    passage_key,
    split_key,
)

_BATCH = 1000
_Row = tuple[int, int, str, str, str, str, str, int, int]


class StoredLibrary:
    """The library on a database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """The clock says when a document was read."""
        self._database = database
        self._clock = clock

    def collections(self, audiences: Audiences) -> list[Collection]:
        """The collections these audiences may read, by name."""
        held = tables.Collection
        wanted = select(held.id, held.uid, held.name, held.readers, held.revision).order_by(held.name)
        if audiences is not None:
            wanted = wanted.where(held.readers.in_(audiences))
        with self._database.reading() as session:
            return [Collection(*row) for row in session.execute(wanted)]

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
            keys = {
                passage_key(*row)
                for row in session.execute(
                    select(Passage.document_id, Passage.ordinal).where(Passage.document_id.in_(dropped))
                )
            }
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
                "ordinal": ordinal,
                "heading": passage.heading,
                "text": passage.text,
                "hints": passage.hints,
                "first_line": passage.first_line,
                "last_line": passage.last_line,
            }
            for row, document in zip(rows, read, strict=True)
            for ordinal, passage in enumerate(document.passages)
        ]
        if passages:
            session.execute(insert(Passage), passages)

    def extent(self, collection_id: int) -> tuple[int, int]:
        """How many passages a collection has, and the key of the last one (-1 for none)."""
        held = (
            select(Passage.document_id, Passage.ordinal).join(Document).where(Document.collection_id == collection_id)
        )
        with self._database.reading() as session:
            count = session.scalar(select(func.count()).select_from(held.subquery())) or 0
            last = session.execute(held.order_by(Passage.document_id.desc(), Passage.ordinal.desc()).limit(1)).first()
            return count, passage_key(*last) if last else -1

    def passages(self, collection_id: int, after: int = -1) -> Iterator[StoredPassage]:
        """The passages of a collection with keys above `after`, in the order of their keys, read in batches."""
        while True:
            batch = self._read(
                _passages()
                .where(
                    Document.collection_id == collection_id,
                    tuple_(Passage.document_id, Passage.ordinal) > tuple_(*split_key(max(after, 0))),
                )
                .order_by(Passage.document_id, Passage.ordinal)
                .limit(_BATCH)
            )
            yield from batch
            if len(batch) < _BATCH:
                return
            after = batch[-1].key

    def passages_by_key(self, keys: Sequence[int]) -> dict[int, StoredPassage]:
        """The passages with these keys; one that is gone is left out."""
        places = [split_key(key) for key in keys]
        wanted = (
            # The first two are for SQLite, which does not look a pair in a list up in its index.
            Passage.document_id.in_({document_id for document_id, _ in places}),
            Passage.ordinal.in_({ordinal for _, ordinal in places}),
            tuple_(Passage.document_id, Passage.ordinal).in_(places),
        )
        return {passage.key: passage for passage in self._read(_passages().where(*wanted))}

    def _read(self, wanted: Select[*_Row]) -> list[StoredPassage]:
        with self._database.reading() as session:
            return [StoredPassage(passage_key(row[0], row[1]), *row[2:]) for row in session.execute(wanted)]


def _passages() -> Select[*_Row]:
    return select(
        Passage.document_id,
        Passage.ordinal,
        Document.title,
        Document.source,
        Passage.text,
        Passage.heading,
        Passage.hints,
        Passage.first_line,
        Passage.last_line,
    ).join(Document, Document.id == Passage.document_id)


def _state(found: tables.Collection) -> Collection:
    return Collection(found.id, found.uid, found.name, found.readers, found.revision)
