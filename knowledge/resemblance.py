"""How much a question resembles one line of a passage, or one of the ways in which people ask for it.

A long page shares some words with any question; a line that holds most of a question's words, and little else, answers it.
"""

from collections.abc import Mapping
from functools import lru_cache
from math import sqrt

from knowledge import text
from knowledge.glossary import content_terms
from knowledge.library import StoredPassage


def resemblance(asked: Mapping[str, float], passage: StoredPassage) -> float:
    """From 0 (no line shares a term) to 1 (a line has the very same terms).

    `asked` are the question's terms with how telling each is. The measure is the geometric mean of how much of the question is in
    the line, by weight, and how much of the line is in the question, by count.
    """
    whole = sum(asked.values())
    if not whole:
        return 0.0
    best = 0.0
    for line in _lines(f"{passage.heading}\n{passage.text}\n{passage.hints}"):
        shared = [asked[term] for term in line if term in asked]
        if shared:
            best = max(best, sqrt(sum(shared) / whole * len(shared) / len(line)))
    return best


@lru_cache(maxsize=2000)
def _lines(written: str) -> tuple[frozenset[str], ...]:
    """The terms of each line that has any."""
    folded = text.fold(written).split("\n")
    return tuple(terms for line in folded if (terms := frozenset(content_terms(text.without_stop_phrases(line)))))
