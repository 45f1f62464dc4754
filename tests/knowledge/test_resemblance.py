"""Resemblance of a question to single lines, against the measure written the slow way."""

import math
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import lexical, text
from knowledge.resemblance import resemblance

WORDS = ["客戶", "關係", "怎麼", "的", "visit", "visits", "the", "S級", "客", "，", " ", "\n", "boss"]
LINES = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)
JOINED = st.lists(st.sampled_from(WORDS), max_size=14).map("".join)


def naive(texts: Sequence[str], row: int, terms: Sequence[str]) -> float:
    holders = {term: sum(term in text.terms(text.fold(each)) for each in texts) for term in terms}
    rarity = {term: math.log(1 + (len(texts) - n + 0.5) / (n + 0.5)) for term, n in holders.items()}
    best = 0.0
    for line in text.fold(texts[row]).split("\n"):
        told = set(text.content_terms(text.without_stop_phrases(line, or_nothing=True)))
        shared = told & set(terms)
        if shared:
            of_question = sum(rarity[term] for term in shared) / sum(rarity.values())
            best = max(best, math.sqrt(of_question * len(shared) / len(told)))
    return best


@given(st.lists(LINES | JOINED, min_size=1, max_size=5), LINES | JOINED)
def test_every_row_has_the_resemblance_of_its_best_line(texts: list[str], question: str) -> None:
    terms = list(dict.fromkeys(text.content_terms(text.without_stop_phrases(text.fold(question)))))
    index = lexical.build(texts, range(len(texts)))
    expected = [naive(texts, row, terms) for row in range(len(texts))]
    assert resemblance(index, range(len(texts)), terms) == pytest.approx(expected, rel=1e-6)


def test_the_very_same_line_resembles_fully_and_another_not_at_all() -> None:
    index = lexical.build(["要怎麼跟客戶談價格\nsomething else", "wombats"], [0, 1])
    terms = list(text.content_terms(text.without_stop_phrases(text.fold("要怎麼跟客戶談價格"))))
    assert resemblance(index, [1, 0], terms) == pytest.approx([0.0, 1.0])


@pytest.mark.parametrize(("rows", "terms"), [([], ["visit"]), ([0], []), ([0], ["unknown"])])
def test_nothing_resembles_nothing(rows: list[int], terms: list[str]) -> None:
    assert resemblance(lexical.build(["visit"], [0]), rows, terms) == [0.0] * len(rows)
