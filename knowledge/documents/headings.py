"""Which lines are headings, and which headings stand above a line.

People number their notes instead of formatting them, so '一、' or 'Q:' heads a section just as
'#' does. What such a line ranks under is fixed for the numberings and found out for the rest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_MOST_CHARS = 200
_SHORT = 60
"""Widest plain heading, counting a Chinese character as two."""
_QUESTION = 160

_NUMERAL = "[一二三四五六七八九十百零〇]"
# Numberings with their rank, the outermost first; each rank goes under the ones before it.
_NUMBERED = tuple(
    (rank, re.compile(pattern, re.I))
    for rank, pattern in enumerate(
        (
            rf"第(?:\d{{1,3}}|{_NUMERAL}{{1,4}})(?:章|篇|部分|單元|单元|課|课)|(?:chapter|part|unit)\s+(?:\d+|[ivx]+)\b",
            rf"第(?:\d{{1,3}}|{_NUMERAL}{{1,4}})[節节條条]|section\s+\d+\b",
            rf"{_NUMERAL}{{1,4}}[、．.]",
            rf"[（(]{_NUMERAL}{{1,3}}[）)]",
            r"\d{1,3}(?:[、．)）]|\.(?!\d))",
            r"\d{1,2}\.\d{1,2}\.?\s",
            r"\d{1,2}\.\d{1,2}\.\d{1,2}\.?\s",
            r"[（(]\d{1,3}[）)]",
            "[①-⑳⑴-⒇㈠-㈩❶-❿]",
        ),
        start=11,
    )
)
# These go under whatever is open, until the next of the same kind.
_FLOATING = (
    ("question", re.compile(r"(?:Q|Question|問題?|问题?)\s?\d{0,3}\s?[:：.、]", re.I)),
    ("brackets", re.compile(r"【[^【】]{1,40}】$")),
    ("bold", re.compile(r"\*\*[^*]{1,60}\*\*[:：]?$|__[^_]{1,60}__[:：]?$")),
)
_MAY_START = re.compile(rf"[第#【*_(（\d①-⓿㈠-㈩❶-❿qQ問问cCpPuUsS]|{_NUMERAL}")
_ANSWER = re.compile(r"(?:A\s?\d{0,3}|Answer|答)\s?[:：]", re.I)
_CLOSED = re.compile(r"[。！？!?；;，,、.…～~]\**$")
_CJK = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_MARKS = re.compile(r"^[#\s]*[*_]*|[*_]*$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: what to show, what kind it is, and its rank, None for one that floats."""

    text: str
    kind: str
    rank: int | None
    line: int


def markdown_heading(line: str, number: int) -> Heading | None:
    """The heading a '#' line makes."""
    if not line.startswith("#") or len(line) > _MOST_CHARS:
        return None
    text = line.lstrip("#")
    level = len(line) - len(text)
    # '#word' is a hashtag, '##word' a heading whose author forgot the space.
    if level > 6 or (level == 1 and text[:1] not in ("", " ", "\t")):
        return None
    return Heading(_shown(text.rstrip("#")), f"#{level}", level, number)


def underlined_heading(line: str, below: str, number: int) -> Heading | None:
    """The heading a line makes together with a row of '=' or '-' right below it."""
    if len(below) < 3 or (below.strip("=") and below.strip("-")):
        return None
    if len(line) > _SHORT or _width(line) > _SHORT or _CLOSED.search(line):
        return None
    level = 1 if below[0] == "=" else 2
    return Heading(_shown(line), f"#{level}", level, number)


def plain_heading(line: str, number: int) -> Heading | None:
    """The heading a line of plain text may be; what is around it has to agree."""
    if len(line) > _QUESTION or not _MAY_START.match(line):
        return None
    for kind, pattern in _FLOATING:
        if found := pattern.match(line):
            rest = line[found.end() :]
            if kind == "question" and (not rest.strip() or _ANSWER.search(rest)):
                return None
            return Heading(_shown(line), kind, None, number)
    if _width(line) > _SHORT or _CLOSED.search(line):
        return None
    for rank, pattern in _NUMBERED:
        if (found := pattern.match(line)) and line[found.end() :].strip():
            return Heading(_shown(line), f"n{rank}", rank, number)
    return None


Unused = tuple[Heading, tuple[str, ...]]
"""A heading nothing stands under, with the headings it stands under itself."""


class Breadcrumbs:
    """The headings open at the current line."""

    def __init__(self) -> None:
        self._open: list[Heading] = []
        self._used: list[bool] = []

    def texts(self) -> tuple[str, ...]:
        """What stands above, outermost first."""
        return tuple(heading.text for heading in self._open)

    def use(self) -> None:
        """Note that something stands under the innermost heading."""
        if self._used:
            self._used[-1] = True

    def enter(self, heading: Heading) -> Unused | None:
        """Open a heading, closing those it ends; returns one that ended with nothing under it."""
        unused = self._cut(next((i for i, above in enumerate(self._open) if _ends(heading, above)), None))
        self.use()
        self._open.append(heading)
        self._used.append(False)
        return unused

    def leave(self) -> Unused | None:
        """Close all; returns the innermost if nothing stands under it."""
        return self._cut(0 if self._open else None)

    def _cut(self, index: int | None) -> Unused | None:
        if index is None:
            return None
        unused = None if self._used[-1] else (self._open[-1], self.texts()[:-1])
        del self._open[index:], self._used[index:]
        return unused


def _ends(heading: Heading, above: Heading) -> bool:
    if heading.kind == above.kind:
        return True
    if heading.rank is None:
        return False
    if heading.kind.startswith("#") and not above.kind.startswith("#"):
        return True
    return above.rank is not None and above.rank >= heading.rank


def _shown(text: str) -> str:
    return " ".join(_MARKS.sub("", text.strip()).split())


def _width(line: str) -> int:
    return len(line) + len(_CJK.findall(line))
