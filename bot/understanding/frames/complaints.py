"""What a client complained of."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.understanding import cues
from bot.understanding.frames.absences import fell_through
from bot.understanding.frames.attending import attending
from bot.understanding.frames.phrases import trimmed, trouble
from bot.understanding.frames.scene import (
    Scene,
    is_step,
    names_somebody,
    on_the_same_day,
    people_in,
    rep_in,
    time_in,
)
from bot.understanding.frames.told import Told
from bot.understanding.reading import Activity, Frame, Intent, Person, Severity

_FROM_AFAR = (None, Activity.CALL, Activity.MESSAGE)


def complaint_of(scene: Scene, event: Told | None) -> Told | None:
    """The clause that complains: in so many words; or by telling what went wrong, unless that was a visit's subject."""
    possible = [t for t in scene.told if not t.clause.conditional and not cues.has("complaint", "never", t.said)]
    for told in possible:
        if cues.has("complaint", "strong", told.said) and not (event and told.tense == "future"):
            return told
    if event and event.activity not in _FROM_AFAR and not _inbound(scene):
        return None
    if not scene.names_anybody or fell_through(scene):
        return None
    return next((t for t in possible if t.real and cues.has("complaint", "problem", t.said)), None)


def is_only_complaint(scene: Scene, event: Told, complaint: Told) -> bool:
    """Whether what took place was nothing but the complaint: they rang, wrote, said so."""
    if event.activity not in _FROM_AFAR:
        return False
    if event is complaint or _inbound(scene):
        return True
    if event.activity is not None:
        return not cues.has("scene", "outbound", scene.said)
    return not any(event.clause.start < t.clause.start < complaint.clause.start for t in scene.told)


def complained(scene: Scene, complaint: Told, event: Told | None = None, visit: Frame | None = None) -> Frame:
    """The complaint; what was said about the visit during which it came up holds for it too."""
    if visit is not None:
        contacts = _who(scene, complaint) or visit.contacts[:1]
        frame = Frame(Intent.LOG_COMPLAINT, date=visit.date, time=visit.time, rep=visit.rep)
    else:
        steps = [t for t in scene.told if t is not complaint and is_step(t) and t.day]
        contacts = attending(scene, [t for t in scene.told if t not in steps])
        frame = Frame(
            Intent.LOG_COMPLAINT,
            date=day_of(scene, event or complaint, steps),
            time=time_in(scene, scene.told),
            next_step=trimmed(scene, steps[0]) if steps else "",
            next_date=steps[0].day.future if steps and steps[0].day else None,
            rep=rep_in(scene),
        )
    return replace(
        frame,
        account=scene.account,
        contacts=tuple(replace(person, stance=None) for person in contacts),
        topic=trouble(scene, complaint),
        complaint_severity=_severity(scene),
    )


def day_of(scene: Scene, first: Told, steps: Sequence[Told]) -> date | None:
    """The day of something told without a visit: that of the clause itself, or of one that names somebody or a day."""
    spoken = [
        t
        for t in (first, *scene.told)
        if t not in steps
        and not cues.has("scene", "earlier", t.said)
        and (
            t.activity
            or names_somebody(scene, t)
            or cues.has("scene", "dated", t.said)
            or (t is first and len(scene.told) == 1)
        )
    ]
    days = [t.day.past for t in spoken if t.day and not t.deadline and t.day.past <= scene.today]
    if days:
        return days[0]
    return scene.spoken.day if on_the_same_day(scene, first.said) else None


def _who(scene: Scene, complaint: Told) -> tuple[Person, ...]:
    """Who complained: somebody named in the clause, or in the nearest one before it."""
    before = reversed(scene.told[: scene.told.index(complaint)])
    near = next((t for t in (complaint, *before) if people_in(scene, t.clause)), None)
    return attending(scene, [near])[:1] if near else ()


def _severity(scene: Scene) -> Severity | None:
    said = " ".join(t.said for t in scene.told)
    if cues.has("complaint", "low", said):
        return Severity.LOW
    return Severity.HIGH if cues.has("complaint", "high", said) else None


def _inbound(scene: Scene) -> bool:
    """Whether the client got in touch."""
    return cues.has("scene", "inbound", scene.mentions.masked)
