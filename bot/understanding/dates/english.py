"""English date expressions, on folded text."""

import re
from datetime import date
from functools import cache

from bot.understanding.dates import calendar
from bot.understanding.dates.calendar import Day
from bot.understanding.dates.chinese import Rule
from bot.understanding.dates.words import any_of, days, lists, months, vague, weekdays

_UNITS = r"(?P<unit>days?|weeks?|wks?|months?|fortnights?|working days|business days)"
_ORDINAL = r"(?P<day>3[01]|[12]?[0-9])(?:st|nd|rd|th)"
_WHICH = r"(?:(?P<which>last|past|previous|next|nxt|this coming|this|coming)\s+)"


@cache
def rules() -> list[Rule]:
    """All of them."""
    # "sat" and "sun" are words too: they count after "on", "last" and the like only.
    name = f"(?P<weekday>{any_of(set(weekdays('en')) - {'sat', 'sun'})})"
    any_name = f"(?P<weekday>{any_of(weekdays('en'))})"
    month = f"(?P<name>{any_of(months())})"
    count = f"(?P<n>[0-9]{{1,4}}|{any_of(lists()['numbers']['en'])})"
    year = r"(?:,?\s+(?P<year>(?:19|20|21)[0-9]{2}))?"
    written = [
        (any_of(days("en")), _word),
        (rf"{_WHICH}?{any_name}\.?\s+(?:of\s+)?(?P<week>last|this|next)\s+(?:week|wk)", _weekday),
        (rf"(?P<week>last|this|next)\s+(?:week|wk)(?:'s)?(?:\s+on)?\s+{any_name}", _weekday),
        (rf"a\s+week\s+(?:on|from)\s+{any_name}", _week_on),
        (rf"{name}\s+week", _week_on),
        (rf"{_WHICH}{any_name}", _weekday),
        (rf"(?:on|by|until|till|before|for|since)\s+{any_name}(?!\s+down)", _weekday),
        (name, _weekday),
        (r"(?P<weekday>sat|sun)(?!\s+(?:down|in|with|on|at|through|around|next|and)\b)", _weekday),
        (rf"(?:in|within)\s+{count}\s+{_UNITS}(?:'\s*time)?", _ahead),
        (rf"{count}\s+{_UNITS}\s+(?:from\s+(?:now|today)|later|out)", _ahead),
        (rf"{count}\s+{_UNITS}\s+(?:ago|back|earlier)", _ago),
        (rf"{month}\.?\s+(?:the\s+)?(?P<day>3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?(?![0-9:]){year}", _named),
        (rf"(?:the\s+)?(?P<day>3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?\s+(?:of\s+)?{month}\b{year}", _named),
        (r"(?P<year>(?:19|20|21)[0-9]{2})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})", _iso),
        (rf"(?:on|by|until|till|before|for|from|since)\s+the\s+{_ORDINAL}", _ordinal),
        (rf"the\s+{_ORDINAL}(?=\s*(?:$|[,.;!?)]|and\b|at\b|we\b|to\b|with\b|if\b))", _ordinal),
        (rf"(?:on|by|until|till|before)\s+{_ORDINAL}", _ordinal),
        (r"(?:the\s+)?end\s+of\s+(?:the\s+|this\s+)?month|month[- ]end|eom|eo the month", _month_end),
        (r"(?:the\s+)?end\s+of\s+next\s+month", _next_month_end),
        (rf"(?:the\s+)?end\s+of\s+{month}", _named_month_end),
        (r"(?:the\s+)?end\s+of\s+(?:the\s+|this\s+)?year|year[- ]end|eoy", _year_end),
        (r"(?:the\s+)?end\s+of\s+(?:the\s+|this\s+)?week|eow", _week_end),
        (r"(?:the\s+)?end\s+of\s+next\s+week", _next_week_end),
        (any_of(vague("en")), lambda _match, _today: None),
    ]  # fmt: skip
    return [(re.compile(rf"(?<![\w])(?:{expression})(?!\w)"), meaning) for expression, meaning in written]


def _word(match: re.Match[str], today: date) -> Day:
    return calendar.after(today, days("en")[match[0]])


def _weekday(match: re.Match[str], today: date) -> Day:
    number = weekdays("en")[match["weekday"]]
    groups = match.groupdict()
    match groups.get("week") or groups.get("which"):
        case "last" | "past" | "previous":
            return calendar.of_week(today, -1, number)
        case "next" | "nxt":
            return calendar.of_week(today, 1, number)
        case "this":
            return calendar.of_week(today, 0, number)
        case "coming" | "this coming":
            return calendar.fixed(calendar.weekday(today, number).future)
        case _:
            return calendar.weekday(today, number)


def _week_on(match: re.Match[str], today: date) -> Day:
    return calendar.after(calendar.weekday(today, weekdays("en")[match["weekday"]]).future, 7)


def _distance(match: re.Match[str], today: date, sign: int) -> Day:
    said = match["n"]
    count = sign * (int(said) if said.isdigit() else int(lists()["numbers"]["en"][said]))
    match match["unit"].removesuffix("s"):
        case "month":
            return calendar.in_months(today, count)
        case "week" | "wk":
            return calendar.after(today, 7 * count)
        case "fortnight":
            return calendar.after(today, 14 * count)
        case "day":
            return calendar.after(today, count)
        case _:
            return calendar.working_days(today, count)


def _ahead(match: re.Match[str], today: date) -> Day:
    return _distance(match, today, 1)


def _ago(match: re.Match[str], today: date) -> Day:
    return _distance(match, today, -1)


def _named(match: re.Match[str], today: date) -> Day:
    year = int(match["year"]) if match["year"] else None
    return calendar.of_year(today, months()[match["name"]], int(match["day"]), year)


def _iso(match: re.Match[str], today: date) -> Day:
    return calendar.of_year(today, int(match["month"]), int(match["day"]), int(match["year"]))


def _ordinal(match: re.Match[str], today: date) -> Day:
    return calendar.of_month(today, int(match["day"]))


def _month_end(_match: re.Match[str], today: date) -> Day:
    return calendar.month_end(today)


def _next_month_end(_match: re.Match[str], today: date) -> Day:
    return calendar.month_end(today, 1)


def _named_month_end(match: re.Match[str], today: date) -> Day:
    return calendar.named_month_end(today, months()[match["name"]])


def _year_end(_match: re.Match[str], today: date) -> Day:
    return calendar.fixed(date(today.year, 12, 31))


def _week_end(_match: re.Match[str], today: date) -> Day:
    return calendar.of_week(today, 0, 4)


def _next_week_end(_match: re.Match[str], today: date) -> Day:
    return calendar.of_week(today, 1, 4)
