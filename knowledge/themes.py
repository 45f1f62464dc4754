"""What a question is about: how much it is like each playbook page, and which passages are like the same pages.

A page is recognised by its everyday questions and its own words, in either language. So the pages are a measure that both
a question and a passage can be held to, and "he signs nothing although he likes us" leads to documents that only ever speak of
support and deciders, in whichever language.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from knowledge.indexes import Indexes, Shelf
from knowledge.language import Language
from knowledge.lexical import LexicalIndex
from knowledge.library import Collection, Library
from knowledge.pages import PAGE_SOURCE, WRITTEN_IN, playbook_name
from knowledge.query import Question
from knowledge.ranking import Scores
from knowledge.recognition import Recognition, Recognitions

SHARPNESS = 1.5
"""The power of a question's likeness to each page: the more, the less the pages it is a little like count."""
NEIGHBOUR = 0.5
"""What the passages before and after one tell of its subject, beside itself."""

AT_HOME = 0.6
"""The share of what the passages most like the pages have, from which on a passage counts in full as one on their subject."""

Likeness = NDArray[np.float32]
"""How much something is like each page, at least 0 and at most of length one."""


class Themes:
    """The playbook as a measure of what is alike. Safe to share between threads."""

    def __init__(self, library: Library, indexes: Indexes, recognitions: Recognitions) -> None:
        """Learns from the pages when a question needs it."""
        self._library = library
        self._indexes = indexes
        self._recognitions = recognitions
        self._measures: dict[tuple[Path, ...], _Measure] = {}
        self._passages: WeakKeyDictionary[LexicalIndex, tuple[_Measure, Scores]] = WeakKeyDictionary()
        self._working = Lock()

    def scores(self, index: LexicalIndex, question: Question, collections: Iterable[Collection]) -> Scores:
        """How much each row of an index is about what the question is about (0–1); zero without a playbook to tell by."""
        measure = self._measure(collections)
        language = Language.TRADITIONAL if question.is_chinese else Language.ENGLISH
        if measure is None or not len(measure.together.codes) or not index.size or language not in measure.by_language:
            return np.zeros(index.size, np.float32)
        liked = np.maximum(measure.by_language[language].scores(question.asked), 0.0)
        wanted = _of_length_one(np.power(liked, SHARPNESS, dtype=np.float32))
        return np.asarray(np.dot(self._likeness(index, measure), wanted), np.float32)

    def _measure(self, collections: Iterable[Collection]) -> "_Measure | None":
        """What was learned of the pages in all languages they are written in."""
        held = {each.name: each for each in collections}
        shelves = {
            language: self._indexes.open(held[name])
            for language in WRITTEN_IN
            if (name := playbook_name(language)) in held
        }
        key = tuple(shelf.folder for shelf in shelves.values())
        with self._working:
            if key and key not in self._measures:
                learned = {
                    each: (self._page_ids(shelf), self._recognitions.of(shelf)) for each, shelf in shelves.items()
                }
                self._measures = {key: _Measure.of(learned)}
            return self._measures.get(key)

    def _page_ids(self, shelf: Shelf) -> list[str]:
        held = self._library.passages_by_key([int(key) for key in shelf.index.keys])
        return [held[int(key)].source.removeprefix(PAGE_SOURCE) for key in shelf.index.keys]

    def _likeness(self, index: LexicalIndex, measure: "_Measure") -> Scores:
        """That of every row, beyond what is usual in this collection; worked out once, four bytes a row and page."""
        known = self._passages.get(index)
        if known is None or known[0] is not measure:
            known = self._passages[index] = measure, _likeness(index, measure.together)
        return known[1]


@dataclass(frozen=True, slots=True, eq=False)
class _Measure:
    """The pages as columns, the same for all languages."""

    by_language: Mapping[Language, Recognition]
    together: Recognition
    """A term weighs for a page what it weighs in all languages together: documents mix them."""

    @classmethod
    def of(cls, learned: Mapping[Language, tuple[list[str], Recognition]]) -> "_Measure":
        columns = {
            page_id: at for at, page_id in enumerate(sorted({each for ids, _ in learned.values() for each in ids}))
        }
        codes = np.unique(np.concatenate([each.codes for _, each in learned.values()]))
        by_language: dict[Language, Recognition] = {}
        together = Recognition(
            codes, np.zeros(len(codes), np.float32), np.zeros((len(codes), len(columns)), np.float32)
        )
        for language, (ids, each) in learned.items():
            weights = np.zeros((len(each.codes), len(columns)), np.float32)
            weights[:, [columns[page_id] for page_id in ids]] = each.weights
            by_language[language] = Recognition(each.codes, each.rarities, weights)
            at = codes.searchsorted(each.codes)
            together.weights[at] += weights
            together.rarities[at] = np.maximum(together.rarities[at], each.rarities)
        return cls(by_language, together)


def _likeness(index: LexicalIndex, recognition: Recognition) -> Scores:
    """That of each row beyond what is usual among the rows that are like any page, and less for those that hardly are."""
    at = np.minimum(recognition.codes.searchsorted(index.codes), len(recognition.codes) - 1)
    term = np.repeat(np.where(recognition.codes[at] == index.codes, at, -1), np.diff(index.starts))
    rows, term = index.rows[term >= 0], term[term >= 0]
    rarities = recognition.rarities[term]
    length = np.sqrt(np.bincount(rows, rarities**2, index.size))
    held = [np.bincount(rows, rarities * page[term], index.size) for page in recognition.weights.T]
    found = np.stack(held, axis=1).astype(np.float32) / np.maximum(length, np.finfo(np.float32).tiny)[:, None]
    around = found.copy()
    around[1:] += NEIGHBOUR * found[:-1]
    around[:-1] += NEIGHBOUR * found[1:]
    about_pages = np.linalg.norm(np.maximum(around, 0.0), axis=1)
    usual = np.average(around, axis=0, weights=about_pages**2 + np.finfo(np.float32).tiny)
    at_home = np.minimum(
        about_pages / max(AT_HOME * float(np.quantile(about_pages, 0.98)), np.finfo(np.float32).tiny), 1.0
    )
    likeness: Likeness = (_of_length_one(np.maximum(around - usual, 0.0)) * at_home[:, None]).astype(np.float32)
    return likeness


def _of_length_one(likeness: Likeness) -> Likeness:
    length = np.linalg.norm(likeness, axis=-1, keepdims=True)
    scaled: Likeness = likeness / np.maximum(length, np.finfo(np.float32).tiny)
    return scaled
