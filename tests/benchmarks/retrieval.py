"""Retrieval: the whole of `Retriever.search` beside LangChain's tutorial hybrid over the same passages.

The hybrid is Chroma in memory with the same local embeddings and `BM25Retriever`, joined half and half by
`EnsembleRetriever`. As the tutorial writes it, its BM25 splits at blanks, so it finds next to nothing in Chinese; a second row
gives it our terms, with which it does. Every question is asked once.
"""

import time
from collections.abc import Callable, Iterator
from statistics import median

from chromadb.config import Settings as ChromaSettings
from langchain_chroma import Chroma
from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.retrievers import BM25Retriever
from langchain_core.retrievers import BaseRetriever

from knowledge import text
from knowledge.embeddings import LocalEmbeddings
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
        vectors = _vectors(texts)

        def coach(question: str, search: Callable[..., object] = retriever.search) -> object:
            return search(question, None, Language.TRADITIONAL, _FOUND)

        what = f"retrieval, {size:,} passages"
        as_written = _compare(_hybrid(texts, vectors, str.split), coach)
        yield compared(f"{what} : LangChain's hybrid", as_written, "ms", *_GOALS[size])
        if size < LARGE:
            with_terms = _compare(_hybrid(texts, vectors, _terms), coach)
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


def _vectors(texts: list[str]) -> BaseRetriever:
    chroma = Chroma(
        collection_name="hybrid",
        embedding_function=LocalEmbeddings(),
        client_settings=ChromaSettings(anonymized_telemetry=False),
        collection_configuration={"hnsw": {"space": "cosine"}},
    )
    chroma.reset_collection()
    for start in range(0, len(texts), 5000):  # more than that Chroma does not take at once
        chroma.add_texts(texts[start : start + 5000])
    return chroma.as_retriever(search_kwargs={"k": _FOUND})


def _hybrid(texts: list[str], vectors: BaseRetriever, cut: Callable[[str], list[str]]) -> Ask:
    words = BM25Retriever.from_texts(texts, preprocess_func=cut)
    words.k = _FOUND
    return EnsembleRetriever(retrievers=[words, vectors], weights=[0.5, 0.5]).invoke


def _terms(written: str) -> list[str]:
    return list(text.terms(text.fold(written)))
