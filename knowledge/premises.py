"""Questions that count wrongly: "the five grades", when there are four (`premises.toml`)."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

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
_ENGLISH = {word: number for words in (_CARDINALS, _ORDINALS) for number, word in enumerate(words, 1)} | {"square": 4}
_DIGIT = f"[{''.join(_HAN)}]"
_COUNT = rf"\d{{1,2}}|{_DIGIT}?十{_DIGIT}?|{_DIGIT}|{'|'.join(_CARDINALS)}|square"
_PLACE = rf"\d{{1,2}}th|{'|'.join(_ORDINALS)}|{_COUNT}"


@dataclass(frozen=True, slots=True)
class WrongCount:
    """Something the method counts otherwise."""

    thing: str
    """What was counted; names the sentence that puts it right."""
    page: str
    """The page that has it."""


@dataclass(frozen=True, slots=True)
class _Counted:
    wrong: WrongCount
    count: int
    whole: tuple[re.Pattern[str], ...]
    part: tuple[re.Pattern[str], ...]
    unless: tuple[str, ...]


def wrong_count(question: str) -> WrongCount | None:
    """What a question in any of the languages counts wrongly; nothing when its numbers are right, or about something else."""
    folded = text.fold(question)
    for counted in _all():
        if any(other in folded for other in counted.unless):
            continue
        whole, part = _numbers(counted.whole, folded), _numbers(counted.part, folded)
        if any(number != counted.count for number in whole) or any(number > counted.count for number in part):
            return counted.wrong
    return None


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
def _all() -> list[_Counted]:
    lists = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return [
        _Counted(
            WrongCount(thing, each["page"]),
            each["count"],
            tuple(_pattern(phrase, _COUNT) for phrase in each["whole"]),
            tuple(_pattern(phrase, _PLACE) for phrase in each["part"]),
            tuple(map(text.fold, each.get("unless", ()))),
        )
        for thing, each in lists.items()
    ]


def _pattern(phrase: str, number: str) -> re.Pattern[str]:
    before, after = (re.escape(text.fold(part)) for part in phrase.split("N"))
    border = r"\b" if phrase.isascii() else ""
    # "第三大" is the third of them, and says nothing of how many there are.
    ordinal = "" if number is _PLACE or before else "(?<!第)"
    return re.compile(f"{border}{before}{ordinal}({number}){after}{border}")
