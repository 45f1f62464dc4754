"""Cuts a document into passages: small enough to be found by one question, whole enough to answer it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate, chain, pairwise

from knowledge.documents.blocks import Block, Line, read_blocks
from knowledge.documents.cleaning import clean_text
from knowledge.documents.frontmatter import front_matter_end
from knowledge.documents.headings import Breadcrumbs, Heading, Unused
from knowledge.documents.models import Passage
from knowledge.documents.sentences import cost, cut, even_groups

_MOST = 1.5
"""How far above its target a passage may go to keep a paragraph or list whole."""
_TINY = 0.4
"""Below this part of the target a passage says too little and takes in its neighbour."""
_LONGEST_LEAD = 0.4


@dataclass(frozen=True, slots=True)
class _Sizes:
    target: float
    most: float
    word_cost: float

    def of(self, lines: tuple[Line, ...]) -> float:
        """Size of some lines; counting stops when they are too many for one passage."""
        size = 0.0
        for line in lines:
            size += cost(line.text, self.word_cost)
            if size > self.most:
                break
        return size


@dataclass(frozen=True, slots=True)
class _Part:
    """A block, or as much of one as fits: the smallest thing passages are put together from."""

    text: str
    start: int
    end: int
    size: float
    heading: tuple[str, ...]
    glue: str | None = None
    """What stood between this and the part before, when both were one paragraph."""
    repeats_lead: bool = False


def split_passages(document_text: str, *, target_characters: int = 350, target_words: int = 170) -> list[Passage]:
    """The passages of a document, in order, every line of text in one of them.

    The targets are Chinese characters and English words; mixed text is measured by both. Front
    matter is left out; headings are in `Passage.heading`, or in the text if nothing is below them.
    """
    sizes = _Sizes(
        target=float(target_characters),
        most=target_characters * _MOST,
        word_cost=target_characters / target_words,
    )
    lines = clean_text(document_text).split("\n")
    groups = _without_tiny(_groups(_parts(lines, sizes), sizes), sizes)
    return [_passage(group.parts) for group in groups]


def _parts(lines: list[str], sizes: _Sizes) -> Iterator[_Part]:
    crumbs = Breadcrumbs()
    for item in read_blocks(lines, skip=front_matter_end(lines)):
        if isinstance(item, Heading):
            yield from _unused_heading(crumbs.enter(item), sizes)
        else:
            crumbs.use()
            yield from _block_parts(item, crumbs.texts(), sizes)
    yield from _unused_heading(crumbs.leave(), sizes)


def _unused_heading(unused: Unused | None, sizes: _Sizes) -> Iterator[_Part]:
    if unused is not None:
        heading, above = unused
        size = cost(heading.text, sizes.word_cost)
        yield _Part(heading.text, heading.line, heading.line, size, above)


def _block_parts(block: Block, heading: tuple[str, ...], sizes: _Sizes) -> Iterator[_Part]:
    lead, rows = block.lead, block.rows
    if sizes.of(lead) > sizes.target * _LONGEST_LEAD:
        lead, rows = (), (lead, *rows)
    row_sizes = [sizes.of(row) for row in rows]
    room = _Sizes(sizes.target - sizes.of(lead), sizes.most - sizes.of(lead), sizes.word_cost)
    is_first = True
    for first, last in even_groups(row_sizes, room.most, room.target):
        lines = tuple(chain.from_iterable(rows[first:last]))
        size = sum(row_sizes[first:last])
        whole = _Part(_joined(lines), lines[0].number, lines[-1].number, size, heading)
        for part in [whole] if size <= room.most else _prose_parts(lines, heading, room):
            yield _with_lead(part, lead, sizes.of(lead), is_first=is_first)
            is_first = False


def _with_lead(part: _Part, lead: tuple[Line, ...], lead_size: float, *, is_first: bool) -> _Part:
    if not lead:
        return part
    return replace(
        part,
        text=f"{_joined(lead)}\n{part.text}",
        start=lead[0].number if is_first else part.start,
        size=part.size + lead_size,
        glue=None,
        repeats_lead=not is_first,
    )


def _prose_parts(lines: tuple[Line, ...], heading: tuple[str, ...], sizes: _Sizes) -> Iterator[_Part]:
    """A paragraph or row too long for one passage, cut between its sentences."""
    text = _joined(lines)
    starts = list(accumulate((len(line.text) + 1 for line in lines), initial=0))
    past = 0
    for start, end in cut(text, sizes.most, sizes.target, sizes.word_cost):
        span = text[start:end].strip()
        if not span:
            continue
        start += len(text[start:end]) - len(text[start:end].lstrip())
        first = lines[bisect_right(starts, start) - 1].number
        last = lines[bisect_right(starts, start + len(span) - 1) - 1].number
        # One character of what was there: it may have been a million spaces.
        glue = ("\n" if "\n" in text[past:start] else text[past:start][:1]) if past else None
        yield _Part(span, first, last, cost(span, sizes.word_cost), heading, glue)
        past = start + len(span)


def _joined(lines: tuple[Line, ...]) -> str:
    return "\n".join(line.text for line in lines)


class _Group:
    """The parts of one passage."""

    def __init__(self) -> None:
        self.parts: list[_Part] = []
        self.size = 0.0

    def takes(self, part: _Part) -> bool:
        """Whether a part may stand in the same passage, if there is room."""
        if not self.parts:
            return True
        return part.heading == self.parts[-1].heading and not part.repeats_lead

    def add(self, *parts: _Part) -> None:
        self.parts.extend(parts)
        self.size += sum(part.size for part in parts)


def _groups(parts: Iterator[_Part], sizes: _Sizes) -> Iterator[_Group]:
    """Parts put together into passages, never across a heading."""
    tiny = sizes.target * _TINY
    group = _Group()
    for part in parts:
        total = group.size + part.size
        fits = total <= sizes.target or (group.size < tiny and total <= sizes.most)
        if not (fits and group.takes(part)):
            yield group
            group = _Group()
        group.add(part)
    yield group


def _without_tiny(groups: Iterator[_Group], sizes: _Sizes) -> Iterator[_Group]:
    """The same passages, a tiny one at the end of a section taken in by the one before."""
    held = _Group()
    for group in groups:
        tiny = group.size < sizes.target * _TINY and held.size + group.size <= sizes.most
        if tiny and group.parts and held.takes(group.parts[0]):
            held.add(*group.parts)
            continue
        if held.parts:
            yield held
        held = group
    if held.parts:
        yield held


def _passage(parts: list[_Part]) -> Passage:
    text = parts[0].text
    for above, part in pairwise(parts):
        apart = "\n" if part.start == above.end + 1 else "\n\n"
        text += (apart if part.glue is None else part.glue) + part.text
    return Passage(text.strip("\n"), parts[0].heading, parts[0].start, parts[-1].end)
