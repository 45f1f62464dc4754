"""The directory as a file: JSON, a folder of CSV files, or an Excel workbook, told by the name; all three say the same."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from bot.directory.files import csv_files, excel_files, json_files
from bot.directory.forms import Form
from bot.directory.listing import Listing
from bot.errors import CoachError
from bot.wording import Phrase
from knowledge.documents.models import DocumentError, Reason

KINDS = ".json, .xlsx, .csv"


class Format(Protocol):
    """A way to keep the directory in files; the modules of this package that end in `_files` are such."""

    def read(self, path: Path) -> Listing:
        """What is there. Raises `CoachError` or `DocumentError` when it cannot be read at all."""
        ...

    def write(self, path: Path, forms: Mapping[str, Sequence[Form]]) -> None:
        """Put these lists there."""
        ...


def read(path: Path) -> Listing:
    """What a file, or a folder of CSV files, says, with all that is wrong with it.

    Raises `CoachError` when it cannot be read at all.
    """
    if not path.exists():
        raise unreadable(path, DocumentError(Reason.MISSING))
    try:
        return _format(path).read(path)
    except DocumentError as error:
        raise unreadable(path, error) from error


def write(path: Path, forms: Mapping[str, Sequence[Form]]) -> None:
    """Write lists of forms so that `read` gives the same; a name without a suffix is a folder of CSV files."""
    _format(path).write(path, forms)


def unreadable(path: Path, error: DocumentError) -> CoachError:
    """Why a file could not be read, with its name."""
    return CoachError("file", path=path, problem=Phrase(f"reason.{error.reason}", {"cause": "", **error.details}))


def _format(path: Path) -> Format:
    suffix = path.suffix.lower()
    if path.is_dir() or suffix in ("", ".csv"):
        return csv_files
    if suffix == ".json":
        return json_files
    if suffix in (".xlsx", ".xlsm"):
        return excel_files
    raise CoachError("directory_kind", path=path, kinds=KINDS)
