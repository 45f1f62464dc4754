"""What is counted over the question sets, on small sets whose marks are known; and that the shipped sets are sound."""

from collections import Counter

import pytest

from knowledge import grading
from knowledge.answers import Answer, Outcome, PageRef, Part
from knowledge.grading import EVERY, Found, Marks, Question, grade
from knowledge.kinds import Kind
from knowledge.language import Language
from knowledge.library import StoredPassage
from knowledge.pages import SHIPPED, Playbook, Section

EN, HANT = Language.ENGLISH, Language.TRADITIONAL


def page(page_id: str) -> StoredPassage:
    return StoredPassage(1, "", f"page:{page_id}", "", "", "", 0, 0)


def lines(first: int, last: int) -> StoredPassage:
    return StoredPassage(1, "", "/talk.txt", "", "", "", first, last)


def question(
    *pages: str, ranges: tuple[tuple[int, int], ...] = (), language: Language = EN, kind: Kind | None = None
) -> Question:
    return Question("?", language, frozenset(pages), ranges, kind)


def shown(page_id: str, *sections: Section) -> Answer:
    return Answer(
        Outcome.PAGE,
        EN,
        page=PageRef(page_id, ""),
        parts=(Part(sections[0], ()),),
        more=sections[1:],
    )


def marks_of(pairs: list[tuple[Question, Found]], language: str = EVERY) -> Marks:
    """Each question is a different object, so it can name its own finding."""
    by_id = {id(asked): found for asked, found in pairs}
    return dict(grade([asked for asked, _ in pairs], lambda asked: by_id[id(asked)]))[language]


@pytest.mark.parametrize(
    ("passage", "right"),
    [
        (page("a"), True),
        (page("c"), False),
        (lines(1, 9), False),
        (lines(1, 10), True),
        (lines(12, 30), True),
        (lines(13, 30), False),
        (lines(11, 11), True),
    ],
)
def test_what_answers_a_question(passage: StoredPassage, right: bool) -> None:
    assert question("a", "b", ranges=((10, 12),)).is_answered_by(passage) == right


def test_marks_are_shares() -> None:
    pairs = [
        (question("a"), Found([page("x"), page("y"), page("a")], 0.9)),
        (question("a"), Found([page("x"), page("y"), page("z"), page("a")], 0.4)),
        (question("a", language=HANT), Found([], 0.0)),
        (question(), Found([page("a")], 0.6)),
        (question(), Found([page("a")], 0.4)),
    ]
    marks = marks_of(pairs)
    assert (marks.questions, marks.out_of_scope) == (3, 2)
    assert marks.recall == pytest.approx(1 / 3)
    assert marks.refused == pytest.approx(2 / 3)
    assert marks.caught == pytest.approx(1 / 2)
    # Of six pairs 0.9 wins two, 0.4 draws one.
    assert marks.auroc == pytest.approx(2.5 / 6)
    assert marks_of(pairs, "en").recall == pytest.approx(1 / 2)
    assert marks_of(pairs, "zh-Hant").recall == 0
    assert marks_of(pairs, "zh-Hans").recall is None


def test_a_system_that_cannot_say_how_sure_it_is_has_no_such_marks() -> None:
    marks = marks_of([(question("a"), Found([page("a")])), (question(), Found([]))])
    assert (marks.recall, marks.refused, marks.caught, marks.auroc, marks.section) == (1.0, None, None, None, None)


def test_the_right_section_is_counted_on_right_pages_only() -> None:
    def asked(kind: Kind, answer: Answer | None) -> tuple[Question, Found]:
        return question("a", kind=kind), Found([], 0.9, answer)

    pairs = [
        asked(Kind.WHY, shown("a", Section.WHY)),
        asked(Kind.WHY, shown("a", Section.HOW, Section.WHY)),
        asked(Kind.MEASURE, shown("a", Section.HOW)),  # the page has none
        asked(Kind.WHY, shown("b", Section.HOW, Section.WHY)),
        asked(Kind.WHY, None),
    ]
    assert marks_of(pairs).section == pytest.approx(2 / 3)


@pytest.mark.parametrize("name", grading.names())
def test_a_shipped_set_is_sound(name: str) -> None:
    questions = grading.read_set(name)
    pages = {each.id for each in Playbook(SHIPPED).pages(EN)}
    assert len({each.text for each in questions}) == len(questions)
    inside = Counter(each.language for each in questions if each.is_answerable)
    outside = Counter(each.language for each in questions if not each.is_answerable)
    assert min(inside[language] for language in Language) >= 20
    assert min(outside[language] for language in Language) >= 10
    assert all(each.pages <= pages for each in questions)
    assert all(bool(each.pages) != name.startswith("talk") for each in questions if each.is_answerable)
    assert all(0 < first <= last for each in questions for first, last in each.lines)
