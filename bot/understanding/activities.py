"""Which kind of interaction a clause speaks of."""

import re

from bot.understanding import cues
from bot.understanding.marks import ACCOUNT, PERSON
from bot.understanding.reading import Activity

_ORDER = (
    Activity.EXECUTIVE_VISIT,
    Activity.STRATEGY_WORKSHOP,
    Activity.TRAINING,
    Activity.DEMO,
    Activity.MEAL,
    Activity.GIFT_OR_EVENT,
    Activity.CALL,
    Activity.MEETING,
    Activity.MESSAGE,
    Activity.VISIT,
)
_GOES = re.compile(
    rf"{cues.any_of('going', 'to')}(?:了|过|一?趟|一?下|咗|的|那个|这个|那家|他们)*[^，,。\w]?[{ACCOUNT}{PERSON}]"
    rf"|{ACCOUNT}(?:那边?|那里)?我?(?:去|跑|到)(?:过|了)"
    rf"|{cues.any_of('going', 'on_the_way')}\s{ACCOUNT}|{cues.any_of('going', 'left')}"
)
"""To go to a client: these words stand in many sentences, so they count beside the name only."""


def activity_in(said: str) -> Activity | None:
    """The kind of interaction a piece of masked text speaks of; a plain "to go" is the weakest sign."""
    if cues.has("going", "every", said):
        return None
    told = cues.without("going", "thing", said)
    present = [name for name in _ORDER if cues.has("activity", name.value, told)]
    if not present:
        return Activity.VISIT if _GOES.search(said) else None
    if cues.has("going", "gone", said) and present[0] in (Activity.MEETING, Activity.CALL, Activity.MESSAGE):
        return Activity.VISIT
    return present[0]
