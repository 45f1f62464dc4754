"""The glossary: concepts found by their names and by what people say every day."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import text
from knowledge.glossary import SHIPPED, Glossary, load_glossary

SMALL = """
[[term]]
en = ["decision chain", "buying centre"]
zh-Hant = ["決策鏈"]
everyday-en = ["who really decides", "the people behind the buyer"]
everyday-zh = ["誰說了算", "背後拍板的人"]

[[term]]
en = ["software"]
zh-Hant = ["軟體專案"]
zh-Hans = ["软件工程"]

[[term]]
zh-Hant = ["鐵三角"]

[[term]]
en = ["client visit"]
zh-Hant = ["客戶拜訪"]
everyday-en = ["go and see them"]
"""

Load = Callable[[str], Glossary]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    def loaded(written: str) -> Glossary:
        file = tmp_path / "glossary.toml"
        file.write_text(written, encoding="utf-8")
        return load_glossary(file)

    return loaded


def found(glossary: Glossary, question: str) -> dict[str, float]:
    """The first name of each concept in a question, with how surely."""
    return {
        (concept.english or concept.chinese)[0]: sure for concept, sure in glossary.concepts_in(text.fold(question))
    }


@pytest.mark.parametrize(
    ("question", "concepts"),
    [
        ("How do I map the decision chain?", {"decision chain": 1.0}),
        ("the DECISION CHAINS of two clients", {"decision chain": 1.0}),
        ("客戶的決策鏈怎麼查", {"decision chain": 1.0}),
        ("客户的决策链怎么查", {"decision chain": 1.0}),
        ("到底誰說了算", {"decision chain": 0.7}),
        ("到底谁说了算", {"decision chain": 0.7}),
        ("the people behind the buyer", {"decision chain": 0.7}),
        ("who really decides", {"decision chain": 0.7}),
        ("he decides quickly", {}),
        ("software", {"software": 1.0}),
        ("软件工程", {"software": 1.0}),
        ("鐵三角", {"铁三角": 1.0}),
        ("chain", {}),
        ("", {}),
        ("😀", {}),
    ],
)
def test_concepts_in_a_question(load: Load, question: str, concepts: dict[str, float]) -> None:
    assert found(load(SMALL), question) == pytest.approx(concepts)


def test_part_of_a_phrase_counts_by_its_share(load: Load) -> None:
    sure = found(load(SMALL), "背後拍板")["decision chain"]
    assert 0.6 * 0.7 <= sure < 0.7


def test_names_are_folded_and_each_stands_once(load: Load) -> None:
    (concept,) = load('[[term]]\nen = ["KPI", "kpi"]\nzh-Hant = ["指標", "指标"]')._concepts
    assert concept.english == ("kpi",)
    assert concept.chinese == (text.fold("指標"),)


def test_an_empty_glossary_finds_nothing(load: Load) -> None:
    assert found(load(""), "decision chain") == {}


@pytest.mark.parametrize(
    "written",
    [
        "[[term]", "term = [", '[[term]]\neveryday-en = ["only this"]', "[[term]]", '[[term]]\nen = []\nzh-Hant = []',
    ],
)  # fmt: skip
def test_a_broken_glossary_says_so(load: Load, written: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        load(written)


def test_a_glossary_that_is_not_utf8_says_so(tmp_path: Path) -> None:
    (tmp_path / "glossary.toml").write_bytes("決策".encode("big5"))
    with pytest.raises(ValueError, match="utf-8"):
        load_glossary(tmp_path / "glossary.toml")


@pytest.fixture(scope="module")
def shipped() -> Glossary:
    return load_glossary()


def _said(names: Iterable[str]) -> list[str]:
    """Those that say something: a name of stop words alone ("AM", "who has a say") cannot be told from any question."""
    return [name for name in names if list(text.content_terms(name))]


def test_every_shipped_term_finds_its_concept(shipped: Glossary) -> None:
    for concept in shipped._concepts:
        for name in _said(concept.chinese + concept.english):
            sure = {id(other): sure for other, sure in shipped.concepts_in(name)}
            assert sure.get(id(concept)) == pytest.approx(1.0), name


def test_every_shipped_everyday_phrase_finds_its_concept(shipped: Glossary) -> None:
    missed = [
        name
        for concept in shipped._concepts
        for name in _said(concept.everyday_chinese + concept.everyday_english)
        if not any(other is concept and sure >= 0.69 for other, sure in shipped.concepts_in(name))
    ]
    assert missed == []


def test_the_shipped_glossary_has_both_languages_and_no_concept_twice(shipped: Glossary) -> None:
    assert SHIPPED.exists()
    firsts = [concept.english[0] for concept in shipped._concepts if concept.english]
    assert len(firsts) > 250
    assert len(set(firsts)) == len(firsts)
    assert all(concept.chinese for concept in shipped._concepts)


@given(st.text(st.characters(), max_size=80))
def test_any_text_is_looked_up_without_a_fault(written: str) -> None:
    glossary = _shipped_once()
    assert all(0 < sure <= 1 + 1e-9 for _, sure in glossary.concepts_in(text.fold(written)))


_KEPT: list[Glossary] = []


def _shipped_once() -> Glossary:
    if not _KEPT:
        _KEPT.append(load_glossary())
    return _KEPT[0]


@pytest.mark.parametrize(
    ("folded", "terms"),
    [
        ("how to visit the clients", ["visit", "client"]),
        ("拜访客户", ["拜访", "访客", "客户"]),
        ("s 级", ["级"]),
        ("a 的 b", ["的", "b"]),
        ("", []),
    ],
)
def test_content_terms(folded: str, terms: list[str]) -> None:
    assert list(text.content_terms(folded)) == terms
