"""The second opinion: the same each time, and kept in a file that may be lost."""

from pathlib import Path

import pytest

from bot.directory import Directory
from bot.understanding import votes as module
from bot.understanding.clauses import clauses_of
from bot.understanding.mentions import find_mentions
from bot.understanding.names.gazetteer import Gazetteer
from bot.understanding.reading import Intent
from bot.understanding.votes import Votes
from bot.understanding.written import written
from tests.understanding.conftest import NOW


def shares(votes: Votes, text: str = "怎麼跟採購談價格？") -> dict[Intent, float]:
    mentions = find_mentions(written(text), Gazetteer(Directory()), NOW.date())
    return dict(votes.of(mentions, clauses_of(mentions)))


def test_shares_are_of_one_whole_and_the_same_in_each_process(votes: Votes, tmp_path: Path) -> None:
    cache = tmp_path / "votes.npz"
    learned = shares(Votes(cache))
    assert sum(learned.values()) == pytest.approx(1, abs=1e-4)
    assert learned == shares(votes) == shares(Votes(cache))
    assert max(learned, key=lambda intent: learned[intent]) is Intent.ASK


@pytest.fixture
def few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Four examples, so that learning takes no time."""
    folder = tmp_path / "examples"
    folder.mkdir()
    (folder / "en.toml").write_text('ask = ["how do i ask", "how do i ask that"]\nhelp = ["help", "help me"]\n')
    monkeypatch.setattr(module, "EXAMPLES", folder)
    return folder


@pytest.mark.parametrize("damage", [b"", b"no archive", b"PK\x03\x04cut off"])
def test_a_damaged_cache_is_learned_anew(few: Path, tmp_path: Path, damage: bytes) -> None:
    cache = tmp_path / "votes.npz"
    cache.write_bytes(damage)
    assert shares(Votes(cache)) == shares(Votes())
    assert len(cache.read_bytes()) > 500


def test_what_was_learned_from_other_examples_is_learned_anew(few: Path, tmp_path: Path) -> None:
    cache = tmp_path / "votes.npz"
    before = shares(Votes(cache))
    (few / "en.toml").write_text('ask = ["help", "help me"]\nhelp = ["how do i ask", "how do i ask that"]\n')
    assert shares(Votes(cache), "help me") != before
    assert shares(Votes(cache), "help me")[Intent.ASK] > shares(Votes(cache), "help me")[Intent.HELP]
