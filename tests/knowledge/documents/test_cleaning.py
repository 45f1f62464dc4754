"""Nothing invisible is left in a text, and nothing visible is lost."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.documents.cleaning import clean_text


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("a\r\nb\rc\x0bd\x0ce\u2028f", "a\nb\nc\nd\ne\nf"),
        ("價\u200b格\ufeff太\u202e貴", "價格太貴"),
        ("a\x00b\x07c\x9fd", "abcd"),
        ("a\ud800b", "ab"),
        ("hidden\U000e0041\U000e0042", "hidden"),
        ("a\xa0b\u2009c", "a b c"),
        ("⽤⼾說", "用戶說"),
        ("end  \t\nnext\u3000", "end\nnext"),
        ("❤\ufe0f", "❤\ufe0f"),
        ("  indent", "  indent"),
    ],
)
def test_cleaning(dirty: str, clean: str) -> None:
    assert clean_text(dirty) == clean


@given(st.text(st.characters()))
def test_cleaning_clean_text_changes_nothing(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in once.replace("\n", "").replace("\t", ""))


@given(st.text(st.characters(categories=("L", "N", "P", "S"), exclude_characters="\u115f\u1160\u3164\uffa0")))
def test_letters_digits_and_marks_stay(text: str) -> None:
    assert len(clean_text(text)) == len(text)
