"""Answers made of the pages' and documents' own words."""

import json
from functools import cache

import pytest

from knowledge import grading, text
from knowledge.answers import Answer, Answers, Outcome, PageRef, Topic
from knowledge.answers.answering import FOLLOW_UPS, QUOTED
from knowledge.answers.fitting import PREFERRED
from knowledge.kinds import Kind
from knowledge.language import Language
from knowledge.library import Audiences
from knowledge.mainland import localised
from knowledge.pages import SHIPPED, Page, Playbook, Section
from tests.knowledge.conftest import EVERYONE, SERVICE, Home

HANT, HANS, EN = Language.TRADITIONAL, Language.SIMPLIFIED, Language.ENGLISH
NORTHERNERS = EVERYONE | {"team:North"}
PLAYBOOK = Playbook(SHIPPED)
IDS = [page.id for page in PLAYBOOK.pages(EN)]
QUESTIONS = [
    json.loads(line) for line in (grading.QUESTIONS / "playbook-dev.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.fixture(scope="module")
def answers(furnished: Home) -> Answers:
    return furnished.application.answers


def ask(
    answers: Answers, question: str, language: Language, topic: str = "", before: str = "", audiences: Audiences = EVERYONE
) -> Answer:  # fmt: skip
    return answers.answer(question, audiences, language, Topic(topic, before) if topic else None)


def page_of(page_id: str, language: Language) -> Page:
    page = PLAYBOOK.page(page_id, language)
    assert page is not None
    return page


@cache
def said_by(page_id: str, language: Language) -> frozenset[str]:
    """Every line of a page as readers of a language get it."""
    page = page_of(page_id, language)
    return frozenset(
        localised(line, language) for line in [page.point, *(s for part in page.sections.values() for s in part)]
    )


def assert_nothing_made_up(answer: Answer) -> None:
    """What an answer says of a page stands in that page."""
    assert answer.page is not None
    page = page_of(answer.page.id, answer.language)
    lines = said_by(page.id, answer.language)
    assert answer.page.title == localised(page.title, answer.language)
    assert answer.is_practice == (page.source == "practice")
    assert {answer.point} - {""} <= lines
    assert set(answer.focus) <= lines
    for part in answer.parts:
        whole = [localised(line, answer.language) for line in page.sections[part.section]]
        assert list(part.lines) == whole[: len(part.lines)]
        assert part.lines == tuple(whole) or part.section is Section.WORDS
    if answer.second:
        other, point = answer.second
        assert other.id != page.id
        assert point == localised(page_of(other.id, answer.language).point, answer.language)
    assert set(answer.more) == set(page.sections) - {part.section for part in answer.parts}
    assert len(answer.nearest) <= FOLLOW_UPS
    for near in answer.nearest:
        assert near.title == localised(page_of(near.id, answer.language).title, answer.language)


# Nothing is made up


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("page_id", IDS)
def test_every_section_of_every_page_is_its_own_words(answers: Answers, page_id: str, language: Language) -> None:
    page = page_of(page_id, language)
    for section in page.sections:
        answer = answers.section(page_id, language, section)
        assert answer is not None
        assert_nothing_made_up(answer)
        assert [part.section for part in answer.parts] == [section]
        assert len(answer.parts[0].lines) == len(page.sections[section])
    for kind in Kind:
        answer = answers.section(page_id, language, kind)
        assert answer is not None
        assert_nothing_made_up(answer)
        (part,) = answer.parts
        assert part.section is next((s for s in PREFERRED[kind] if s in page.sections), Section.HOW)
    whole = answers.page(page_id, language)
    assert whole is not None
    assert_nothing_made_up(whole)
    assert whole.point == localised(page.point, language)
    assert [part.section for part in whole.parts] == [Section.HOW, Section.WORDS]
    assert len(whole.parts[1].lines) <= 2


@pytest.mark.parametrize("asked", QUESTIONS[::2], ids=lambda row: row["id"])
def test_every_answer_is_the_pages_own_words(answers: Answers, asked: dict[str, str]) -> None:
    answer = ask(answers, asked["question"], Language(asked["lang"]))
    if answer.outcome is Outcome.PAGE:
        assert_nothing_made_up(answer)
        assert answer.parts
        assert answer.point
    else:
        assert (answer.page, answer.point, answer.focus, answer.parts, answer.second) == (None, "", (), (), None)


def test_pages_that_do_not_exist_are_none(answers: Answers) -> None:
    for page_id in ("no-such-page", "", "../secret", "client-grading/"):
        assert answers.page(page_id, EN) is None
        assert answers.section(page_id, EN, Section.HOW) is None
        assert answers.section(page_id, EN, Kind.WHY) is None


# Simplified Chinese


@pytest.mark.parametrize("page_id", IDS)
def test_simplified_readers_get_no_traditional_character(page_id: str) -> None:
    page = page_of(page_id, HANS)
    for line in [page.title, *said_by(page_id, HANS)]:
        simplified = localised(line, HANS)
        assert text.converter("t2s").convert(simplified) == simplified
        assert not set(simplified) & set("「」『』")


@pytest.mark.parametrize("page_id", IDS)
def test_simplified_readers_get_no_word_of_programmers(page_id: str) -> None:
    for line in said_by(page_id, HANS):
        for wrong in ("指针", "进程", "内核", "运行", "字节", "文档", "创建", "拷贝"):
            assert wrong not in line, line


def test_others_get_a_page_as_it_is_written() -> None:
    assert localised("專案「行程」", HANT) == "專案「行程」"
    assert localised("專案", EN) == "專案"
    assert localised("專案的「行程」與指標", HANS) == "项目的“行程”与指标"


# The section that was asked for

BARE = [
    ("怎麼做？", HANT, Kind.HOW),
    ("為什麼？", HANT, Kind.WHY),
    ("为什么", HANS, Kind.WHY),
    ("why?", EN, Kind.WHY),
    ("how?", EN, Kind.HOW),
    ("給我一個例子", HANT, Kind.EXAMPLE),
    ("举个例子", HANS, Kind.EXAMPLE),
    ("give me an example", EN, Kind.EXAMPLE),
    ("怎麼說", HANT, Kind.WORDS),
    ("怎么开口", HANS, Kind.WORDS),
    ("what do I say?", EN, Kind.WORDS),
    ("有什麼風險", HANT, Kind.PITFALLS),
    ("what can go wrong?", EN, Kind.PITFALLS),
    ("怎么衡量", HANS, Kind.MEASURE),
    ("how do I measure it?", EN, Kind.MEASURE),
    ("要準備什麼", HANT, Kind.CHECKLIST),
    ("有沒有例子", HANT, Kind.EXAMPLE),
    ("能不能举个例子", HANS, Kind.EXAMPLE),
    ("有沒有實際案例？", HANT, Kind.EXAMPLE),
    ("what should I prepare?", EN, Kind.CHECKLIST),
    ("是什麼意思", HANT, Kind.WHAT),
    ("what does that mean?", EN, Kind.WHAT),
]
THREE = ("executive-visits", "client-grading", "decision-chain")


@pytest.mark.parametrize("page_id", THREE)
@pytest.mark.parametrize(("question", "language", "kind"), BARE)
def test_a_bare_question_goes_on_with_the_page_at_hand(
    answers: Answers, page_id: str, question: str, language: Language, kind: Kind
) -> None:
    answer = ask(answers, question, language, topic=page_id, before="before")
    assert answer.outcome is Outcome.PAGE
    assert answer.page is not None
    assert answer.page.id == page_id
    assert answer.parts[0].section is PREFERRED[kind][0]
    assert_nothing_made_up(answer)


@pytest.mark.parametrize(
    ("question", "language", "page_id", "section"),
    [
        ("什麼是高層互訪", HANT, "executive-visits", Section.WHAT),
        ("为什么要高层互访", HANS, "executive-visits", Section.WHY),
        ("how do we run an executive visit", EN, "executive-visits", Section.HOW),
        ("高層互訪多久做一次", HANT, "executive-visits", Section.HOW),
        ("高層互訪的檢查清單", HANT, "executive-visits", Section.CHECKLIST),
        ("高层互访怎么衡量", HANS, "executive-visits", Section.MEASURE),
        ("what mistakes are made in executive visits", EN, "executive-visits", Section.PITFALLS),
        ("高層互訪有沒有例子", HANT, "executive-visits", Section.EXAMPLE),
        ("what do I say to get our VP to visit the client", EN, "executive-visits", Section.WORDS),
        ("客戶分級是什麼", HANT, "client-grading", Section.WHAT),
        ("why grade clients", EN, "client-grading", Section.WHY),
        ("客户分级怎么做", HANS, "client-grading", Section.HOW),
        ("client grading checklist", EN, "client-grading", Section.CHECKLIST),
        ("客戶分級怎麼衡量", HANT, "client-grading", Section.MEASURE),
        ("客戶分級常見錯誤", HANT, "client-grading", Section.PITFALLS),
        ("give me an example of client grading", EN, "client-grading", Section.EXAMPLE),
        ("客户分级怎么跟老板说", HANS, "client-grading", Section.WORDS),
        ("what is a decision chain", EN, "decision-chain", Section.WHAT),
        ("為什麼要畫決策鏈", HANT, "decision-chain", Section.WHY),
        ("决策链怎么画", HANS, "decision-chain", Section.HOW),
        ("决策链要检查什么", HANS, "decision-chain", Section.CHECKLIST),
        ("決策鏈怎麼評估", HANT, "decision-chain", Section.MEASURE),
    ],
)
def test_a_question_gets_the_section_of_its_kind(
    answers: Answers, question: str, language: Language, page_id: str, section: Section
) -> None:
    answer = ask(answers, question, language)
    assert answer.page is not None
    assert answer.page.id == page_id
    assert answer.parts[0].section is section
    assert answer.point
    assert_nothing_made_up(answer)


def test_words_to_use_stand_beside_every_answer_but_not_all_of_them(answers: Answers) -> None:
    answer = ask(answers, "why grade clients", EN)
    assert [part.section for part in answer.parts] == [Section.WHY, Section.WORDS]
    assert len(answer.parts[1].lines) == 2
    asked_for = ask(answers, "客户分级怎么跟老板说", HANS)
    assert asked_for.parts[0].lines == tuple(
        localised(line, HANS) for line in page_of("client-grading", HANS).sections[Section.WORDS]
    )


class TestFocus:
    def test_a_line_that_speaks_of_just_that_is_shown_when_no_part_holds_it(self, answers: Answers) -> None:
        for row in QUESTIONS[::4]:
            answer = ask(answers, row["question"], Language(row["lang"]))
            shown = {line for part in answer.parts for line in part.lines}
            assert not shown & set(answer.focus)
            assert answer.point not in answer.focus
            assert len(answer.focus) <= 2


# Follow-ups


@pytest.mark.parametrize(
    ("question", "language", "topic", "before", "page_id"),
    [
        ("那 B 級客戶呢", HANT, "client-grading", "客戶分級怎麼做", "client-grading"),
        ("and for B clients?", EN, "client-grading", "how do we grade clients", "client-grading"),
        ("那為什麼", HANT, "executive-visits", "高層互訪怎麼做", "executive-visits"),
        ("tell me more", EN, "executive-visits", "how do executive visits work", "executive-visits"),
        ("还有呢", HANS, "executive-visits", "高层互访怎么做", "executive-visits"),
        ("what is the iron triangle?", EN, "executive-visits", "how do executive visits work", "iron-triangle"),
        ("那鐵三角是什麼", HANT, "executive-visits", "高層互訪怎麼做", "iron-triangle"),
    ],
)
def test_follow_ups(answers: Answers, question: str, language: Language, topic: str, before: str, page_id: str) -> None:
    answer = ask(answers, question, language, topic, before)
    assert answer.page is not None
    assert answer.page.id == page_id
    assert_nothing_made_up(answer)


def test_a_bare_question_without_a_topic_is_not_answered_from_a_page_by_chance(answers: Answers) -> None:
    for question, language, _ in BARE:
        answer = ask(answers, question, language)
        if answer.page:
            assert_nothing_made_up(answer)


def test_a_topic_whose_page_is_gone_is_answered_with_nothing(answers: Answers) -> None:
    answer = ask(answers, "why?", EN, topic="page-of-yesterday", before="what was it")
    assert answer.outcome is Outcome.NOTHING


# Comparison


@pytest.mark.parametrize(
    ("question", "language", "pages"),
    [
        ("iron triangle vs inverted triangle", EN, {"iron-triangle", "inverted-triangle"}),
        ("鐵三角跟倒三角差在哪", HANT, {"iron-triangle", "inverted-triangle"}),
        ("关键客户关系和普遍客户关系有什么区别", HANS, {"key-relationship", "general-relationship"}),
        ("战略合作协议和联合创新有什么区别", HANS, {"strategic-agreement", "joint-innovation"}),
        (
            "what is the difference between executive visits and client reception?",
            EN,
            {"executive-visits", "client-reception"},
        ),
    ],
)
def test_a_comparison_shows_both_pages(answers: Answers, question: str, language: Language, pages: set[str]) -> None:
    answer = ask(answers, question, language)
    assert answer.page is not None
    assert answer.second is not None
    assert {answer.page.id, answer.second[0].id} == pages
    assert answer.parts[0].section is Section.WHAT
    assert_nothing_made_up(answer)


def test_where_nothing_is_compared_there_is_one_page(answers: Answers) -> None:
    for question, language in (
        ("why grade clients", EN),
        ("客戶分級有什麼不同", HANT),
        ("what is a decision chain", EN),
    ):
        assert ask(answers, question, language).second is None


# Documents


class TestDocuments:
    @pytest.mark.parametrize(
        ("question", "language"),
        [
            ("how long is the warranty of an Albatross pump?", EN),
            ("Albatross 幫浦的 warranty 是幾個月", HANT),
        ],
    )
    def test_a_document_is_quoted_with_where_it_stands(
        self, answers: Answers, question: str, language: Language
    ) -> None:
        answer = ask(answers, question, language)
        assert answer.outcome is Outcome.DOCUMENT
        assert answer.quotation is not None
        assert "thirty-one months" in answer.quotation.text
        assert answer.quotation.document == "Service handbook"
        assert "Warranty of pumps" in answer.quotation.heading
        assert (answer.page, answer.parts, answer.point) == (None, (), "")

    def test_a_quotation_is_the_documents_own_lines(self, answers: Answers) -> None:
        for question in (
            "warranty of the Albatross pump seals",
            "spare parts Zwolle warehouse",
            "信天翁幫浦檸檬酸清洗",
        ):
            quotation = ask(answers, question, HANT if not question.isascii() else EN).quotation
            assert quotation is not None
            for line in quotation.text.split("\n"):
                assert line in ("", "…") or line in SERVICE.split("\n")

    def test_a_long_passage_is_cut_to_what_was_asked(self, answers: Answers) -> None:
        answer = ask(answers, "on which day does the canteen serve bean goulash", EN)
        assert answer.quotation is not None
        assert "bean goulash" in answer.quotation.text
        assert len(answer.quotation.text) <= QUOTED + 10
        assert "lentil stew" not in answer.quotation.text

    def test_a_teams_document_answers_its_team_only(self, answers: Answers) -> None:
        question = "which discount ladder does Quokkasoft's purchasing director Ferreira want?"
        told = ask(answers, question, EN, audiences=NORTHERNERS)
        assert told.quotation is not None
        assert "7, 11 and 13" in told.quotation.text
        for audiences in (EVERYONE, frozenset[str](), EVERYONE | {"team:South"}):
            answer = ask(answers, question, EN, audiences=audiences)
            assert "7, 11" not in repr(answer)
            assert answer.quotation is None

    def test_a_collection_can_be_asked_alone(self, answers: Answers) -> None:
        answer = answers.answer("Albatross pump warranty", EVERYONE, EN, collection="company")
        assert answer.outcome is Outcome.DOCUMENT
        assert answer.nearest == ()
        assert answers.answer("Albatross pump warranty", EVERYONE, EN, collection="north").outcome is Outcome.NOTHING


# Nothing found


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("how do I teach my cat to sit", EN),
        ("明天新竹會下雨嗎", HANT),
        ("红烧肉要炖多久才软烂", HANS),
        ("asdfghjkl qwertyuiop", EN),
    ],
)
def test_what_is_not_known_is_not_answered(answers: Answers, question: str, language: Language) -> None:
    answer = ask(answers, question, language)
    assert answer.outcome is Outcome.NOTHING
    assert answer.language is language
    assert (answer.page, answer.point, answer.focus, answer.parts) == (None, "", (), ())
    assert (answer.second, answer.quotation, answer.more) == (None, None, ())
    assert len(answer.nearest) <= FOLLOW_UPS
    assert all(isinstance(near, PageRef) and near.id in IDS for near in answer.nearest)


@pytest.mark.parametrize("question", ["", "😀", "why?", "怎麼辦", "为什么呢", "what should I do"])
def test_a_question_about_nothing_is_asked_back(answers: Answers, question: str) -> None:
    assert ask(answers, question, EN) == Answer(Outcome.UNCLEAR, EN)
    assert ask(answers, question, EN, topic="iron-triangle").outcome is not Outcome.NOTHING


def test_a_stranger_is_told_nothing(answers: Answers) -> None:
    answer = ask(answers, "what is the iron triangle?", EN, audiences=frozenset())
    assert answer == Answer(Outcome.NOTHING, EN)


# Named by nothing but its name, or counted wrongly


@pytest.mark.parametrize(
    ("question", "language", "page_id", "section"),
    [
        ("decision chain pitfalls", EN, "decision-chain", Section.PITFALLS),
        ("推和拉有什麼不同", HANT, "push-and-pull", Section.WHAT),
        ("九大關鍵行動", HANT, "nine-key-actions", Section.WHAT),
        ("iron triangle", EN, "iron-triangle", Section.WHAT),
    ],
)
def test_a_few_words_that_are_a_pages_name_are_enough(
    answers: Answers, question: str, language: Language, page_id: str, section: Section
) -> None:
    answer = ask(answers, question, language)
    assert_nothing_made_up(answer)
    assert answer.page is not None
    assert (answer.page.id, answer.parts[0].section) == (page_id, section)


@pytest.mark.parametrize(
    ("question", "language", "thing"),
    [
        ("五級客戶怎麼分？", HANT, "client_grades"),
        ("what is the tenth key action?", EN, "key_actions"),
        ("鐵三角是誰", HANT, ""),
    ],
)
def test_a_wrong_count_is_named_and_the_page_shown(
    answers: Answers, question: str, language: Language, thing: str
) -> None:
    answer = ask(answers, question, language)
    assert_nothing_made_up(answer)
    assert answer.corrected == thing


def test_titles_of_pages_that_are_gone_are_left_out(answers: Answers) -> None:
    assert [page.id for page in answers.titles(["iron-triangle", "no-such-page"], HANS)] == ["iron-triangle"]


# Several questions in one breath


def test_several_questions_are_answered_one_by_one(answers: Answers) -> None:
    answer = ask(answers, "what is the iron triangle? how do I grade clients? who wins the world cup?", EN)
    assert_nothing_made_up(answer)
    assert answer.page is not None
    pages = [answer.page.id, *(other.page.id for other in answer.also if other.page)]
    assert pages == ["iron-triangle", "client-grading"]
    for other in answer.also:
        assert_nothing_made_up(other)
    assert answer.unanswered == ("who wins the world cup?",)


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("鐵三角是什麼？鐵三角有哪些人？", HANT),
        ("他不簽，怎麼辦？急！", HANT),
        ("what is the iron triangle? why?", EN),
        ("is the iron triangle any good?!", EN),
        ("how often do we visit S clients", EN),
    ],
)
def test_one_subject_is_one_answer(answers: Answers, question: str, language: Language) -> None:
    answer = ask(answers, question, language)
    assert (answer.also, answer.unanswered) == ((), ())


def test_no_more_than_three_are_answered(answers: Answers) -> None:
    asked = "鐵三角是什麼？客戶怎麼分級？客訴誰負責？高層多久拜訪一次？價格戰怎麼打？"
    assert len(ask(answers, asked, HANT).also) <= 2


def test_a_question_to_a_document_among_others_is_not_lost(answers: Answers) -> None:
    answer = ask(answers, "what is the iron triangle? Albatross pump warranty?", EN)
    assert answer.also == ()
    assert answer.page or answer.quotation
