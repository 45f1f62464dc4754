"""From a raw lexical score to a confidence that means the same in every collection.

What a score is worth depends on the collection: its size, its subject, its language. So each is asked the background
questions once, in each language, which it is not expected to answer; what they reach is what chance reaches there.
"""

import json
import tomllib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, astuple, dataclass
from functools import cache
from math import exp, isfinite, log1p
from pathlib import Path
from statistics import fmean, stdev
from threading import Lock

BACKGROUND = Path(__file__).parent / "background.toml"
_FORM = 2
"""Grows when chance is measured in another way."""
THRESHOLD = 0.5
"""Below this confidence the coach does not answer."""
# Fitted on the development question sets; see docs/retrieval.md.
_SCORE_WEIGHT = 0.44
_MATCHED_WEIGHT = 1.23
_ALIKE_WEIGHT = 0.93
_EVEN_ODDS = 1.5
# What chance reaches in a collection of ordinary size. In one of a few passages the background questions meet next to nothing,
# and a single shared word would look like proof: so many passages' worth of the usual is added to what was measured.
_USUAL_SCORE, _USUAL_MATCHED, _USUAL_ALIKE = 1.5, 0.45, 0.03
_USUAL_SIZE = 20
_LEAST_SPREAD = 0.25
_LEAST_SPREAD_ALIKE = 0.1


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for the best passage of a collection."""

    score: float
    """Its raw lexical score."""
    matched: float
    """How many of the question's words it holds."""
    alike: float
    """How much the most similar line of the best few passages resembles the question (0–1)."""


@dataclass(frozen=True, slots=True)
class Chance:
    """What questions with no answer in a collection reach there: mean and deviation of the evidence, on a log scale."""

    score: float
    score_spread: float
    matched: float
    matched_spread: float
    alike: float
    alike_spread: float

    def confidence(self, evidence: Evidence) -> float:
        """How sure it is (0–1) that a passage with this evidence has to do with the question."""
        if evidence.score <= 0:
            return 0.0
        above = _SCORE_WEIGHT * (log1p(evidence.score) - self.score) / self.score_spread
        above += _MATCHED_WEIGHT * (log1p(evidence.matched) - self.matched) / self.matched_spread
        above += _ALIKE_WEIGHT * (evidence.alike - self.alike) / self.alike_spread
        return 1 / (1 + exp(_EVEN_ODDS - above))


class Calibration:
    """Each collection's chance, measured when it is first needed and kept beside its index."""

    def __init__(self) -> None:
        """Keeps what was measured for as long as it lives."""
        self._known: dict[tuple[Path, bool], Chance] = {}
        self._measuring = Lock()

    def chance(self, folder: Path, size: int, chinese: bool, evidence: Callable[[str], Evidence]) -> Chance:
        """The chance of the index of `size` passages in `folder` for questions in Chinese or in English.

        `evidence` gives what speaks for the best passage for a question.
        """
        key = (folder, chinese)
        with self._measuring:
            if key not in self._known:
                self._known[key] = _kept(folder, chinese) or _measured(folder, size, chinese, evidence)
            return self._known[key]


def _kept(folder: Path, chinese: bool) -> Chance | None:
    try:
        kept = json.loads(_file(folder, chinese).read_text(encoding="utf-8"))
        chance = Chance(**{name: float(value) for name, value in kept.items()})
    except (OSError, ValueError, TypeError, AttributeError):
        return None
    sound = all(map(isfinite, astuple(chance)))
    return chance if sound and min(chance.score_spread, chance.matched_spread, chance.alike_spread) > 0 else None


def _measured(folder: Path, size: int, chinese: bool, evidence: Callable[[str], Evidence]) -> Chance:
    found = [evidence(question) for question in _background()["zh" if chinese else "en"]]
    score, score_spread = _spread([log1p(each.score) for each in found], _LEAST_SPREAD)
    matched, matched_spread = _spread([log1p(each.matched) for each in found], _LEAST_SPREAD)
    alike, alike_spread = _spread([each.alike for each in found], _LEAST_SPREAD_ALIKE)
    chance = Chance(
        _with_the_usual(score, _USUAL_SCORE, size),
        score_spread,
        _with_the_usual(matched, _USUAL_MATCHED, size),
        matched_spread,
        _with_the_usual(alike, _USUAL_ALIKE, size),
        alike_spread,
    )
    with suppress(OSError):  # it is measured again next time
        _file(folder, chinese).write_text(json.dumps(asdict(chance)), encoding="utf-8")
    return chance


def _with_the_usual(measured: float, usual: float, size: int) -> float:
    return max(measured, (size * measured + _USUAL_SIZE * usual) / (size + _USUAL_SIZE))


def _spread(values: list[float], least: float) -> tuple[float, float]:
    return fmean(values), max(stdev(values), least)


def _file(folder: Path, chinese: bool) -> Path:
    return folder / f"chance-{_FORM}-{'zh' if chinese else 'en'}.json"


@cache
def _background() -> dict[str, list[str]]:
    return tomllib.loads(BACKGROUND.read_text(encoding="utf-8"))
