"""How people at a client stand to us, where a message says so."""

import re
from collections.abc import Iterable, Sequence

from bot.understanding import cues
from bot.understanding.cast import Cast, Ref
from bot.understanding.clauses import Clause
from bot.understanding.mentions import PERSON
from bot.understanding.reading import Named, Stance

_HE = re.compile("^[，,\\s]*(?:但|可是|不过|but|and|so)?\\s*(?:他|她|佢|he|she|his|her)", re.I)
_BOTH = re.compile(
    "(?:都|两位都?|三位都?|全部|均|皆|both|all)(?=[^，]{0,4}(?:支持|反对|挺|赞|观望|中立|support|against|on board|behind))"
)
_NOT_HERE = re.compile("没表示|如果|要是|上头|上面|老板")
_ORDER = (Stance.OPPOSE, Stance.NEUTRAL, Stance.STRONG_SUPPORT, Stance.SUPPORT)


def stances_of(clauses: Sequence[Clause], people: Sequence[tuple[Ref, Named]], cast: Cast) -> dict[str, Stance]:
    """The stance of each person by id or name. What hangs on a condition, or is said of somebody else, is none."""
    found: dict[str, Stance] = {}
    last: list[Named] = []
    for clause in clauses:
        here = [(ref, who) for ref, who in people if clause.start <= ref.start < clause.end]
        if clause.conditional or clause.question:
            last = [who for _, who in here] or last
            continue
        if not here and (stance := stance_in(clause.said)):
            found |= {_key(who): stance for who in _meant(clause, people, last, cast)}
        for number, (ref, who) in enumerate(here):
            end = here[number + 1][0].start if number + 1 < len(here) else clause.end
            window = clause.said[ref.end - clause.start : end - clause.start]
            if stance := stance_in(window):
                together = _BOTH.search(window) is not None
                found |= {_key(each): stance for each in ([w for _, w in here[: number + 1]] if together else [who])}
        last = [who for _, who in here] or last
    return found


def stance_in(said: str) -> Stance | None:
    """The stance a piece of text tells."""
    if _NOT_HERE.search(said):
        return None
    return next((stance for stance in _ORDER if cues.has("stance", stance.value, said)), None)


def _meant(clause: Clause, people: Sequence[tuple[Ref, Named]], last: Sequence[Named], cast: Cast) -> Iterable[Named]:
    """Who a clause without a name is about: a title or a surname alone, or the last one named."""
    bare = clause.said.lstrip(" ，,、但也还而就")
    for ref, who in reversed(people):
        known = who.id is not None and any(bare.startswith(title) for title in _titles(who.id, cast))
        surname = ref.words[:1] and bare.startswith(cast_surname(ref))
        if known or surname or (ref.title and bare.startswith(ref.title)):
            return [who]
    if _HE.match(clause.said) or not re.match("我|我们|咱|i |we |our ", bare):
        return last[-1:] if not _BOTH.search(clause.said) else last
    return []


def cast_surname(ref: Ref) -> str:
    """The first character of a Chinese name, which people use alone for somebody just named: 岑還在觀望."""
    from bot.understanding.written import folded

    return folded(ref.words)[:1] if "\u3400" <= ref.words[:1] <= "\u9fff" else "\0"


def _titles(contact: str, cast: Cast) -> frozenset[str]:
    from bot.understanding.names import words

    return frozenset(title for title in words.spoken_for(cast.gazetteer.contacts[contact].title) if len(title) > 1)


def _key(who: Named) -> str:
    return who.id or who.name
