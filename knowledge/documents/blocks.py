"""Reads a document's lines as headings and blocks: paragraphs, lists, tables, code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.documents.headings import Heading, markdown_heading, plain_heading, underlined_heading

_MARKER = re.compile(
    r"(?P<bullet>[-*+•‧·●○■□◆◇▪※➢✓✔]\s)"
    r"|(?P<number>\d{1,3}(?:[、．)）]|\.(?!\d))|[a-zA-Z][.)]\s)"
    r"|(?P<paren>[（(](?:\d{1,3}|[一二三四五六七八九十]{1,3})[）)])"
    r"|(?P<cjk>[一二三四五六七八九十百]{1,4}[、．.])"
    r"|(?P<circled>[①-⑳⑴-⒇㈠-㈩❶-❿])"
)
_RULE = re.compile(r"\s{0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,}|[=─━—＝]{3,})")
_SEPARATOR_ROW = re.compile(r"\|?[\s:|-]*-[\s:|-]*")
_OTHER_BLOCKS = ("#", "|", "```", "~~~")
_ENDS_A_SENTENCE = re.compile(r"[。！？!?；;.…][」』”’）)】\"']?$")
_LEADS_IN = re.compile(r"[:：]\**$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that has text, with its 1-based number."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together.

    A block too long for one passage is cut between `rows`; each part then begins with `lead`
    (a table's header, a list's lead-in), without which its rows would mean little.
    """

    rows: tuple[tuple[Line, ...], ...]
    lead: tuple[Line, ...] = ()
    is_prose: bool = False


def read_blocks(lines: Sequence[str], skip: int = 0) -> Iterator[Heading | Block]:
    """The headings and blocks in order; `skip` lines at the top are left out."""
    scan = _Scan(lines, skip)
    held: Block | None = None
    for item in scan.items():
        if held is not None and isinstance(item, Block) and _is_lead_in(held, item):
            item, held = Block(item.rows, held.rows[0] + item.lead), None
        if held is not None:
            yield held
            held = None
        if isinstance(item, Block) and item.is_prose:
            held = item
        else:
            yield item
    if held is not None:
        yield held


def _is_lead_in(above: Block, below: Block) -> bool:
    """Whether a paragraph only introduces the list or table under it."""
    if below.is_prose or len(above.rows[0]) > 2:
        return False
    last = above.rows[0][-1]
    first = (below.lead or below.rows[0])[0]
    touching = first.number == last.number + 1
    return sum(len(line.text) for line in above.rows[0]) <= 120 and bool(touching or _LEADS_IN.search(last.text))


class _Scan:
    """One pass over the lines; `_at` is the next one to read."""

    def __init__(self, lines: Sequence[str], skip: int) -> None:
        self._lines = lines
        self._at = skip
        self._last = ""  # the last line with text
        self._unclosed: set[str] = set()

    def items(self) -> Iterator[Heading | Block]:
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if not line or line.isspace() or _RULE.fullmatch(line):
                self._at += 1
                continue
            if heading := self._heading(line):
                yield heading
                self._last = line
                continue
            block = self._fenced(line) or self._table(line) or self._list(line)
            yield block or self._prose()
            self._last = self._lines[self._at - 1]

    def _line(self) -> Line:
        self._at += 1
        return Line(self._at, self._lines[self._at - 1])

    def _below(self, offset: int = 1) -> str:
        at = self._at + offset
        return self._lines[at] if at < len(self._lines) else ""

    def _heading(self, line: str) -> Heading | None:
        number = self._at + 1
        found = markdown_heading(line, number)
        after_blank = self._at == 0 or not self._lines[self._at - 1].strip()
        if found is None and after_blank and (found := underlined_heading(line, self._below(), number)):
            self._at += 1
        if found is None:
            found = plain_heading(line, number)
            if found is not None and self._is_list_item(line):
                found = None
        if found is None or not found.text:
            return None
        self._at += 1
        return found

    def _is_list_item(self, line: str) -> bool:
        """Whether a numbered line has neighbours that make it one of a list, not a heading."""
        marker = _kind(line)
        if marker is None:
            return False
        offset = 1
        while offset < 4 and self._at + offset < len(self._lines) and not self._below(offset).strip():
            offset += 1
        below = self._below(offset)
        return marker in (_kind(self._last), _kind(below)) or below[:1].isspace()

    def _fenced(self, line: str) -> Block | None:
        fence = line.lstrip()[:3]
        if fence not in ("```", "~~~") or fence in self._unclosed:
            return None
        end = self._at + 1
        while end < len(self._lines) and not self._lines[end].strip().startswith(fence):
            end += 1
        if end == len(self._lines):
            self._unclosed.add(fence)
            return None
        rows = []
        while self._at <= end:
            rows.append((self._line(),))
        return Block(tuple(rows))

    def _table(self, line: str) -> Block | None:
        if not line.startswith("|"):
            return None
        rows = []
        while self._at < len(self._lines) and self._lines[self._at].startswith("|"):
            rows.append(self._line())
        headed = len(rows) > 2 and _SEPARATOR_ROW.fullmatch(rows[1].text)
        lead = tuple(rows[:2]) if headed else ()
        return Block(tuple((row,) for row in rows[len(lead) :]), lead)

    def _list(self, line: str) -> Block | None:
        if _kind(line) is None:
            return None
        margin = _indent(line) + 1
        rows: list[list[Line]] = []
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if not line.strip():
                # A list goes on over blank lines if what follows is an item or belongs to one.
                below = self._below()
                if not below.strip() or (_kind(below) is None and _indent(below) <= margin):
                    break
                self._at += 1
                continue
            if rows and self._starts_anew(line, margin):
                break
            if rows and (_kind(line) is None or _indent(line) > margin):
                rows[-1].append(self._line())
            else:
                rows.append([self._line()])
            self._last = line
        return Block(tuple(map(tuple, rows)))

    def _starts_anew(self, line: str, margin: int) -> bool:
        if _indent(line) > margin:
            return False
        if line.startswith(_OTHER_BLOCKS) or _RULE.fullmatch(line):
            return True
        if _kind(line) is None and _ENDS_A_SENTENCE.search(self._last):
            return True  # not the rest of a wrapped item
        return plain_heading(line, 0) is not None and not self._is_list_item(line)

    def _prose(self) -> Block:
        rows = [self._line()]
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if not line.strip() or line.startswith(_OTHER_BLOCKS) or _RULE.fullmatch(line):
                break
            if _kind(line) is not None or plain_heading(line, 0):
                break
            rows.append(self._line())
        return Block((tuple(rows),), is_prose=True)


def _kind(line: str) -> str | None:
    """Which sort of list marker a line begins with."""
    found = _MARKER.match(line.lstrip())
    return found.lastgroup if found else None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
