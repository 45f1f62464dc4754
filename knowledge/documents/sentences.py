"""How long a text is to a reader, and where it may be cut.

Every function here takes time in proportion to the text, whatever the text is: a file may be
twenty megabytes without a line end, a space or a full stop.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

_CJK = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]+")
LEAST_PER_CHAR = 0.2
"""Least cost of any character, so that text without words has a length too."""

_CLOSING = r"」』”’）)】》〉\"'\]*_"
_ENDS = f"[{_CLOSING}]*"
_SENTENCE_END = re.compile(rf"(?:[。！？…]+|[!?]+(?=[\s{_CLOSING}\u2e80-\uffef]|$)|\.+(?=[\s{_CLOSING}]|$)){_ENDS}")
_CLAUSE_END = re.compile(rf"(?:[，、；：—]+|[,;:]+(?=\s)){_ENDS}|\n|\|")
_LOWER_FOLLOWS = re.compile(r"\s{0,8}[a-z]")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"'“‘])(?:Mr|Mrs|Ms|Dr|Prof|Sr|Jr|St|No|Nos|vs|approx|incl|Inc|Ltd|Co|Corp|Fig|pp"
    r"|(?:[A-Za-z]\.)*[A-Za-z])$|(?:^|\n)\s{0,8}\d{1,3}$"
)


def cost(text: str, word_cost: float) -> float:
    """Length of a text in Chinese characters; an English word counts `word_cost` of them."""
    if text.isascii():
        rest, runs = text, 0
    else:
        rest, runs = _CJK.subn(" ", text)
    other = len(rest) - runs
    return len(text) - other + max(len(rest.split()) * word_cost, other * LEAST_PER_CHAR)


def cut(text: str, most: float, goal: float, word_cost: float) -> Iterator[tuple[int, int]]:
    """Spans that cover the text, none above `most`, each near `goal`.

    They end where sentences do, unless one sentence is above `most`: then where its clauses do,
    and only when there are none anywhere.
    """
    units = list(_units(text, most, word_cost))
    for first, last in even_groups([size for _, _, size in units], most, goal):
        yield units[first][0], units[last - 1][1]


def even_groups(costs: Sequence[float], most: float, goal: float) -> Iterator[tuple[int, int]]:
    """Index ranges whose sums are near `goal` and not above `most`, unless one cost alone is.

    The ranges come out about equal: a tail of one sentence would say little on its own.
    """
    total = sum(costs)
    share = total if total <= most else min(most, total / max(1, round(total / goal)))
    first, size, done, number = 0, 0.0, 0.0, 1
    for index, one in enumerate(costs):
        if index > first and (size + one > most or done + size + one / 2 > share * number):
            yield first, index
            first, size, done, number = index, 0.0, done + size, number + 1
        size += one
    if first < len(costs):
        yield first, len(costs)


def _units(text: str, most: float, word_cost: float) -> Iterator[tuple[int, int, float]]:
    for start, end in _spans(text, 0, len(text), sentence_ends):
        size = _bounded_cost(text, start, end, most, word_cost)
        if size <= most:
            yield start, end, size
            continue
        for clause_start, clause_end in _spans(text, start, end, _clause_ends):
            size = _bounded_cost(text, clause_start, clause_end, most, word_cost)
            if size <= most:
                yield clause_start, clause_end, size
            else:
                yield from _pieces(text, clause_start, clause_end, most, word_cost)


def _bounded_cost(text: str, start: int, end: int, most: float, word_cost: float) -> float:
    # Not worth measuring what cannot fit.
    rough = (end - start) * LEAST_PER_CHAR
    return rough if rough > most else cost(text[start:end], word_cost)


def _spans(
    text: str, start: int, end: int, ends: Callable[[str, int, int], Iterator[int]]
) -> Iterator[tuple[int, int]]:
    for position in ends(text, start, end):
        if start < position < end:
            yield start, position
            start = position
    yield start, end


def sentence_ends(text: str, start: int, end: int) -> Iterator[int]:
    """Positions right behind a sentence."""
    for found in _SENTENCE_END.finditer(text, start, end):
        if text[found.start()] == "." and found.end() < end:
            before = text[max(start, found.start() - 12) : found.start()]
            if _LOWER_FOLLOWS.match(text, found.end()) or _ABBREVIATION.search(before):
                continue
        yield found.end()


def _clause_ends(text: str, start: int, end: int) -> Iterator[int]:
    return (found.end() for found in _CLAUSE_END.finditer(text, start, end))


def _pieces(text: str, start: int, end: int, most: float, word_cost: float) -> Iterator[tuple[int, int, float]]:
    """Cut where nothing invites it: between words if there are any."""
    window = max(1, int(most / LEAST_PER_CHAR))
    while start < end:
        stop = min(end, start + window)
        while (size := cost(text[start:stop], word_cost)) > most and stop - start > 1:
            stop = start + max(1, int((stop - start) * 0.98 * most / size))
        space = text.rfind(" ", (start + stop) // 2, stop) if stop < end else -1
        stop = space + 1 if space > 0 else stop
        yield start, stop, size
        start = stop
