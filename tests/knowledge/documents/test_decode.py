"""Text comes out right whatever encoding it was saved in."""

from __future__ import annotations

import codecs
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.documents import DocumentError, Reason
from knowledge.documents.decode import decode_text
from knowledge.documents.markup import decode_html

TRADITIONAL = (
    "客戶說價格太貴，我們應該怎麼回答？",
    "先問需求，再談方案。",
    "請問您目前使用哪一家的服務？",
    "報價單請在三天內送出。",
    "他們的採購經理下週才會回來。",
    "這個案子的預算大約是一百萬元。",
    "拜訪之前先把資料準備好。",
    "成交以後也要持續關心客戶。",
    "老闆覺得這個月的業績還不夠。",
    "合約到期前兩個月就要開始談續約。",
)
SIMPLIFIED = (
    "客户说价格太贵，我们应该怎么回答？",
    "先问需求，再谈方案。",
    "请问您目前使用哪一家的服务？",
    "报价单请在三天内送出。",
    "他们的采购经理下周才会回来。",
    "这个案子的预算大约是一百万元。",
    "拜访之前先把资料准备好。",
    "成交以后也要持续关心客户。",
    "老板觉得这个月的业绩还不够。",
    "合同到期前两个月就要开始谈续约。",
)
ASCII = ("\n", "\r\n", " CRM 2024\n", "1. ", "\t", "# ", "KPI: 80%\n")


def texts(sentences: tuple[str, ...]) -> st.SearchStrategy[str]:
    """From one short sentence to some pages, with English and numbers in between."""
    return st.builds(
        lambda parts, times: "".join(parts) * times,
        st.lists(st.sampled_from(sentences) | st.sampled_from(ASCII), min_size=1, max_size=12).filter(
            lambda parts: any(part in sentences for part in parts)
        ),
        st.sampled_from((1, 1, 1, 3, 40)),
    )


@given(texts(TRADITIONAL), st.sampled_from(("cp950", "big5hkscs", "gb18030", "utf-8", "utf-16-le", "utf-16-be")))
def test_traditional_chinese_in_every_encoding(text: str, encoding: str) -> None:
    assert decode_text(text.encode(encoding)).text == text


@given(texts(SIMPLIFIED), st.sampled_from(("gb2312", "gbk", "gb18030", "utf-8", "utf-16-le", "utf-16-be")))
def test_simplified_chinese_in_every_encoding(text: str, encoding: str) -> None:
    assert decode_text(text.encode(encoding)).text == text


@given(
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), max_size=200).filter(
        lambda t: t[:1] != "\ufeff"
    ),
    st.sampled_from(("utf-8-sig", "utf-16", "utf-32")),
)
def test_a_byte_order_mark_settles_it(text: str, encoding: str) -> None:
    assert decode_text(text.encode(encoding)).text == text


@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_a_reason(data: bytes) -> None:
    with contextlib.suppress(DocumentError):
        assert isinstance(decode_text(data).text, str)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("價格太貴", "cp950"),
        ("报价单", "gbk"),
        ("台積電報價單", "cp950"),
        ("折扣", "cp950"),
        ("我們的报价单和價目表", "gb18030"),
        ("香港客戶嘅嘢", "big5hkscs"),
        ("Résumé naïve – “fine” €10, it’s Müller", "cp1252"),
        ("café", "cp1252"),
        ("£100", "cp1252"),
        ("Łódź, Здравствуйте", "utf-8"),
        ("plain text\n", "ascii"),
        ("hello\r\nworld\r\n", "utf-16-le"),
        ("hello world", "utf-16-be"),
    ],
)
def test_short_text(text: str, encoding: str) -> None:
    assert decode_text(text.encode(encoding)).text == text


def test_chinese_far_down_in_an_english_file() -> None:
    text = "All prices in TWD.\n" * 20_000 + "客戶說價格太貴\n"
    assert decode_text(text.encode("cp950")).text == text


@pytest.mark.parametrize("encoding", ["utf-8", "cp950", "gb18030", "utf-16-le"])
def test_a_file_cut_inside_a_character_keeps_the_rest(encoding: str) -> None:
    text = "客戶說價格太貴，我們應該怎麼回答？"
    decoded = decode_text(text.encode(encoding)[:-1])
    assert decoded.lossy
    assert decoded.text == text[:-1]


def test_one_bad_byte_in_a_long_file_is_left_out() -> None:
    data = ("客戶說價格太貴。\n" * 200).encode()
    decoded = decode_text(data[:300] + b"\xff" + data[300:])
    assert decoded.lossy
    assert decoded.text == data.decode()


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 10,
        b"\x7fELF\x02\x01\x01" + b"\x00" * 200 + bytes(range(256)) * 4,
        b"\x00" * 1000,
        b"abc\x00\x01\x02\x03" * 100,
    ],
)
def test_binary_is_not_text(data: bytes) -> None:
    with pytest.raises(DocumentError) as caught:
        decode_text(data)
    assert caught.value.reason == Reason.NOT_TEXT


@pytest.mark.parametrize("encoding", ["shift_jis", "euc_jp"])
def test_no_guess_for_other_languages(encoding: str) -> None:
    with pytest.raises(DocumentError) as caught:
        decode_text("こんにちは、これは日本語のテキストです。よろしくお願いします。".encode(encoding))
    assert caught.value.reason == Reason.UNKNOWN_ENCODING


def test_cyrillic_of_old_is_not_taken_for_western() -> None:
    with pytest.raises(DocumentError) as caught:
        decode_text("Здравствуйте, уважаемые клиенты".encode("cp1251"))
    assert caught.value.reason == Reason.UNKNOWN_ENCODING


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("big5", "cp950"),
        ("gb2312", "gb18030"),
        ("utf-8", "cp950"),  # the page is wrong about itself
        ("iso-8859-1", "cp950"),
        ("big5", "utf-8"),
        ("", "gb18030"),
    ],
)
def test_a_page_is_believed_only_if_it_can_be_right(declared: str, encoding: str) -> None:
    head = f'<head><meta http-equiv="Content-Type" content="text/html; charset={declared}"></head>'
    page = f"<html>{head}價格太貴，客戶怎麼說？</html>"
    assert decode_html(page.encode(encoding)).text == page


def test_a_page_may_declare_what_we_would_not_guess() -> None:
    page = "<meta charset='Shift_JIS'><p>こんにちは</p>"
    assert decode_html(page.encode("cp932")).text == page


def test_a_mark_beats_what_a_page_declares() -> None:
    page = "<meta charset=big5><p>價格</p>"
    assert decode_html(codecs.BOM_UTF8 + page.encode()).text == page
