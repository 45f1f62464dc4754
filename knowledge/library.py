"""The library: which documents and passages there are, and who may read them.

The passages' home is the application's database; every index is made from it and can be made again. `knowledge` sees that
database only through the `Library` protocol below, which the application fills.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

Audiences = frozenset[str] | None
"""The audiences a reader belongs to; none for one who may read everything."""


@dataclass(frozen=True, slots=True)
class Collection:
    """A named body of material that the same people may read."""

    id: int
    uid: str
    """Names it in the indexes: unlike the id it is never another collection's."""
    name: str
    readers: str
    """The audience it is for."""
    revision: int
    """Grows with every change; an index made of another revision is stale."""


@dataclass(frozen=True, slots=True)
class NewPassage:
    """A passage as it was just read."""

    text: str
    heading: str = ""
    hints: str = ""
    """Words it should be found by and that are never shown: other names, likely questions."""
    first_line: int = 0
    last_line: int = 0


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document as it was just read."""

    source: str
    """Where it came from: a file's absolute path, a page's id."""
    title: str
    fingerprint: str
    """Tells this content, read in this way, from any other."""
    passages: tuple[NewPassage, ...]


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document that was read before."""

    id: int
    source: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with where it stands."""

    key: int
    """Names it in every index, and is never another passage's; grows with its place in the document."""
    document: str
    """The document's title."""
    source: str
    text: str
    heading: str
    hints: str
    first_line: int
    last_line: int


class Library(Protocol):
    """The stored passages. Each call is one transaction of its own."""

    def collections(self, audiences: Audiences) -> list[Collection]:
        """The collections these audiences may read, by name."""
        ...

    def open_collection(self, name: str, readers: str | None = None) -> Collection:
        """The collection of that name, made for everyone when there is none; `readers` given changes whose it is."""
        ...

    def documents(self, collection_id: int) -> list[StoredDocument]:
        """Everything that was read into a collection."""
        ...

    def change(
        self, collection_id: int, read: Sequence[NewDocument], gone: Iterable[int]
    ) -> tuple[Collection, set[int]]:
        """Store documents in place of their former form and drop those with ids in `gone`.

        Gives the collection as it is now, and the keys of the passages that are no more.
        """
        ...

    def extent(self, collection_id: int) -> tuple[int, int]:
        """How many passages a collection has, and the key of the last one (-1 for none)."""
        ...

    def passages(self, collection_id: int, after: int = -1) -> Iterable[StoredPassage]:
        """The passages of a collection with keys above `after`, in the order of their keys."""
        ...

    def passages_by_key(self, keys: Sequence[int]) -> dict[int, StoredPassage]:
        """The passages with these keys; one that is gone is left out."""
        ...
