"""From a raw lexical score to a confidence that means the same in every collection.

What a score is worth depends on the collection: its size, its subject, its language. So each is asked the background
questions once, in each language, which it is not expected to answer; what they reach is what chance reaches there.
"""

import json
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from math import exp
from pathlib import Path
from statistics import fmean, stdev
from threading import Lock

BACKGROUND = Path(__file__).parent / "background.toml"
THRESHOLD = 0.5
"""Below this confidence the coach does not answer."""
_LEAST_DEVIATIONS = 1.3
"""So many standard deviations above chance a score has to be for even odds; fitted on the development question sets."""
_SLOPE = 1.5


@dataclass(frozen=True, slots=True)
class Chance:
    """What questions with no answer in a collection reach there."""

    mean: float
    deviation: float

    def confidence(self, score: float) -> float:
        """How sure it is (0–1) that a passage with this raw score has to do with the question."""
        if score <= 0:
            return 0.0
        return 1 / (1 + exp(-_SLOPE * ((score - self.mean) / self.deviation - _LEAST_DEVIATIONS)))


class Calibration:
    """Each collection's chance, measured when it is first needed and kept beside its index."""

    def __init__(self) -> None:
        """Keeps what was measured for as long as it lives."""
        self._known: dict[tuple[Path, bool], Chance] = {}
        self._measuring = Lock()

    def chance(self, folder: Path, chinese: bool, best_score: Callable[[str], float]) -> Chance:
        """The chance of the index in `folder` for questions in Chinese or in English.

        `best_score` gives the raw score of the best passage for a question.
        """
        key = (folder, chinese)
        with self._measuring:
            if key not in self._known:
                self._known[key] = _kept(folder, chinese) or _measured(folder, chinese, best_score)
            return self._known[key]


def _kept(folder: Path, chinese: bool) -> Chance | None:
    try:
        return Chance(**json.loads(_file(folder, chinese).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _measured(folder: Path, chinese: bool, best_score: Callable[[str], float]) -> Chance:
    scores = [best_score(question) for question in _background()["zh" if chinese else "en"]]
    chance = Chance(fmean(scores), max(stdev(scores), 0.5))
    try:
        _file(folder, chinese).write_text(json.dumps({"mean": chance.mean, "deviation": chance.deviation}))
    except OSError:
        pass  # it is measured again next time
    return chance


def _file(folder: Path, chinese: bool) -> Path:
    return folder / f"chance-{'zh' if chinese else 'en'}.json"


@cache
def _background() -> dict[str, list[str]]:
    return tomllib.loads(BACKGROUND.read_text(encoding="utf-8"))
