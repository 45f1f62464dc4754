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
_ENGLISH = {word: number for words in (_CARDINALS, _ORDINALS) for number, word in enumerate(words, 1)}
_DIGIT = f"[{''.join(_HAN)}]"
_COUNT = rf"\d{{1,2}}|{_DIGIT}?十{_DIGIT}?|{_DIGIT}|{'|'.join(_CARDINALS)}"
_OWN = re.compile(
    r"我有|我手上|我手里|我写|我们|我家|前[一-九\d]|这周|本周|这个月|\b(?:i have|we have|we use|my|our|we)\b"
)
"""Where the asker speaks of what he has himself."""
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
    thing: WrongCount
    count: int
    whole: tuple[re.Pattern[str], ...]
    part: tuple[re.Pattern[str], ...]
    wrong: tuple[str, ...]
    unless: tuple[str, ...]


def wrong_count(question: str) -> WrongCount | None:
    """What a question in any of the languages counts wrongly; nothing when its numbers are right, or about something else."""
    folded = text.fold(question)
    return None if _OWN.search(folded) else next((each.thing for each in _all() if _is_wrong(each, folded)), None)


def _is_wrong(counted: _Counted, folded: str) -> bool:
    if any(other in folded for other in counted.unless):
        return False
    whole, part = _numbers(counted.whole, folded), _numbers(counted.part, folded)
    return (
        any(phrase in folded for phrase in counted.wrong)
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
def _all() -> list[_Counted]:
    lists = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return [
        _Counted(
            WrongCount(thing, each["page"]),
            each["count"],
            tuple(_pattern(phrase, _COUNT) for phrase in each["whole"]),
            tuple(_pattern(phrase, _PLACE) for phrase in each["part"]),
            tuple(map(text.fold, each.get("wrong", ()))),
            tuple(map(text.fold, each.get("unless", ()))),
        )
        for thing, each in lists.items()
    ]


def _pattern(phrase: str, number: str) -> re.Pattern[str]:
    border, most = (r"\b", 24) if phrase.isascii() else ("", 6)
    before, after = (text.with_gaps(text.fold(part), most) for part in phrase.split("N"))
    # "第三大" is the third of them, and says nothing of how many there are.
    ordinal = "" if number is _PLACE or before else "(?<!第)"
    return re.compile(f"{border}{before}{ordinal}({number}){after}{border}")
