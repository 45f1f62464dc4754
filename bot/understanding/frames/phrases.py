"""Topic, trouble and next step in the message's own words."""

import re
from collections.abc import Sequence
from functools import cache
from textwrap import shorten

from bot.understanding import cues
from bot.understanding.frames.scene import Scene
from bot.understanding.frames.told import Told
from bot.understanding.marks import ACCOUNT, COLLEAGUE, DATE, PERSON, TIME

MOST_WORDS = 160
"""Characters of a topic or a next step that are kept."""
_EDGES = " ,，。.、;；:：-"
_NAMES = re.compile(f"[{PERSON}{COLLEAGUE}{DATE}{TIME}{ACCOUNT}]")
_BLOT = "\0"


def topic(scene: Scene, event: Told, spoken: Sequence[Told]) -> str:
    """What it was about: after "about", 談, 聊; else what is left of the clause, or the next one."""
    others = [t for t in spoken if t is not event]
    for told in (event, *others):
        match = cues.cue("words", "about").search(told.said)
        if match and match.end() < len(told.said):
            words = _cleaned(scene, told.clause.start + match.end(), told.clause.end)
            if len(words) > 1:
                return words
    rest = _remains(scene, event)
    if len(rest) > 1:
        return rest
    return next((words for t in others if t.real and len(words := trimmed(scene, t)) > 2), "")


def trouble(scene: Scene, complaint: Told) -> str:
    """What went wrong: what follows "complains", or the clause that says it, from the complaint on."""
    if match := cues.cue("words", "complains").search(complaint.said):
        words = _cleaned(scene, complaint.clause.start + match.end(), complaint.clause.end)
        if len(words) > 2:
            return words
    place = scene.told.index(complaint)
    for told in (complaint, *scene.told[place + 1 :], *scene.told[:place]):
        if cues.has("complaint", "problem", told.said):
            return trimmed(scene, told)
    return trimmed(scene, scene.told[place + 1] if place + 1 < len(scene.told) else complaint)


def trimmed(scene: Scene, told: Told) -> str:
    """A clause without its date and the little words before and after."""
    start, end = told.clause.start, told.clause.end
    if told.when:
        if told.when.start - start < 6:
            start = told.when.end
        elif end - told.when.end < 3:
            end = told.when.start
    return _cleaned(scene, start, end)


def _remains(scene: Scene, told: Told) -> str:
    """The longest piece of a clause without its names, dates and the words for the interaction."""
    said = _NAMES.sub(_BLOT, told.said)
    for name in cues.names("activity"):
        said = cues.cue("activity", name).sub(lambda match: _BLOT * len(match[0]), said)
    longest = max(said.split(_BLOT), key=len)
    start = told.clause.start + said.index(longest)
    return _cleaned(scene, start, start + len(longest)) if len(longest) > 3 else ""


def _cleaned(scene: Scene, start: int, end: int) -> str:
    text, folded = scene.mentions.message.text[start:end], scene.mentions.message.folded[start:end]
    begin = len(text) - len(text.lstrip(_EDGES))
    text, folded = text.strip(_EDGES), folded[begin : begin + len(text.strip(_EDGES))]
    if match := _leading().match(folded):
        text, folded = text[match.end() :], folded[match.end() :]
    if match := _trailing().search(folded):
        text = text[: match.start()]
    return shorten(text.strip(_EDGES), MOST_WORDS, placeholder="…")


@cache
def _leading() -> re.Pattern[str]:
    return re.compile(rf"(?:{cues.any_of('words', 'leading')}(?:(?<=[a-z])\s+|(?<![a-z])))+")


@cache
def _trailing() -> re.Pattern[str]:
    return re.compile(rf"\s?{cues.any_of('words', 'trailing')}$")
