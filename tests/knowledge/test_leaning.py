"""That the wording of a question tells its kind where no phrase does, and that the examples are sound."""

import tomllib
from pathlib import Path

import pytest

import knowledge.leaning
from knowledge import text
from knowledge.kinds import Kind, read
from knowledge.leaning import leaning

EXAMPLES = tomllib.loads(Path(knowledge.leaning.__file__).with_name("kind_examples.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("客戶最看重業務的哪一點", Kind.WHAT),
        ("兩個客戶只能選一個", Kind.COMPARE),
        ("am I allowed to do that myself", Kind.WHO),
        ("isn't a good price enough", Kind.WHY),
        ("walk me through the visit", Kind.HOW),
    ],
)
def test_wording_tells_the_kind(question: str, kind: Kind) -> None:
    assert read(question).likely is kind


def test_unknown_wording_leans_nowhere() -> None:
    assert not any(leaning(text.fold("Zürich")).values())
    assert read("Zürich").likely is None


def test_there_are_examples_of_every_kind_in_both_languages() -> None:
    assert list(EXAMPLES) == list(Kind)
    for lines in EXAMPLES.values():
        assert min(len(lines["zh"]), len(lines["en"])) >= 15
        assert all(len(set(found)) == len(found) for found in lines.values())
