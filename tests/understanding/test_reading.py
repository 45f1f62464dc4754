"""Names, amounts, clauses, corrections, and what has to be asked."""

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.directory import Directory
from bot.understanding.amounts import find_amounts
from bot.understanding.clauses import clauses_of
from bot.understanding.mentions import find_mentions
from bot.understanding.names.gazetteer import Gazetteer
from bot.understanding.reading import Doubt, Intent, Reading
from bot.understanding.verdicts import RECORDS
from bot.understanding.written import written
from tests.understanding.conftest import NOW, Read


def doubts(reading: Reading) -> set[Doubt]:
    return {question.doubt for question in reading.questions}


def people(reading: Reading) -> list[str]:
    return [person.who.key for person in reading.frames[0].contacts]


# Names


def test_a_name_is_looked_for_inside_the_client(read: Read) -> None:
    assert people(read("昨天拜訪旭澄的林處長")) == ["c1"]
    assert people(read("昨天拜訪星瀚的林處長")) == ["c2"]
    assert people(read("昨天拜访星瀚的林处长")) == ["c2"]


def test_a_tie_is_asked(read: Read) -> None:
    assert Doubt.CONTACT in doubts(read("昨天拜訪了林處長"))
    reading = read("昨天拜訪了衡浦")
    assert Doubt.ACCOUNT in doubts(reading)
    assert reading.frames[0].account is not None
    assert set(reading.frames[0].account.candidates) == {"a5", "a6"}


@pytest.mark.parametrize("said", ["昨天拜訪星航科技的林處長", "昨天拜訪宏岳航運的劉廠長", "昨天拜訪星瀾科技"])
def test_a_near_spelling_and_a_company_that_begins_alike_are_others(read: Read, said: str) -> None:
    account = read(said).frames[0].account
    assert account is None or account.is_new


def test_a_western_name_in_chinese(read: Read) -> None:
    assert people(read("昨天跟旭澄的 Kevin 開會")) == ["c3"]
    assert people(read("昨天拜訪旭澄，跟 Wendy Hsieh 談報價")) == ["Wendy Hsieh"]


def test_somebody_who_was_not_there_did_not_take_part(read: Read) -> None:
    assert people(read("昨天拜訪旭澄，見到許雅琪，林處長出差沒來")) == ["c6"]


# Amounts and clauses


@pytest.mark.parametrize(
    ("said", "value"),
    [("300萬", 3_000_000), ("三百五十萬", 3_500_000), ("1.2億", 120_000_000), ("USD 80k", 80_000), ("$1,200", 1200),
     ("NT$ 5,000,000", 5_000_000), ("2.5m", 2_500_000), ("10^30", None), ("五六百萬", None), ("3/12", None)],
)  # fmt: skip
def test_an_amount_has_a_unit_or_a_currency(said: str, value: int | None) -> None:
    found = find_amounts(written(said))
    assert [each.value for each in found] == ([] if value is None else [value])


def test_a_clause_knows_its_tense_and_whether_it_is_so() -> None:
    said = "昨天去了旭澄，明天預計報價。如果降價就簽？林處長沒來"
    clauses = clauses_of(find_mentions(written(said), Gazetteer(Directory()), NOW.date()))
    past, future, supposed, _ = clauses
    assert past.past
    assert not past.conditional
    assert future.future
    assert supposed.conditional
    assert supposed.question
    assert all(0 <= c.start < c.end <= len(said) for c in clauses)


# Corrections

CORRECTIONS = ("不對，是上週四", "金額改成500萬", "再加許雅琪", "時間改成下午三點", "議題改成報價")


@pytest.fixture(scope="module")
def card(read: Read) -> Reading:
    return read("昨天拜訪旭澄的林處長，談了驗收")


@settings(max_examples=30, deadline=None)
@given(st.permutations(CORRECTIONS))
def test_the_order_of_corrections_does_not_matter(read: Read, card: Reading, order: list[str]) -> None:
    frame = card.frames[0]
    for said in order:
        reading = read(said, frame)
        assert reading.corrects, said
        frame = reading.frames[0]
    assert (frame.date, frame.amount, frame.topic) == (date(2026, 3, 12), 5_000_000, "報價")
    assert [person.who.key for person in frame.contacts] == ["c1", "c6"]


def test_a_correction_changes_nothing_else(read: Read, card: Reading) -> None:
    before = card.frames[0]
    assert read(CORRECTIONS[0], before).frames[0] == replace(before, date=date(2026, 3, 12))


def test_taking_out_and_replacing_somebody(read: Read, card: Reading) -> None:
    for pair in permutations(["林昭儀", "許雅琪"]):
        frame = read(f"昨天拜訪旭澄的{pair[0]}").frames[0]
        (who,) = read(f"不是{pair[0]}，是{pair[1]}", frame).frames[0].contacts
        assert who.who.name == pair[1]


def test_another_visit_is_no_correction(read: Read, card: Reading) -> None:
    assert not read("今天早上拜訪星瀚的林處長，他們要我們下週一前報價", card.frames[0]).corrects


# Doubts


@pytest.mark.parametrize(
    ("said", "doubt"),
    [("1890年3月5日拜訪了旭澄的林處長", Doubt.DATE_IMPOSSIBLE), ("2090年3月5日拜訪了旭澄的林處長", Doubt.DATE_IMPOSSIBLE),
     ("2月31日拜訪了旭澄的林處長", Doubt.DATE_IMPOSSIBLE), ("明天拜訪了旭澄的林處長", Doubt.DATE_AHEAD),
     ("昨天拜訪旭澄的林處長，金額 99999999999999 萬", Doubt.AMOUNT)],
)  # fmt: skip
def test_what_cannot_be_is_asked(read: Read, said: str, doubt: Doubt) -> None:
    assert doubt in doubts(read(said))


def test_forty_names_are_asked(read: Read) -> None:
    names = "、".join(
        f"{a}{b}"
        for a in "王李張劉"
        for b in ["經理", "處長", "廠長", "課長", "主任", "總監", "協理", "副總", "董事長", "組長"]
    )
    reading = read(f"昨天拜訪旭澄，見到{names}")
    assert Doubt.MANY_NAMES in doubts(reading) or len(reading.frames[0].contacts) <= 12


@pytest.mark.parametrize(
    "said",
    ["", " ", "\u200b", "昨\u200b天拜訪旭\u200b澄", "\u202e昨天拜訪旭澄\u202c", "'; DROP TABLE visits; --", "<b>旭澄</b>",
     "10^30", "9" * 400, "週" * 500, "旭澄" * 900, "\0\ue000\ue001", "🙂" * 300, "not " * 900],
)  # fmt: skip
def test_no_text_ends_the_reading(read: Read, said: str) -> None:
    assert read(said).frames


def test_what_is_too_long_is_not_read(read: Read) -> None:
    assert read("昨天拜訪旭澄" + "的" * 3995).frames[0].intent is Intent.OTHER
    assert read("昨天拜訪旭澄的林處長" + "。" * 3000).frames[0].intent in RECORDS
