"""Puts the paragraphs of a PDF back together.

A PDF keeps lines, not paragraphs. Left broken, a Chinese word split over two lines would match
no search, and every sentence would be quoted with line ends in it.
"""

from __future__ import annotations

import re
import unicodedata

from knowledge.documents.models import DocumentError, Reason
from knowledge.documents.tidy import narrow_row

_UNMAPPED = re.compile(r"\(cid:\d+\)")
_CJK = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_ENDS_A_SENTENCE = re.compile(r"[。！？!?：:；;.…」』”）)]\s*$")
_STARTS_SOMETHING = re.compile(
    r"\s*(?:[|#>•‧·●○■□◆◇▪※➢✓\-–*]|\d{1,3}[.、)）]|[（(]?[一二三四五六七八九十]{1,3}[、.)）]|第.{1,4}[章節节條条]"
    r"|[①-⑳]|[QA問答问]\d{0,2}[:：])"
)
_HYPHENATED = re.compile(r"[a-z]-")
_FULL = 0.8


def pdf_text(raw: str) -> str:
    """The text of a PDF with whole paragraphs; DocumentError when its letters cannot be told."""
    text = _UNMAPPED.sub("", raw)
    unmapped = len(_UNMAPPED.findall(raw))
    if unmapped > len(text.split()) and unmapped > 20:
        # The fonts say how letters look but not which ones they are: as unreadable as a scan.
        raise DocumentError(Reason.NO_TEXT)
    lines = [line.rstrip() for line in text.replace("\f", "\n\n").split("\n")]
    usual = _usual_width(lines)
    paragraphs: list[list[str]] = []  # pieces, joined at the end: a paragraph may be endless
    last = ""  # the last line as it stood on the page
    for line in lines:
        if paragraphs and _continues(last, line, usual):
            _continue(paragraphs[-1], line.strip())
        else:
            paragraphs.append([narrow_row(line)])
        last = line
    return "\n".join(map("".join, paragraphs))


def _usual_width(lines: list[str]) -> int:
    widths = sorted(_width(line) for line in lines if line.strip())
    return widths[len(widths) * 9 // 10] if widths else 0


def _width(line: str) -> int:
    return len(line) + len(_CJK.findall(line))


def _continues(last: str, line: str, usual: int) -> bool:
    """Whether a line goes on with the sentence of the one above it."""
    if not last.strip() or not line.strip() or last.startswith("|"):
        return False
    if _ENDS_A_SENTENCE.search(last) or _STARTS_SOMETHING.match(line):
        return False
    return _width(last) >= usual * _FULL and usual >= 20


def _continue(pieces: list[str], line: str) -> None:
    above = pieces[-1]
    if _HYPHENATED.fullmatch(above[-2:]) and line[:1].islower():
        pieces[-1] = above[:-1]
    elif not any(unicodedata.east_asian_width(char) in "WF" for char in above[-1:] + line[:1]):
        pieces.append(" ")
    pieces.append(line)
