"""What to call a document: its own title if it has one, else the name of its file."""

from __future__ import annotations

import re
from pathlib import Path

from knowledge.documents.cleaning import clean_text
from knowledge.documents.frontmatter import front_matter_end

_MOST_CHARS = 120
_TITLE_LINE = re.compile(r"title:\s*(.+)", re.I)


def title_of(text: str, path: Path, declared: str | None = None) -> str:
    """One line naming the document; `declared` is what the format itself gives as title."""
    lines = text.split("\n", 60)[:60]
    body = front_matter_end(lines)
    for line in lines[:body]:
        found = _TITLE_LINE.fullmatch(line)
        declared = found.group(1).strip("\"' ") if found else declared
    first = next((line for line in lines[body:] if line.strip()), "")
    heading = first[2:] if first.startswith("# ") else ""
    stem = path.stem.replace("_", " ")
    for candidate in (declared or "", heading, stem):
        # A file name may hold bytes that are no text at all; cleaning drops them.
        title = " ".join(clean_text(candidate).split()).strip("#* ")
        if title:
            return title[:_MOST_CHARS]
    return path.suffix.lstrip(".")
