"""From the clauses about one client to frames: what took place, what is to come, what was complained of, what is news."""

from dataclasses import replace
from datetime import date

from bot.understanding.cast import Cast
from bot.understanding.frames.absences import fell_through
from bot.understanding.frames.complaints import complained, complaint_of, is_only_complaint
from bot.understanding.frames.events import event_of, visit
from bot.understanding.frames.news import changed, is_news, news
from bot.understanding.frames.plans import aside, asides, completed, done, plan, planned
from bot.understanding.frames.scene import Spoken, scene_of
from bot.understanding.mentions import Mentions
from bot.understanding.reading import Frame, Intent
from bot.understanding.segments import Segment

__all__ = ["Spoken", "frame_as", "frames_of"]


def frames_of(segment: Segment, mentions: Mentions, cast: Cast, today: date, spoken: Spoken) -> list[Frame]:
    """The frames of a segment, the main one first; none when it tells of nothing that happened or is to come."""
    scene = scene_of(segment, mentions, cast, today, spoken)
    event = event_of(scene)
    if event and is_news(scene, event) and (told := news(scene)):
        return told
    complaint = complaint_of(scene, event)
    if event and not (complaint and is_only_complaint(scene, event, complaint)):
        besides = asides(scene, event)
        seen = visit(scene, event, complaint, besides)
        complaints = [complained(scene, complaint, event, seen)] if complaint else []
        return [seen, *complaints, *(aside(scene, told) for told in besides)]
    if complaint:
        return [complained(scene, complaint, event)]
    if not fell_through(scene):
        if finished := completed(scene):
            return [finished]
        if told := news(scene):
            return told
    ahead = plan(scene)
    return [ahead] if ahead else []


def frame_as(intent: Intent, segment: Segment, mentions: Mentions, cast: Cast, today: date) -> Frame:
    """What a segment states, taken as a record of a kind that it does not show by itself."""
    scene = scene_of(segment, mentions, cast, today, Spoken())
    first = next((t for t in scene.told if t.tense != "future"), scene.told[0])
    match intent:
        case Intent.LOG_VISIT:
            return visit(scene, first, None)
        case Intent.LOG_COMPLAINT:
            return complained(scene, first)
        case Intent.PLAN_ACTION:
            return planned(scene, scene.told, first)
        case Intent.UPDATE_CONTACT:
            return next(iter(changed(scene)), Frame(intent, account=segment.account))
        case _:
            return replace(done(scene, first), intent=intent)
