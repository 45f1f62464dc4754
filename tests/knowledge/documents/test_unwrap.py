"""The lines of a PDF become the paragraphs they once were."""

from __future__ import annotations

import pytest

from knowledge.documents import DocumentError, Reason
from knowledge.documents.unwrap import pdf_text


def test_chinese_lines_are_joined_without_a_gap() -> None:
    raw = "客戶說價格太貴的時候先問他拿什麼比較再\n回到需求。\n然後再談方案的內容與交付的時間還有付款\n方式。\n"
    assert (
        pdf_text(raw)
        == "客戶說價格太貴的時候先問他拿什麼比較再回到需求。\n然後再談方案的內容與交付的時間還有付款方式。\n"
    )


def test_english_lines_are_joined_with_a_space_and_hyphens_go() -> None:
    raw = "When a customer says the price is too high, ask what they com-\npare it with, and come back to\n"
    raw += "what they need before you talk about any other offer or give away a\ndiscount."
    assert pdf_text(raw).split("\n") == [
        "When a customer says the price is too high, ask what they compare it with, and come back to",
        "what they need before you talk about any other offer or give away a discount.",
    ]


@pytest.mark.parametrize("start", ["1. 價格", "- 價格", "• 價格", "（一）價格", "第二章 價格", "| 價格 |", "Q: 價格"])
def test_what_starts_anew_stays_on_its_own_line(start: str) -> None:
    raw = f"客戶說價格太貴的時候先問他拿什麼比較再\n{start}"
    assert pdf_text(raw) == raw


def test_short_lines_stay_apart() -> None:
    raw = "銷售手冊\n業務部\n客戶說價格太貴的時候先問他拿什麼比較再\n回到需求。"
    assert pdf_text(raw).split("\n")[:2] == ["銷售手冊", "業務部"]


def test_pages_are_paragraphs_apart() -> None:
    assert pdf_text("第一頁。\f第二頁。") == "第一頁。\n\n第二頁。"


def test_fonts_that_hide_their_letters_hold_no_text() -> None:
    with pytest.raises(DocumentError) as caught:
        pdf_text("(cid:12)(cid:7) " * 100)
    assert caught.value.reason == Reason.NO_TEXT
    assert pdf_text("價格(cid:3)太貴") == "價格太貴"
