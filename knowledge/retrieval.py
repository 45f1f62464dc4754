"""Finding the passages that answer a question, among those its asker may read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np

from knowledge import lexical, text
from knowledge.calibration import THRESHOLD, Calibration, Evidence
from knowledge.indexes import Indexes, Shelf
from knowledge.language import Language
from knowledge.library import Audiences, Collection, Library, StoredPassage
from knowledge.pages import PAGE_SOURCE, PLAYBOOK, WRITTEN_IN, playbook_name
from knowledge.query import QueryWriter, Question
from knowledge.ranking import Ranking, Scores, rank, scaled
from knowledge.recognition import Recognitions
from knowledge.resemblance import resemblance
from knowledge.themes import Themes

LONGEST_QUESTION = 2000
"""Characters of a question that are looked at; the rest of a longer one is left out."""
RERANKED = 8
"""How many of the best passages are looked at line by line."""
RESEMBLANCE_WEIGHT = 0.6
"""What the best line counts beside the whole passage."""
RECOGNITION_WEIGHT = 1.0
"""What was learned of a page counts beside the words it shares with the question, both scaled to their best page."""
DENSE_DEPTH = 50
"""How many neighbours the embedding model is asked for."""


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
        self,
        library: Library,
        indexes: Indexes,
        writer: QueryWriter,
        themes: Themes,
        recognitions: Recognitions,
        dense: Dense | None = None,
        dense_weight: float = 0.0,
    ) -> None:
        """Without a `dense` ranking the lexical one decides alone."""
        self._library = library
        self._indexes = indexes
        self._writer = writer
        self._themes = themes
        self._recognitions = recognitions
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
        if k < 1 or not any(True for _ in text.runs(question)):
            return Findings()
        collections = self._library.collections(audiences)
        asked = self._asked(question, collections)
        found = [
            candidate
            for readable in _chosen(collections, language, collection)
            for candidate in self._search_one(readable, asked, k)
        ]
        found = sorted(found, key=lambda candidate: -candidate.score)[:k]
        passages = self._library.passages_by_key([candidate.key for candidate in found])
        hits = tuple(Hit(passages[c.key], c.collection, c.score) for c in found if c.key in passages)
        return Findings(hits, abstained=not hits or hits[0].score < THRESHOLD)

    def excerpt(self, hit: Hit, question: str, longest: int) -> str:
        """The part of a passage that has most to do with the question: whole paragraphs around the best one.

        A paragraph longer than `longest` characters is given whole.
        """
        lines = [line for line in hit.passage.text.split("\n") if line.strip()]
        if len(hit.passage.text) <= longest or len(lines) < 2:
            return hit.passage.text
        index = lexical.build(lines, range(len(lines)))
        written = (any(han for han, _ in text.runs(hit.passage.text)),)
        asked = self._asked(question, self._library.collections(None))
        scores = rank(index, asked.question.query(written), self._themes_of(index, asked)).scores
        first = last = int(np.argmax(scores))
        while True:
            around = [at for at in (first - 1, last + 1) if 0 <= at < len(lines)]
            size = sum(map(len, lines[first : last + 1]))
            fitting = [at for at in around if size + len(lines[at]) <= longest]
            if not fitting:
                break
            chosen = max(fitting, key=lambda at: (scores[at], at))
            first, last = min(first, chosen), max(last, chosen)
        omitted = ["…"] if first > 0 else [], ["…"] if last < len(lines) - 1 else []
        return "\n".join([*omitted[0], *lines[first : last + 1], *omitted[1]])

    def _asked(self, question: str, collections: Sequence[Collection]) -> "_Asked":
        return _Asked(self._writer.read(question), collections)

    def _search_one(self, collection: Collection, asked: "_Asked", k: int) -> list["_Candidate"]:
        """The collection's best passages, best first."""
        shelf = self._indexes.open(collection)
        if not shelf.index.size:
            return []
        try:
            scored, evidence = self._scored(shelf, asked, k)
        except (IndexError, ValueError):  # numbers that cannot be: the files were damaged without changing their length
            shelf = self._indexes.remake(collection)
            scored, evidence = self._scored(shelf, asked, k)
        if not scored:
            return []
        chance = self._calibration.chance(
            shelf.folder,
            shelf.index.size,
            asked.question.is_chinese,
            lambda background: self._scored(shelf, self._asked(background, asked.collections), RERANKED)[1],
        )
        sure = chance.confidence(evidence)
        return [_Candidate(collection.name, key, sure * score / scored[0][1]) for key, score in scored[:k]]

    def _scored(self, shelf: Shelf, asked: "_Asked", k: int) -> tuple[list[tuple[int, float]], Evidence]:
        """The keys of the best passages with their scores, best first, and what speaks for the best.

        The few best by their terms are looked at line by line, and ranked anew.
        """
        ranking = self._rank(shelf, asked)
        scores = scaled(self._fused(shelf, ranking, asked, k))
        if shelf.collection.name.startswith(PLAYBOOK):
            scores = scores + RECOGNITION_WEIGHT * scaled(self._recognitions.of(shelf).scores(asked.question.asked))
        order = [row for row in _best(scores, max(k, RERANKED)) if scores[row] > 0]
        alike = resemblance(shelf.index, order[:RERANKED], asked.question.terms)
        total = {row: float(scores[row]) for row in order}
        for row, similar in zip(order, alike, strict=False):
            total[row] += RESEMBLANCE_WEIGHT * similar
        best = int(np.argmax(ranking.direct))
        evidence = Evidence(float(ranking.direct[best]), float(ranking.matched[best]), max(alike, default=0.0))
        return [
            (int(shelf.index.keys[row]), total[row]) for row in sorted(order, key=lambda row: -total[row])
        ], evidence

    def _rank(self, shelf: Shelf, asked: "_Asked") -> Ranking:
        """The lexical ranking. The playbook itself is asked without themes, which are its own words."""
        query = asked.question.query(shelf.written)
        if shelf.collection.name.startswith(PLAYBOOK):
            return rank(shelf.index, query)
        return rank(shelf.index, query, self._themes_of(shelf.index, asked))

    def _themes_of(self, index: lexical.LexicalIndex, asked: "_Asked") -> Scores:
        return self._themes.scores(index, asked.question, asked.collections)

    def _fused(self, shelf: Shelf, ranking: Ranking, asked: "_Asked", k: int) -> Scores:
        """The lexical scores, or their weighted sum with the embedding model's when there is one; both scaled to 0–1."""
        if self._dense is None or self._dense_weight == 0:
            return ranking.scores
        similar = self._dense.similarities(shelf.collection, asked.question.asked, max(k, DENSE_DEPTH))
        dense = np.zeros_like(ranking.scores)
        for row in np.flatnonzero(np.isin(shelf.index.keys, list(similar))):
            dense[row] = similar[int(shelf.index.keys[row])]
        return (1 - self._dense_weight) * scaled(ranking.scores) + self._dense_weight * scaled(dense)


class _Asked(NamedTuple):
    """A question, and where it is asked."""

    question: Question
    collections: Sequence[Collection]


class _Candidate(NamedTuple):
    """A passage that may be a hit."""

    collection: str
    key: int
    score: float


def _chosen(collections: Iterable[Collection], language: Language, wanted: str | None) -> list[Collection]:
    """Those to be searched: the one that is wanted, or all; of the playbook's only the one in the asker's language."""
    hidden = {playbook_name(other) for other in WRITTEN_IN} - {playbook_name(language)}
    wanted = playbook_name(language) if wanted == PLAYBOOK else wanted
    return [held for held in collections if (held.name == wanted if wanted else held.name not in hidden)]


def _best(scores: Scores, k: int) -> list[int]:
    """The rows with the highest scores, highest first, earlier rows first among equals."""
    least = np.partition(scores, -k)[-k] if k < len(scores) else 0
    rows = np.flatnonzero(scores >= least)
    return [int(row) for row in rows[np.argsort(-scores[rows], kind="stable")[:k]]]
