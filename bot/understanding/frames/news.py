"""What is new about people at a client: a title, a telephone number, a stance, or that they are there at all."""

from collections.abc import Sequence
from dataclasses import replace

from bot.understanding import cues
from bot.understanding.cast import Ref
from bot.understanding.frames.phrases import trimmed
from bot.understanding.frames.scene import Scene, is_plain, on_a_past_day, people_in
from bot.understanding.frames.titles import news_title
from bot.understanding.frames.told import Told
from bot.understanding.reading import Activity, Frame, Intent, Named, Person
from bot.understanding.stances import stances_of


def is_news(scene: Scene, event: Told) -> bool:
    """Whether what looks like an interaction is a change at the client and no meeting: 調走, a new number."""
    if not cues.has("update", "cue", scene.said) or on_a_past_day(scene, event):
        return False
    return _has_address(scene) or event.activity in (None, Activity.MESSAGE) or is_plain(event)


def news(scene: Scene) -> list[Frame]:
    """One frame for each person of whom something new is told; none when nothing is."""
    people = any(people_in(scene, t.clause) and not t.clause.question for t in scene.told)
    cue = any(t.real and cues.has("update", "cue", t.said) for t in scene.told)
    return changed(scene) if people and (cue or _has_address(scene)) else []


def changed(scene: Scene) -> list[Frame]:
    """A frame for each person named; telephone and e-mail go to the one named last before them."""
    found: list[tuple[Ref, Frame]] = []
    for told in scene.told:
        for ref in people_in(scene, told.clause):
            who = scene.cast.contact(ref, scene.account)
            if who and not _is_told_of(ref, who, [frame for _, frame in found]):
                found.append((ref, _changed(scene, told, ref, who)))
    mentions = scene.mentions
    phone = mentions.words(mentions.phone) if mentions.phone else ""
    email = mentions.words(mentions.email) if mentions.email else ""
    place = (mentions.phone or mentions.email or (0, 0))[0]
    owner = max((n for n, (ref, _) in enumerate(found) if ref.start <= place), default=0)
    return [replace(f, phone=phone, email=email) if n == owner else f for n, (_, f) in enumerate(found)]


def _changed(scene: Scene, told: Told, ref: Ref, who: Named) -> Frame:
    stance = stances_of(scene.segment.clauses, [(ref, who)], scene.cast).get(who.key)
    title = news_title(scene, ref, who)
    return Frame(
        Intent.UPDATE_CONTACT,
        account=scene.account,
        contacts=(Person(who, title, stance),),
        topic="" if title or who.is_new else trimmed(scene, told),
    )


def _is_told_of(ref: Ref, who: Named, frames: Sequence[Frame]) -> bool:
    """Whether somebody has a frame already; an unknown one also by the surname alone: 吳工 and 吳課長."""
    known = [frame.contacts[0].who for frame in frames]
    surname = ref.words[:1] if who.is_new and ref.words[:1] >= "\u3400" else "\0"
    return any(each.key == who.key or each.name[:1] == surname for each in known)


def _has_address(scene: Scene) -> bool:
    return bool(scene.mentions.phone or scene.mentions.email)
