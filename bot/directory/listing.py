"""The rows of a file as forms, with all that is wrong with them, found at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.directory.forms import FORMS, ROLES, Form
from bot.wording import Phrase
from knowledge.documents.models import DocumentError, Reason

COMMENT = "#"
"""A row whose id begins so is an example or a remark, and is passed over."""
MOST_ROWS = 100_000
"""Many times what a large company's directory has; a file with more is not one."""
_SHOWN = 40
_TOLD = ("missing", "choice", "email", "time_zone")


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was read."""

    sheet: str
    """The list it stands in, one of `FORMS`."""
    place: Phrase
    """Where that is, for a person: file, sheet, row."""
    values: Any
    """Fields and what they say, when it is in order."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that is in order by itself."""

    sheet: str
    place: Phrase
    form: Form


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that has to be mended before the file can be imported."""

    place: Phrase
    reason: Phrase


@dataclass(frozen=True, slots=True)
class Listing:
    """A whole file: what is in order, what is not, and what was passed over."""

    entries: Sequence[Entry]
    problems: Sequence[Problem] = ()
    notices: Sequence[Phrase] = ()

    @property
    def forms(self) -> Mapping[str, Sequence[Form]]:
        """The rows in order, list by list."""
        return {sheet: [entry.form for entry in self.entries if entry.sheet == sheet] for sheet in FORMS}


def listed(rows: Iterable[Row], problems: Iterable[Problem] = (), notices: Iterable[Phrase] = ()) -> Listing:
    """The rows as forms. `problems` and `notices` are what the reading of the file found.

    Raises `DocumentError` when there are more rows than a directory can have.
    """
    entries: list[Entry] = []
    found, told = list(problems), list(notices)
    unknown: dict[tuple[str, str], None] = {}
    for number, row in enumerate(rows):
        if number >= MOST_ROWS:
            raise DocumentError(Reason.TOO_LARGE)
        if not isinstance(row.values, dict):
            found.append(Problem(row.place, Phrase("directory.no_object")))
            continue
        said = _said(row.values)
        if str(said.get("id", "")).startswith(COMMENT):
            told.append(Phrase("directory.comment", {"place": row.place}))
            continue
        form = FORMS[row.sheet]
        unknown |= {(row.sheet, name): None for name in said if name not in form.model_fields}
        try:
            entries.append(Entry(row.sheet, row.place, form.model_validate(said)))
        except ValidationError as error:
            found += [Problem(row.place, _reason(wrong)) for wrong in error.errors(include_url=False)]
    found += _doubled(entries)
    told += [
        Phrase("directory.unknown_field", {"sheet": sheet, "field": shorten(name, _SHOWN, placeholder="…")})
        for sheet, name in unknown
    ]
    return Listing(entries, found, told)


def kind_of(sheet: str) -> str:
    """What the rows of a list are; people are people whichever of their lists they stand in."""
    return "people" if sheet in ROLES else sheet


def _doubled(entries: Iterable[Entry]) -> Iterator[Problem]:
    first: dict[tuple[str, str], Phrase] = {}
    for entry in entries:
        place = first.setdefault((kind_of(entry.sheet), entry.form.id), entry.place)
        if place is not entry.place:
            yield Problem(entry.place, Phrase("directory.doubled", {"id": entry.form.id, "other": place}))


def _said(values: Mapping[Any, Any]) -> dict[str, Any]:
    """The fields that say something."""
    pruned = {str(name): _said(value) if isinstance(value, dict) else value for name, value in values.items()}
    return {name: value for name, value in pruned.items() if value is not None and str(value).strip() and value != {}}


def _reason(wrong: ErrorDetails) -> Phrase:
    """Why a field was not taken, as a sentence."""
    place = [part for part in wrong["loc"] if isinstance(part, str) and part != "[key]"]
    values: dict[str, object] = {"field": shorten(".".join(place), _SHOWN, placeholder="…")}
    key = "too_long" if wrong["type"] == "string_too_long" else wrong["type"] if wrong["type"] in _TOLD else "no_text"
    shown = shorten(str(wrong["input"]), _SHOWN, placeholder="…")
    return Phrase(f"directory.{key}", {**values, "value": shown, **wrong.get("ctx", {})})
