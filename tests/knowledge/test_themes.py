"""What a question is about: the passages that are like the same pages, in documents of either language."""

from collections.abc import Callable

import pytest

from knowledge import lexical
from knowledge.lexical import LexicalIndex
from knowledge.query import QueryWriter
from knowledge.ranking import Scores
from knowledge.themes import Themes
from tests.knowledge.conftest import Home, OpenHome

ScoresOf = Callable[[LexicalIndex, str], Scores]
TEXTS = ["高層互訪每年一次，要先定好目的", "a visit by executives needs an aim", "wombats dig burrows", "袋熊挖洞"]


def themes_of(home: Home) -> Themes:
    application = home.application
    return Themes(application.library, application.indexes, application.recognitions)


def scores_of(home: Home, themes: Themes) -> ScoresOf:
    application = home.application
    writer = QueryWriter(application.glossary, application.dictionary)
    return lambda index, question: themes.scores(index, writer.read(question), application.library.collections(None))


def index_of(texts: list[str]) -> LexicalIndex:
    """Far apart, so that none speaks for its neighbours."""
    spread = [line for text in texts for line in (text, "", "")]
    return lexical.build(spread, range(len(spread)))


@pytest.mark.parametrize("question", ["how often should our VP visit an S client", "高層多久要互訪一次"])
def test_a_question_finds_its_subject_in_both_languages(with_playbook: Home, question: str) -> None:
    found = scores_of(with_playbook, themes_of(with_playbook))(index_of(TEXTS), question)[::3]
    assert min(found[:2]) > max(found[2:])
    assert max(found) <= 1.0 + 1e-6


def test_a_passage_between_two_on_a_subject_is_taken_to_be_on_it(with_playbook: Home) -> None:
    index = lexical.build([TEXTS[1], "we met", TEXTS[1], "", "", "we met"], range(6))
    found = scores_of(with_playbook, themes_of(with_playbook))(index, "how often should our VP visit an S client")
    assert found[1] > found[5]


@pytest.mark.parametrize("question", ["", "😀", "qqqq zzzz", "\u200b"])
def test_what_resembles_no_page_has_no_theme(with_playbook: Home, question: str) -> None:
    assert not scores_of(with_playbook, themes_of(with_playbook))(index_of(TEXTS), question).any()


def test_without_pages_there_are_none(bare: Home) -> None:
    assert not scores_of(bare, themes_of(bare))(index_of(TEXTS), "how often should we visit").any()


def test_an_empty_index_has_none(with_playbook: Home) -> None:
    assert len(scores_of(with_playbook, themes_of(with_playbook))(lexical.build([], []), "visit")) == 0


def test_an_index_that_is_gone_is_forgotten(with_playbook: Home) -> None:
    themes = themes_of(with_playbook)
    for _ in range(3):
        scores_of(with_playbook, themes)(index_of(TEXTS), "how often should we visit")
    assert len(themes._passages) == 0


def test_pages_that_were_taken_in_since_are_a_measure_too(open_home: OpenHome) -> None:
    home = open_home()
    own = home.folder / "playbook" / "en" / "wombats.md"
    own.parent.mkdir(parents=True)
    own.write_text(
        "---\nid: wombats\ntitle: Wombats\nmodule: basics\nquestions: [a, b, c, d, e, where do wombats live]\nsource: practice\n"
        "---\nThey dig.\n## What it is\nA.\n## Why\nB.\n## How\n1. C.\n## Pitfalls\n- D.\n## Words to use\n- E.\n"
    )
    home.application.ingest.playbook(home.application.playbook)
    before = scores_of(home, themes_of(home))(index_of(TEXTS), "wombats")
    home = home.reopened() if hasattr(home, "reopened") else home
    assert before[::3][2] == max(before)
