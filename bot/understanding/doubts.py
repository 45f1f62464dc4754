"""The write gate: what has to be asked before the frames of a message may be written.

A name that may be several, a day that no calendar has, a visit on a day still to come, an amount beyond belief: asking
is cheap, a wrong record is not.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from bot.understanding import cues
from bot.understanding.amounts import LARGEST
from bot.understanding.mentions import Mentions
from bot.understanding.reading import Doubt, Frame, Intent, Question
from bot.understanding.verdicts import RECORDS

MOST_PEOPLE = 12
"""More people than this at one table are a list of names, not those who took part."""
_DONE = re.compile(f"[^,，。.;；]{{0,12}}{cues.any_of('doubt', 'done')}")
LONG_AGO = timedelta(days=400)
"""A visit longer ago is asked about: a year was mistyped."""


def questions_of(frames: Sequence[Frame], mentions: Mentions, today: date) -> Iterator[Question]:
    """What to ask, in the order of the frames; nothing when none of them is a record."""
    records = [frame for frame in frames if frame.intent in RECORDS]
    for frame in records:
        yield from _of_names(frame)
        yield from _of_days(frame, mentions, today)
        if frame.amount is not None and not 0 <= frame.amount <= LARGEST:
            yield Question(Doubt.AMOUNT, str(frame.amount))
    if records:
        yield from _of_tense(mentions, today)
        for mention in mentions.dates:
            if mention.impossible:
                yield Question(Doubt.DATE_IMPOSSIBLE, mentions.words((mention.start, mention.end)))


def _of_tense(mentions: Mentions, today: date) -> Iterator[Question]:
    """明天拜訪了王總: a day to come beside a verb of the past; nobody can know which of them is meant."""
    for mention in mentions.dates:
        if mention.day and mention.day.past > today and _DONE.match(mentions.masked[mention.end :]):
            yield Question(Doubt.DATE_AHEAD, mentions.words((mention.start, mention.end)))


def _of_names(frame: Frame) -> Iterator[Question]:
    if frame.account and frame.account.candidates:
        yield Question(Doubt.ACCOUNT, frame.account.name)
    for person in frame.contacts:
        if person.who.candidates:
            yield Question(Doubt.CONTACT, person.who.name)
    if len(frame.contacts) > MOST_PEOPLE:
        yield Question(Doubt.MANY_NAMES)


def _of_days(frame: Frame, mentions: Mentions, today: date) -> Iterator[Question]:
    """A record of what took place lies behind us, a plan ahead."""
    if frame.date is None:
        return
    words = next(
        (
            mentions.words((m.start, m.end))
            for m in mentions.dates
            if m.day and frame.date in (m.day.past, m.day.future)
        ),
        frame.date.isoformat(),
    )
    told = frame.intent in (Intent.LOG_VISIT, Intent.LOG_COMPLAINT, Intent.COMPLETE_ACTION)
    if told and (frame.date > today or frame.date < today - LONG_AGO):
        yield Question(Doubt.DATE_AHEAD if frame.date > today else Doubt.DATE_UNEXPLAINED, words)
    if frame.intent is Intent.PLAN_ACTION and frame.date < today:
        yield Question(Doubt.DATE_UNEXPLAINED, words)
