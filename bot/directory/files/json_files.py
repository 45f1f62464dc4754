"""The directory as one JSON object of lists."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.directory.files.text_files import read_text
from bot.directory.files.writing import replaced
from bot.directory.forms import FORMS, Form, plain
from bot.directory.listing import Listing, Problem, Row, listed
from bot.errors import CoachError
from bot.wording import Phrase


def read(path: Path) -> Listing:
    """What the file says. Raises `CoachError` or `DocumentError` when it is not one object of lists."""
    try:
        content = json.loads(read_text(path))
    except json.JSONDecodeError as error:
        raise CoachError("directory_json", path=path, line=error.lineno) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, a thousand brackets
        raise CoachError("directory_shape", path=path, lists=", ".join(FORMS)) from error
    if not isinstance(content, dict) or not content.keys() & FORMS.keys():
        raise CoachError("directory_shape", path=path, lists=", ".join(FORMS))
    problems = [
        Problem(Phrase("directory.in_json", {"file": path.name, "sheet": sheet, "row": 1}), Phrase("directory.no_list"))
        for sheet in FORMS
        if not isinstance(content.get(sheet) or [], list)
    ]
    notices = [Phrase("directory.unknown_list", {"list": name}) for name in content if name not in FORMS]
    return listed(_rows(path, content), problems, notices)


def _rows(path: Path, content: dict[str, Any]) -> Iterator[Row]:
    for sheet in FORMS:
        section = content.get(sheet)
        for number, values in enumerate(section if isinstance(section, list) else (), 1):
            yield Row(sheet, Phrase("directory.in_json", {"file": path.name, "sheet": sheet, "row": number}), values)


def write(path: Path, forms: Mapping[str, Sequence[Form]]) -> None:
    """Write the lists, readable by people."""
    content = {sheet: [plain(form) for form in rows] for sheet, rows in forms.items()}
    with replaced(path) as target:
        target.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
