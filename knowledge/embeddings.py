"""How a text becomes a vector: a real model when one is configured, else a local stand-in that needs nothing.

The local one only lets Chroma hold the passages without a model download. Weak vectors made the ranking worse when they were
fused with the lexical one, so without a real model nothing is ranked by vectors.
"""

from typing import Any

import numpy as np
from langchain_core.embeddings import Embeddings

from knowledge import text

LOCAL = "local"
LOCAL_DIMENSIONS = 64


class LocalEmbeddings(Embeddings):
    """Hashed counts of character pairs and words: the same text always has the same unit vector, on any machine."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector of `LOCAL_DIMENSIONS` a text; an empty text has one too."""
        written = [f"{text.clean(each).lower()}\x00" for each in texts]
        points = np.frombuffer("".join(written).encode("utf-32-le", "ignore"), dtype=np.uint32)
        rows = np.cumsum(points == 0) - (points == 0)
        inside = (points[:-1] != 0) & (points[1:] != 0)
        pairs = (points[:-1].astype(np.uint64) * np.uint64(0x9E3779B1) + points[1:]) * np.uint64(0x85EBCA6B)
        slots = ((pairs >> np.uint64(13)) % np.uint64(LOCAL_DIMENSIONS)).astype(np.int64)
        places = (rows[:-1] * LOCAL_DIMENSIONS + slots)[inside]
        counts = np.bincount(places, minlength=len(texts) * LOCAL_DIMENSIONS).reshape(len(texts), LOCAL_DIMENSIONS)
        vectors = np.sqrt(counts + 1e-3)
        return list((vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).tolist())

    def embed_query(self, text_: str) -> list[float]:
        """The vector of one text."""
        return self.embed_documents([text_])[0]


def open_embeddings(model: str | None) -> Embeddings:
    """The configured model, as LangChain's `init_embeddings` knows it, or the local stand-in.

    Raises `ImportError` when the model's provider package is not installed, `ValueError` when the name is not understood.
    """
    if model is None:
        return LocalEmbeddings()
    from langchain.embeddings import init_embeddings

    opened: Any = init_embeddings(model)
    return opened  # type: ignore[no-any-return]
