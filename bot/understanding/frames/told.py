"""A clause of one segment with its tense and its date: what the frames are made of."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.understanding import cues
from bot.understanding.activities import activity_in
from bot.understanding.clauses import Clause
from bot.understanding.dates import DateMention
from bot.understanding.dates.calendar import Day
from bot.understanding.marks import ACCOUNT, PERSON
from bot.understanding.mentions import Mentions
from bot.understanding.reading import Activity
from bot.understanding.segments import Segment

Tense = Literal["past", "future"]
_NEAR, _FAR = 60, 200
"""Days: a day like 3/12 lies on the side of today on which it is near, when it is far on the other one."""


@dataclass(frozen=True, slots=True)
class Told:
    """A clause with its tense and its date."""

    clause: Clause
    tense: Tense | None
    when: DateMention | None
    activity: Activity | None
    deadline: bool
    """Whether its date is one until which something is to be done."""

    @property
    def said(self) -> str:
        """Its masked text."""
        return self.clause.said

    @property
    def real(self) -> bool:
        """Whether it tells of something that is so: not denied and not supposed."""
        return not (self.clause.negated or self.clause.conditional)

    @property
    def day(self) -> Day | None:
        """The day its date means; none when there is none, or only a vague one."""
        return self.when.day if self.when else None


def told_in(segment: Segment, mentions: Mentions, today: date, going_on: bool) -> Iterator[Told]:
    """The clauses of a segment, each with its tense, which a clause without one has from those before.

    `going_on` says that an earlier part of the message told of something that took place.
    """
    before: Tense | None = "past" if going_on else None
    for clause in segment.clauses:
        here = [d for d in mentions.dates if clause.start <= d.start < clause.end]
        when = next((d for d in here if d.day), here[0] if here else None)
        deadline = cues.has("told", "deadline", clause.said)
        activity = activity_in(clause.said)
        alone = PERSON not in clause.said and ACCOUNT not in clause.said
        tense = _tense(clause, when, today, deadline, before if alone or before == "future" else None)
        if tense is None and before == "future" and when is None:
            tense = "future"  # 下週四安排上，去給他們培訓
        yield Told(clause, tense, when, activity, deadline)
        if tense == "past" and (activity or when):
            before = "past"
        elif tense == "future" and before is None:
            before = "future"


def _tense(clause: Clause, when: DateMention | None, today: date, deadline: bool, before: Tense | None) -> Tense | None:
    """What a deadline or a certain day says first, then the words, then a day of two sides after another tense."""
    day = when.day if when else None
    if deadline and when and (day is None or day.future >= today):
        return "future"
    if day and day.past == day.future != today:
        return "past" if day.past < today else "future"
    if day and (near := _nearer(day, today)):
        return near
    ahead = cues.has("told", "to_come", cues.without("told", "remembered", clause.said))
    if ahead or (clause.future and not clause.past):
        return "future"
    if clause.past:
        return "past"
    return "future" if day and day.past != day.future and before else None


def _nearer(day: Day, today: date) -> Tense | None:
    """The side of today on which a day like 3/12 lies by far nearer."""
    behind, ahead = (today - day.past).days, (day.future - today).days
    if behind and ahead and behind <= _NEAR and ahead >= _FAR:
        return "past"
    return "future" if behind >= _FAR and 0 < ahead <= _NEAR else None
