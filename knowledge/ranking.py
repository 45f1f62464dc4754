"""Scores of a query over one lexical index."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.lexical import LexicalIndex, Postings
from knowledge.query import Group, Query

THEME_WEIGHT = 1.2
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


def rank(index: LexicalIndex, query: Query, themes: Scores | None = None) -> Ranking:
    """Score every passage of an index; `themes` is how much each has of the themes of the question."""
    words = query.said + query.translations
    direct, matched = _score(index, words + query.loose + query.concepts, len(words))
    scores = scaled(direct) if themes is None else scaled(direct) + THEME_WEIGHT * scaled(themes)
    return Ranking(scores, direct, matched)


def score(index: LexicalIndex, groups: Sequence[Group]) -> Scores:
    """The sum over groups of rarity times the best matching alternative's weight.

    A group is as rare as the passages any of its alternatives is found in are few.
    """
    return _score(index, groups, 0)[0]


def scaled(scores: Scores) -> Scores:
    """Scores with the best at 1."""
    top = float(scores.max(initial=0))
    return scores / top if top > 0 else scores


def _score(index: LexicalIndex, groups: Sequence[Group], words: int) -> tuple[Scores, Scores]:
    """The score of every row, and of how many of the first so many groups it has something."""
    postings = index.phrases(phrase for group in groups for phrase, _ in group.alternatives)
    best = np.zeros(index.size, dtype=np.float32)
    rows, weights = [np.empty(0, np.int32)], [np.empty(0, np.float32)]
    counted = 0
    for number, (group_weight, alternatives) in enumerate(groups):
        held = [
            (found, weight * each)
            for phrase, weight in alternatives
            if phrase in postings
            for found, each in [postings[phrase]]
        ]
        if held:
            found, each = held[0] if len(held) == 1 else _strongest(held, best)
            rows.append(found)
            weights.append(group_weight * each)
            counted += len(found) if number < words else 0
    found_in = [len(each) for each in rows]
    every_row = np.concatenate(rows)
    every_weight = np.concatenate(weights) * np.repeat(index.rarity_of(found_in), found_in)
    total = np.bincount(every_row, every_weight, index.size)
    matched = np.bincount(every_row[:counted], minlength=index.size)
    return total.astype(np.float32), matched.astype(np.float32)


def _strongest(held: Iterable[Postings], best: Scores) -> Postings:
    """The rows that are in any of these, each with its highest weight; `best` is empty, and is left so."""
    for rows, weights in held:
        best[rows] = np.maximum(best[rows], weights)
    together = np.flatnonzero(best).astype(np.int32)
    strongest = best[together]
    best[together] = 0
    return together, strongest
