"""Which kind of interaction a clause speaks of."""

import re

from bot.understanding import cues
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
    "(?:去|到|跑|至|赴|往|来)(?:了|过|一?趟|一?下|咗|的|那个|这个|那家|他们)*[^，,。\\w]{0,1}[\ue000\ue001]|[\ue000](?:那边?|那里)?(?:我)?(?:去|跑|到)(?:过|了)|(?:went|go|going|gone|drove|headed|been|popped)\s(?:(?:to|into|over to|down to|out to|by)\s)?(?:the\s)?\ue000|剛離開|刚离开|去.{0,6}on-?site"
)
"""To go to a client: these words stand in many sentences, so they count beside the name only."""
_EVERY = re.compile("每(?:个)?(?:天|周|月|季|年|次|逢)|every |per (?:week|month)|weekly|monthly")
_GONE = re.compile(
    "拜访|白访|走访|造访|拜会|登门|到访|dropped by|popped in|popped into|stopped by|swung by|site visit|site walk|visited|vistied|visting|visiting|visit "
)


def activity_in(said: str) -> Activity | None:
    """The kind of interaction a piece of masked text speaks of; a plain "to go" is the weakest sign."""
    found = {name: cues.cue("activity", name.value).search(said) for name in _ORDER}
    present = [name for name in _ORDER if found[name]]
    if _EVERY.search(said):
        return None
    if not present:
        return Activity.VISIT if _GOES.search(said) else None
    if _GONE.search(said) and present[0] in (Activity.MEETING, Activity.CALL, Activity.MESSAGE):
        return Activity.VISIT
    return present[0]
