"""Retrieval: the whole of `Retriever.search` beside LangChain's tutorial hybrid over the same passages.

The hybrid is Chroma in memory with the same local embeddings and `BM25Retriever`, joined half and half by
`EnsembleRetriever`. As the tutorial writes it, its BM25 splits at blanks, so it finds next to nothing in Chinese; a second row
gives it our terms, with which it does. Every question is asked once.
"""

import time
from collections.abc import Callable, Iterator
from statistics import median

from knowledge import text
from knowledge.comparison import ensemble, keywords, nearest_vectors
from knowledge.language import Language
from tests.benchmarks import corpus
from tests.benchmarks.homes import Homes, open_home
from tests.benchmarks.measure import PAIRS, Compared, alternate
from tests.benchmarks.report import Goal, Row, compared

SIZES = (1_000, 10_000)
LARGE = 100_000
_FASTER = Goal(1, "ratio")
_GOALS = {1_000: (_FASTER,), 10_000: (Goal(5, "value"), _FASTER), LARGE: (_FASTER,)}
_FOUND = 10
_A_ROUND = 40

Ask = Callable[[str], object]


def rows(homes: Homes, large: bool) -> Iterator[Row]:
    """Two rows a size; one for the largest, where a BM25 in Python with our terms would take gigabytes."""
    for size in (*SIZES, LARGE) if large else SIZES:
        retriever = open_home(homes.filled(size)).retriever
        texts = [section.text for section in corpus.sections(size)]
        vectors = nearest_vectors(texts, _FOUND)

        def coach(question: str, search: Callable[..., object] = retriever.search) -> object:
            return search(question, None, Language.TRADITIONAL, _FOUND)

        what = f"retrieval, {size:,} passages"
        as_written = _compare(ensemble(keywords(texts, str.split, _FOUND), vectors).invoke, coach)
        yield compared(f"{what} : LangChain's hybrid", as_written, "ms", *_GOALS[size])
        if size < LARGE:
            with_terms = _compare(ensemble(keywords(texts, _terms, _FOUND), vectors).invoke, coach)
            yield compared(f"{what} : the hybrid with our terms", with_terms, "ms", _FASTER)


def _compare(hybrid: Ask, coach: Ask) -> Compared:
    """Each pair asks both a round of new questions; the first round, with everything still cold, does not count."""
    asked = corpus.questions((PAIRS + 1) * _A_ROUND)

    def timed(ask: Ask, pair: int) -> float:
        return median(_seconds(ask, question) for question in asked[pair * _A_ROUND :][:_A_ROUND])

    for ask in (hybrid, coach):
        timed(ask, PAIRS)
    return alternate(lambda pair: timed(hybrid, pair), lambda pair: timed(coach, pair))


def _seconds(ask: Ask, question: str) -> float:
    began = time.perf_counter()
    ask(question)
    return time.perf_counter() - began


def _terms(written: str) -> list[str]:
    return list(text.terms(text.fold(written)))
