"""Scores of a query over one lexical index."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.lexical import LexicalIndex
from knowledge.query import Group, Query

THEME_WEIGHT = 0.6
"""What the themes count beside everything else, both scaled to their best passage."""

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Every row's score, and what the abstention looks at."""

    scores: Scores
    direct: Scores
    """What the question's own terms, their concepts and their translations contribute, unscaled."""


def rank(index: LexicalIndex, query: Query) -> Ranking:
    """Score every passage of an index."""
    direct = score(index, query.said) + score(index, query.related)
    scores = scaled(direct) + THEME_WEIGHT * scaled(score(index, query.themes))
    return Ranking(scores, direct)


def score(index: LexicalIndex, groups: Iterable[Group]) -> Scores:
    """The sum over groups of rarity times the best matching alternative's weight.

    A group is as rare as the passages any of its alternatives is found in are few.
    """
    total = np.zeros(index.size, dtype=np.float32)
    best = np.zeros(index.size, dtype=np.float32)
    for group in groups:
        found = [(rows, weight * weights) for phrase, weight in group.alternatives
                 for rows, weights in [index.phrase(phrase)] if len(rows)]  # fmt: skip
        if not found:
            continue
        if len(found) == 1:
            rows, weights = found[0]
        else:
            for rows, weights in found:
                np.maximum.at(best, rows, weights)
            rows = np.unique(np.concatenate([rows for rows, _ in found]))
            weights = best[rows].copy()
            best[rows] = 0
        total[rows] += group.weight * index.rarity_of(len(rows)) * weights
    return total


def scaled(scores: Scores) -> Scores:
    """Scores with the best at 1."""
    top = float(scores.max(initial=0))
    return scores / top if top > 0 else scores
