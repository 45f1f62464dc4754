"""The arithmetic of days: what 上週四, the 28th, or 3/12 is, seen from a day."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

EARLIEST, LATEST = 2000, 2060
"""Years outside of these are taken for a slip of the keys."""


@dataclass(frozen=True, slots=True)
class Day:
    """The day an expression means: the one it means for something that happened, and for something still to come."""

    past: date
    future: date


class NoSuchDay(ValueError):
    """The expression names a day that no calendar has, such as 31 February, or one beyond any plan."""


def fixed(day: date) -> Day:
    """A day that is the same, however one looks at it."""
    if not EARLIEST <= day.year <= LATEST:
        raise NoSuchDay
    return Day(day, day)


def after(today: date, days: int) -> Day:
    """So many days from today."""
    if abs(days) > 3650:
        raise NoSuchDay
    return fixed(today + timedelta(days=days))


def working_days(today: date, count: int) -> Day:
    """So many days from Monday to Friday from today."""
    if abs(count) > 500:
        raise NoSuchDay
    day, step = today, 1 if count > 0 else -1
    for _ in range(abs(count)):
        day += timedelta(days=step)
        while day.weekday() > 4:
            day += timedelta(days=step)
    return fixed(day)


def in_months(today: date, months: int, day: int | None = None) -> Day:
    """A day of the month so many months from this one; the same day as today, or the month's last, when none is said."""
    if abs(months) > 120:
        raise NoSuchDay
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return fixed(_date(year, month + 1, day if day is not None else min(today.day, last)))


def month_end(today: date, months: int = 0) -> Day:
    """The last day of the month so many months from this one."""
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return fixed(date(year, month + 1, calendar.monthrange(year, month + 1)[1]))


def named_month_end(today: date, month: int) -> Day:
    """The last day of the month with this number: the one gone by, and the next."""
    if not 1 <= month <= 12:
        raise NoSuchDay
    ends = [date(y, month, calendar.monthrange(y, month)[1]) for y in (today.year - 1, today.year, today.year + 1)]
    return Day(max(end for end in ends if end <= today), min(end for end in ends if end >= today))


def of_week(today: date, weeks: int, weekday: int) -> Day:
    """The weekday (Monday is 0) of the calendar week so many weeks from this one."""
    return fixed(today + timedelta(days=weekday - today.weekday() + 7 * weeks))


def weekday(today: date, weekday: int) -> Day:
    """The last such weekday, today counting, and the next one after today."""
    back = (today.weekday() - weekday) % 7
    return Day(today - timedelta(days=back), today + timedelta(days=7 - back))


def of_year(today: date, month: int, day: int, year: int | None = None) -> Day:
    """A day by its month and day: with the year, or the last and the next such day.

    What happened lies in the past year, but not almost a year ago when it could be a few days ahead: then the near one is
    meant, and whoever compares it with today sees that something is wrong.
    """
    if year is not None:
        return fixed(_date(year + 2000 if year < 100 else year, month, day))
    near = [d for y in (today.year - 1, today.year, today.year + 1) if (d := _or_none(y, month, day))]
    if not near:
        raise NoSuchDay
    past = max((d for d in near if d <= today), default=near[0])
    future = min((d for d in near if d >= today), default=near[-1])
    if (today - past).days > 300 and (future - today).days <= 31:
        past = future
    return Day(past, future)


def of_month(today: date, day: int) -> Day:
    """A day by its number alone: the last such day, today counting, and the next."""
    if not 1 <= day <= 31:
        raise NoSuchDay
    first = today.replace(day=1)
    months = [_month_from(first, n) for n in range(-2, 4)]
    days = [d for m in months if (d := _or_none(m.year, m.month, day))]
    return Day(max(d for d in days if d <= today), min(d for d in days if d >= today))


def _month_from(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise NoSuchDay from error


def _or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
