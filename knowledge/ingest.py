"""Taking material in: a company's files and the playbook's pages become documents and passages of a collection.

Only what changed is read again, what was deleted is removed, and a file that cannot be read is named and left as it was
before. Every batch is stored whole or not at all, so an interrupted run is simply run again.
"""

import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from knowledge.documents import SUPPORTED, Document, DocumentError, DocumentReader, Reason, split_passages
from knowledge.indexes import Indexes
from knowledge.library import Collection, Library, NewDocument, NewPassage, StoredDocument, StoredPassage
from knowledge.pages import PAGE_SOURCE, WRITTEN_IN, Page, Playbook, playbook_name

READING = "1"
"""Changes when reading or splitting changes, so that everything is read again."""
_PASSAGES_A_BATCH = 2000

Progress = Callable[[int, int], None]
"""Told how much is done, and of how much."""


class Vectors(Protocol):
    """What the ingest asks of the vector store."""

    def is_current(self, collection: Collection, expected: int) -> bool:
        """Whether the collection is whole there, with as many passages as expected."""
        ...

    def replace(
        self,
        collection: Collection,
        added: Iterable[StoredPassage],
        gone: Sequence[int],
        progress: Callable[[int], None],
    ) -> None:
        """Follow a change: forget the passages with keys in `gone`, hold `added`."""
        ...

    def rebuild(
        self, collection: Collection, passages: Iterable[StoredPassage], progress: Callable[[int], None]
    ) -> None:
        """Hold exactly these passages."""
        ...


@dataclass
class Report:
    """What an ingest did."""

    read: list[Path] = field(default_factory=list)
    unchanged: int = 0
    removed: list[str] = field(default_factory=list)
    failed: list[tuple[Path, DocumentError]] = field(default_factory=list)
    notes: list[tuple[Path, str]] = field(default_factory=list)
    """Files that were read, but not as their name says or not quite whole; keys as in `Document.note`."""
    passages: int = 0
    """How many passages were stored."""
    rebuilt: bool = False
    """Whether the vector store was found wanting and made again."""


class Ingest:
    """Takes material into the library and its indexes. One process at a time."""

    def __init__(self, library: Library, indexes: Indexes, open_vectors: Callable[[], Vectors]) -> None:
        """The vector store is slow to load: it is opened only when something changed."""
        self._library = library
        self._indexes = indexes
        self._open_vectors = open_vectors

    def files(
        self,
        paths: Sequence[Path],
        collection_name: str,
        readers: str | None,
        reader: DocumentReader,
        progress: Progress,
    ) -> Report:
        """Read files, and all files in folders, into a collection; what was read from there before and is gone is removed."""
        report = Report()
        collection = self._library.open_collection(collection_name, readers)
        known = {document.source: document for document in self._library.documents(collection.id)}
        files = _files(paths, report)
        keep = _Keeper(self._library, collection, report)
        for done, path in enumerate(files):
            progress(done, len(files))
            self._file(path, known, reader, keep, report)
        there = set(map(name_of, files))
        for source, document in known.items():
            if source not in there and _is_under(source, paths) and not os.path.lexists(source):
                keep.drop(document)
        keep.finish()
        progress(len(files), len(files))
        self._follow(keep, progress)
        return report

    def playbook(self, playbook: Playbook, progress: Progress = lambda _done, _whole: None) -> Report:
        """Bring the pages' collections up to date with the page files."""
        report = Report()
        for language in WRITTEN_IN:
            collection = self._library.open_collection(playbook_name(language))
            known = {document.source: document for document in self._library.documents(collection.id)}
            pages = {PAGE_SOURCE + page.id: page for page in playbook.pages(language)}
            keep = _Keeper(self._library, collection, report)
            for source, page in pages.items():
                document = _page_document(source, page)
                if source in known and known[source].fingerprint == document.fingerprint:
                    report.unchanged += 1
                else:
                    keep.take(document)
            for source, stored in known.items():
                if source not in pages:
                    keep.drop(stored)
            keep.finish()
            self._follow(keep, progress)
        return report

    def repair(self, collection: Collection, progress: Progress = lambda _done, _whole: None) -> bool:
        """Make the collection's indexes again where they are damaged; true when there was something to do."""
        count, _ = self._library.extent(collection.id)
        sound = self._indexes.check(collection)
        if not sound:
            self._indexes.build(collection)
        vectors = self._open_vectors()
        if not vectors.is_current(collection, count):
            sound = False
            vectors.rebuild(collection, self._library.passages(collection.id), _counted(progress, count))
        return not sound

    def _file(
        self, path: Path, known: dict[str, StoredDocument], reader: DocumentReader, keep: "_Keeper", report: Report
    ) -> None:
        fingerprint = _fingerprint(path)
        before = known.get(name_of(path))
        if fingerprint and before and before.fingerprint == fingerprint:
            report.unchanged += 1
            return
        try:
            document = reader.read(path)
        except DocumentError as error:
            report.failed.append((path, error))
            return
        report.read.append(path)
        if document.note:
            report.notes += [(path, note) for note in document.note.split(";")]
        keep.take(_file_document(path, fingerprint or "", document))

    def _follow(self, keep: "_Keeper", progress: Progress) -> None:
        """Bring the indexes up to date with what the keeper changed, or with what an interrupted run had."""
        if not keep.changed:
            if keep.collection.revision and not self._indexes.check(keep.collection):
                keep.report.rebuilt = self.repair(keep.collection, progress)
            return
        self._indexes.build(keep.collection)
        vectors = self._open_vectors()
        before = keep.before
        if vectors.is_current(before, keep.held_before):
            count = _counted(progress, keep.report.passages)
            vectors.replace(keep.collection, self._library.passages(before.id, keep.last_before), keep.gone, count)
        else:
            keep.report.rebuilt = keep.held_before > 0
            held = self._library.passages(before.id)
            vectors.rebuild(keep.collection, held, _counted(progress, keep.held_before + keep.report.passages))


class _Keeper:
    """Stores what was read in batches, and remembers what that means for the indexes."""

    def __init__(self, library: Library, collection: Collection, report: Report) -> None:
        self._library = library
        self._waiting: list[NewDocument] = []
        self._dropped: list[StoredDocument] = []
        self.before = self.collection = collection
        self.report = report
        self.gone: list[int] = []
        self.held_before, self.last_before = library.extent(collection.id)

    @property
    def changed(self) -> bool:
        return self.collection.revision != self.before.revision

    def take(self, document: NewDocument) -> None:
        self._waiting.append(document)
        if sum(len(waiting.passages) for waiting in self._waiting) >= _PASSAGES_A_BATCH:
            self.finish()

    def drop(self, document: StoredDocument) -> None:
        self._dropped.append(document)
        self.report.removed.append(document.source)

    def finish(self) -> None:
        if not self._waiting and not self._dropped:
            return
        gone = [document.id for document in self._dropped]
        self.collection, keys = self._library.change(self.collection.id, self._waiting, gone)
        self.gone += keys
        self.report.passages += sum(len(document.passages) for document in self._waiting)
        self._waiting, self._dropped = [], []


def _counted(progress: Progress, whole: int) -> Callable[[int], None]:
    done = 0

    def count(more: int) -> None:
        nonlocal done
        done += more
        progress(done, max(whole, done))

    return count


def _files(paths: Sequence[Path], report: Report) -> list[Path]:
    """The files to read, each once, by name; hidden ones and unknown kinds inside folders are passed over."""
    files: dict[Path, None] = {}
    for path in paths:
        path = path.absolute()
        if path.is_dir():
            files.update(dict.fromkeys(sorted(_inside(path))))
        elif os.path.lexists(path):
            files[path] = None
        else:
            report.failed.append((path, DocumentError(Reason.MISSING)))
    return list(files)


def _inside(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            if not name.startswith((".", "~$")) and Path(name).suffix.lower() in SUPPORTED:
                yield Path(parent, name)


def _is_under(source: str, paths: Sequence[Path]) -> bool:
    return any(Path(source).is_relative_to(name_of(path.absolute())) for path in paths)


def name_of(path: Path) -> str:
    """A path as it can be stored and shown, also when its bytes are no text."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _fingerprint(path: Path) -> str | None:
    """The SHA-256 of the file's content, or none when it cannot simply be read: the reader then says why."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return None
        with path.open("rb") as content:
            return f"{READING}:{hashlib.file_digest(content, 'sha256').hexdigest()}"
    except OSError:
        return None


def _file_document(path: Path, fingerprint: str, document: Document) -> NewDocument:
    return NewDocument(
        source=name_of(path),
        title=document.title,
        fingerprint=fingerprint,
        passages=tuple(
            NewPassage(
                text=passage.text,
                heading=" › ".join(passage.heading),
                first_line=passage.start_line,
                last_line=passage.end_line,
            )
            for passage in split_passages(document.text)
        ),
    )


def _page_document(source: str, page: Page) -> NewDocument:
    """A page is one passage: its point and sections, found also by its other names and by the ways people ask for it."""
    passage = NewPassage(text=page.body, heading=page.title, hints="\n".join([*page.aliases * 2, *page.questions]))
    digest = hashlib.sha256(repr((READING, page.title, passage)).encode()).hexdigest()
    return NewDocument(source, page.title, f"{READING}:{digest}", (passage,))
