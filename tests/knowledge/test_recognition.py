"""Pages are told apart by what was learned from their lines, and what was learned is kept, and learned again when damaged."""

import numpy as np
import pytest

from knowledge import recognition
from knowledge.language import Language
from knowledge.pages import playbook_name
from knowledge.recognition import Recognitions, learn
from tests.knowledge.conftest import Home

TEXTS = [
    "Grades\nhow often do I see a client\nS and A first",
    "Price\nthey want a discount\nhow do I keep my price",
    "客訴\n客戶很生氣\n要在幾小時內回覆",
]


@pytest.mark.parametrize(
    ("question", "page"),
    [("which client do I see first", 0), ("a lower price?", 1), ("客戶生氣了", 2), ("客户生气了", 2)],
)
def test_a_question_is_most_like_its_page(question: str, page: int) -> None:
    assert int(np.argmax(learn(TEXTS).scores(question))) == page


def test_what_was_never_seen_is_like_none() -> None:
    assert not learn(TEXTS).scores("wombats").any()
    assert not learn(TEXTS).scores("").any()


@pytest.mark.parametrize("texts", [[], [""], ["", "visit"]])
def test_pages_without_words(texts: list[str]) -> None:
    assert learn(texts).scores("visit").shape == (len(texts),)


def test_the_weights_solve_the_ridge_regression() -> None:
    """Against the plain formula, on examples small enough to write it out."""
    examples = recognition._Examples.of(TEXTS)
    matrix = np.zeros((examples.count, len(examples.codes)))
    matrix[examples.lines, examples.terms] = examples.values
    wanted = np.eye(len(TEXTS))[examples.page_of_line]
    wanted -= wanted.mean(axis=0)
    plain = matrix.T @ np.linalg.solve(matrix @ matrix.T + recognition.RIDGE * np.eye(examples.count), wanted)
    assert np.allclose(learn(TEXTS).weights, plain, atol=1e-3)


@pytest.mark.parametrize("language", [Language.TRADITIONAL, Language.ENGLISH])
def test_a_pages_own_question_leads_to_it(with_playbook: Home, language: Language) -> None:
    application = with_playbook.application
    collection = next(c for c in application.library.collections(None) if c.name == playbook_name(language))
    learned = Recognitions(application.library).of(application.indexes.open(collection))
    pages = application.playbook.pages(language)
    order = [passage.source for passage in application.library.passages(collection.id)]
    best = [order[int(np.argmax(learned.scores(page.questions[0])))].removeprefix("page:") for page in pages]
    assert sum(found == page.id for found, page in zip(best, pages, strict=True)) >= 0.9 * len(pages)


def test_what_was_learned_is_kept_and_learned_again_when_damaged(
    with_playbook: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = with_playbook.application
    collection = next(c for c in application.library.collections(None) if c.name == playbook_name(Language.ENGLISH))
    shelf = application.indexes.open(collection)
    first = Recognitions(application.library).of(shelf).scores("a lower price?")
    monkeypatch.setattr(recognition, "learn", lambda _: pytest.fail("it was kept"))
    assert np.array_equal(Recognitions(application.library).of(shelf).scores("a lower price?"), first)
    monkeypatch.undo()
    (shelf.folder / "recognition" / "weights.npy").write_bytes(b"damaged")
    assert np.allclose(Recognitions(application.library).of(shelf).scores("a lower price?"), first)
