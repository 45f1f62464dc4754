"""What a question is likely about: the vocabulary of the playbook pages it resembles.

A page is found by its own everyday questions, in the language of the question, and exists in both languages, so its words
lead from "he signs nothing although he likes us" to documents that only ever speak of support and deciders.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from knowledge import text
from knowledge.glossary import content_terms
from knowledge.language import Language
from knowledge.lexical import LexicalIndex
from knowledge.pages import Page, Playbook
from knowledge.query import Group, characters, said
from knowledge.ranking import score

PAGES = 3
"""How many pages lend their vocabulary."""
SIGNATURE = 40
"""How many of a page's terms."""

PageIndex = Callable[[Language], tuple[LexicalIndex, Sequence[str]]]
"""Opens the index of the pages written in a language, with the page id of each of its rows."""


class Themes:
    """The playbook as a thesaurus."""

    def __init__(self, playbook: Playbook, pages: PageIndex) -> None:
        """`pages` is called when a question needs it."""
        self._playbook = playbook
        self._pages = pages
        self._signatures: dict[Language, dict[str, tuple[Group, ...]]] = {}

    def __call__(self, folded: str, to_chinese: bool) -> Iterator[Group]:
        """The vocabulary of the pages nearest to a folded question, in Chinese or English, the nearest page's weighing most."""
        near = self.nearest(folded, PAGES)
        whole = sum(nearness for _, nearness in near)
        for page_id, nearness in near:
            for group in self._signature(page_id, Language.TRADITIONAL if to_chinese else Language.ENGLISH):
                yield Group(group.weight * nearness / whole, group.alternatives)

    def nearest(self, folded: str, k: int) -> list[tuple[str, float]]:
        """The ids of the k pages a folded question is most like, best first, with their scores."""
        chinese = any(han for han, _ in text.runs(folded))
        index, ids = self._pages(Language.TRADITIONAL if chinese else Language.ENGLISH)
        subject = text.without_stop_phrases(folded)
        scores = score(index, [*said(subject), *characters(subject)])
        order = np.argsort(-scores, kind="stable")[:k]
        return [(ids[row], float(scores[row])) for row in order if scores[row] > 0]

    def _signature(self, page_id: str, language: Language) -> tuple[Group, ...]:
        if language not in self._signatures:
            self._signatures[language] = _signatures(self._playbook.pages(language))
        return self._signatures[language].get(page_id, ())


def _signatures(pages: Sequence[Page]) -> dict[str, tuple[Group, ...]]:
    """Each page's most telling terms, their weights adding up to one."""
    counts = {page.id: Counter(content_terms(text.fold(_telling(page)))) for page in pages}
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
