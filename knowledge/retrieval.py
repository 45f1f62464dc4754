"""Finding the passages that answer a question, among those its asker may read."""

from dataclasses import dataclass
from functools import reduce
from typing import Protocol

import numpy as np

from knowledge import lexical, text
from knowledge.calibration import THRESHOLD, Calibration, Evidence
from knowledge.glossary import content_terms
from knowledge.indexes import Indexes, Shelf
from knowledge.language import Language
from knowledge.lexical import LexicalIndex
from knowledge.library import Audiences, Collection, Library, StoredPassage
from knowledge.pages import WRITTEN_IN, written_for
from knowledge.query import Query, QueryWriter
from knowledge.ranking import Ranking, Scores, rank, scaled
from knowledge.resemblance import resemblance

LONGEST_QUESTION = 2000
"""Characters of a question that are looked at; the rest of a longer one is left out."""
PLAYBOOK = "playbook"
PAGE_SOURCE = "page:"
"""What the source of a page's passage begins with."""
LEAST_SHARE = 0.1
"""A collection is asked in a language when at least this share of it is written in it."""
RERANKED = 8
"""How many of the best passages are looked at line by line."""
RESEMBLANCE_WEIGHT = 0.6
"""What the best line counts beside the whole passage."""
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


class PageIndexes:
    """The index of the pages in each language, with the page id of each of its rows."""

    def __init__(self, library: Library, indexes: Indexes) -> None:
        """Opens nothing yet."""
        self._library = library
        self._indexes = indexes
        self._ids: dict[tuple[int, int], list[str]] = {}

    def __call__(self, language: Language) -> tuple[LexicalIndex, list[str]]:
        """The pages written for readers of a language; nothing before pages were taken in."""
        name = playbook_name(language)
        collection = next((held for held in self._library.collections(None) if held.name == name), None)
        if collection is None:
            return lexical.build((), ()), []
        index = self._indexes.open(collection).index
        state = (collection.id, collection.revision)
        if state not in self._ids:
            pages = self._library.passages_by_key([int(key) for key in index.keys])
            self._ids[state] = [pages[int(key)].source.removeprefix(PAGE_SOURCE) for key in index.keys]
        return index, self._ids[state]


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
        dense: Dense | None = None,
        dense_weight: float = 0.0,
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
        if k < 1 or not any(True for _ in text.runs(question)):
            return Findings()
        read: dict[int, StoredPassage] = {}
        found = [
            hit
            for readable in self._readable(audiences, language, collection)
            for hit in self._search_one(readable, question, k, read)
        ]
        found = sorted(found, key=lambda hit: -hit[1])[:k]
        if missing := [key for _, _, key in found if key not in read]:
            read |= self._library.passages_by_key(missing)
        hits = tuple(Hit(read[key], name, score) for name, score, key in found if key in read)
        return Findings(hits, abstained=not hits or hits[0].score < THRESHOLD)

    def excerpt(self, hit: Hit, question: str, longest: int) -> str:
        """The part of a passage that has most to do with the question: whole paragraphs around the best one.

        A paragraph longer than `longest` characters is given whole.
        """
        lines = [line for line in hit.passage.text.split("\n") if line.strip()]
        if len(hit.passage.text) <= longest or len(lines) < 2:
            return hit.passage.text
        index = lexical.build(lines, range(len(lines)))
        chinese = any(han for han, _ in text.runs(hit.passage.text))
        scores = rank(index, self._writer.write(question, chinese)).scores
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

    def _readable(self, audiences: Audiences, language: Language, wanted: str | None) -> list[Collection]:
        hidden = {playbook_name(other) for other in WRITTEN_IN} - {playbook_name(language)}
        wanted = playbook_name(language) if wanted == PLAYBOOK else wanted
        return [
            readable
            for readable in self._library.collections(audiences)
            if (readable.name == wanted if wanted else readable.name not in hidden)
        ]

    def _search_one(
        self, collection: Collection, question: str, k: int, read: dict[int, StoredPassage]
    ) -> list[tuple[str, float, int]]:
        """The collection's best passages as (collection, confidence, key); those looked at are put into `read`."""
        shelf = self._indexes.open(collection)
        if not shelf.index.size:
            return []
        try:
            scored, evidence = self._scored(shelf, question, k, read)
        except (IndexError, ValueError):  # numbers that cannot be: the files were damaged without changing their length
            shelf = self._indexes.remake(collection)
            scored, evidence = self._scored(shelf, question, k, read)
        if not scored:
            return []
        chance = self._calibration.chance(
            shelf.folder, _is_chinese(question), lambda asked: self._scored(shelf, asked, RERANKED, {})[1]
        )
        sure = chance.confidence(evidence)
        return [(collection.name, sure * score / scored[0][1], key) for key, score in scored[:k]]

    def _scored(
        self, shelf: Shelf, question: str, k: int, read: dict[int, StoredPassage]
    ) -> tuple[list[tuple[int, float]], Evidence]:
        """The keys of the best passages with their scores, best first, and what speaks for the best.

        The few best by their terms are looked at line by line, and ranked anew.
        """
        ranking = self._rank(shelf, question)
        scores = scaled(self._fused(shelf, ranking, question, k))
        order = [row for row in np.argsort(-scores, kind="stable")[: max(k, RERANKED)] if scores[row] > 0]
        keys = [int(shelf.index.keys[row]) for row in order]
        passages = self._library.passages_by_key(keys[:RERANKED])
        read |= passages
        subject = text.without_stop_phrases(text.fold(question))
        asked = {term: shelf.index.rarity(term) for term in content_terms(subject)}
        alike = {key: resemblance(asked, passage) for key, passage in passages.items()}
        scored = [
            (key, float(scores[row]) + RESEMBLANCE_WEIGHT * alike.get(key, 0.0))
            for row, key in zip(order, keys, strict=True)
        ]
        best = int(np.argmax(ranking.direct))
        evidence = Evidence(float(ranking.direct[best]), float(ranking.matched[best]), max(alike.values(), default=0.0))
        return sorted(scored, key=lambda pair: -pair[1]), evidence

    def _rank(self, shelf: Shelf, question: str) -> Ranking:
        """The lexical ranking; a collection in both languages is asked in both.

        The playbook itself is asked without themes, which are its own words.
        """
        with_themes = not shelf.collection.name.startswith(PLAYBOOK)
        query = reduce(
            Query.__add__,
            [
                self._writer.write(question, to_chinese, with_themes)
                for to_chinese, share in ((True, shelf.chinese), (False, 1 - shelf.chinese))
                if share >= LEAST_SHARE
            ],
        )
        return rank(shelf.index, query)

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
