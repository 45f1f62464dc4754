"""Ingest of 10,000 passages in 100 markdown files, beside bare Chroma that is given the same passages with their vectors."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from knowledge.embeddings import LocalEmbeddings
from tests.benchmarks import corpus
from tests.benchmarks.command_line import PASSAGES, SALESCOACH
from tests.benchmarks.homes import Homes
from tests.benchmarks.measure import Compared, alternate, run
from tests.benchmarks.report import Goal, Row, compared

_BARE = Path(__file__).with_name("bare_chroma.py")


def rows(homes: Homes, large: bool) -> Iterator[Row]:
    """Whole processes on both sides."""
    passages = homes.folder / "passages.json"
    texts = [section.text for section in corpus.sections(PASSAGES)]
    passages.write_text(json.dumps(texts), encoding="utf-8")
    np.save(passages.with_suffix(".npy"), np.asarray(LocalEmbeddings().embed_documents(texts), dtype=np.float32))
    documents = homes.documents(PASSAGES)
    again: list[float] = []

    def product(pair: int) -> float:
        """A first ingest, and then the same again."""
        home = {"SALESCOACH_HOME": str(homes.copied(homes.prepared(), "ingest"))}
        first, unchanged = (run([SALESCOACH, "ingest", documents], home) for _ in range(2))
        again.append(unchanged.seconds)
        return first.seconds

    def floor(pair: int) -> float:
        return run([sys.executable, _BARE, passages, homes.folder / f"bare-{pair}"]).seconds

    times = alternate(floor, product)
    what = f"`salescoach ingest`, {PASSAGES:,} passages"
    yield compared(f"{what} : bare Chroma", times, "s", Goal(1.5, "ratio"))
    yield compared(f"{what}, unchanged : bare Chroma", Compared(times.floor, tuple(again)), "s", Goal(0.1, "ratio"))
