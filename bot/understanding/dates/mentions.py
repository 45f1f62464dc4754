"""The date expressions of a message, each with its place and the day it means."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.understanding.dates import chinese, english
from bot.understanding.dates.calendar import Day, NoSuchDay
from bot.understanding.written import Written


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date expression. Without a day it is either vague (下週, "soon"), or names a day that does not exist."""

    start: int
    end: int
    day: Day | None
    impossible: bool = False


def find_dates(message: Written, today: date, taken: Sequence[tuple[int, int]] = ()) -> list[DateMention]:
    """The date expressions in their order, none overlapping another one or what is taken (names): the longest is right."""
    kept: list[DateMention] = []
    for found in sorted(_all(message, today), key=lambda m: (m.start - m.end, m.day is None, m.start)):
        if not any(found.start < end and start < found.end for start, end in taken) and not any(
            found.start < other.end and other.start < found.end for other in kept
        ):
            kept.append(found)
    return sorted(kept, key=lambda mention: mention.start)


def _all(message: Written, today: date) -> Iterator[DateMention]:
    for expression, meaning in (*chinese.rules(), *english.rules()):
        for match in expression.finditer(message.folded):
            if match[0] in ("sat", "sun") and not message.text[match.start()].isupper():
                continue  # the verb, or the star
            try:
                yield DateMention(match.start(), match.end(), meaning(match, today))
            except NoSuchDay:
                yield DateMention(match.start(), match.end(), None, impossible=True)
