"""The words that tell what a message wants, and what it says (`cues/*.toml`), as expressions.

A phrase may have gaps ("*": up to eight characters, sixteen in English) and stand-ins for what was found before it: "{date}前".
"""

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from bot.understanding import marks
from bot.understanding.written import folded
from knowledge import text

FILES = tuple(sorted((Path(__file__).parent / "cues").glob("*.toml")))
_BLANKS = re.compile(r"\s+")
_ASCII_EDGE = "[a-z0-9]"


@cache
def cue(section: str, name: str) -> re.Pattern[str]:
    """The expression for a list of phrases and its English neighbour ("past" with "past_en"), on folded text."""
    return re.compile(any_of(section, name))


@cache
def any_of(section: str, name: str) -> str:
    """The same as a piece of a larger expression; the longest phrase is tried first."""
    lists = _lists()[section]
    phrases = [*lists.get(name, ()), *lists.get(f"{name}_en", ())]
    return f"(?:{'|'.join(_expression(phrase) for phrase in sorted(phrases, key=len, reverse=True))})"


def has(section: str, name: str, told: str) -> bool:
    """Whether folded text has any of the phrases."""
    if (section, name) in _plain_in(told):
        return True
    rest = _rest(section, name)
    return rest is not None and rest.search(told) is not None


def begins(section: str, name: str, told: str) -> bool:
    """Whether folded text begins with one of the phrases."""
    return cue(section, name).match(told) is not None


def ends(section: str, name: str, told: str) -> bool:
    """Whether folded text ends with one of the phrases, a blank aside."""
    return _ending(section, name).search(told) is not None


def without(section: str, name: str, told: str) -> str:
    """Folded text from which the phrases are taken out."""
    return cue(section, name).sub("", told)


@cache
def names(section: str) -> tuple[str, ...]:
    """The lists of a section."""
    return tuple(name for name in _lists()[section] if not name.endswith("_en"))


@lru_cache(maxsize=2048)
def _plain_in(told: str) -> frozenset[tuple[str, str]]:
    """The lists of which a plain phrase stands in the text: one look for all of them, since a reading asks for a hundred."""
    index, told = _plain_phrases(), _BLANKS.sub(" ", told)
    found: set[tuple[str, str]] = set()
    for place in range(len(told)):
        for phrase, lists in index.get(told[place : place + 2], ()):
            if told.startswith(phrase, place) and _is_whole(told, place, place + len(phrase)):
                found |= lists
    return frozenset(found)


def _is_whole(told: str, start: int, end: int) -> bool:
    """Whether what begins or ends with a Latin letter is a whole word there."""
    return not (
        (start and _is_latin(told[start]) and _is_latin(told[start - 1]))
        or (end < len(told) and _is_latin(told[end - 1]) and _is_latin(told[end]))
    )


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


@cache
def _plain_phrases() -> dict[str, list[tuple[str, set[tuple[str, str]]]]]:
    """Phrases of two characters and more without gaps and stand-ins, by their first two, each with the lists it is in."""
    held: dict[str, set[tuple[str, str]]] = {}
    for section, lists in _lists().items():
        for name, phrases in lists.items():
            for phrase in filter(_is_plain, map(folded, phrases)):
                held.setdefault(phrase, set()).add((section, name.removesuffix("_en")))
    index: dict[str, list[tuple[str, set[tuple[str, str]]]]] = {}
    for phrase, where in held.items():
        index.setdefault(phrase[:2], []).append((phrase, where))
    return index


def _is_plain(form: str) -> bool:
    return len(form) > 1 and not {"*", "{"} & set(form)


@cache
def _rest(section: str, name: str) -> re.Pattern[str] | None:
    """The expression for the phrases of a list that are not plain."""
    lists = _lists()[section]
    rest = [p for p in (*lists.get(name, ()), *lists.get(f"{name}_en", ())) if not _is_plain(folded(p))]
    return re.compile("|".join(map(_expression, rest))) if rest else None


@cache
def _ending(section: str, name: str) -> re.Pattern[str]:
    return re.compile(rf"{any_of(section, name)}\s?$")


def _expression(phrase: str) -> str:
    """A phrase as an expression: whole words where it begins or ends with a Latin letter."""
    form = folded(phrase)
    before = f"(?<!{_ASCII_EDGE})" if re.match(_ASCII_EDGE, form) else ""
    after = f"(?!{_ASCII_EDGE})" if re.match(_ASCII_EDGE, form[-1]) else ""
    expression = text.with_gaps(form, 16 if form.isascii() else 8).replace(r"\ ", r"\s+")
    for place, mark in marks.PLACES.items():
        expression = expression.replace(re.escape(f"{{{place}}}"), f"{mark}+")
    return before + expression + after


@cache
def _lists() -> dict[str, Any]:
    sections: dict[str, Any] = {}
    for file in FILES:
        sections |= tomllib.loads(file.read_text(encoding="utf-8"))
    return sections
