"""The vector store: Chroma holds every passage, through langchain-chroma.

Chroma answers from a damaged index without an error (1 hit of 5, measured), so what it holds is checked against the library
whenever it is opened, and made again beside the old one when they differ. Slow to load: import it when it is needed.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from urllib.parse import urlparse

import chromadb
import numpy as np
from chromadb.api import ClientAPI
from chromadb.config import Settings as ChromaSettings
from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings

from knowledge.embeddings import LOCAL
from knowledge.library import Collection, StoredPassage

_BATCH = 5000
"""Many at once: with 1000, Chroma takes a fifth longer for the same."""
_BATCH_OF_A_MODEL = 200
"""An embedding model is slow enough for people to want to see it move."""
_CURRENT = "current"

Progress = Callable[[int], None]
"""Told how many passages were stored since the last call."""


class VectorStore:
    """The vectors of all collections, in one embedded folder or on one Chroma server.

    One process may use an embedded folder at a time: a second one would read stale rows without noticing.
    """

    def __init__(self, folder: Path, url: str | None, embeddings: Embeddings, model: str) -> None:
        """`folder` is used unless a server's `url` is given; `model` names the embeddings, so a change is noticed."""
        self._folder = folder
        self._embeddings = embeddings
        self._model = model
        self._client = _server(url) if url else self._open_folder()
        self._embedded = url is None

    def is_current(self, collection: Collection, expected: int) -> bool:
        """Whether the collection is whole here: right revision, model and count, and a stored passage finds itself."""
        try:
            held = self._client.get_collection(_name(collection), embedding_function=None)
            stamp = (held.metadata or {}).get("stamp")
            return stamp == self._stamp(collection) and held.count() == expected and _finds_itself(held)
        except Exception:  # a damaged store raises whatever its engine thinks of
            return False

    def replace(
        self, collection: Collection, added: Iterable[StoredPassage], gone: Sequence[int], progress: Progress
    ) -> None:
        """Follow a change of the library: forget the passages with keys in `gone`, hold `added`."""
        held = self._open(collection)
        for start in range(0, len(gone), _BATCH):
            held.delete(ids=[str(key) for key in gone[start : start + _BATCH]])
        for batch in _batches(added, _BATCH if self._model == LOCAL else _BATCH_OF_A_MODEL):
            held.add_texts(
                texts=[f"{passage.heading}\n{passage.text}" for passage in batch],
                ids=[str(passage.key) for passage in batch],
            )
            progress(len(batch))
        self._client.get_collection(_name(collection), embedding_function=None).modify(
            metadata={"stamp": self._stamp(collection)}
        )

    def rebuild(self, collection: Collection, passages: Iterable[StoredPassage], progress: Progress) -> None:
        """Hold exactly these passages, whatever was held before."""
        try:
            self._forget(collection)
            self.replace(collection, passages, (), progress)
        except Exception:
            if not self._embedded:
                raise
            # The folder itself is beyond use: begin a new one beside it, which every other collection then fills in turn.
            self._client = self._open_folder(fresh=True)
            self.replace(collection, passages, (), progress)

    def nearest(self, collection: Collection, question: str, k: int) -> list[tuple[int, float]]:
        """The keys of the k nearest passages, nearest first, with their cosine similarity."""
        found = self._open(collection).similarity_search_with_score(question, k=k)
        return [(int(document.id or 0), 1 - distance) for document, distance in found]

    def close(self) -> None:
        """Let go of the folder."""
        close = getattr(self._client, "close", None)  # not in the interface, but in every client
        if close:
            close()

    def _open(self, collection: Collection) -> Chroma:
        return Chroma(
            client=self._client,
            collection_name=_name(collection),
            embedding_function=self._embeddings,
            collection_configuration={"hnsw": {"space": "cosine"}},
        )

    def _forget(self, collection: Collection) -> None:
        if any(held.name == _name(collection) for held in self._client.list_collections()):
            self._client.delete_collection(_name(collection))

    def _stamp(self, collection: Collection) -> str:
        return f"{self._model}@{collection.revision}"

    def _open_folder(self, fresh: bool = False) -> ClientAPI:
        """The generation of the folder that `current` names; a fresh one takes its place when it is asked for."""
        self._folder.mkdir(parents=True, exist_ok=True)
        pointer = self._folder / _CURRENT
        generation = pointer.read_text(errors="replace").strip() if pointer.exists() else ""
        if fresh or not generation.isdigit():
            generation = str(1 + max((int(p.name) for p in self._folder.iterdir() if p.name.isdigit()), default=0))
            (self._folder / "next").write_text(generation)
            (self._folder / "next").replace(pointer)
        for old in self._folder.iterdir():
            if old.name.isdigit() and old.name != generation:
                shutil.rmtree(old, ignore_errors=True)
        try:
            return chromadb.PersistentClient(str(self._folder / generation), settings=_settings())
        except Exception:
            if fresh:
                raise
            return self._open_folder(fresh=True)


class DenseRanking:
    """The ranking by an embedding model, for the retriever; the store is opened when it is first asked."""

    def __init__(self, open_store: Callable[[], VectorStore]) -> None:
        """`open_store` gives the same store each time."""
        self._open_store = open_store

    def similarities(self, collection: Collection, question: str, k: int) -> dict[int, float]:
        """The keys of the nearest passages with their similarity (0–1)."""
        return {key: max(0.0, similarity) for key, similarity in self._open_store().nearest(collection, question, k)}


def _settings() -> ChromaSettings:
    return ChromaSettings(anonymized_telemetry=False)


def _server(url: str) -> ClientAPI:
    address = urlparse(url)
    secure = address.scheme == "https"
    return chromadb.HttpClient(
        host=address.hostname or "localhost",
        port=address.port or (443 if secure else 8000),
        ssl=secure,
        settings=_settings(),
    )


def _name(collection: Collection) -> str:
    return f"salescoach-{collection.uid}"


def _finds_itself(held: chromadb.Collection) -> bool:
    """Whether the nearest passages of a stored one include itself, and are as many as were asked for."""
    sample = held.get(limit=1, include=["embeddings"])
    if not sample["ids"] or sample["embeddings"] is None:
        return True
    wanted = min(held.count(), 5)
    itself = np.asarray(sample["embeddings"][0], dtype=np.float32)
    found = held.query(query_embeddings=itself, n_results=wanted, include=["distances"])
    distances = found["distances"] or [[]]
    return len(found["ids"][0]) == wanted and min(distances[0], default=1.0) < 1e-3


def _batches(passages: Iterable[StoredPassage], size: int) -> Iterator[list[StoredPassage]]:
    remaining = iter(passages)
    while batch := list(islice(remaining, size)):
        yield batch
