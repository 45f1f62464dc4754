"""What a question is about: the pages it is like, and their vocabulary in documents of either language."""

from collections.abc import Callable

import pytest

from knowledge import lexical
from knowledge.language import Language
from knowledge.pages import Playbook
from knowledge.query import QueryWriter
from knowledge.themes import SIGNATURE, Near, Themes
from tests.knowledge.conftest import Home, OpenHome

NearOf = Callable[..., Near]


def themes_of(home: Home, playbook: Playbook | None = None) -> Themes:
    application = home.application
    return Themes(playbook or application.playbook, application.library, application.indexes)


def near_of(home: Home, themes: Themes) -> NearOf:
    application = home.application
    writer = QueryWriter(application.glossary, application.dictionary)
    return lambda question, k=3: themes.near(writer.read(question), application.library.collections(None), k)


@pytest.mark.parametrize("language", [Language.TRADITIONAL, Language.ENGLISH])
def test_a_pages_own_question_leads_to_it(with_playbook: Home, language: Language) -> None:
    near = near_of(with_playbook, themes_of(with_playbook))
    pages = with_playbook.application.playbook.pages(language)
    found = [[page_id for page_id, _ in near(page.questions[0])] for page in pages]
    assert sum(page.id in ids for page, ids in zip(pages, found, strict=True)) >= 0.9 * len(pages)


def test_the_nearest_come_first_and_share_one_whole(with_playbook: Home) -> None:
    near = near_of(with_playbook, themes_of(with_playbook))("how often should our VP visit an S client", 10)
    assert near[0][0] == "executive-visits"
    shares = [share for _, share in near]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(1.0)
    assert len(near) <= 10


def test_a_question_in_one_language_finds_its_subject_in_the_other(with_playbook: Home) -> None:
    themes = themes_of(with_playbook)
    near = near_of(with_playbook, themes)
    texts = [
        "高層拜訪要先定好目的，每季一次",
        "an executive visit needs an aim, once a quarter",
        "wombats dig",
        "袋熊挖洞",
    ]
    index = lexical.build(texts, range(len(texts)))
    english = near("how often should our VP visit an S client")
    chinese = near("副總多久要去看一次 S 級客戶")
    into_chinese, into_english = themes.scores(index, english, (True,)), themes.scores(index, chinese, (False,))
    assert into_chinese[0] > into_chinese[3] == 0
    assert into_english[1] > into_english[2] == 0
    both = themes.scores(index, english, (True, False))
    assert both[:2].min() > both[2:].max()


@pytest.mark.parametrize("chinese", [True, False])
def test_a_signature_is_a_pages_own_terms_with_weights_that_add_up_to_one(with_playbook: Home, chinese: bool) -> None:
    themes = themes_of(with_playbook)
    groups = themes.signature("executive-visits", chinese)
    assert 0 < len(groups) <= SIGNATURE
    assert sum(group.weight for group in groups) == pytest.approx(1.0)
    terms = {group.alternatives[0][0] for group in groups}
    assert terms & ({"高层"} if chinese else {"execut"})
    assert themes.signature("no-such-page", chinese) == ()


@pytest.mark.parametrize("question", ["", "😀", "qqqq zzzz", "\u200b"])
def test_what_resembles_no_page_has_no_theme(with_playbook: Home, question: str) -> None:
    themes = themes_of(with_playbook)
    near = near_of(with_playbook, themes)(question)
    assert list(near) == []
    assert not themes.scores(lexical.build(["visit"], [0]), near, (False,)).any()


def test_without_pages_there_are_none(bare: Home) -> None:
    assert list(near_of(bare, themes_of(bare))("how often should we visit")) == []


def test_an_index_that_is_gone_is_forgotten(with_playbook: Home) -> None:
    themes = themes_of(with_playbook)
    near = near_of(with_playbook, themes)("how often should we visit")
    for _ in range(3):
        themes.scores(lexical.build(["visit"], [0]), near, (False,))
    assert len(themes._scores) == 0


def test_pages_that_were_taken_in_since_are_found(open_home: OpenHome) -> None:
    home = open_home()
    own = home.folder / "playbook" / "en" / "wombats.md"
    own.parent.mkdir(parents=True)
    own.write_text(
        "---\nid: wombats\ntitle: Wombats\nmodule: basics\nquestions: [a, b, c, d, e, wombat]\nsource: practice\n---\nP.\n"
        "## What it is\nA.\n## Why\nB.\n## How\n1. C.\n## Pitfalls\n- D.\n## Words to use\n- E.\n"
    )
    playbook = Playbook(home.folder / "playbook")
    near = near_of(home, themes_of(home, playbook))
    assert list(near("wombat")) == []
    home.application.ingest.playbook(playbook)
    assert near("wombat") == [("wombats", 1.0)]
