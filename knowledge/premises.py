"""Questions that take for granted what the method does not say: "the five grades", when there are four (`premises.toml`)."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from knowledge import text

_HAN = {digit: number for number, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
_CARDINALS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
]
_ENGLISH = {word: number for words in (_CARDINALS, _ORDINALS) for number, word in enumerate(words, 1)}
_DIGIT = f"[{''.join(_HAN)}]"
_COUNT = rf"\d{{1,2}}|{_DIGIT}?十{_DIGIT}?|{_DIGIT}|{'|'.join(_CARDINALS)}"
_OWN = re.compile(
    r"我有|我手上|我手里|我写|我们|我家|前[一-九\d]|这周|本周|这个月|\b(?:i have|we have|we use|my|our|we)\b"
)
"""Where the asker speaks of what he has himself."""
_PLACE = rf"\d{{1,2}}th|{'|'.join(_ORDINALS)}|{_COUNT}"


@dataclass(frozen=True, slots=True)
class Correction:
    """Something the method says otherwise, or does not say."""

    thing: str
    """What it is about; names the sentence that puts it right."""
    page: str
    """The page that has it."""


@dataclass(frozen=True, slots=True)
class _Counted:
    thing: Correction
    count: int
    whole: tuple[re.Pattern[str], ...]
    part: tuple[re.Pattern[str], ...]
    wrong: tuple[str, ...]
    unless: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Claimed:
    thing: Correction
    said: re.Pattern[str]
    unless: tuple[str, ...]


def correction(question: str) -> Correction | None:
    """What a question in any of the languages takes for granted wrongly; nothing when it is right, or about something else."""
    folded = text.fold(question)
    claimed = (each.thing for each in _claims() if each.said.search(folded) and not _has(each.unless, folded))
    counted = () if _OWN.search(folded) else (each.thing for each in _counts() if _is_wrong(each, folded))
    return next(chain(claimed, counted), None)


def _has(phrases: tuple[str, ...], folded: str) -> bool:
    return any(phrase in folded for phrase in phrases)


def _is_wrong(counted: _Counted, folded: str) -> bool:
    if _has(counted.unless, folded):
        return False
    whole, part = _numbers(counted.whole, folded), _numbers(counted.part, folded)
    return (
        _has(counted.wrong, folded)
        or any(number != counted.count for number in whole)
        or any(number > counted.count for number in part)
    )


def _numbers(patterns: tuple[re.Pattern[str], ...], folded: str) -> list[int]:
    return [_number(match[1]) for pattern in patterns for match in pattern.finditer(folded)]


def _number(written: str) -> int:
    if written[0].isdecimal() and written[0].isascii():
        return int(written.removesuffix("th"))
    if written in _ENGLISH:
        return _ENGLISH[written]
    tens, ten, ones = written.rpartition("十")
    return (_HAN.get(tens, 1) * 10 if ten else 0) + _HAN.get(ones, 0)


@cache
def _lists() -> dict[str, dict[str, Any]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@cache
def _counts() -> list[_Counted]:
    return [
        _Counted(
            Correction(thing, each["page"]),
            each["count"],
            tuple(_pattern(phrase, _COUNT) for phrase in each["whole"]),
            tuple(_pattern(phrase, _PLACE) for phrase in each["part"]),
            tuple(map(text.fold, each.get("wrong", ()))),
            tuple(map(text.fold, each.get("unless", ()))),
        )
        for thing, each in _lists().items()
        if "count" in each
    ]


@cache
def _claims() -> list[_Claimed]:
    return [
        _Claimed(Correction(thing, each["page"]), _any(each["claims"]), tuple(map(text.fold, each.get("unless", ()))))
        for thing, each in _lists().items()
        if "claims" in each
    ]


def _any(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(_with_borders(text.with_gaps(text.fold(p), _most(p)), p) for p in phrases))


def _most(phrase: str) -> int:
    """How many characters a "*" stands for."""
    return 24 if phrase.isascii() else 6


def _with_borders(expression: str, phrase: str) -> str:
    return rf"\b{expression}\b" if phrase.isascii() else expression


def _pattern(phrase: str, number: str) -> re.Pattern[str]:
    before, after = (text.with_gaps(text.fold(part), _most(phrase)) for part in phrase.split("N"))
    # "第三大" is the third of them, and says nothing of how many there are.
    ordinal = "" if number is _PLACE or before else "(?<!第)"
    return re.compile(_with_borders(f"{before}{ordinal}({number}){after}", phrase))
