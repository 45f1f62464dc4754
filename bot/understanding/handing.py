"""Who hands a client over, and to whom."""

import re
from collections.abc import Sequence

from bot.understanding.cast import Cast, Ref
from bot.understanding.mentions import COLLEAGUE, Mentions
from bot.understanding.reading import Named

_FROM = re.compile(
    f"(?:从|本来是|原来是|原本是|之前是|from|inherited [^,]*from)\\s*(?P<who>{COLLEAGUE}+)"
    f"|由(?P<by>{COLLEAGUE}+)(?=.{{0,3}}(?:移|转|交|改))|(?P<leaves>{COLLEAGUE}+)(?:离职|走了|转调|is leaving|moved to|手上|手里)"
)


def handed(mentions: Mentions, refs: Sequence[Ref], cast: Cast) -> tuple[Named | None, Named | None]:
    """The one who gives and the one who takes; whoever is not named is the speaker, or unknown."""
    ours = [ref for ref in refs if ref.kind == "colleague" and cast.colleague(ref)]
    reps = [ref for ref in ours if cast.is_rep(ref)] or ours
    match = _FROM.search(mentions.masked)
    place = next((match.start(name) for name in ("who", "by", "leaves") if match[name]), -1) if match else -1
    giver = next((ref for ref in reps if ref.start == place), None)
    takers = [ref for ref in reps if ref is not giver]
    if giver is None and len(takers) > 1:
        giver, takers = takers[0], takers[1:]
    return (cast.colleague(giver) if giver else None, cast.colleague(takers[-1]) if takers else None)
