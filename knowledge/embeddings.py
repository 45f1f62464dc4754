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
        """One vector of `LOCAL_DIMENSIONS` a text."""
        return [self.embed_query(passage) for passage in texts]

    def embed_query(self, text_: str) -> list[float]:
        """The vector of one text; an empty text has one too."""
        points = np.frombuffer(text.clean(text_).lower().encode("utf-32-le", "ignore"), dtype=np.uint32)
        pairs = (points[:-1].astype(np.uint64) * np.uint64(0x9E3779B1) + points[1:]) * np.uint64(0x85EBCA6B)
        slots = (pairs >> np.uint64(13)) % np.uint64(LOCAL_DIMENSIONS)
        counts = np.bincount(slots.astype(np.int64), minlength=LOCAL_DIMENSIONS) + 1e-3
        vector = np.sqrt(counts)
        return list((vector / np.linalg.norm(vector)).tolist())


def open_embeddings(model: str | None) -> Embeddings:
    """The configured model, as LangChain's `init_embeddings` knows it, or the local stand-in.

    Raises `ImportError` when the model's provider package is not installed, `ValueError` when the name is not understood.
    """
    if model is None:
        return LocalEmbeddings()
    from langchain.embeddings import init_embeddings

    opened: Any = init_embeddings(model)
    return opened  # type: ignore[no-any-return]
