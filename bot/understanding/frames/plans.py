"""What is to come, and what was to be done and is done."""

from collections.abc import Sequence
from dataclasses import replace

from bot.understanding import cues
from bot.understanding.frames.absences import fell_through
from bot.understanding.frames.attending import attending
from bot.understanding.frames.complaints import day_of
from bot.understanding.frames.phrases import topic, trimmed
from bot.understanding.frames.scene import Scene, amount_in, is_step, on_the_same_day, rep_in, time_in
from bot.understanding.frames.told import Told
from bot.understanding.reading import Frame, Intent


def plan(scene: Scene) -> Frame | None:
    """What is to be done; of a meeting that fell through, only a new day makes a plan."""
    cancelled = fell_through(scene)
    later = [t for t in scene.told if t.day and t.day.future > scene.today]
    ahead = [
        t for t in scene.told if t.tense == "future" and not t.clause.question and (t.when or not t.clause.negated)
    ] or [t for t in (scene.told if _goes_on(scene) else later if cancelled else ()) if not t.clause.negated]
    if not ahead:
        return None
    dated = [
        t for t in (*ahead, *scene.told) if t.day and t.day.future >= scene.today and (t in later or not cancelled)
    ]
    main = next((t for t in dated if not t.clause.negated and not cues.has("scene", "earlier_plan", t.said)), None)
    if cancelled and main is None:
        return None
    return planned(scene, ahead, main or ahead[0])


def _goes_on(scene: Scene) -> bool:
    """Whether it is about what is to be done because what came before was, or because somebody wants to be reminded."""
    return scene.spoken.ahead is not None or cues.has("told", "reminder", scene.said)


def asides(scene: Scene, event: Told) -> list[Told]:
    """What is to be done besides, which has nothing to do with the visit: "also remind me to ring Kevin on Monday"."""
    return [
        t
        for t in scene.told
        if t is not event
        and is_step(t)
        and (t.activity or cues.has("segment", "errand", t.said))
        and cues.has("segment", "anew", scene.mentions.masked[max(0, t.clause.start - 10) : t.clause.end])
    ]


def aside(scene: Scene, told: Told) -> Frame:
    """The plan of such a clause, with what the clause itself names."""
    return replace(planned(scene, [told], told), contacts=attending(scene, [told]), amount=None)


def planned(scene: Scene, ahead: Sequence[Told], first: Told) -> Frame:
    """The plan that a clause tells of, with what the others add."""
    spoken = [t for t in scene.told if not t.clause.conditional]
    return Frame(
        Intent.PLAN_ACTION,
        account=scene.account,
        contacts=tuple(replace(person, stance=None) for person in attending(scene, spoken)),
        date=first.day.future if first.day else scene.spoken.ahead if on_the_same_day(scene, first.said) else None,
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
