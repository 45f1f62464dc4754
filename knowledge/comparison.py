"""Other ways to search the same passages, as people build them from tutorials: what `eval` and the benchmarks compare with.

Their packages are for development only and are imported when they are asked for.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING
from uuid import uuid4

from knowledge.embeddings import LocalEmbeddings
from knowledge.library import StoredPassage

if TYPE_CHECKING:
    from langchain_core.documents import Document
    from langchain_core.retrievers import BaseRetriever

_DEPTH = 10
"""How many passages each is asked for, as the ensemble needs."""
_AT_ONCE = 5000
"""More than that Chroma does not take at once."""

Search = Callable[[str], Sequence[StoredPassage]]


def contenders(passages: Sequence[StoredPassage], k: int) -> Iterator[tuple[str, Search]]:
    """Each with its name; all are given what the coach is given: heading, text and hints. Raises `ImportError`."""
    import jieba

    texts = [f"{passage.heading}\n{passage.text}\n{passage.hints}" for passage in passages]

    def cut(text: str) -> list[str]:
        return [word for word in jieba.lcut(text.lower()) if word.strip()]

    def of(ask: "Callable[[str], list[Document]]") -> Search:
        return lambda question: [passages[int(found.metadata["row"])] for found in ask(question)[:k]]

    vectors = nearest_vectors(texts, _DEPTH)
    yield "BM25 over jieba words", of(keywords(texts, cut, _DEPTH).invoke)
    yield "Chroma, local embeddings", of(vectors.invoke)
    yield "LangChain ensemble", of(ensemble(keywords(texts, str.split, _DEPTH), vectors).invoke)


def keywords(texts: Sequence[str], cut: Callable[[str], list[str]], k: int) -> "BaseRetriever":
    """LangChain's BM25 with a way to cut text into words; `str.split` is its own."""
    from langchain_community.retrievers import BM25Retriever

    retriever: BaseRetriever = BM25Retriever.from_texts(texts, _rows(texts), preprocess_func=cut, k=k)
    return retriever


def nearest_vectors(texts: Sequence[str], k: int) -> "BaseRetriever":
    """Chroma in memory with the embeddings that need no model."""
    from chromadb.config import Settings
    from langchain_chroma import Chroma

    chroma = Chroma(
        collection_name=f"comparison-{uuid4().hex}",
        embedding_function=LocalEmbeddings(),
        client_settings=Settings(anonymized_telemetry=False),
        collection_configuration={"hnsw": {"space": "cosine"}},
    )
    rows = _rows(texts)
    for start in range(0, len(texts), _AT_ONCE):
        chroma.add_texts(list(texts[start : start + _AT_ONCE]), rows[start : start + _AT_ONCE])
    return chroma.as_retriever(search_kwargs={"k": k})


def ensemble(words: "BaseRetriever", vectors: "BaseRetriever") -> "BaseRetriever":
    """The hybrid of LangChain's tutorial: both, half and half."""
    from langchain_classic.retrievers import EnsembleRetriever

    return EnsembleRetriever(retrievers=[words, vectors], weights=[0.5, 0.5])


def _rows(texts: Sequence[str]) -> list[dict[str, int]]:
    return [{"row": row} for row in range(len(texts))]
