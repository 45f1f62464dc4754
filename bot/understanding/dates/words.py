"""The words of dates, read from `words.toml` once."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from bot.understanding.written import folded


@cache
def lists() -> dict[str, Any]:
    """The file as it stands."""
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


@cache
def days(language: str) -> dict[str, int]:
    """Words for a day, with its distance from today."""
    return {folded(word): distance for word, distance in lists()["days"][language].items()}


@cache
def weekdays(language: str) -> dict[str, int]:
    """What follows 週 or stands for a weekday, Monday being 0."""
    return {folded(word): number for number, words in enumerate(lists()["weekdays"][language]) for word in words}


@cache
def months() -> dict[str, int]:
    """English months and their short forms, January being 1."""
    return {word: number for number, words in enumerate(lists()["months"]["en"], 1) for word in words}


@cache
def vague(language: str) -> list[str]:
    """Expressions that name no day."""
    return [folded(word) for word in lists()["vague"][language]]


@cache
def halves() -> dict[str, str]:
    """Chinese words for a part of the day, with the half of the day it is in."""
    return {folded(word): half for half, words in lists()["halves"].items() for word in words}


def any_of(words: Iterable[str]) -> str:
    """An expression for one of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


NUMBER = "[0-9]{1,4}|[〇零一二两三四五六七八九十百]{1,5}"
_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}


def number(written: str) -> int:
    """A small number in digits (28), in Chinese numerals (二十八), or in numerals one by one (二八, 二〇二六)."""
    if written.isascii():
        return int(written)
    if not {"十", "百"} & set(written):
        return int("".join(str(_DIGITS[character]) for character in written))
    total, digit = 0, 0
    for character in written:
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit
