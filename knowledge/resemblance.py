"""How much a question resembles one line of a passage, or one of the ways in which people ask for it.

A long page shares some words with any question; a line that holds most of a question's words, and little else, answers it.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.codes import code
from knowledge.lexical import LexicalIndex


def resemblance(index: LexicalIndex, rows: Sequence[int], terms: Iterable[str]) -> list[float]:
    """For each row from 0 (no line shares a term) to 1 (a line has the very same terms).

    `terms` are those of the question that say something. The measure is the geometric mean of how much of the question is in the
    line, by rarity, and how much of the line is in the question, by count.
    """
    codes = np.array(sorted(set(map(code, terms))), np.uint64)
    if not len(codes) or not len(index.codes) or not rows:
        return [0.0] * len(rows)
    at = np.minimum(index.codes.searchsorted(codes), len(index.codes) - 1)
    known = index.codes[at] == codes
    rarities = index.rarity_of(np.where(known, index.starts[at + 1] - index.starts[at], 0))
    # The last one stands for every term that was not asked.
    asked = np.append(at[known], np.iinfo(np.int64).max)
    shares = np.append(rarities[known] / rarities.sum(), 0.0)
    return _best_lines(index, rows, asked, shares)


def _best_lines(
    index: LexicalIndex, rows: Sequence[int], asked: NDArray[np.int64], shares: NDArray[np.float64]
) -> list[float]:
    """The best line of each row, from the terms that were asked, in order, and what each is of the question."""
    at = np.array(rows)
    held = index.first_lines[at + 1] - index.first_lines[at]
    lines = _ranges(index.first_lines[at], held)
    lengths = index.line_starts[lines + 1] - index.line_starts[lines]
    best = np.zeros(len(rows))
    if len(lines):
        terms = index.line_terms[_ranges(index.line_starts[lines], lengths)]
        place = asked.searchsorted(terms)
        shared = asked[place] == terms
        begins = np.cumsum(lengths) - lengths
        of_question = np.add.reduceat(np.where(shared, shares[place], 0.0), begins)
        of_line = np.add.reduceat(shared, begins, dtype=np.float64) / lengths
        np.maximum.at(best, np.repeat(np.arange(len(rows)), held), np.sqrt(of_question * of_line))
    return best.tolist()


def _ranges(starts: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """The numbers of several ranges, one after the other."""
    return np.repeat(starts - (np.cumsum(counts) - counts), counts) + np.arange(counts.sum())
