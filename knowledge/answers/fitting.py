"""Which part of a page fits a question: the section its kind asks for, and the lines that speak of just what was asked."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from knowledge import kinds, text
from knowledge.answers.answer import Part
from knowledge.kinds import Asked, Kind
from knowledge.pages import Page, Section

LEAST_SHARE = 0.5
"""The share of what was asked about that a line must hold, by weight, to be singled out."""
LEAST_SHARE_TIMED = 0.15
"""The same for "how often", where the line must also name a time."""

PREFERRED: dict[Kind, tuple[Section, ...]] = {
    Kind.WORDS: (Section.WORDS,),
    Kind.EXAMPLE: (Section.EXAMPLE, Section.WORDS),
    Kind.COMPARE: (Section.WHAT,),
    Kind.HOW_OFTEN: (Section.HOW, Section.MEASURE),
    Kind.WHO: (Section.WHAT, Section.HOW),
    Kind.MEASURE: (Section.MEASURE,),
    Kind.CHECKLIST: (Section.CHECKLIST, Section.HOW),
    Kind.PITFALLS: (Section.PITFALLS,),
    Kind.WHY: (Section.WHY,),
    Kind.WHAT: (Section.WHAT,),
    Kind.HOW: (Section.HOW,),
}
"""The section that answers each kind of question, and what stands in for it on a page without one."""
FOCUSED = (Kind.HOW, Kind.HOW_OFTEN, Kind.WHY, Kind.MEASURE, Kind.CHECKLIST)
"""Kinds of questions to which a single line of the page can be the best answer."""


def longest_name(page: Page, said: frozenset[str]) -> frozenset[str]:
    """The terms of the longest of the page's names that was said; none when no name was."""
    names = map(terms_of, page.names)
    return max((name for name in names if name <= said), key=len, default=frozenset())


def parts_of(page: Page, sections: Sequence[Section]) -> list[Part]:
    """The sections a page has, the words to use cut to the first two."""
    return [
        Part(
            section,
            page.sections[section][:2] if section is Section.WORDS and len(sections) > 1 else page.sections[section],
        )
        for section in sections
        if section in page.sections
    ]


def likely_kind(page: Page, asked: Asked, question: str) -> Kind:
    """What is wanted when it is not put as a question: for a bare name what it is, for a situation what speaks most of it."""
    names = {term for name in page.names for term in terms_of(name)}
    if names.issuperset(asked.subject):
        return Kind.WHAT
    if asked.likely:
        return asked.likely
    weigh = _weigher(page, terms_of(question))
    choices = (Kind.HOW, Kind.WHY, Kind.PITFALLS, Kind.WHAT)
    return max(choices, key=lambda kind: max(map(weigh, page.sections[Section(kind.value)]), default=0.0))


def lines_about(page: Page, subject: Sequence[str], kind: Kind) -> list[str]:
    """Up to two lines of the page that hold much of what was asked about, best first.

    For "how often" they are lines that name a time.
    """
    weigh = _weigher(page, subject)
    lines = [
        (weigh(line), line)
        for section, lines in page.sections.items()
        for line in lines
        if section not in (Section.EXAMPLE, Section.WORDS) and kinds.answering(kind, line)
    ]
    least = (LEAST_SHARE_TIMED if kind is Kind.HOW_OFTEN else LEAST_SHARE) * sum(_rarities(page, subject).values())
    return [line for weight, line in sorted(lines, key=lambda pair: -pair[0])[:2] if weight >= least > 0]


def _weigher(page: Page, terms: Iterable[str]) -> Callable[[str], float]:
    rarities = _rarities(page, terms)
    return lambda line: sum(rarities.get(term, 0.0) for term in terms_of(line))


def _rarities(page: Page, terms: Iterable[str]) -> dict[str, float]:
    """How telling each term is among the lines of a page."""
    lines = [terms_of(line) for line in page.body.split("\n")]
    counts = Counter(term for line in lines for term in line)
    return {term: math.log(1 + len(lines) / (0.5 + counts[term])) for term in set(terms)}


@lru_cache(maxsize=20_000)
def terms_of(line: str) -> frozenset[str]:
    """What a line speaks of. Kept: there are not many lines in a playbook, and each is looked at again and again."""
    return frozenset(text.content_terms(text.fold(line)))
