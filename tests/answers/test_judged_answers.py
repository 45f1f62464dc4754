"""The coach answers as it did when its answers were judged; a changed answer is shown line by line."""

import difflib
from typing import Any

import pytest

from bot.bootstrap import Application
from knowledge.language import Language
from knowledge.pages import SHIPPED, Playbook
from tests.answers.played import ANSWERED, JUDGED, asked, read, renewed

ENTRIES = [
    pytest.param(language, each, id=f"{language}-{n}") for language in Language for n, each in enumerate(read(language))
]


@pytest.fixture(scope="module")
def answering(tmp_path_factory: pytest.TempPathFactory, prepared_home: Any) -> Application:
    """One application for all of them: questions are asked and nothing is kept."""
    from bot.settings import Settings

    return Application(Settings(home=prepared_home, database_url=None, chroma_url=None))


@pytest.mark.parametrize(("language", "held"), ENTRIES)
def test_an_answer_is_the_one_that_was_judged(answering: Application, language: Language, held: dict[str, Any]) -> None:
    now = asked(answering, held["question"], language)
    lines = [[f"{name}: {answer[name]}" for name in ANSWERED] for answer in (held, now)]
    before, after = ("\n".join(each).splitlines() for each in lines)
    changes = "\n".join(difflib.unified_diff(before, after, "judged", "now", lineterm="", n=1))
    assert not changes, f"{held['question']}\n{changes}\nTo keep it: python -m tests.answers, and judge it anew."
    if not held["judged"]:
        pytest.xfail("nobody has judged this answer")


@pytest.mark.parametrize(("language", "held"), ENTRIES)
def test_a_judgement_is_whole(language: Language, held: dict[str, Any]) -> None:
    pages = {page.id for page in Playbook(SHIPPED).pages(language)}
    assert held["page"] is None or held["page"] in pages
    assert set(JUDGED) <= set(held) if held["judged"] else not set(JUDGED) & set(held)


def test_there_are_answers_in_every_language() -> None:
    assert min(len(read(language)) for language in Language) >= 22


def test_a_changed_answer_loses_its_judgement_and_an_unchanged_one_keeps_it() -> None:
    now = {"page": "vct", "section": "what", "answer": "Yes.\n"}
    held = {"question": "?", "wanted": []} | now | {"judged": True} | dict.fromkeys(JUDGED, "fine")
    assert renewed(held, now) == held
    changed = renewed(held, now | {"answer": "No.\n"})
    assert changed["judged"] is False
    assert not set(JUDGED) & set(changed)
