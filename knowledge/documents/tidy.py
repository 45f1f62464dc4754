"""Takes out of converted markdown what only made sense in the file it came from."""

from __future__ import annotations

import re
from collections.abc import Iterator

_IMAGE = re.compile(r"!\[([^\]\n]{0,500})\]\([^)\n]{0,500}\)")
_UNNAMED_PICTURE = re.compile(
    r"\s*(?:(?:picture|image|graphic|google shape|圖片|图片|圖形|图形)[\s;]*\d+.{0,20}"
    r"|\S+\.(?:png|jpe?g|gif|svg|emf|wmf))\s*",
    re.I,
)
_SLIDE = re.compile(r"<!-- Slide number: (\d+) -->")
_ENDS_A_SENTENCE = re.compile(r"[。！？；，.!?;,:：]\s*$")
_NOT_A_TITLE = re.compile(r"\s*(?:[|#>\-*+•‧·]|\d+[.、)）])")
_TITLE_CHARS = 40
_SEPARATOR = re.compile(r"[|\s:-]+")
_NO_VALUE = re.compile(r"(?:NaN|NaT|Unnamed: \d+)")
_MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d) 00:00:00")
_CELL_SPACES = re.compile(r"(?<! ) {2,}")


def by_kind(kind: str, markdown: str) -> str:
    """The converted text of one kind of file, tidied."""
    text = _IMAGE.sub(_image_words, markdown)
    if kind == "pptx":
        text = _slides(text)
    if kind == "xlsx":
        text = text.replace("\\n", " ")  # how pandas writes a line break within a cell
    text = _tables(text)
    return _used_sheets(text) if kind == "xlsx" else text


def narrow_row(line: str) -> str:
    """One table row without the spaces that only align its columns."""
    return _CELL_SPACES.sub(" ", line) if line.startswith("|") else line


def _image_words(image: re.Match[str]) -> str:
    words = image.group(1)
    return "" if _UNNAMED_PICTURE.fullmatch(words) else words


def _slides(markdown: str) -> str:
    lines: list[str] = []
    number = "1"
    slide: list[str] = []
    for line in markdown.replace("\v", "\n").split("\n"):
        marker = _SLIDE.fullmatch(line.strip())
        if marker:
            lines.extend(_headed(slide, number))
            number, slide = marker.group(1), []
        else:
            slide.append(line)
    lines.extend(_headed(slide, number))
    return "\n".join(lines)


def _headed(slide: list[str], number: str) -> Iterator[str]:
    """The lines of one slide under a heading of its own, lest they fall under the last slide's."""
    has_text = [line for line in slide if line.strip()]
    if not has_text:
        return
    if not any(line.startswith("# ") for line in has_text):
        first = has_text[0].strip()
        usable = len(first) <= _TITLE_CHARS and len(has_text) > 1
        if usable and not _NOT_A_TITLE.match(first) and not _ENDS_A_SENTENCE.search(first):
            slide = slide[slide.index(has_text[0]) + 1 :]
            yield f"# {first}"
        else:
            yield f"# {number}"
        yield ""
    elif not has_text[0].startswith("# "):
        # A picture or a label placed above the title belongs under it all the same.
        title = next(line for line in slide if line.startswith("# "))
        slide = [line for line in slide if line is not title]
        yield title
        yield ""
    yield from slide
    yield ""


def _tables(markdown: str) -> str:
    lines: list[str] = []
    rows: list[str] = []
    for line in [*markdown.split("\n"), ""]:
        if line.startswith("|"):
            rows.append(line)
            continue
        is_table = len(rows) > 1 and _SEPARATOR.fullmatch(rows[1])
        lines.extend(_table(rows) if is_table else rows)
        rows = []
        lines.append(line)
    return "\n".join(lines)


def _table(rows: list[str]) -> Iterator[str]:
    """A table under the first row that looks like a header; title rows above it become text."""
    header = _row(rows[0])
    # A sheet can be formatted far beyond its data; rows without a value say nothing.
    data = [row for row in map(_row, rows[2:]) if _values(row)]
    first = 0
    while first < len(data) and len(_values(header)) <= 1 and _is_fuller(data[first], header):
        yield from _values(header)
        header = data[first]
        first += 1
    if not _values(header) and first == len(data):
        return
    yield from ("", header, rows[1])
    yield from data[first:]


def _is_fuller(row: str, header: str) -> bool:
    return len(_values(row)) > max(1, len(_values(header))) or not _values(header)


def _values(row: str) -> list[str]:
    return [cell.strip() for cell in row.split("|") if cell.strip()]


def _row(line: str) -> str:
    cells = line.strip().removeprefix("|").removesuffix("|").split("|")
    shown = ("" if _NO_VALUE.fullmatch(cell.strip()) else cell.strip() for cell in cells)
    return "| " + " | ".join(_MIDNIGHT.sub(r"\1", cell) for cell in shown) + " |"


def _used_sheets(text: str) -> str:
    """Without the names of empty sheets, which would count as something to know."""
    lines: list[str] = []
    for line in text.split("\n"):
        if line.startswith("## ") and lines and lines[-1].startswith("## "):
            lines.pop()
        if line.strip():
            lines.extend(("", line) if line.startswith("## ") else (line,))
    if lines and lines[-1].startswith("## "):
        lines.pop()
    return "\n".join(lines).strip()
