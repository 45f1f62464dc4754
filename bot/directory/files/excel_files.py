"""The directory as an Excel workbook with a sheet a list."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from bot.directory.files.cells import Sheet, cells, columns
from bot.directory.files.text_files import LIMITS
from bot.directory.files.writing import replaced
from bot.directory.forms import FORMS, Form
from bot.directory.listing import MOST_ROWS, Listing, Problem, Row, listed
from bot.errors import CoachError
from bot.wording import Phrase
from knowledge.documents.convert import repacked
from knowledge.documents.models import DocumentError, Reason
from knowledge.documents.readers import contents
from knowledge.documents.sniff import sniff

_MOST_COLUMNS = 64
_WIDTH = 18


def read(path: Path) -> Listing:
    """What the workbook says; of a formula, the value it had when it was saved. Raises `CoachError` or `DocumentError`."""
    data = contents(path, path.suffix.lower(), LIMITS)
    if not data:
        raise DocumentError(Reason.EMPTY)
    if sniff(data, ".xlsx", LIMITS) != "xlsx":
        raise DocumentError(Reason.TRUNCATED_OR_DAMAGED)
    import openpyxl

    try:
        workbook = openpyxl.load_workbook(BytesIO(repacked(data, LIMITS)), read_only=True, data_only=True)
        return _listing(path, workbook)
    except (CoachError, DocumentError):
        raise
    except Exception as error:  # the many ways in which the parts of a workbook can be wrong
        raise DocumentError(Reason.TRUNCATED_OR_DAMAGED) from error


def _listing(path: Path, workbook: Any) -> Listing:
    known = {sheet.title.strip().casefold(): sheet for sheet in workbook.worksheets}
    if not known.keys() & FORMS.keys():
        raise CoachError("directory_nothing", path=path, files=", ".join(FORMS))
    rows: list[Row] = []
    problems: list[Problem] = []
    for name in (name for name in FORMS if name in known):
        sheet = Sheet(name, "directory.in_excel", {"file": path.name, "sheet": known[name].title})
        rows += sheet.rows(_lines(known[name]))
        problems += sheet.problems
    others = [sheet.title for name, sheet in known.items() if name not in FORMS]
    return listed(rows, problems, [Phrase("directory.unknown_list", {"list": name}) for name in others])


def _lines(sheet: Any) -> Iterator[list[str]]:
    sheet.reset_dimensions()  # what a sheet says of its own size need not be so
    for line in sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=_MOST_COLUMNS, values_only=True):
        yield [_text(value) for value in line]


def _text(value: object) -> str:
    """A cell as a person reads it: a number of an id has no decimals."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, datetime) else str(value)


def write(path: Path, forms: Mapping[str, Sequence[Form]]) -> None:
    """Write a workbook of text cells, a sheet for every list."""
    import openpyxl

    workbook = openpyxl.Workbook(write_only=True)
    for sheet in FORMS:
        names = columns(sheet, forms.get(sheet, ()))
        page = workbook.create_sheet(sheet)
        page.freeze_panes = "A2"
        for number in range(len(names)):
            page.column_dimensions[openpyxl.utils.get_column_letter(number + 1)].width = _WIDTH
        page.append(names)
        for form in forms.get(sheet, ()):
            page.append(cells(form, names))
    with replaced(path) as target:
        workbook.save(target)
