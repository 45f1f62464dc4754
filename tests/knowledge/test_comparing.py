"""What a question sets side by side is told apart, and a line that speaks of all of it is found."""

import pytest

from knowledge.answers.comparing import of_all, one_each, set_apart, sides, words_of
from knowledge.language import Language
from knowledge.pages import SHIPPED, Page, Playbook

EN, HANT = Language.ENGLISH, Language.TRADITIONAL


def pages(language: Language) -> list[Page]:
    return Playbook(SHIPPED).pages(language)


@pytest.mark.parametrize(
    ("question", "language", "expected"),
    [
        ("教練和支持者有什麼不同", HANT, 2),
        ("coach vs supporter", EN, 2),
        ("關鍵關係、普遍關係和組織關係差在哪", HANT, 3),
        ("戰略解碼還是戰略對標會議先做", HANT, 2),
        ("Salesforce vs HubSpot", EN, 0),
        ("what is a decision chain", EN, 0),
        ("", EN, 0),
    ],
)
def test_sides(question: str, language: Language, expected: int) -> None:
    assert len(sides(question, words_of(pages(language)))) == expected


@pytest.mark.parametrize(("question", "language"), [("教練和支持者有什麼不同", HANT), ("coach vs supporter", EN)])
def test_a_line_that_speaks_of_both(question: str, language: Language) -> None:
    known = words_of(pages(language))
    page = next(page for page in pages(language) if page.id == "key-relationship")
    line = of_all(page, set_apart(sides(question, known), known))
    assert ("教練" if language is HANT else "coach") in line
    assert ("支持" if language is HANT else "support") in line


def test_a_name_of_each_side_leads_to_its_page() -> None:
    known = words_of(pages(EN))
    compared = sides("decision chain or pre-call plan", known)
    assert [page.id for page in one_each(compared, pages(EN), 2)] == ["decision-chain", "pre-call-plan"]
