"""One form of text for every comparison."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge import text
from knowledge.language import Language
from knowledge.pages import SHIPPED, Playbook

INVISIBLE = [
    *"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b\u180e\u200b\u200c\u200d\u200e\u200f",
    *"\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2064\u2066\u2067\u2068\u2069\u206f\u3164\ufe00\ufe0f\ufeff\uffa0",
    *"\ufff9\ufffb\U000e0001\U000e0041\U000e0100\U000e01ef",
]
CONTROL = [chr(n) for n in (*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0), 0xD800, 0xDC00, 0xDFFF)]

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=20)
ANY = st.text(st.characters(), max_size=60)  # lone surrogates too
MIXED = st.lists(
    st.sampled_from(
        ["客戶", "软件", "系統", "Ｖｉｐ", "don’t", "S級", "，", " ", "\n", "程式", "乾", "後", "著", "㈱", "İ", "ﬁ"]
    )
    | ANY,
    max_size=8,
).map("".join)


@given(MIXED)
@example("軟體程式與頭髮")
@example("İstanbul ΐ ᾳ K Å ﷺ")
def test_folding_twice_is_folding_once(written: str) -> None:
    folded = text.fold(written)
    assert text.fold(folded) == folded


@given(MIXED)
def test_cleaning_twice_is_cleaning_once(written: str) -> None:
    assert text.clean(text.clean(written)) == text.clean(written)


@given(ANY, st.sampled_from(INVISIBLE + CONTROL), st.integers(0, 60))
def test_characters_nobody_sees_change_nothing(written: str, unseen: str, at: int) -> None:
    assert text.clean(unseen.join([written[:at], written[at:]])) == text.clean(written)


@given(st.text(st.sampled_from(INVISIBLE + CONTROL + list("客a\t\n ")), max_size=40))
def test_cleaned_text_has_no_character_nobody_sees(written: str) -> None:
    assert set(text.clean(written)) <= set("客a\t\n ")


@given(ANY)
def test_cleaned_text_can_be_written_to_a_file(written: str) -> None:
    cleaned = text.clean(written)
    cleaned.encode("utf-8")
    assert "\r" not in cleaned
    assert "\x00" not in cleaned
    assert unicodedata.is_normalized("NFKC", cleaned)


def test_line_ends_become_newlines_and_tabs_stay() -> None:
    assert text.clean("a\r\nb\rc\td\n") == "a\nb\nc\td\n"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("客戶關係", "客户关系"),
        ("軟體", "软件"),
        ("專案資訊", "项目信息"),
        ("影片", "视频"),
        ("指標與執行", "指标与执行"),
        ("聯絡資料", "联络资料"),
        ("檔案", "文件"),
        ("程式", "程序"),
        ("ＭＣＲ １２３", "mcr 123"),
        ("ABC", "abc"),
        ("ﬁnance", "finance"),
        ("Ｓ級客戶，重要！", "s级客户,重要!"),
        ("㈱", "(株)"),
        ("客\u200b戶\ufeff", "客户"),
        ("\u202e客戶\u202c", "客户"),
        ("頭髮與發展", "头发与发展"),
        ("乾淨的後台", "干净的后台"),
        ("ｶﾀｶﾅ", "カタカナ"),
        ("①②", "12"),
    ],
)
def test_forms_of_one_thing_fold_together(one: str, other: str) -> None:
    assert text.fold(one) == text.fold(other)


@pytest.mark.parametrize("config", ["tw2s", "t2s"])
def test_every_page_folds_like_its_simplified_form(config: str) -> None:
    for page in Playbook(SHIPPED).pages(Language.TRADITIONAL):
        simplified = text.converter(config).convert(page.body)
        assert text.fold(simplified) == text.fold(page.body), page.id


@pytest.mark.parametrize(
    ("folded", "expected"),
    [
        ("", []),
        ("客", ["客"]),
        ("客户", ["客", "户", "客户"]),
        ("客户关系", ["客", "户", "关", "系", "客户", "户关", "关系"]),
        ("客户，关系", ["客", "户", "客户", "关", "系", "关系"]),
        ("visits visiting visited", ["visit", "visit", "visit"]),
        ("customers' customer custom", ["customer", "customer", "custom"]),
        ("the client's boss", ["the", "client", "boss"]),
        ("don’t", ["don't"]),
        ("s级 2026", ["s", "级", "2026"]),
        ("snake_case", ["snake", "case"]),
        ("…!? \n\t", []),
        ("news new", ["news", "new"]),
        ("\U00020000\U00020001", ["\U00020000", "\U00020001", "\U00020000\U00020001"]),
    ],
)
def test_terms(folded: str, expected: list[str]) -> None:
    assert list(text.terms(folded)) == expected


@given(MIXED)
def test_runs_hold_every_letter_in_order_and_nothing_else(written: str) -> None:
    folded = text.fold(written)
    joined = "".join(han or word for han, word in text.runs(folded))
    letters = [c for c in folded if c.isalnum()]
    assert [c for c in joined if c.isalnum()] == letters


@given(HAN)
def test_pairs_overlap(han: str) -> None:
    found = list(text.pairs(han))
    assert len(found) == max(len(han) - 1, 0)
    assert all(pair == han[at : at + 2] for at, pair in enumerate(found))


@given(st.lists(st.sampled_from([*sorted(text.stop_words()), "客户", "拜访", " ", "?"]), max_size=8).map("".join))
def test_stop_phrases_never_empty_a_question(question: str) -> None:
    left = text.without_stop_phrases(question)
    assert bool(left.strip()) == bool(question.strip())


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ("請問要怎麼拜訪客戶呢", ["要", "拜访客户"]),
        ("為什麼", ["为什么"]),
        ("怎麼辦", ["怎么办"]),
        ("你覺得我們應該怎麼提高支持度", ["提高支持度"]),
        ("how often should we visit", ["how", "often", "should", "we", "visit"]),
    ],
)
def test_stop_phrases_leave_the_subject(asked: str, left: list[str]) -> None:
    remaining = text.without_stop_phrases(text.fold(asked))
    assert [han or word for han, word in text.runs(remaining)] == left


def test_stop_words_are_folded_and_leave_the_trades_words_alone() -> None:
    words = text.stop_words()
    assert all(word == text.fold(word) for word in words)
    assert words.isdisjoint({"client", "customer", "visit", "客户", "关系", "拜访", "支持", "决策"})


@given(
    st.lists(
        st.text(max_size=20) | st.sampled_from(["客戶關係", "计算机程序", "ABC", "a\r\nb", "", "\x1f"]), max_size=6
    )
)
def test_many_texts_are_folded_as_each_alone(texts: list[str]) -> None:
    assert text.fold_all(texts) == [text.fold(each) for each in texts]
