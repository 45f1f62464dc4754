"""Who hands a client over, and to whom."""

import re
from collections.abc import Sequence

from bot.understanding import cues
from bot.understanding.cast import Cast, Ref
from bot.understanding.marks import COLLEAGUE
from bot.understanding.mentions import Mentions
from bot.understanding.reading import Named

_GIVER = re.compile(
    rf"{cues.any_of('giver', 'from')}\s*(?P<who>{COLLEAGUE}+)"
    rf"|由(?P<by>{COLLEAGUE}+)(?=.{{0,3}}{cues.any_of('giver', 'hands')})"
    rf"|(?P<leaves>{COLLEAGUE}+)\s*{cues.any_of('giver', 'leaves')}"
)


def handed(mentions: Mentions, refs: Sequence[Ref], cast: Cast) -> tuple[Named | None, Named | None]:
    """The one who gives and the one who takes; whoever is not named is the speaker, or unknown."""
    ours = [ref for ref in refs if ref.kind == "colleague" and cast.colleague(ref)]
    reps = [ref for ref in ours if cast.is_rep(ref)] or ours
    match = _GIVER.search(mentions.masked)
    place = next((match.start(name) for name in ("who", "by", "leaves") if match[name]), -1) if match else -1
    giver = next((ref for ref in reps if ref.start == place), None)
    takers = [ref for ref in reps if ref is not giver]
    if giver is None and len(takers) > 1:
        giver, takers = takers[0], takers[1:]
    return (cast.colleague(giver) if giver else None, cast.colleague(takers[-1]) if takers else None)
