"""What a question sets side by side, and where a playbook speaks of all of it at once."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from knowledge import kinds, text
from knowledge.answers.fitting import longest_name, terms_of
from knowledge.kinds import Kind
from knowledge.pages import Page, Section

EVERYWHERE = 0.6
"""The share of the pages from which on a term tells nothing of any."""
_BETWEEN = re.compile(r"还是|或者|或|和|跟|与|及|、|,|\b(?:vs|versus|or|and|from|as|than|to|with)\b|/")
_NOT_QUOTED = (Section.EXAMPLE, Section.WORDS)


def words_of(pages: Sequence[Page]) -> dict[str, float]:
    """Every term that pages speak of or are called by, with the share of the pages that do."""
    counts = Counter(
        term for page in pages for term in {t for line in (page.body, *page.names) for t in terms_of(line)}
    )
    return {term: count / len(pages) for term, count in counts.items()}


def sides(question: str, known: Mapping[str, float]) -> list[frozenset[str]]:
    """The things that stand side by side, each as its terms among those that are known; none when there are not two."""
    pieces = (
        text.without_stop_phrases(kinds.without(Kind.COMPARE, each)) for each in _BETWEEN.split(text.fold(question))
    )
    found = (frozenset(term for term in text.content_terms(piece) if term in known) for piece in pieces)
    told = [side for side in dict.fromkeys(found) if side]
    return told if len(told) > 1 else []


def set_apart(compared: Sequence[frozenset[str]], known: Mapping[str, float]) -> list[frozenset[str]]:
    """What sets each side apart: the terms that no other side has and not every page speaks of; all where there is none."""
    own = [side.difference(*(other for other in compared if other is not side)) or side for side in compared]
    return [frozenset(term for term in side if known[term] <= EVERYWHERE) or side for side in own]


def one_each(compared: Iterable[frozenset[str]], pages: Sequence[Page], least: int) -> list[Page]:
    """For each side the page that is called so, by a name of at least so many terms; no page twice."""
    found: list[Page] = []
    for side in compared:
        named = [(len(longest_name(page, side)), page) for page in pages if page not in found]
        length, page = max(named, key=lambda pair: pair[0], default=(0, None))
        if page and length >= least:
            found.append(page)
    return found


def is_called_each(page: Page, compared: Sequence[frozenset[str]], apart: Sequence[frozenset[str]]) -> bool:
    """Whether a page is called by names of every side, and not by what all of them have in common."""
    return all(longest_name(page, side) & own for side, own in zip(compared, apart, strict=True))


def of_all(page: Page, compared: Sequence[frozenset[str]]) -> str:
    """The line of a page that speaks of everything that is compared: its point, or else the shortest; none without one."""
    if _speaks_of(page.point, compared):
        return page.point
    lines = (line for name, lines in page.sections.items() if name not in _NOT_QUOTED for line in lines)
    return min((line for line in lines if _speaks_of(line, compared)), key=len, default="")


def _speaks_of(line: str, compared: Iterable[frozenset[str]]) -> bool:
    """Whether a line has at least half of every side: words around a name in a question are no part of it."""
    held = terms_of(line)
    return all(2 * len(side & held) >= len(side) for side in compared)
