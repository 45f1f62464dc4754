"""What a question is likely about: the vocabulary of the playbook pages it resembles.

A page is found by its own everyday questions, in the language of the question, and exists in both languages, so its words
lead from "he signs nothing although he likes us" to documents that only ever speak of support and deciders.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from weakref import WeakKeyDictionary

import numpy as np

from knowledge import text
from knowledge.indexes import Indexes
from knowledge.language import Language
from knowledge.lexical import LexicalIndex
from knowledge.library import Collection, Library
from knowledge.pages import PAGE_SOURCE, Page, Playbook, playbook_name
from knowledge.query import Group, Question, Written
from knowledge.ranking import Scores, score

PAGES = 3
"""How many pages lend their vocabulary."""
SIGNATURE = 40
"""How many of a page's terms."""

Near = Sequence[tuple[str, float]]
"""Pages by id, the nearest first, with shares that add up to one; none for what resembles no page."""


class Themes:
    """The playbook as a thesaurus. Safe to share between threads."""

    def __init__(self, playbook: Playbook, library: Library, indexes: Indexes) -> None:
        """Reads the pages when a question needs them."""
        self._playbook = playbook
        self._library = library
        self._indexes = indexes
        self._ids: WeakKeyDictionary[LexicalIndex, list[str]] = WeakKeyDictionary()
        self._signatures: dict[bool, dict[str, tuple[Group, ...]]] = {}
        self._scores: WeakKeyDictionary[LexicalIndex, dict[tuple[str, bool], Scores]] = WeakKeyDictionary()

    def near(self, question: Question, collections: Iterable[Collection], k: int = PAGES) -> Near:
        """The k pages a question is most like; none when the playbook is not among the collections."""
        name = playbook_name(Language.TRADITIONAL if question.is_chinese else Language.ENGLISH)
        collection = next((held for held in collections if held.name == name), None)
        if collection is None:
            return ()
        try:
            return self._near(self._indexes.open(collection).index, question, k)
        except (IndexError, KeyError, ValueError):  # numbers that cannot be: damaged without changing its length
            return self._near(self._indexes.remake(collection).index, question, k)

    def _near(self, index: LexicalIndex, question: Question, k: int) -> Near:
        query = question.query(())
        scores = score(index, query.said + query.loose)
        order = [row for row in np.argsort(-scores, kind="stable")[:k] if scores[row] > 0]
        whole = sum(float(scores[row]) for row in order)
        return [(self._page_ids(index)[row], float(scores[row]) / whole) for row in order]

    def _page_ids(self, index: LexicalIndex) -> list[str]:
        if index not in self._ids:
            pages = self._library.passages_by_key([int(key) for key in index.keys])
            self._ids[index] = [pages[int(key)].source.removeprefix(PAGE_SOURCE) for key in index.keys]
        return self._ids[index]

    def scores(self, index: LexicalIndex, near: Near, written: Written) -> Scores:
        """How much each row of an index has of the vocabulary of these pages, in the languages it is written in."""
        total = np.zeros(index.size, dtype=np.float32)
        for page_id, share in near:
            for chinese in written:
                total += np.float32(share) * self._page_scores(index, page_id, chinese)
        return total

    def _page_scores(self, index: LexicalIndex, page_id: str, chinese: bool) -> Scores:
        """One page's, worked out once an index: four bytes a passage."""
        known = self._scores.setdefault(index, {})
        if (page_id, chinese) not in known:
            known[page_id, chinese] = score(index, self.signature(page_id, chinese))
        return known[page_id, chinese]

    def signature(self, page_id: str, chinese: bool) -> tuple[Group, ...]:
        """A page's most telling terms in Chinese or in English, their weights adding up to one."""
        if chinese not in self._signatures:
            pages = self._playbook.pages(Language.TRADITIONAL if chinese else Language.ENGLISH)
            self._signatures[chinese] = _signatures(pages)
        return self._signatures[chinese].get(page_id, ())


def _signatures(pages: Sequence[Page]) -> dict[str, tuple[Group, ...]]:
    counts = {page.id: Counter(text.content_terms(text.fold(_telling(page)))) for page in pages}
    spread = Counter(term for terms in counts.values() for term in terms)
    return {
        page_id: _weighed({t: (1 + math.log(n)) * math.log(1 + len(pages) / spread[t]) for t, n in terms.items()})
        for page_id, terms in counts.items()
    }


def _weighed(weights: dict[str, float]) -> tuple[Group, ...]:
    top = sorted(weights.items(), key=lambda pair: -pair[1])[:SIGNATURE]
    whole = sum(weight for _, weight in top)
    return tuple(Group(weight / whole, ((term, 1.0),)) for term, weight in top)


def _telling(page: Page) -> str:
    return "\n".join([*[page.title, *page.aliases] * 3, page.body])
