"""What the coach does not advise on: bribes, the law, gossip, and gifts beyond the company's own rules (`limits.toml`)."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge import text


@dataclass(frozen=True, slots=True)
class Limit:
    """A matter the coach keeps out of."""

    name: str
    pages: tuple[str, ...]
    """What it offers to talk about instead."""
    documents: bool
    """Whether a company's own document may speak on it."""


def limit_of(message: str) -> Limit | None:
    """The limit a message in any of the languages runs into, if any."""
    folded = text.fold(message)
    return next(
        (limit for limit, phrases, unless in _limits() if phrases.search(folded) and not unless.search(folded)), None
    )


@cache
def _limits() -> list[tuple[Limit, re.Pattern[str], re.Pattern[str]]]:
    lists = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return [
        (Limit(name, tuple(each["pages"]), each["documents"]), _any(each["zh"] + each["en"]), _any(each["unless"]))
        for name, each in lists.items()
    ]


def _any(phrases: list[str]) -> re.Pattern[str]:
    han = [text.with_gaps(text.fold(phrase), 8) for phrase in phrases if not phrase.isascii()]
    latin = [rf"\b{text.with_gaps(phrase, 16)}\b" for phrase in phrases if phrase.isascii()]
    return re.compile("|".join(han + latin) or r"(?!)")
