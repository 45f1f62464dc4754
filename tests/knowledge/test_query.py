"""From a question to what the index is asked: words, concepts, translations, and the themes of the playbook."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import text
from knowledge.dictionary import Dictionary
from knowledge.query import Group, Query, QueryWriter
from tests.knowledge.conftest import shipped_glossary

CHINESE, ENGLISH, BOTH = (True,), (False,), (True, False)


@pytest.fixture(scope="module")
def writer(dictionary_file_of_module: Dictionary) -> QueryWriter:
    return QueryWriter(shipped_glossary(), dictionary_file_of_module)


@pytest.fixture(scope="module")
def dictionary_file_of_module(dictionary_file: object) -> Dictionary:
    return Dictionary(dictionary_file)  # type: ignore[arg-type]


def phrases(groups: tuple[Group, ...]) -> list[str]:
    return [phrase for group in groups for phrase, _ in group.alternatives]


class TestSaid:
    @pytest.mark.parametrize(
        ("question", "words"),
        [
            ("how do I visit the clients and the client?", ["visit", "client"]),
            ("請問要怎麼拜訪客戶", ["要", "拜访", "访客", "客户"]),
            ("S級 client 的拜訪", ["级", "client", "拜访"]),
            ("怎麼辦", ["怎么", "么办"]),
            ("", []),
        ],
    )
    def test_each_word_or_pair_once_without_what_says_nothing(
        self, writer: QueryWriter, question: str, words: list[str]
    ) -> None:
        query = writer.read(question).query(ENGLISH)
        assert [term for term in phrases(query.said) if term != "s"] == words
        assert {group.weight for group in query.said} <= {1.0}

    @pytest.mark.parametrize(
        ("question", "words", "numbers"),
        [
            ("the client wants 20% off", ["client", "want"], ["20"]),
            ("80/20", ["80", "20"], []),
            ("打 85 折", ["打", "折"], ["85"]),
        ],
    )
    def test_a_number_beside_words_weighs_less(
        self, writer: QueryWriter, question: str, words: list[str], numbers: list[str]
    ) -> None:
        query = writer.read(question).query(ENGLISH)
        assert phrases(query.said)[: len(words)] == words
        assert not {"20", "85"} & set(phrases(query.said)[len(words) :])
        assert phrases(query.loose) == numbers

    def test_single_characters_weigh_less(self, writer: QueryWriter) -> None:
        query = writer.read("拜訪客戶").query(CHINESE)
        assert phrases(query.loose) == ["拜", "访", "客", "户"]
        assert {group.weight for group in query.loose} == {0.5}


class TestConcepts:
    def test_an_everyday_question_gets_the_trades_terms_in_the_documents_language(self, writer: QueryWriter) -> None:
        english = phrases(writer.read("客戶那邊到底誰說了算").query(ENGLISH).concepts)
        chinese = phrases(writer.read("the client's big boss decides").query(CHINESE).concepts)
        assert "decision maker" in english
        assert all(phrase.isascii() for phrase in english)
        assert any("决策" in phrase for phrase in chinese)

    def test_the_terms_of_one_concept_count_as_one_thing(self, writer: QueryWriter) -> None:
        (group,) = [g for g in writer.read("鐵三角").query(CHINESE).concepts if g.alternatives[0][0] == "铁三角"]
        assert group.weight == pytest.approx(1.5)
        assert all(0 < weight <= 1 for _, weight in group.alternatives)


class TestTranslations:
    def test_chinese_words_into_english_stems(self, writer: QueryWriter) -> None:
        query = writer.read("合約的預算").query(ENGLISH)
        assert any("budget" in dict(group.alternatives) for group in query.translations)
        assert any("contract" in dict(group.alternatives) for group in query.translations)

    def test_english_words_into_chinese(self, writer: QueryWriter) -> None:
        query = writer.read("the customer's budget").query(CHINESE)
        assert any("预算" in dict(group.alternatives) for group in query.translations)
        assert any("客户" in dict(group.alternatives) for group in query.translations)
        assert all(len(phrase) > 1 for phrase in phrases(query.translations))

    def test_nothing_when_it_is_the_documents_language(self, writer: QueryWriter) -> None:
        assert writer.read("the customer's budget").query(ENGLISH).translations == ()
        assert writer.read("合約的預算").query(CHINESE).translations == ()


def test_a_question_for_two_languages_says_its_own_words_once(writer: QueryWriter) -> None:
    question = writer.read("客戶 budget")
    chinese, english, both = (question.query(written) for written in (CHINESE, ENGLISH, BOTH))
    assert (both.said, both.loose) == (chinese.said, chinese.loose)
    assert both.translations == chinese.translations + english.translations
    assert both.concepts == chinese.concepts + english.concepts
    assert writer.read("").query(BOTH) == Query()


@pytest.mark.parametrize(("question", "chinese"), [("客戶 visit", True), ("visit ＡＢＣ", False), ("", False)])
def test_a_question_with_any_chinese_is_chinese(writer: QueryWriter, question: str, chinese: bool) -> None:
    assert writer.read(question).is_chinese == chinese


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("客戶關係的指標要怎麼訂", "客户关系的指标要怎么订"),
        ("專案經理聯絡誰", "專案经理联络谁"),
        ("ＫＰＩ　怎麼訂", "kpi 怎么订"),
    ],
)
def test_both_scripts_make_the_same_query(writer: QueryWriter, one: str, other: str) -> None:
    assert writer.read(one).query(BOTH) == writer.read(other).query(BOTH)


QUESTIONS = st.lists(
    st.sampled_from(["客戶", "budget", "誰說了算", " ", "？", "S級", "的", "the"]) | st.text(max_size=8), max_size=6
)


@given(QUESTIONS.map("".join), st.sampled_from([CHINESE, ENGLISH, BOTH]))
def test_any_question_makes_a_sound_query(writer: QueryWriter, question: str, written: tuple[bool, ...]) -> None:
    query = writer.read(question).query(written)
    for group in query.said + query.loose + query.concepts + query.translations:
        assert group.weight > 0
        assert all(0 < weight <= 1 for _, weight in group.alternatives)
    assert bool(phrases(query.said)) == bool(list(text.content_terms(text.without_stop_phrases(text.fold(question)))))
