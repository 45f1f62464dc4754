"""Everything a message names, each at its place: names, dates, times, amounts. What is named once is masked for the rest."""

import re
from dataclasses import dataclass
from datetime import date

from bot.understanding.amounts import AmountMention, find_amounts, find_email, find_phone
from bot.understanding.dates import DateMention, TimeMention, find_dates, find_times
from bot.understanding.names import words
from bot.understanding.names.gazetteer import Gazetteer, NameMention
from bot.understanding.names.strangers import Stranger, find_strangers
from bot.understanding.written import Written

ACCOUNT, PERSON, COLLEAGUE, DATE, TIME, AMOUNT, OTHER = "\ue000\ue001\ue002\ue003\ue004\ue005\ue006"
"""What stands for each in the masked text: characters that no message has (private use), one for one."""


@dataclass(frozen=True, slots=True)
class Mentions:
    """A message with all that it names."""

    message: Written
    names: tuple[NameMention, ...]
    strangers: tuple[Stranger, ...]
    dates: tuple[DateMention, ...]
    times: tuple[TimeMention, ...]
    amounts: tuple[AmountMention, ...]
    email: tuple[int, int] | None
    phone: tuple[int, int] | None
    masked: str
    """The folded text in which every mention is blotted out, so that no cue is found inside a name."""

    def words(self, span: tuple[int, int]) -> str:
        """The message's own words at a place."""
        return self.message.text[span[0] : span[1]]


def find_mentions(message: Written, gazetteer: Gazetteer, today: date) -> Mentions:
    """Known names first, the longest; then what is certain by its form; then what looks like a name."""
    email = find_email(message)
    taken = [email] if email else []
    names = [
        name
        for name in gazetteer.find(message.folded)
        if not any(name.start < end and start < name.end for start, end in taken) and not _goes_on(name, message)
    ]
    taken += [(name.start, name.end) for name in names]
    dates = find_dates(message, today, taken)
    taken += [(each.start, each.end) for each in dates]
    amounts = find_amounts(message, taken)
    taken += [(each.start, each.end) for each in amounts]
    phone = find_phone(message, taken)
    taken += [phone] if phone else []
    times = find_times(message, taken)
    taken += [(each.start, each.end) for each in times]
    strangers = find_strangers(message, taken)
    masked = list(message.folded)
    for start, end, mark in (
        *((name.start, name.end, _mark(name)) for name in names),
        *((each.start, each.end, ACCOUNT if each.kind == "account" else PERSON) for each in strangers),
        *((each.start, each.end, DATE) for each in dates),
        *((each.start, each.end, TIME) for each in times),
        *((each.start, each.end, AMOUNT) for each in amounts),
        *((*span, OTHER) for span in (email, phone) if span),
    ):
        masked[start:end] = mark * (end - start)
    return Mentions(
        message,
        tuple(names),
        tuple(strangers),
        tuple(dates),
        tuple(times),
        tuple(amounts),
        email,
        phone,
        "".join(masked),
    )


def _goes_on(name: NameMention, message: Written) -> bool:
    """Whether a client's name is only the beginning of another company's: 宏岳 in 宏岳物流, Tembusu in Tembusu Dental Group."""
    if not any(surface.kind == "account" for surface in name.meant):
        return False
    after = message.text[name.end : name.end + 24]
    if match := re.match(r"(?:\s[A-Z][a-z]+)?\s([A-Z][a-z]+)\b", after):
        return (
            match[1].lower() in words.listed("company_en")
            and after.split()[0].lower() not in message.folded[name.start : name.end]
        )
    ending = words.company_start().match(message.folded[name.end : name.end + 6])
    return ending is not None and words.company_ending().search(message.folded[name.start : name.end]) is None


def _mark(name: NameMention) -> str:
    kinds = {surface.kind for surface in name.meant}
    return ACCOUNT if "account" in kinds else PERSON if "contact" in kinds else COLLEAGUE
