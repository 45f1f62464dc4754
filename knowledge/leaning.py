"""To which kind of answer a question leans, by the wording it shares with examples (`kind_examples.toml`).

People put the same wish in more ways than any list of phrases holds: "he hardly knows me but backs us, is that a problem".
A few hundred examples, compared by short runs of words and characters, tell the kind of what the phrases leave open.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from math import log, sqrt
from pathlib import Path

from knowledge import text

DOUBT = 20
"""How many examples' worth of doubt each piece of wording meets: the fewer examples hold it, the less it tells."""
_LONGEST = {True: 4, False: 3}
"""Characters of a piece of Chinese, words of a piece of English."""
_CLAUSE_END = re.compile(r"[.?!;,:。、]")
_START, _END = "^", "$"


def in_full(folded: str) -> str:
    """Folded text with the spoken short forms of question words in full."""
    return folded.replace("啥", "什么").replace("咋", "怎么")


def leaning(folded: str) -> Mapping[str, float]:
    """How much a folded question leans to each kind; the differences count, and nothing when no wording is known."""
    seen = _seen()
    known = [piece for piece in set(_pieces(folded)) if piece in seen.everywhere]
    scale = sqrt(len(known)) or 1.0
    return {kind: sum(seen.worth(piece, kind) for piece in known) / scale for kind in seen.sizes}


class _Seen:
    """What wording the examples of each kind have."""

    def __init__(self, examples: Mapping[str, list[str]]) -> None:
        self.sizes = {kind: len(lines) for kind, lines in examples.items()}
        self._held = {
            kind: Counter(piece for line in text.fold_all(lines) for piece in set(_pieces(in_full(line))))
            for kind, lines in examples.items()
        }
        self.everywhere = sum(self._held.values(), Counter[str]())
        self._all = sum(self.sizes.values())

    def worth(self, piece: str, kind: str) -> float:
        """How much more often the examples of a kind hold a piece than all of them do, on a log scale."""
        usual = self.everywhere[piece] / self._all
        held = (self._held[kind][piece] + DOUBT * usual) / (self.sizes[kind] + DOUBT)
        return log(held / usual)


@cache
def _seen() -> _Seen:
    lists = tomllib.loads((Path(__file__).parent / "kind_examples.toml").read_text(encoding="utf-8"))
    return _Seen({kind: [*lines["zh"], *lines["en"]] for kind, lines in lists.items()})


def _pieces(folded: str) -> Iterator[str]:
    """Runs of neighbours within each clause; those that open a clause, or with which Chinese closes, also as such."""
    for clause in _CLAUSE_END.split(folded):
        latin: list[str] = []
        for han, word in text.runs(clause):
            if han:
                yield from _runs(list(han), "", _LONGEST[True])
                yield from (_START + han[:2], han[-2:] + _END, han[-1] + _END)
            else:
                latin.append(word)
        if latin:
            yield from _runs(latin, " ", _LONGEST[False])
            yield from (_START + latin[0], _START + " ".join(latin[:2]))


def _runs(units: list[str], between: str, longest: int) -> Iterator[str]:
    for size in range(1, longest + 1):
        for start in range(len(units) - size + 1):
            yield between.join(units[start : start + size])
