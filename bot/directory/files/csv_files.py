"""The directory as a folder of CSV files, one a list, as Excel saves and opens them; or a single one of these."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bot.directory.files.cells import Sheet, cells, columns
from bot.directory.files.text_files import read_text
from bot.directory.files.writing import replaced
from bot.directory.forms import FORMS, Form
from bot.directory.listing import Listing, Problem, Row, listed
from bot.errors import CoachError
from bot.wording import Phrase
from knowledge.documents.models import DocumentError, Reason

_DELIMITERS = ",;\t"


def read(path: Path) -> Listing:
    """What the files say. Raises `CoachError` or `DocumentError` when one of them cannot be read, or none is there."""
    files = sorted(path.glob("*.[cC][sS][vV]")) if path.is_dir() else [path]
    known = {file.stem.casefold(): file for file in files if file.stem.casefold() in FORMS}
    if not known:
        raise CoachError("directory_nothing", path=path, files=", ".join(f"{sheet}.csv" for sheet in FORMS))
    rows: list[Row] = []
    problems: list[Problem] = []
    for name in (name for name in FORMS if name in known):
        sheet = Sheet(name, "directory.in_csv", {"file": known[name].name})
        rows += sheet.rows(_lines(known[name]))
        problems += sheet.problems
    others = [file.name for file in files if file not in known.values()]
    return listed(rows, problems, [Phrase("directory.unknown_list", {"list": name}) for name in others])


def _lines(file: Path) -> Iterator[list[str]]:
    try:
        text = read_text(file)
        first, _, rest = text.partition("\n")
        named = first.strip().casefold().startswith("sep=")  # how Excel is told the delimiter
        delimiter = first.strip()[4:5] if named else max(_DELIMITERS, key=first.count)
        yield from csv.reader(io.StringIO("\n" + rest if named else text, newline=""), delimiter=delimiter or ",")
    except DocumentError as error:
        raise CoachError(
            "file", path=file, problem=Phrase(f"reason.{error.reason}", {"cause": "", **error.details})
        ) from error
    except csv.Error as error:
        raise CoachError("file", path=file, problem=Phrase(f"reason.{Reason.TRUNCATED_OR_DAMAGED}")) from error


def write(path: Path, forms: Mapping[str, Sequence[Form]]) -> None:
    """Write every list, also an empty one, so that an older file of it is not left; with a mark by which Excel knows UTF-8."""
    if path.suffix:
        sheet = path.stem.casefold()
        if sheet not in FORMS:
            raise CoachError("directory_nothing", path=path, files=", ".join(f"{name}.csv" for name in FORMS))
        _write(path, sheet, forms.get(sheet, ()))
        return
    path.mkdir(parents=True, exist_ok=True)
    for sheet in FORMS:
        _write(path / f"{sheet}.csv", sheet, forms.get(sheet, ()))


def _write(file: Path, sheet: str, forms: Sequence[Form]) -> None:
    names = columns(sheet, forms)
    with replaced(file) as target, target.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(names)
        writer.writerows(cells(form, names) for form in forms)
