"""The words that tell what a message wants (`cues.toml`), as expressions."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from bot.understanding.written import folded
from knowledge import text

_ASCII_EDGE = "[a-z0-9]"


@cache
def cue(section: str, name: str) -> re.Pattern[str]:
    """The expression for a list of phrases and its English neighbour ("past" with "past_en"), on folded text."""
    lists = _lists()[section]
    phrases = [*lists.get(name, ()), *lists.get(f"{name}_en", ())]
    return re.compile("|".join(_expression(phrase) for phrase in sorted(phrases, key=len, reverse=True)))


def has(section: str, name: str, told: str) -> bool:
    """Whether folded text has any of the phrases."""
    return cue(section, name).search(told) is not None


@cache
def names(section: str) -> tuple[str, ...]:
    """The lists of a section."""
    return tuple(name for name in _lists()[section] if not name.endswith("_en"))


def _expression(phrase: str) -> str:
    """A phrase as an expression: whole words where it begins or ends with a Latin letter."""
    form = folded(phrase)
    before = f"(?<!{_ASCII_EDGE})" if re.match(_ASCII_EDGE, form) else ""
    after = f"(?!{_ASCII_EDGE})" if re.match(_ASCII_EDGE, form[-1]) else ""
    return before + text.with_gaps(form, 16 if form.isascii() else 8).replace(r"\ ", r"\s+") + after


@cache
def _lists() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
