"""From a question to what the index is asked: words, concepts, translations, and the themes of the playbook."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import text
from knowledge.dictionary import Dictionary
from knowledge.glossary import content_terms
from knowledge.language import Language
from knowledge.pages import Playbook
from knowledge.query import Group, Query, QueryWriter
from knowledge.retrieval import PageIndexes
from knowledge.themes import PAGES, SIGNATURE, Themes
from tests.knowledge.conftest import Home, OpenHome, shipped_glossary

THEME = Group(0.25, (("theme", 1.0),))


@pytest.fixture(scope="module")
def writer(dictionary_file_of_module: Dictionary) -> QueryWriter:
    return QueryWriter(shipped_glossary(), dictionary_file_of_module, lambda _folded, _to_chinese: [THEME])


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
        query = writer.write(question, to_chinese=False)
        assert [term for term in phrases(query.said) if term != "s"] == words
        assert {group.weight for group in query.said} <= {1.0}

    def test_single_characters_weigh_less(self, writer: QueryWriter) -> None:
        query = writer.write("拜訪客戶", to_chinese=True)
        assert phrases(query.characters) == ["拜", "访", "客", "户"]
        assert {group.weight for group in query.characters} == {0.5}


class TestConcepts:
    def test_an_everyday_question_gets_the_trades_terms_in_the_documents_language(self, writer: QueryWriter) -> None:
        english = phrases(writer.write("客戶那邊到底誰說了算", to_chinese=False).concepts)
        chinese = phrases(writer.write("the client's big boss decides", to_chinese=True).concepts)
        assert "decision maker" in english
        assert all(phrase.isascii() for phrase in english)
        assert any("决策" in phrase for phrase in chinese)

    def test_the_terms_of_one_concept_count_as_one_thing(self, writer: QueryWriter) -> None:
        (group,) = [g for g in writer.write("鐵三角", to_chinese=True).concepts if g.alternatives[0][0] == "铁三角"]
        assert group.weight == pytest.approx(1.5)
        assert all(0 < weight <= 1 for _, weight in group.alternatives)


class TestTranslations:
    def test_chinese_words_into_english_stems(self, writer: QueryWriter) -> None:
        query = writer.write("合約的預算", to_chinese=False)
        assert any("budget" in dict(group.alternatives) for group in query.translations)
        assert any("contract" in dict(group.alternatives) for group in query.translations)

    def test_english_words_into_chinese(self, writer: QueryWriter) -> None:
        query = writer.write("the customer's budget", to_chinese=True)
        assert any("预算" in dict(group.alternatives) for group in query.translations)
        assert any("客户" in dict(group.alternatives) for group in query.translations)
        assert all(len(phrase) > 1 for phrase in phrases(query.translations))

    def test_nothing_when_it_is_the_documents_language(self, writer: QueryWriter) -> None:
        assert writer.write("the customer's budget", to_chinese=False).translations == ()
        assert writer.write("合約的預算", to_chinese=True).translations == ()


def test_themes_are_asked_for_only_when_wanted(writer: QueryWriter) -> None:
    assert writer.write("budget", to_chinese=True).themes == (THEME,)
    assert writer.write("budget", to_chinese=True, with_themes=False).themes == ()


def test_a_question_for_two_languages_says_its_own_words_once(writer: QueryWriter) -> None:
    chinese, english = (writer.write("客戶 budget", to_chinese=to_chinese) for to_chinese in (True, False))
    both = chinese + english
    assert (both.said, both.characters) == (chinese.said, chinese.characters)
    assert both.translations == chinese.translations + english.translations
    assert both.concepts == chinese.concepts + english.concepts
    assert Query() + Query() == Query()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("客戶關係的指標要怎麼訂", "客户关系的指标要怎么订"),
        ("專案經理聯絡誰", "專案经理联络谁"),
        ("ＫＰＩ　怎麼訂", "kpi 怎么订"),
    ],
)
def test_both_scripts_make_the_same_query(writer: QueryWriter, one: str, other: str) -> None:
    for to_chinese in (True, False):
        assert writer.write(one, to_chinese) == writer.write(other, to_chinese)


QUESTIONS = st.lists(
    st.sampled_from(["客戶", "budget", "誰說了算", " ", "？", "S級", "的", "the"]) | st.text(max_size=8), max_size=6
)


@given(QUESTIONS.map("".join), st.booleans())
def test_any_question_makes_a_sound_query(writer: QueryWriter, question: str, to_chinese: bool) -> None:
    query = writer.write(question, to_chinese)
    for group in query.said + query.characters + query.concepts + query.translations:
        assert group.weight > 0
        assert all(0 < weight <= 1 for _, weight in group.alternatives)
    assert bool(phrases(query.said)) == bool(list(content_terms(text.without_stop_phrases(text.fold(question)))))


class TestThemes:
    @pytest.fixture
    def themes(self, with_playbook: Home) -> Themes:
        application = with_playbook.application
        return Themes(application.playbook, PageIndexes(application.library, application.indexes))

    @pytest.mark.parametrize("language", [Language.TRADITIONAL, Language.ENGLISH])
    def test_a_pages_own_question_leads_to_it(self, themes: Themes, with_playbook: Home, language: Language) -> None:
        pages = with_playbook.application.playbook.pages(language)
        near = [[page_id for page_id, _ in themes.nearest(text.fold(page.questions[0]), 3)] for page in pages]
        assert sum(page.id in found for page, found in zip(pages, near, strict=True)) >= 0.9 * len(pages)

    def test_the_nearest_come_first(self, themes: Themes) -> None:
        near = themes.nearest("how often should our vp visit an s client", 10)
        assert near[0][0] == "executive-visits"
        scores = [score for _, score in near]
        assert scores == sorted(scores, reverse=True)
        assert len(near) <= 10

    def test_a_question_in_one_language_brings_the_vocabulary_of_the_other(self, themes: Themes) -> None:
        chinese = [group.alternatives[0][0] for group in themes("how often should our vp visit an s client", True)]
        english = [group.alternatives[0][0] for group in themes(text.fold("副總多久要去看一次 S 級客戶"), False)]
        assert "高层" in chinese
        assert {"execut", "visit"} & set(english)
        assert all(term.isascii() for term in english)

    @pytest.mark.parametrize("to_chinese", [True, False])
    def test_weights_add_up_to_one(self, themes: Themes, to_chinese: bool) -> None:
        groups = list(themes("the price war is killing our margin", to_chinese))
        assert len(groups) <= PAGES * SIGNATURE
        assert sum(group.weight for group in groups) == pytest.approx(1.0)

    @pytest.mark.parametrize("question", ["", "😀", "qqqq zzzz", "\u200b"])
    def test_what_resembles_no_page_has_no_theme(self, themes: Themes, question: str) -> None:
        assert themes.nearest(text.fold(question), 3) == []
        assert list(themes(text.fold(question), True)) == []

    def test_without_pages_there_are_none(self, bare: Home) -> None:
        application = bare.application
        themes = Themes(application.playbook, PageIndexes(application.library, application.indexes))
        assert list(themes("how often should we visit", True)) == []

    def test_pages_that_were_taken_in_since_are_found(self, open_home: OpenHome) -> None:
        home = open_home()
        indexes = PageIndexes(home.application.library, home.application.indexes)
        assert indexes(Language.ENGLISH)[1] == []
        own = home.folder / "playbook" / "en" / "wombats.md"
        own.parent.mkdir(parents=True)
        own.write_text(
            "---\nid: wombats\ntitle: Wombats\nmodule: basics\nquestions: [a, b, c, d, e, wombat]\nsource: practice\n---\nP.\n"
            "## What it is\nA.\n## Why\nB.\n## How\n1. C.\n## Pitfalls\n- D.\n## Words to use\n- E.\n"
        )
        playbook = Playbook(home.folder / "playbook")
        home.application.ingest.playbook(playbook)
        index, ids = indexes(Language.ENGLISH)
        assert ids == ["wombats"]
        assert index.size == 1
        assert Themes(playbook, indexes).nearest("wombat", 3)[0][0] == "wombats"
