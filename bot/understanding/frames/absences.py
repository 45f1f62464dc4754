"""Who was not there, and whether a meeting took place at all."""

import re

from bot.understanding import cues
from bot.understanding.cast import Ref
from bot.understanding.frames.scene import Scene, is_plain, people_in

_SENTENCE_END = re.compile("[。.;；]")
_REACH = 16
"""Characters after a name in which it may be said that they were not there."""


def absent(scene: Scene) -> list[Ref]:
    """Those of whom it is said that they were not there."""
    people = [ref for told in scene.told for ref in people_in(scene, told.clause)]
    gone = []
    for ref in people:
        following = [r.start for r in scene.segment.refs if r.start >= ref.end and r.kind == "contact"]
        end = min([*following, ref.end + _REACH, scene.segment.clauses[-1].end])
        if cues.has("person", "absent", _SENTENCE_END.split(scene.mentions.masked[ref.end : end])[0]):
            gone.append(ref)
    return gone


def fell_through(scene: Scene) -> bool:
    """Whether the meeting did not take place: denied, and nobody else was seen instead."""
    if not any(t.clause.negated for t in scene.told) or any(cues.has("scene", "instead", t.said) for t in scene.told):
        return False
    if any(cues.has("scene", "originally", t.said) or cues.has("scene", "wasted", t.said) for t in scene.told):
        return True
    return not (_something_else_happened(scene) or _somebody_else_was_seen(scene))


def _something_else_happened(scene: Scene) -> bool:
    happened = [t for t in scene.told if t.activity and t.tense == "past" and not t.clause.negated]
    return any(
        cues.has("scene", "others", t.said) or not (is_plain(t) or cues.has("scene", "called_away", t.said))
        for t in happened
    )


def _somebody_else_was_seen(scene: Scene) -> bool:
    missing = {ref.words for ref in absent(scene)}
    return any(
        any(ref.words not in missing for ref in people_in(scene, t.clause))
        and cues.has("scene", "saw", t.said)
        and not cues.has("scene", "earlier_plan", t.said)
        for t in scene.told
        if not (t.clause.negated or t.tense == "future" or cues.has("scene", "called_away", t.said))
    )
