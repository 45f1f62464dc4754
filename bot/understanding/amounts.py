"""Amounts of money, telephone numbers and e-mail addresses in a message."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from bot.understanding.written import Written

LARGEST = 10**13
"""An amount beyond this is a slip of the keys, or a joke."""

_DIGITS = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
_HAN = "[〇零一二两三四五六七八九十百千]+"
_UNITS = {"万": 10**4, "w": 10**4, "千万": 10**7, "百万": 10**6, "十万": 10**5, "亿": 10**8, "千": 10**3, "k": 10**3, "m": 10**6, "mil": 10**6, "mn": 10**6, "mio": 10**6, "million": 10**6, "b": 10**9, "bn": 10**9, "billion": 10**9, "thousand": 10**3, "grand": 10**3, "块": 1, "元": 1}  # fmt: skip
_MONEY = r"(?:nt\$?|ntd|twd|usd|us\$|rmb|cny|hkd|hk\$|sgd|s\$|myr|rm|eur|gbp|inr|jpy|[$€£¥₹])"
_AMOUNT = re.compile(
    rf"(?P<money>{_MONEY})?\s?(?<![0-9a-z.,/:-])(?P<number>{_DIGITS}|{_HAN}(?=[万亿]))\s?"
    rf"(?P<unit>千万|百万|十万|万|亿|million|billion|thousand|grand|mil\b|mn\b|mio\b|bn\b|千(?=[元块])|[kmwb](?![a-z0-9])|块|元)?"
    rf"(?P<after>\s?(?:{_MONEY}|元|块|新台币|台币|人民币|美金|美元|港币|dollars|ringgit|pounds|euros|quid)(?![a-z]))?"
)
_RANGE = re.compile("[一二三四五六七八九]{2}[十百千万]|[0-9]\\s?[-~到至]\\s?[0-9]")
EMAIL = re.compile(r"[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+")
PHONE = re.compile(r"(?<![0-9a-z.,])(?:\+?[0-9]{1,4}[ -]?)?(?:\([0-9]{1,4}\)[ -]?)?[0-9]{2,4}(?:[ -]?[0-9]{3,4}){1,3}(?:\s?(?:#|ext\.?|分机)\s?[0-9]{1,5})?(?![0-9a-z%])")  # fmt: skip


@dataclass(frozen=True, slots=True)
class AmountMention:
    """An amount of money at its place."""

    start: int
    end: int
    value: int


def find_amounts(message: Written, taken: Sequence[tuple[int, int]] = ()) -> list[AmountMention]:
    """The amounts with a unit or a currency, outside of what is taken; a range like 五六百萬 is none."""
    return [each for each in _amounts(message.folded) if not any(each.start < e and s < each.end for s, e in taken)]


def _amounts(folded: str) -> Iterator[AmountMention]:
    for match in _AMOUNT.finditer(folded):
        said, unit = match["number"], match["unit"]
        if not (unit or match["money"] or match["after"]) or _RANGE.search(
            folded[max(0, match.start() - 3) : match.end()]
        ):
            continue
        try:
            number = Decimal(said.replace(",", "")) if said[0].isdigit() else Decimal(_numeral(said))
            value = int(number * _UNITS.get(unit or "", 1))
        except (InvalidOperation, ValueError):
            continue
        yield AmountMention(match.start(), match.end(), value)


_HAN_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_HAN_UNITS = {"十": 10, "百": 100, "千": 1000}


def _numeral(written: str) -> int:
    """Chinese numerals up to 9999: 一千二百, 三百五十, 八十; 三百五 is 350."""
    total, digit, last = 0, 0, 1
    for character in written:
        if character in _HAN_UNITS:
            last = _HAN_UNITS[character]
            total += (digit or 1) * last
            digit = 0
        else:
            digit = digit * 10 + _HAN_DIGITS[character] if digit else _HAN_DIGITS[character]
    return total + (digit * (last // 10) if last >= 100 and written[-2:-1] in ("百", "千") else digit)


def find_email(message: Written) -> tuple[int, int] | None:
    """Where the first e-mail address stands."""
    match = EMAIL.search(message.folded)
    return match.span() if match else None


def find_phone(message: Written, taken: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """Where the first telephone number stands: seven digits or more, outside of what is taken."""
    for match in PHONE.finditer(message.folded):
        if sum(map(str.isdigit, match[0])) >= 7 and not any(match.start() < e and s < match.end() for s, e in taken):
            return match.span()
    return None
