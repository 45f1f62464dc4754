"""Titles, courtesies and surnames, read once from the two lists beside this module."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from bot.understanding.written import folded


@cache
def _titles() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "titles.toml").read_text(encoding="utf-8"))


@cache
def _surnames() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "surnames.toml").read_text(encoding="utf-8"))


@cache
def spoken_titles() -> dict[str, frozenset[str]]:
    """Each Chinese title with the ways to say it after a surname, folded; itself is one of them."""
    return {folded(row[0]): frozenset(map(folded, row)) for row in _titles()["zh"]}


@cache
def english_titles() -> tuple[str, ...]:
    """What stands before an English surname: "Dr", "Ms"."""
    return tuple(_titles()["en"])


@cache
def courtesies() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What politeness puts after a Chinese surname, and before it."""
    words = _titles()["courtesy"]
    return tuple(map(folded, words["after"])), tuple(map(folded, words["before"]))


@cache
def surnames() -> frozenset[str]:
    """Chinese surnames, folded."""
    return frozenset([*map(folded, _surnames()["two"]), *folded(_surnames()["one"])])


@cache
def not_before() -> dict[str, str]:
    """The characters before which a one-character title is none."""
    return {folded(title): folded(after) for title, after in _titles()["not_before"].items()}


@cache
def not_after() -> dict[str, str]:
    """The characters after which a surname is none."""
    return {folded(surname): folded(before) for surname, before in _surnames()["not_after"].items()}


@cache
def listed(name: str) -> frozenset[str]:
    """A list of `strangers.toml`, folded."""
    return frozenset(map(folded, _strangers()[name]))


@cache
def _strangers() -> dict[str, list[str]]:
    return tomllib.loads((Path(__file__).parent / "strangers.toml").read_text(encoding="utf-8"))


@cache
def company_ending() -> re.Pattern[str]:
    """What a Chinese company's name ends with beside the name proper: 電子, 科技, 港務."""
    return re.compile(f"(?:{one_of(listed('company') | listed('company_or_word'))})+$")


@cache
def company_start() -> re.Pattern[str]:
    """The same at the beginning of what follows a name."""
    return re.compile(f"(?:{one_of(listed('company'))})")


def one_of(phrases: Iterable[str]) -> str:
    """An expression for one of the phrases, the longest first."""
    return "|".join(sorted(map(re.escape, phrases), key=len, reverse=True))


def is_title(said: str) -> bool:
    """Whether something after a surname is a title or a courtesy and no given name."""
    return said in courtesies()[0] or any(said in spoken for spoken in spoken_titles().values())


@cache
def _title_pattern() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, spoken_titles()), key=len, reverse=True)))


def spoken_for(title: str) -> frozenset[str]:
    """The ways to say a written title after a surname: 採購總監 gives 总监 and 总."""
    found = _title_pattern().findall(folded(title))
    return frozenset().union(*(spoken_titles()[each] for each in found)) if found else frozenset()


def surname_of(name: str) -> str:
    """The surname of a folded Chinese name; nothing when it is not one."""
    for length in (2, 1):
        if name[:length] in surnames() and len(name) > length:
            return name[:length]
    return ""
