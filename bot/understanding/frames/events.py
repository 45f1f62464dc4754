"""What took place: the clause that tells of an interaction, and the visit with all that was said about it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.understanding import cues
from bot.understanding.frames.absences import fell_through
from bot.understanding.frames.attending import attending
from bot.understanding.frames.phrases import topic, trimmed
from bot.understanding.frames.scene import (
    Scene,
    amount_in,
    is_plain,
    is_step,
    names_somebody,
    on_a_past_day,
    on_the_same_day,
    people_in,
    rep_in,
    time_in,
)
from bot.understanding.frames.told import Told
from bot.understanding.reading import Activity, Frame, Intent

_IN_PERSON = (Activity.VISIT, Activity.MEETING)
_TELLING = (Activity.EXECUTIVE_VISIT, Activity.MEAL, Activity.DEMO, Activity.TRAINING)
"""Kinds that say more than that one met: they win wherever in the message they are told."""


def event_of(scene: Scene) -> Told | None:
    """The clause that tells of an interaction that took place; none when nothing did."""
    if fell_through(scene):
        return None
    possible = [t for t in scene.told if t.real and t.tense != "future" and not t.clause.question]
    if cues.has("told", "reminder", scene.said) or scene.spoken.ahead:
        possible = [t for t in possible if t.tense == "past"]
    ahead = any(t.tense == "future" and t.real for t in scene.told)
    return (
        _acted(scene, possible, ahead)
        or _dated(scene, possible, ahead)
        or (next((t for t in possible if cues.has("scene", "met", t.said)), None) if scene.names_anybody else None)
        or _gone_on(scene, possible)
    )


def _acted(scene: Scene, possible: Sequence[Told], ahead: bool) -> Told | None:
    """The clause that names an interaction, the weightiest of several."""
    going_on = scene.spoken.day is not None  # one visit was told of already, so this is the next one
    acted = [
        t
        for t in possible
        if t.activity
        and not cues.has("news", "number", t.said)
        and (t.tense == "past" or not is_plain(t) or not ahead or going_on or on_a_past_day(scene, t))
    ]
    sure = [t for t in acted if t.tense == "past" or names_somebody(scene, t)]
    if sure and (scene.names_anybody or any(t.when for t in possible)):
        return max(sure, key=lambda t: _weight(scene, t))
    behind = any(on_a_past_day(scene, t) and t.tense == "past" for t in possible)
    only_due = all(t.deadline for t in scene.told if t.tense == "future")  # "Demo. Quote by the end of the month."
    return acted[0] if acted and scene.names_anybody and (behind or not ahead or only_due) else None


def _weight(scene: Scene, told: Told) -> int:
    """How much a clause is the one that tells of the interaction: names and dates speak for it, troubles against."""
    trouble, earlier = cues.has("complaint", "problem", told.said), cues.has("scene", "earlier", told.said)
    named = names_somebody(scene, told)
    return 2 * named + (told.when is not None) + (told.tense == "past") - 3 * trouble - 3 * earlier


def _dated(scene: Scene, possible: Sequence[Told], ahead: bool) -> Told | None:
    """The clause that has a day gone by and no other news: "3/12 旭澄 林處長"."""
    if not scene.names_anybody:
        return None
    for told in possible:
        news = cues.has("completed", "cue", told.said) or cues.has("update", "cue", told.said)
        if on_a_past_day(scene, told) and not news:
            gone_by = told.day is not None and told.day.future < scene.today
            if told.tense == "past" or not ahead or gone_by:
                return told
    return None


def _gone_on(scene: Scene, possible: Sequence[Told]) -> Told | None:
    """The clause that goes on after a visit told of before: 下午和昇邱主任."""
    if scene.spoken.day is None or not scene.names_anybody or not possible:
        return None
    with_people = [t for t in possible if people_in(scene, t.clause)]
    if with_people:
        return with_people[0]
    return possible[0] if on_the_same_day(scene, possible[0].said) else None


def visit(scene: Scene, event: Told, complaint: Told | None, besides: Sequence[Told] = ()) -> Frame:
    """The interaction with who was there, when, what about, and what comes next; `besides` are clauses of other matters."""
    steps = [t for t in scene.told if t is not event and t is not complaint and t not in besides and is_step(t)]
    spoken = [t for t in scene.told if t not in steps and t not in besides]
    there = [*spoken, *(t for t in steps if cues.has("attending", "wants", t.said))]
    frame = Frame(
        Intent.LOG_VISIT,
        account=scene.account,
        contacts=attending(scene, there),
        date=_day(scene, event, spoken),
        time=time_in(scene, spoken),
        activity_type=_kind(scene, event, spoken),
        topic=topic(scene, event, spoken),
        amount=amount_in(scene),
        rep=rep_in(scene),
    )
    after = [t for t in steps if t.clause.start > event.clause.start] or steps
    if not after:
        return frame
    step = next((t for t in after if t.day), after[0])
    return replace(frame, next_step=trimmed(scene, step), next_date=step.day.future if step.day else None)


def _day(scene: Scene, event: Told, spoken: Sequence[Told]) -> date | None:
    for told in (event, *spoken):
        if told.day and (told is event or on_a_past_day(scene, told)):
            return told.day.past
    return scene.spoken.day if on_the_same_day(scene, scene.said) else None


def _kind(scene: Scene, event: Told, spoken: Sequence[Told]) -> Activity | None:
    kinds = [
        t.activity
        for t in spoken
        if t.activity and t.real and (t is event or not (is_plain(t) or cues.has("scene", "earlier", t.said)))
    ]
    if event.activity is None or is_plain(event):
        return kinds[0] if kinds else event.activity
    if event.activity not in _IN_PERSON:
        return event.activity
    if _with_manager(scene, event):
        return Activity.EXECUTIVE_VISIT
    return next((kind for kind in kinds if kind in _TELLING), event.activity)


def _with_manager(scene: Scene, event: Told) -> bool:
    """Whether somebody's manager of ours came along."""
    bosses = [r for r in scene.segment.refs if r.kind == "colleague" and not scene.cast.is_rep(r)]
    here = any(event.clause.start <= r.start < event.clause.end for r in bosses)
    return here and cues.has("scene", "along", event.said)
