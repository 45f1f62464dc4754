"""Finding the passages that answer a question, among those its asker may read."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from knowledge import text
from knowledge.calibration import THRESHOLD, Calibration
from knowledge.indexes import Indexes, Shelf
from knowledge.language import Language
from knowledge.library import Audiences, Collection, Library, StoredPassage
from knowledge.pages import WRITTEN_IN, written_for
from knowledge.query import Query, QueryWriter
from knowledge.ranking import Ranking, Scores, rank, scaled

LONGEST_QUESTION = 2000
"""Characters of a question that are looked at; the rest of a longer one is left out."""
PLAYBOOK = "playbook"
PAGE_SOURCE = "page:"
"""What the source of a page's passage begins with."""
LEAST_SHARE = 0.1
"""A collection is asked in a language when at least this share of it is written in it."""
DENSE_DEPTH = 50
"""How many neighbours the embedding model is asked for."""


def playbook_name(language: Language) -> str:
    """The name of the collection that holds the pages for readers of a language."""
    return f"{PLAYBOOK}.{written_for(language)}"


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found."""

    passage: StoredPassage
    collection: str
    score: float
    """How sure it is (0–1) that it has to do with the question; comparable across collections."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found, best first. Abstained: nothing of it is good enough to answer with."""

    hits: tuple[Hit, ...] = ()
    abstained: bool = True


def page_id_of(hit: Hit) -> str:
    """The id of the playbook page a hit is, or nothing for a passage of a document."""
    return hit.passage.source.removeprefix(PAGE_SOURCE) if hit.passage.source.startswith(PAGE_SOURCE) else ""


class Dense(Protocol):
    """A ranking by a real embedding model."""

    def similarities(self, collection: Collection, question: str, k: int) -> dict[int, float]:
        """The keys of the nearest passages with their similarity (0–1)."""
        ...


class Retriever:
    """Answers searches. Safe to share between threads."""

    def __init__(
        self, library: Library, indexes: Indexes, writer: QueryWriter, dense: Dense | None = None, dense_weight: float = 0.0
    ) -> None:
        """Without a `dense` ranking the lexical one decides alone."""
        self._library = library
        self._indexes = indexes
        self._writer = writer
        self._dense = dense
        self._dense_weight = dense_weight
        self._calibration = Calibration()

    def search(
        self, question: str, audiences: Audiences, language: Language, k: int = 10, collection: str | None = None
    ) -> Findings:
        """The k passages most likely to answer, from the collections these audiences may read, or from the one named.

        `language` is the asker's; it chooses the playbook's. A question without a word in it finds nothing.
        """
        question = text.clean(question)[:LONGEST_QUESTION]
        if not any(True for _ in text.runs(question)):
            return Findings()
        found = [
            hit
            for readable in self._readable(audiences, language, collection)
            for hit in self._search_one(readable, question, k)
        ]
        found.sort(key=lambda pair: -pair[1])
        passages = self._library.passages_by_key([key for _, _, key in found[:k]])
        hits = tuple(Hit(passages[key], name, score) for name, score, key in found[:k] if key in passages)
        return Findings(hits, abstained=not hits or hits[0].score < THRESHOLD)

    def _readable(self, audiences: Audiences, language: Language, wanted: str | None) -> list[Collection]:
        hidden = {playbook_name(other) for other in WRITTEN_IN} - {playbook_name(language)}
        wanted = playbook_name(language) if wanted == PLAYBOOK else wanted
        return [
            readable
            for readable in self._library.collections(audiences)
            if (readable.name == wanted if wanted else readable.name not in hidden)
        ]

    def _search_one(self, collection: Collection, question: str, k: int) -> list[tuple[str, float, int]]:
        """The collection's best passages as (collection, confidence, key)."""
        shelf = self._indexes.open(collection)
        if not shelf.index.size:
            return []
        ranking = self._rank(shelf, question)
        scores = self._fused(shelf, ranking, question, k)
        order = np.argsort(-scores, kind="stable")[:k]
        top = self._confidence(shelf, ranking, question)
        best = float(scores[order[0]])
        return [
            (collection.name, top * float(scores[row]) / best, int(shelf.index.keys[row]))
            for row in order
            if scores[row] > 0
        ]

    def _rank(self, shelf: Shelf, question: str) -> Ranking:
        """The lexical ranking; a collection in both languages is asked in both."""
        queries = [
            self._writer.write(question, to_chinese)
            for to_chinese, share in ((True, shelf.chinese), (False, 1 - shelf.chinese))
            if share >= LEAST_SHARE
        ]
        first, *others = queries
        related = [*first.related, *(group for query in others for group in query.related)]
        themes = [*first.themes, *(group for query in others for group in query.themes)]
        return rank(shelf.index, Query(first.said, tuple(related), tuple(themes)))

    def _confidence(self, shelf: Shelf, ranking: Ranking, question: str) -> float:
        chance = self._calibration.chance(
            shelf.folder, _is_chinese(question), lambda asked: float(self._rank(shelf, asked).direct.max(initial=0))
        )
        return chance.confidence(float(ranking.direct.max(initial=0)))

    def _fused(self, shelf: Shelf, ranking: Ranking, question: str, k: int) -> Scores:
        """The lexical scores, or their weighted sum with the embedding model's when there is one; both scaled to 0–1."""
        if self._dense is None or self._dense_weight == 0:
            return ranking.scores
        similar = self._dense.similarities(shelf.collection, question, max(k, DENSE_DEPTH))
        rows = {int(key): row for row, key in enumerate(shelf.index.keys)}
        dense = np.zeros_like(ranking.scores)
        for key, similarity in similar.items():
            if key in rows:
                dense[rows[key]] = similarity
        return (1 - self._dense_weight) * scaled(ranking.scores) + self._dense_weight * scaled(dense)


def _is_chinese(question: str) -> bool:
    return any(han for han, _ in text.runs(question))
