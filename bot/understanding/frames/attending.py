"""Who took part, and how they stand; whoever is only spoken of did not."""

import re
from collections.abc import Sequence

from bot.understanding import cues
from bot.understanding.cast import Ref
from bot.understanding.frames.absences import absent, fell_through
from bot.understanding.frames.scene import Scene, people_in
from bot.understanding.frames.titles import new_title
from bot.understanding.frames.told import Told
from bot.understanding.marks import PERSON
from bot.understanding.reading import Named, Person
from bot.understanding.stances import stances_of

_A_JOIN = 5
"""Characters between two names of a list, or of a connective before a name."""
_SPEAKS = re.compile(f"{PERSON}[^{PERSON}]{{0,4}}{cues.any_of('attending', 'says')}")
"""What one person says about another one."""


def attending(scene: Scene, spoken: Sequence[Told]) -> tuple[Person, ...]:
    """Those named in some of the clauses who took part, each once."""
    missing = [] if fell_through(scene) else absent(scene)
    people: dict[str, tuple[Ref, Named]] = {}
    for told in spoken:
        if told.clause.conditional:
            continue
        refs = people_in(scene, told.clause)
        for number, ref in enumerate(refs):
            if ref in missing or _is_only_mentioned(told, refs, number):
                continue
            if people and not told.activity and not _takes_part(told, refs, number):
                continue
            if who := scene.cast.contact(ref, scene.account):
                people.setdefault(who.key, (ref, who))
    gone = {who.key for who in (scene.cast.contact(ref, scene.account) for ref in missing) if who}
    kept = _without_shorter([each for key, each in people.items() if key not in gone])
    everybody = [
        (ref, who)
        for ref in scene.segment.refs
        if ref.kind == "contact" and (who := scene.cast.contact(ref, scene.account))
    ]
    stances = stances_of(scene.segment.clauses, everybody, scene.cast)
    return tuple(Person(who, new_title(scene, ref, who), stances.get(who.key)) for ref, who in kept)


def _takes_part(told: Told, refs: Sequence[Ref], number: int) -> bool:
    """Whether somebody named after the others was there too: begins the clause, stands in a list, or is said to be there."""
    start = refs[number - 1].end if number else told.clause.start
    before = told.said[start - told.clause.start : refs[number].start - told.clause.start]
    return len(before.strip()) <= _A_JOIN or cues.has("attending", "present", told.said)


def _is_only_mentioned(told: Told, refs: Sequence[Ref], number: int) -> bool:
    """Whether somebody is spoken of and was not there."""
    ref = refs[number]
    before = told.said[: ref.start - told.clause.start]
    after = told.said[ref.end - told.clause.start :]
    if cues.has("scene", "originally", before[-8:]) or cues.begins("attending", "belongs", after):
        return True
    if cues.ends("attending", "unseen", before[-30:]):
        return True
    if cues.has("person", "told_of", before[-6:]) and not cues.has("attending", "with", before[-2:]):
        return True
    return number > 0 and _SPEAKS.search(before) is not None


def _without_shorter(people: Sequence[tuple[Ref, Named]]) -> list[tuple[Ref, Named]]:
    """People without the second, shorter mention of somebody unknown: Marcus after Marcus Teo."""
    return [
        (ref, who)
        for ref, who in people
        if not (who.is_new and any(who.name != o.name and o.is_new and who.name in o.name for _, o in people))
    ]
