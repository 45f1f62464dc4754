"""What is to come, and what was to be done and is done."""

from collections.abc import Sequence
from dataclasses import replace

from bot.understanding import cues
from bot.understanding.frames.absences import fell_through
from bot.understanding.frames.attending import attending
from bot.understanding.frames.complaints import day_of
from bot.understanding.frames.phrases import topic, trimmed
from bot.understanding.frames.scene import Scene, amount_in, rep_in, time_in
from bot.understanding.frames.told import Told
from bot.understanding.reading import Frame, Intent


def plan(scene: Scene) -> Frame | None:
    """What is to be done; of a meeting that fell through, only a new day makes a plan."""
    cancelled = fell_through(scene)
    later = [t for t in scene.told if t.day and t.day.future > scene.today]
    ahead = [
        t for t in scene.told if t.tense == "future" and not t.clause.question and (t.when or not t.clause.negated)
    ] or [t for t in later if cancelled and not t.clause.negated]
    if not ahead:
        return None
    dated = [
        t for t in (*ahead, *scene.told) if t.day and t.day.future >= scene.today and (t in later or not cancelled)
    ]
    main = next((t for t in dated if not t.clause.negated and not cues.has("scene", "earlier_plan", t.said)), None)
    if cancelled and main is None:
        return None
    return planned(scene, ahead, main or ahead[0])


def planned(scene: Scene, ahead: Sequence[Told], first: Told) -> Frame:
    """The plan that a clause tells of, with what the others add."""
    spoken = [t for t in scene.told if not t.clause.conditional]
    return Frame(
        Intent.PLAN_ACTION,
        account=scene.account,
        contacts=tuple(replace(person, stance=None) for person in attending(scene, spoken)),
        date=first.day.future if first.day else None,
        time=time_in(scene, spoken),
        activity_type=next((t.activity for t in (first, *ahead, *spoken) if t.activity), None),
        topic=topic(scene, first, spoken) or trimmed(scene, first),
        amount=amount_in(scene),
        rep=rep_in(scene),
    )


def completed(scene: Scene) -> Frame | None:
    """What was to be done and is done."""
    found = [t for t in scene.told if t.real and t.tense != "future" and cues.has("completed", "cue", t.said)]
    return done(scene, found[0]) if found and (scene.segment.refs or len(scene.told) < 4) else None


def done(scene: Scene, told: Told) -> Frame:
    """What a clause says is done, in the words of the longest clause."""
    return Frame(
        Intent.COMPLETE_ACTION,
        account=scene.account,
        contacts=tuple(replace(person, stance=None) for person in attending(scene, scene.told)),
        date=day_of(scene, told, ()),
        topic=trimmed(scene, max(scene.told, key=lambda t: len(t.said))),
    )
