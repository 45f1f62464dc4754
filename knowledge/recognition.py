"""Which page a question is about, learned from all that the pages say and from all the ways in which people ask for them.

BM25 weighs a word by how rare it is. What a word tells of a page is better learned: every line of a page, and every way to
ask for it, is an example of that page, and a ridge regression finds the weights of words by which the examples are told
apart. It is kept beside the index, as it belongs to the same state of the pages.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from knowledge import arrays
from knowledge.arrays import DamagedArrays
from knowledge.codes import occurrences
from knowledge.indexes import Shelf, findable
from knowledge.library import Library

RIDGE = 3.0
"""How much the weights are held back: the more, the less a single example decides."""
_ROUNDS = 30
_CLOSE_ENOUGH = 1e-3
_FOLDER, _FORMAT = "recognition", 1


@dataclass(frozen=True, slots=True, eq=False)
class Recognition:
    """The weight of every term for every page, in the order of the index's rows."""

    codes: NDArray[np.uint64]
    rarities: NDArray[np.float32]
    weights: NDArray[np.float32]

    def scores(self, question: str) -> NDArray[np.float32]:
        """How much a question is one for each page: about 1 for the best examples of it, 0 or less for what is none."""
        asked = np.unique(occurrences([question]).codes)
        at = np.minimum(self.codes.searchsorted(asked), max(len(self.codes) - 1, 0))
        at = at[self.codes[at] == asked] if len(self.codes) else at[:0]
        if not len(at):
            return np.zeros(self.weights.shape[1], np.float32)
        rarities = self.rarities[at]
        found: NDArray[np.float32] = (rarities / np.linalg.norm(rarities)) @ self.weights[at]
        return found


def learn(texts: Sequence[str]) -> Recognition:
    """Learn to tell pages apart from their texts, each line an example; a second or two for some thousand lines."""
    examples = _Examples.of(texts)
    wanted = np.zeros((examples.count, len(texts)), np.float32)
    wanted[np.arange(examples.count), examples.page_of_line] = 1.0
    wanted -= wanted.mean(axis=0) if examples.count else 0.0
    return Recognition(examples.codes, examples.rarities, examples.gathered(_solved(examples, wanted)))


class Recognitions:
    """What was learned of each state of a collection of pages. Safe to share between threads."""

    def __init__(self, library: Library) -> None:
        """The library has the pages to learn from."""
        self._library = library
        self._known: dict[Path, Recognition] = {}
        self._learning = Lock()

    def of(self, shelf: Shelf) -> Recognition:
        """What is kept beside the index, or what is learned from the pages now, and kept there."""
        with self._learning:
            if shelf.folder not in self._known:
                self._known[shelf.folder] = _kept(shelf) or self._learned(shelf)
            return self._known[shelf.folder]

    def _learned(self, shelf: Shelf) -> Recognition:
        learned = learn([findable(passage) for passage in self._library.passages(shelf.collection.id)])
        with suppress(OSError):  # it is learned again next time
            named = {each.name: getattr(learned, each.name) for each in fields(learned)}
            arrays.save(named, shelf.folder / _FOLDER, _FORMAT, {})
        return learned


def _kept(shelf: Shelf) -> Recognition | None:
    try:
        kept = Recognition(**arrays.load(shelf.folder / _FOLDER, _FORMAT)[0])
    except (DamagedArrays, TypeError):
        return None
    whole = kept.weights.shape == (len(kept.codes), shelf.index.size) and len(kept.rarities) == len(kept.codes)
    return kept if whole else None


@dataclass(frozen=True, slots=True, eq=False)
class _Examples:
    """Lines as rows of a sparse matrix of length one each, kept line by line and term by term."""

    codes: NDArray[np.uint64]
    rarities: NDArray[np.float32]
    page_of_line: NDArray[np.int32]
    lines: NDArray[np.int64]
    """The line of each entry; entries are in the order of lines, and every line has one."""
    terms: NDArray[np.int64]
    values: NDArray[np.float32]
    by_term: NDArray[np.int64]
    """The entries in the order of terms."""

    @property
    def count(self) -> int:
        return len(self.page_of_line)

    @classmethod
    def of(cls, texts: Sequence[str]) -> "_Examples":
        found = occurrences(texts)
        codes, terms = np.unique(found.codes, return_inverse=True)
        held, lines = np.unique(found.lines, return_inverse=True)
        entries = np.unique(lines.astype(np.int64) * max(len(codes), 1) + terms)
        lines, terms = np.divmod(entries, max(len(codes), 1))
        rarities = np.log1p(len(held) / np.bincount(terms, minlength=len(codes))).astype(np.float32)
        lengths = np.sqrt(np.bincount(lines, rarities[terms] ** 2, len(held)))
        values = (rarities[terms] / lengths[lines]).astype(np.float32)
        return cls(codes, rarities, found.text_of_line[held], lines, terms, values, np.argsort(terms, kind="stable"))

    def gathered(self, by_line: NDArray[np.float32]) -> NDArray[np.float32]:
        """The transposed matrix times this: from one row a line to one row a term."""
        order = self.by_term
        return _summed(self.terms[order], self.values[order], by_line[self.lines[order]], len(self.codes))

    def spread(self, by_term: NDArray[np.float32]) -> NDArray[np.float32]:
        """The matrix times this: from one row a term to one row a line."""
        return _summed(self.lines, self.values, by_term[self.terms], self.count)


def _summed(
    place: NDArray[np.int64], values: NDArray[np.float32], rows: NDArray[np.float32], size: int
) -> NDArray[np.float32]:
    """One row a place, the sum of the rows that belong there, each times its value; they are in the order of places."""
    total = np.zeros((size, rows.shape[1]), np.float32)
    if len(place):
        heads = np.flatnonzero(np.append(True, place[1:] != place[:-1]))
        total[place[heads]] = np.add.reduceat(values[:, None] * rows, heads, axis=0)
    return total


def _solved(examples: _Examples, wanted: NDArray[np.float32]) -> NDArray[np.float32]:
    """The ridge regression's dual weights, by conjugate gradients for all pages at once."""
    weights = np.zeros_like(wanted)
    left, way = wanted.copy(), wanted.copy()
    size = (left**2).sum(axis=0)
    least = _CLOSE_ENOUGH**2 * size
    for _ in range(_ROUNDS):
        if not (size > least).any():
            break
        moved = examples.spread(examples.gathered(way)) + np.float32(RIDGE) * way
        step = size / np.maximum((way * moved).sum(axis=0), np.finfo(np.float32).tiny)
        weights += step * way
        left -= step * moved
        before, size = size, (left**2).sum(axis=0)
        way = left + size / np.maximum(before, np.finfo(np.float32).tiny) * way
    return weights
