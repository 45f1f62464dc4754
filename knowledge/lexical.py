"""The lexical index: BM25 over character pairs and stems, persisted as memory-mapped arrays.

Building is vectorised: 10,000 passages take about a second, where the `bm25s` package (which this format follows: scores
are worked out at build time, a query only adds columns) took 12.8 s for the same tokens, more than the whole of what
an ingest may take. Keeping term weight and rarity apart also allows what a cross-language question needs: several
translations of one word that count as that one word.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from math import log1p
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge import text

K1 = 1.5
B = 0.4
_FORMAT = 2
_BATCH = 1000
_HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
"""The code points of Chinese characters."""
_ARRAYS = ("codes", "starts", "rows", "weights", "keys")


Postings = tuple[NDArray[np.int32], NDArray[np.float32]]
"""Rows in their order, and the weight of a term or phrase in each."""


@dataclass(frozen=True, slots=True)
class LexicalIndex:
    """One collection's postings. Row r is the passage with key `keys[r]`; everything is read straight from the files.

    `codes` holds the sorted 64-bit codes of all terms; term t's postings are `rows[starts[t]:starts[t+1]]` with their
    BM25 term weights (0 to K1 + 1, without rarity).
    """

    codes: NDArray[np.uint64]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    weights: NDArray[np.float32]
    keys: NDArray[np.int64]

    @property
    def size(self) -> int:
        """How many passages are indexed."""
        return len(self.keys)

    def rarity(self, term: str) -> float:
        """The term's inverse document frequency; a term nobody uses has the highest."""
        return self.rarity_of(len(self.postings(term)[0]))

    def rarity_of(self, frequency: int) -> float:
        """The inverse document frequency of a term that `frequency` passages contain (Lucene's BM25 form)."""
        return log1p((self.size - frequency + 0.5) / (frequency + 0.5))

    def postings(self, term: str) -> Postings:
        """The rows that contain a term, and its weight in each."""
        return self._held(_code(term))

    def phrase(self, phrase: str) -> Postings:
        """The rows that contain all terms of a folded phrase, with the weight of the weakest."""
        held = sorted(map(self._held, _phrase_codes(phrase)), key=lambda each: len(each[0]))
        rows, weights = held[0] if held else (self.rows[:0], self.weights[:0])
        for more, their in held[1:]:
            if not len(rows):
                break
            at = np.minimum(more.searchsorted(rows), len(more) - 1)
            both = more[at] == rows
            rows, weights = rows[both], np.minimum(weights[both], their[at[both]])
        return rows, weights

    def _held(self, code: int) -> Postings:
        wanted = np.uint64(code)
        at = int(self.codes.searchsorted(wanted))
        known = at < len(self.codes) and self.codes[at] == wanted
        start, end = (int(self.starts[at]), int(self.starts[at + 1])) if known else (0, 0)
        return self.rows[start:end], self.weights[start:end]


def build(texts: Sequence[str], keys: Sequence[int]) -> LexicalIndex:
    """Index passages; `keys[i]` names passage i and comes back with its hits.

    A few megabytes of working memory a thousand passages. An empty collection gives an index that finds nothing.
    """
    codes, rows = _occurrences(texts)
    # One row per (term, passage): sort once, then count runs.
    order = np.lexsort((rows, codes))
    codes, rows = codes[order], rows[order]
    first = np.ones(len(codes), dtype=bool)
    first[1:] = (codes[1:] != codes[:-1]) | (rows[1:] != rows[:-1])
    heads = np.flatnonzero(first)
    counts = np.diff(np.append(heads, len(codes))).astype(np.float32)
    lengths = np.bincount(rows, minlength=len(texts)).astype(np.float32)
    codes, rows = codes[heads], rows[heads]
    typical = float(lengths.mean()) if len(texts) else 1.0
    weights = counts * (K1 + 1) / (counts + K1 * (1 - B + B * lengths[rows] / max(typical, 1.0)))
    unique, starts = np.unique(codes, return_index=True)
    return LexicalIndex(
        codes=unique,
        starts=np.append(starts, len(codes)).astype(np.int64),
        rows=rows,
        weights=weights.astype(np.float32),
        keys=np.asarray(keys, dtype=np.int64),
    )


def save(index: LexicalIndex, folder: Path, about: Mapping[str, float] | None = None) -> None:
    """Write the index to `folder` all at once: a reader sees the whole index or none.

    `about` is kept with it (see `load_about`). When another process was quicker, its index is left in place.
    """
    building = folder.with_name(folder.name + f".{os.getpid()}.new")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    for name in _ARRAYS:
        np.save(building / f"{name}.npy", getattr(index, name), allow_pickle=False)
    lengths = {name: len(getattr(index, name)) for name in _ARRAYS}
    sums = {name: _checksum(building / f"{name}.npy") for name in _ARRAYS}
    state = {"format": _FORMAT, "about": dict(about or {}), "sums": sums, "lengths": lengths}
    (building / "state.json").write_text(json.dumps(state), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    try:
        building.rename(folder)
    except OSError:
        if not folder.exists():
            raise
        shutil.rmtree(building, ignore_errors=True)


def load(folder: Path) -> LexicalIndex:
    """Open a saved index without reading it into memory.

    Raises `DamagedIndex` when a file is missing, cut off, of another format or does not belong to the others.
    """
    try:
        state = json.loads((folder / "state.json").read_text(encoding="utf-8"))
        arrays = {name: _mapped(folder / f"{name}.npy") for name in _ARRAYS}
        whole = state["format"] == _FORMAT and all(len(arrays[n]) == state["lengths"][n] for n in _ARRAYS)
        # Another index may have taken its place meanwhile, and some arrays be of that one.
        whole = whole and json.loads((folder / "state.json").read_text(encoding="utf-8")) == state
    except (OSError, ValueError, KeyError, TypeError, EOFError) as error:
        raise DamagedIndex(str(folder)) from error
    if not whole:
        raise DamagedIndex(str(folder))
    return LexicalIndex(**arrays)


def _mapped(file: Path) -> NDArray[Any]:
    """A plain array over the mapped file: slices of numpy's own memmap class take ten times as long to make."""
    return np.asarray(np.load(file, mmap_mode="r", allow_pickle=False))


def verify(folder: Path) -> None:
    """Read a saved index through. Raises `DamagedIndex` when it is not what was saved."""
    load(folder)
    try:
        sums = json.loads((folder / "state.json").read_text(encoding="utf-8"))["sums"]
        sound = all(_checksum(folder / f"{name}.npy") == sums[name] for name in _ARRAYS)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedIndex(str(folder)) from error
    if not sound:
        raise DamagedIndex(str(folder))


def _checksum(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def load_about(folder: Path) -> dict[str, float]:
    """What was kept with a saved index. Raises `DamagedIndex` as `load` does."""
    try:
        about = json.loads((folder / "state.json").read_text(encoding="utf-8"))["about"]
        return {name: float(value) for name, value in about.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedIndex(str(folder)) from error


class DamagedIndex(Exception):
    """The saved index cannot be used and has to be built again from the stored passages."""


@lru_cache(maxsize=50_000)
def _phrase_codes(phrase: str) -> tuple[int, ...]:
    """The codes of a folded phrase's terms."""
    return tuple(map(_code, _phrase_terms(phrase)))


def _phrase_terms(phrase: str) -> Iterator[str]:
    for han, word in text.runs(phrase):
        if word:
            yield text.stem(word)
        elif len(han) == 1:
            yield han
        else:
            yield from text.pairs(han)


def _occurrences(texts: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    """Every term occurrence as (term code, row). Chinese is coded in bulk, Latin words one by one through a cache."""
    codes = [np.empty(0, np.uint64)]
    rows = [np.empty(0, np.int32)]
    for start in range(0, len(texts), _BATCH):
        folded = [text.fold(passage) for passage in texts[start : start + _BATCH]]
        # A line end after each passage keeps pairs from reaching into the next.
        points = np.frombuffer("".join(f"{each}\n" for each in folded).encode("utf-32-le"), dtype=np.uint32)
        within = np.repeat(np.arange(start, start + len(folded), dtype=np.int32), [len(each) + 1 for each in folded])
        han = _is_han(points)
        joined = han[:-1] & han[1:]
        words = [[_word_code(word) for _, word in text.runs(each) if word] for each in folded]
        codes += [
            points[han].astype(np.uint64),
            points[:-1][joined].astype(np.uint64) << np.uint64(21) | points[1:][joined],
            np.fromiter(chain.from_iterable(words), dtype=np.uint64),
        ]
        rows += [
            within[han],
            within[:-1][joined],
            np.repeat(np.arange(start, start + len(folded), dtype=np.int32), [len(each) for each in words]),
        ]
    return np.concatenate(codes), np.concatenate(rows)


def _is_han(points: NDArray[np.uint32]) -> NDArray[np.bool_]:
    found = np.zeros(len(points), dtype=bool)
    for low, high in _HAN:
        found |= (points >= low) & (points <= high)
    return found


@lru_cache(maxsize=100_000)
def _word_code(word: str) -> int:
    return _code(text.stem(word))


@lru_cache(maxsize=100_000)
def _code(term: str) -> int:
    """A term's 64-bit code: one or two Chinese characters as their code points, any word as a hash with the top bit."""
    points = [ord(character) for character in term]
    if len(points) <= 2 and all(any(low <= point <= high for low, high in _HAN) for point in points):
        return points[0] if len(points) == 1 else (points[0] << 21) | points[1]
    return int.from_bytes(hashlib.blake2b(term.encode("utf-8", "replace"), digest_size=8).digest()) | 1 << 63
