"""A message about several clients cut into the stretches about each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.understanding.activities import activity_in
from bot.understanding.cast import Cast, Ref
from bot.understanding.clauses import Clause
from bot.understanding.mentions import ACCOUNT, DATE
from bot.understanding.reading import Named

_ANEW = re.compile("另外|同日|同一天|接着|然后去|再去|also|remind me|下午|晚上|之后去|第二")
_COMPARED = re.compile("像|比|跟.{0,3}一样|竞争|对手|友商|no relation|like |unlike |than |competitor|vs")


@dataclass(frozen=True, slots=True)
class Segment:
    """Neighbouring clauses about one client, with the names in them."""

    clauses: tuple[Clause, ...]
    refs: tuple[Ref, ...]
    account: Named | None


def segments_of(clauses: Sequence[Clause], refs: Sequence[Ref], cast: Cast) -> list[Segment]:
    """The stretches in order; one when the message is about one client, or names none."""
    cuts: list[list[Clause]] = [[]]
    spoken: frozenset[str] | None = None
    for clause in clauses:
        here = _clients(clause, refs, cast)
        if here and spoken and not here & spoken and not (cuts[-1] and _in_passing(clause)):
            cuts.append([])
            spoken = None
        if here:
            spoken = here & spoken if spoken and here & spoken else here
        cuts[-1].append(clause)
    return [_segment(cut, refs, cast) for cut in cuts if cut]


def _segment(clauses: Sequence[Clause], refs: Sequence[Ref], cast: Cast) -> Segment:
    start, end = clauses[0].start, clauses[-1].end
    held = tuple(ref for ref in refs if start <= ref.start < end)
    named = [ref for ref in held if ref.kind == "account"]
    known = [ref for ref in named if ref.accounts] or named
    certain = [ref for ref in known if len(ref.accounts) == 1] or known
    return Segment(tuple(clauses), held, cast.account(held, certain[0] if certain else None))


def _clients(clause: Clause, refs: Sequence[Ref], cast: Cast) -> frozenset[str]:
    """The clients a clause may be about: those named in it, else those of the people it names."""
    here = [ref for ref in refs if clause.start <= ref.start < clause.end]
    named = [ref for ref in here if ref.kind == "account"]
    if named and (named[0].accounts or len(here) > 1 or activity_in(clause.said)):
        return frozenset(named[0].accounts or (named[0].words,))
    homes = [cast.homes(ref) for ref in here if ref.kind == "contact" and ref.contacts]
    return frozenset.intersection(*homes) or homes[0] if homes else frozenset()


def _in_passing(clause: Clause) -> bool:
    """Whether another client is only compared with, or one of its people only spoken of."""
    if ACCOUNT in clause.said:
        return _COMPARED.search(clause.said) is not None
    begins = activity_in(clause.said) or DATE in clause.said or "跟" in clause.said
    return not (begins and _ANEW.search(clause.said))
