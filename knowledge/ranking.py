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
    """Every row's score."""

    scores: Scores
    direct: Scores
    """Without the themes, unscaled: what the passage itself has to do with the question."""
    matched: Scores
    """How many of the question's words, said or translated, the passage holds."""


def rank(index: LexicalIndex, query: Query) -> Ranking:
    """Score every passage of an index."""
    words, matched = _score(index, query.said + query.translations)
    direct = words + score(index, query.characters + query.concepts)
    return Ranking(scaled(direct) + THEME_WEIGHT * scaled(score(index, query.themes)), direct, matched)


def score(index: LexicalIndex, groups: Iterable[Group]) -> Scores:
    """The sum over groups of rarity times the best matching alternative's weight.

    A group is as rare as the passages any of its alternatives is found in are few.
    """
    return _score(index, groups)[0]


def scaled(scores: Scores) -> Scores:
    """Scores with the best at 1."""
    top = float(scores.max(initial=0))
    return scores / top if top > 0 else scores


def _score(index: LexicalIndex, groups: Iterable[Group]) -> tuple[Scores, Scores]:
    """The score of every row, and how many groups it has something of."""
    total, matched, best = (np.zeros(index.size, dtype=np.float32) for _ in range(3))
    for group in groups:
        found = [
            (rows, weight * weights)
            for phrase, weight in group.alternatives
            for rows, weights in [index.phrase(phrase)]
            if len(rows)
        ]
        if not found:
            continue
        rows, weights = found[0]
        if len(found) > 1:
            for rows, weights in found:
                np.maximum.at(best, rows, weights)
            rows = np.unique(np.concatenate([rows for rows, _ in found]))
            weights = best[rows].copy()
            best[rows] = 0
        total[rows] += group.weight * index.rarity_of(len(rows)) * weights
        matched[rows] += 1
    return total, matched
