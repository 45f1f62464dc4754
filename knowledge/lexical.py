"""The lexical index: BM25 over character pairs and stems, persisted as memory-mapped arrays.

Building is vectorised: in one run 10,000 passages took 3.3 s from text to arrays, and 6.4 s by way of token lists and the `bm25s`
package, whose format this follows (scores are worked out at build time, a query only adds columns). What that package
cannot do is the reason: with term weight and rarity apart, several translations of one word count as that one word, and
the terms of single lines can be kept.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from knowledge import arrays
from knowledge.arrays import DamagedArrays
from knowledge.codes import FIRST_PAIR, FIRST_WORD, code, codes_of_phrase, occurrences

K1 = 1.5
B = 0.4
_FORMAT = 3

_KEPT_PHRASES = 20_000

Postings = tuple[NDArray[np.int32], NDArray[np.float32]]
"""Rows in their order, and the weight of a term or phrase in each."""
_NOWHERE: Postings = np.empty(0, np.int32), np.empty(0, np.float32)


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class LexicalIndex:
    """One collection's postings. Row r is the passage with key `keys[r]`; everything is read straight from the files.

    `codes` holds the sorted codes of all terms; term t's postings are `rows[starts[t]:starts[t+1]]` with their BM25 term
    weights (0 to K1 + 1, without rarity). Row r's lines are those from `first_lines[r]` up to `first_lines[r+1]`, lines that
    say something only; line l has the terms `line_terms[line_starts[l]:line_starts[l+1]]`, as positions in `codes`.
    """

    codes: NDArray[np.uint64]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    weights: NDArray[np.float32]
    keys: NDArray[np.int64]
    line_terms: NDArray[np.int32]
    line_starts: NDArray[np.int64]
    first_lines: NDArray[np.int64]
    _known: dict[str, Postings] = field(default_factory=dict, init=False, repr=False)
    """Phrases that were looked up: people ask with the same words again and again."""

    @property
    def size(self) -> int:
        """How many passages are indexed."""
        return len(self.keys)

    def chinese_share(self) -> float:
        """The share of passages with more different Chinese characters than words of other scripts; none in an empty index."""
        kind = np.where(self.codes < FIRST_PAIR, 1, np.where(self.codes < FIRST_WORD, 0, -1))
        lean = np.bincount(self.rows, np.repeat(kind, np.diff(self.starts)), self.size)
        return float(np.mean(lean > 0)) if self.size else 0.0

    def rarity_of(self, frequencies: ArrayLike) -> NDArray[np.float64]:
        """The inverse document frequency of terms that so many passages contain (Lucene's BM25 form)."""
        held = np.asarray(frequencies, dtype=np.float64)
        return np.log1p((self.size - held + 0.5) / (held + 0.5))

    def postings(self, term: str) -> Postings:
        """The rows that contain a term, and its weight in each."""
        wanted = (code(term),)
        return self._holding(wanted, self._places(wanted))

    def phrases(self, wanted: Iterable[str]) -> dict[str, Postings]:
        """For each folded phrase the rows that contain all its terms, with the weight of the weakest.

        A phrase that no row holds is left out.
        """
        held = {phrase: self._known.get(phrase) for phrase in wanted}
        new = {phrase: codes_of_phrase(phrase) for phrase, postings in held.items() if postings is None}
        places = self._places({each for codes in new.values() for each in codes})
        looked_up = {phrase: self._holding(codes, places) for phrase, codes in new.items()}
        if len(self._known) > _KEPT_PHRASES:
            self._known.clear()
        self._known.update(looked_up)
        return {phrase: postings for phrase, postings in (held | looked_up).items() if postings and len(postings[0])}

    def _places(self, codes: Collection[int]) -> dict[int, slice]:
        """Where the postings of terms are; a term that is not indexed has no place."""
        if not len(self.codes):
            return {}
        wanted = np.fromiter(codes, np.uint64, len(codes))
        at = np.minimum(self.codes.searchsorted(wanted), len(self.codes) - 1)
        known = self.codes[at] == wanted
        at = at[known]
        slices = map(slice, self.starts[at].tolist(), self.starts[at + 1].tolist())
        return dict(zip(wanted[known].tolist(), slices, strict=True))

    def _holding(self, codes: Sequence[int], places: Mapping[int, slice]) -> Postings:
        if not codes or not all(map(places.__contains__, codes)):
            return _NOWHERE
        held = sorted((places[each] for each in codes), key=lambda place: place.stop - place.start)
        rows, weights = self.rows[held[0]], self.weights[held[0]]
        for place in held[1:]:
            more = self.rows[place]
            at = np.minimum(more.searchsorted(rows), len(more) - 1)
            both = more[at] == rows
            rows, weights = rows[both], np.minimum(weights[both], self.weights[place][at[both]])
        return rows, weights


def build(texts: Sequence[str], keys: Sequence[int]) -> LexicalIndex:
    """Index passages; `keys[i]` names passage i and comes back with its hits.

    A few megabytes of working memory a thousand passages. An empty collection gives an index that finds nothing.
    """
    found = occurrences(texts)
    # One entry a term and line, in that order, and from there one a term and passage: sort once, then count runs.
    order = np.lexsort((found.lines, found.codes))
    codes, lines, content = found.codes[order], found.lines[order], found.content[order]
    rows = found.text_of_line[lines]
    heads = _first_of_each(codes, rows)
    counts = np.diff(np.append(heads, len(codes))).astype(np.float32)
    lengths = np.bincount(rows, minlength=len(texts)).astype(np.float32)
    typical = float(lengths.mean()) if len(texts) else 1.0
    weights = counts * (K1 + 1) / (counts + K1 * (1 - B + B * lengths[rows[heads]] / max(typical, 1.0)))
    unique, starts = np.unique(codes[heads], return_index=True)
    line_terms, line_starts, a_row = _lines(unique.searchsorted(codes[content]), lines[content], found.text_of_line)
    first_lines = _bounds(np.bincount(a_row, minlength=len(texts)))
    return LexicalIndex(
        codes=unique,
        starts=np.append(starts, len(heads)).astype(np.int64),
        rows=rows[heads],
        weights=weights.astype(np.float32),
        keys=np.asarray(keys, dtype=np.int64),
        line_terms=line_terms,
        line_starts=line_starts,
        first_lines=first_lines,
    )


def save(index: LexicalIndex, folder: Path, about: Mapping[str, float] | None = None) -> None:
    """Write the index to `folder` all at once; `about` is kept with it."""
    named = {each.name: getattr(index, each.name) for each in fields(index) if each.init}
    arrays.save(named, folder, _FORMAT, about or {})


def load(folder: Path) -> tuple[LexicalIndex, dict[str, float]]:
    """Open a saved index without reading it into memory, with what was kept about it. Raises `DamagedIndex`."""
    try:
        named, about = arrays.load(folder, _FORMAT)
        return LexicalIndex(**named), about
    except (DamagedArrays, TypeError) as error:
        raise DamagedIndex(str(folder)) from error


def verify(folder: Path) -> None:
    """Read a saved index through. Raises `DamagedIndex` when it is not what was saved."""
    try:
        arrays.verify(folder, _FORMAT)
    except DamagedArrays as error:
        raise DamagedIndex(str(folder)) from error


class DamagedIndex(Exception):
    """The saved index cannot be used and has to be built again from the stored passages."""


def _lines(
    terms: NDArray[np.intp], lines: NDArray[np.int32], row_of_line: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int32]]:
    """The terms of each line that has any, each once; where each line's begin; and the line's row.

    Given are the terms that say something, with the line each is in, in the order of both.
    """
    heads = _first_of_each(terms, lines)
    terms, lines = terms[heads], lines[heads]
    counts = np.bincount(lines, minlength=len(row_of_line))
    telling = counts > 0
    return terms[np.argsort(lines, kind="stable")].astype(np.int32), _bounds(counts[telling]), row_of_line[telling]


def _first_of_each(one: NDArray[Any], other: NDArray[np.int32]) -> NDArray[np.int64]:
    """Where a new pair begins in two arrays that are sorted together."""
    first = np.ones(len(one), dtype=np.bool_)
    first[1:] = (one[1:] != one[:-1]) | (other[1:] != other[:-1])
    return np.flatnonzero(first)


def _bounds(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each of some runs of these lengths begins, and the last one ends."""
    return np.append(0, np.cumsum(counts)).astype(np.int64)
