"""One segment of a message as all of its frames see it: its clauses, its people, its client, and what was said before."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from bot.understanding import cues
from bot.understanding.cast import Cast, Ref
from bot.understanding.clauses import Clause
from bot.understanding.frames.told import Told, told_in
from bot.understanding.mentions import Mentions
from bot.understanding.reading import Activity, Named
from bot.understanding.segments import Segment

_BEFORE = 4
"""Characters before a segment in which a 下午 may stand: "下午和昇邱主任"."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What an earlier part of the message said for the later ones too: "同日", the rep whose notes these are."""

    day: dt.date | None = None
    ahead: dt.date | None = None
    """The day of a plan told before: 當天下午再打給白總監 is on that day."""
    rep: Named | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """A segment with all that its frames are made from."""

    segment: Segment
    mentions: Mentions
    cast: Cast
    today: dt.date
    told: tuple[Told, ...]
    spoken: Spoken

    @property
    def said(self) -> str:
        """The masked text of its clauses."""
        return "".join(t.said for t in self.told)

    @property
    def account(self) -> Named | None:
        """The client it is about."""
        return self.segment.account

    @property
    def names_anybody(self) -> bool:
        """Whether it names a client, or somebody at one."""
        return any(ref.kind in ("contact", "account") for ref in self.segment.refs)


def scene_of(segment: Segment, mentions: Mentions, cast: Cast, today: dt.date, spoken: Spoken) -> Scene:
    """The scene of a segment."""
    told = tuple(told_in(segment, mentions, today, going_on=spoken.day is not None))
    return Scene(segment, mentions, cast, today, told, spoken)


def people_in(scene: Scene, clause: Clause) -> list[Ref]:
    """The people at clients whom a clause names."""
    return [r for r in scene.segment.refs if r.kind == "contact" and clause.start <= r.start < clause.end]


def names_somebody(scene: Scene, told: Told) -> bool:
    """Whether a clause has any name."""
    return any(told.clause.start <= ref.start < told.clause.end for ref in scene.segment.refs)


def on_a_past_day(scene: Scene, told: Told) -> bool:
    """Whether a clause has a day gone by, or today, on which something took place."""
    return bool(told.day and told.day.past <= scene.today and not told.deadline)


def is_plain(told: Told) -> bool:
    """Whether a clause's only sign of a visit is a word like 去 or 到, which stands in many sentences."""
    return told.activity is Activity.VISIT and not cues.has("activity", "visit", told.said)


def is_step(told: Told) -> bool:
    """Whether a clause tells what is to be done next."""
    if not told.real or told.clause.question or told.tense != "future":
        return False
    return (told.when is not None or told.clause.future) and not cues.has("scene", "runs_out", told.said)


def on_the_same_day(scene: Scene, said: str) -> bool:
    """Whether a clause goes on with the day told of before: 下午, "then"."""
    start = scene.segment.clauses[0].start
    return cues.has("scene", "later", scene.mentions.masked[max(0, start - _BEFORE) : start] + said)


def time_in(scene: Scene, spoken: Sequence[Told]) -> dt.time | None:
    """The first clock time in some of the clauses."""
    spans = [(t.clause.start, t.clause.end) for t in spoken]
    return next((m.time for m in scene.mentions.times if any(s <= m.start < e for s, e in spans)), None)


def amount_in(scene: Scene) -> int | None:
    """The last amount of money that is named."""
    start, end = scene.segment.clauses[0].start, scene.segment.clauses[-1].end
    return next((a.value for a in reversed(scene.mentions.amounts) if start <= a.start < end), None)


def rep_in(scene: Scene) -> Named | None:
    """The rep of ours who was there, when another one than the speaker is named."""
    masked = scene.mentions.masked
    for ref in scene.segment.refs:
        ours = ref.kind == "colleague" or scene.cast.contact(ref, scene.account) is None
        if (
            scene.cast.is_rep(ref)
            and ours
            and not cues.has("person", "absent", masked[ref.end : ref.end + 6])
            and not cues.begins("attending", "addressed", masked[ref.end : ref.end + 3])
        ):
            return scene.cast.colleague(ref)
    return scene.spoken.rep
