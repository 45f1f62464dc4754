"""The lexical indexes of all collections, on disk beside the vector store, each open only when it is asked for.

An index belongs to one revision of its collection; one that is stale, damaged or gone is made again from the library.
"""

import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from knowledge import lexical
from knowledge.lexical import DamagedIndex, LexicalIndex
from knowledge.library import Collection, Library, StoredPassage
from knowledge.query import Written

LEAST_SHARE = 0.1
"""A collection counts as written in a language when at least this share of its passages is."""

Rebuilt = Callable[[Collection], None]
"""Told when an index had to be made again although nothing was ingested."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A collection's index, and what is known of its language."""

    collection: Collection
    index: LexicalIndex
    chinese: float
    """The share of its passages that are mostly in Chinese."""
    folder: Path
    """Where it lies; what else is learned of this state of the collection is kept beside it."""

    @property
    def written(self) -> Written:
        """The languages it is written in, as far as they count."""
        shares = ((True, self.chinese), (False, 1 - self.chinese))
        return tuple(chinese for chinese, share in shares if share >= LEAST_SHARE)


class Indexes:
    """Opens and makes lexical indexes. Safe to share between threads."""

    def __init__(self, folder: Path, library: Library, rebuilt: Rebuilt = lambda _: None) -> None:
        """`folder` holds one folder a collection and revision."""
        self._folder = folder
        self._library = library
        self._rebuilt = rebuilt
        self._open: dict[int, Shelf] = {}
        self._making = Lock()

    def open(self, collection: Collection) -> Shelf:
        """The collection's index as of its present revision; made first where it has to be."""
        shelf = self._open.get(collection.id)
        if shelf is None or shelf.collection.revision != collection.revision:
            with self._making:
                shelf = self._open[collection.id] = self._load(collection) or self._remake(collection)
        return shelf

    def build(self, collection: Collection) -> Shelf:
        """Make the collection's index from the library and remove those of earlier revisions."""
        passages = list(self._library.passages(collection.id))
        folder = self._place(collection)
        index = lexical.build([findable(passage) for passage in passages], [passage.key for passage in passages])
        chinese = index.chinese_share()
        lexical.save(index, folder, {"chinese": chinese})
        for place, revision in self._lying(collection):
            if revision < collection.revision:
                shutil.rmtree(place, ignore_errors=True)
        with suppress(DamagedIndex):  # another process that made the same one may just be putting its own there
            index, _ = lexical.load(folder)
        return Shelf(collection, index, chinese, folder)

    def sweep(self, known: Iterable[Collection]) -> None:
        """Remove what belongs to no collection any more, as after a new start with an empty database."""
        uids = {collection.uid for collection in known}
        for place in self._folder.glob("*-*"):
            if place.name.partition("-")[0] not in uids:
                shutil.rmtree(place, ignore_errors=True)

    def check(self, collection: Collection) -> bool:
        """Whether the index on disk is whole and of the present revision."""
        try:
            lexical.verify(self._place(collection))
        except DamagedIndex:
            return False
        return self._load(collection) is not None

    def _load(self, collection: Collection) -> Shelf | None:
        folder = self._place(collection)
        try:
            index, about = lexical.load(folder)
            return Shelf(collection, index, about["chinese"], folder)
        except (DamagedIndex, KeyError):
            return None

    def remake(self, collection: Collection) -> Shelf:
        """Make the index again because it turned out to be damaged."""
        with self._making:
            shelf = self._open[collection.id] = self._remake(collection)
        return shelf

    def _remake(self, collection: Collection) -> Shelf:
        if not self._is_behind(collection):
            self._rebuilt(collection)
        return self.build(collection)

    def _is_behind(self, collection: Collection) -> bool:
        """Whether an earlier revision lies here: then nothing is damaged, another process is taking material in."""
        return any(revision < collection.revision for _, revision in self._lying(collection))

    def _lying(self, collection: Collection) -> list[tuple[Path, int]]:
        """The indexes of the collection that lie on the disk, with their revisions."""
        places = ((place, place.name.rpartition("-")[2]) for place in self._folder.glob(f"{collection.uid}-*"))
        return [(place, int(revision)) for place, revision in places if revision.isdigit()]

    def _place(self, collection: Collection) -> Path:
        return self._folder / f"{collection.uid}-{collection.revision}"


def findable(passage: StoredPassage) -> str:
    """All by which a passage is found: its heading, its text, and the ways in which people ask for it."""
    return "\n".join((passage.heading, passage.text, passage.hints))
