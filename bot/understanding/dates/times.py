"""Clock times in a message."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from functools import cache

from bot.understanding.dates.words import any_of, halves, number
from bot.understanding.written import Written

_HOUR = "[0-9]{1,2}|十[一二]?|[一二两三四五六七八九]"
_MINUTE = "[0-5]?[0-9]|[二三四五]?十[一二三四五六七八九]?|零[一二三四五六七八九]"


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A clock time with its place."""

    start: int
    end: int
    time: time


@cache
def _chinese() -> re.Pattern[str]:
    half = any_of(halves())
    return re.compile(
        f"(?:(?P<half>{half})的?)?(?P<hour>{_HOUR})(?:点钟?|时)(?!多?人|家|个|名|是|都|也|建议|问题|意见|要求|想法|需求|原因|事|说明|共识|[一二三四五六七八九]?点)"
        f"(?:(?P<quarter>半|一刻|三刻|整)|(?P<minute>{_MINUTE})分?)?"
        f"|(?:(?P<half2>{half})的?[ ]?)?(?<![0-9:.])(?P<hour2>[01]?[0-9]|2[0-3]):(?P<minute2>[0-5][0-9])(?![0-9:])(?![ ]?[ap]\\.?m)"
    )


_ENGLISH = re.compile(
    r"(?<![\w.:/-])(?P<hour>1[0-2]|0?[1-9])(?:[:.](?P<minute>[0-5][0-9]))?\s?(?P<half>[ap])\.?m\b\.?"
    r"|\bat\s+(?P<noon>noon|midday|midnight)\b"
    r"|\bat\s+(?P<bare>1[0-2]|[1-9])(?:ish)?(?=\s*(?:$|[,.;!?)]|o'clock|on\b|with\b|to\b|tomorrow|today|next\b|this\b|for\b|in\b))"
)


def find_times(message: Written, taken: Sequence[tuple[int, int]] = ()) -> list[TimeMention]:
    """The clock times, outside of what is taken (dates, names); an hour without a half of the day is that of a working day."""
    found = [_from_chinese(match) for match in _chinese().finditer(message.folded)]
    found += [_from_english(match) for match in _ENGLISH.finditer(message.folded)]
    kept = [each for each in found if each and not any(each.start < end and start < each.end for start, end in taken)]
    return sorted(kept, key=lambda each: each.start)


def _from_chinese(match: re.Match[str]) -> TimeMention | None:
    hour = number(match["hour"] or match["hour2"])
    minute = {"半": 30, "一刻": 15, "三刻": 45}.get(match["quarter"] or "", 0)
    if match["minute"] or match["minute2"]:
        minute = number((match["minute"] or match["minute2"]).replace("零", "") or "0")
    half = halves().get(match["half"] or match["half2"] or "")
    clock = match["hour"] is None
    return _mention(match, hour, minute, half, clock and len(match["hour2"]) == 2)


def _from_english(match: re.Match[str]) -> TimeMention | None:
    if match["noon"]:
        return TimeMention(match.start(), match.end(), time(0 if match["noon"] == "midnight" else 12))
    hour = int(match["hour"] or match["bare"])
    half = {"a": "am", "p": "pm"}.get(match["half"] or "")
    return _mention(match, hour, int(match["minute"] or 0), half, exact=False)


def _mention(match: re.Match[str], hour: int, minute: int, half: str | None, exact: bool) -> TimeMention | None:
    if hour > 23:
        return None
    if half == "pm" and hour < 12:
        hour += 0 if hour == 11 and "中午" in match[0] else 12
    elif half == "am" and hour == 12:
        hour = 0
    elif half is None and hour < 8 and not exact:
        hour += 12  # nobody visits a client at three in the morning
    return TimeMention(match.start(), match.end(), time(hour, minute))
