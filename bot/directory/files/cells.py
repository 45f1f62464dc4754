"""Rows of cells, which CSV files and worksheets have in common: columns for fields, and text that no spreadsheet runs."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bot.directory.forms import FORMS, Form, PersonForm, plain
from bot.directory.listing import COMMENT, Problem, Row
from bot.evaluation.tables import Function
from bot.wording import Phrase

PLATFORMS = ("terminal", "slack", "telegram")
"""Whose columns are there even when nobody is on them."""
_PARTS = {"seats": tuple(Function), "chat": PLATFORMS}
_LIST = "aliases"

_RUN = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
"""How a cell begins that a spreadsheet takes for a formula, with the apostrophes that may keep it from doing so."""
_BETWEEN = re.compile(r"(?<!\\)((?:\\\\)*)[;；、|]")
_ESCAPED = re.compile(r"\\([\\;；、|])")


def guarded(text: str) -> str:
    """Text for a cell, with an apostrophe before what a spreadsheet would run."""
    return "'" + text if _RUN.match(text) else text


def unguarded(cell: str) -> str:
    """The text `guarded` was given."""
    return cell[1:] if cell.startswith("'") and _RUN.match(cell) else cell


def joined(names: Iterable[str]) -> str:
    """Several names in one cell."""
    return "; ".join(re.sub(r"([\\;；、|])", r"\\\1", name) for name in names)


def split(cell: str) -> list[str]:
    """The names in a cell, as a person separates them: by a semicolon, 、 or |."""
    pieces = _BETWEEN.sub("\\1\n", cell).split("\n")
    return [_ESCAPED.sub(r"\1", piece.strip()) for piece in pieces if piece.strip()]


def columns(sheet: str, forms: Sequence[Form]) -> list[str]:
    """The columns of a list: a field each, and one for each part of a field that has parts."""
    platforms = sorted({name for form in forms if isinstance(form, PersonForm) for name in form.chat} - {*PLATFORMS})
    parts = {**_PARTS, "chat": (*PLATFORMS, *platforms)}
    return [f"{name}.{part}" if part else name for name in FORMS[sheet].model_fields for part in parts.get(name, ("",))]


def cells(form: Form, names: Sequence[str]) -> list[str]:
    """A form as the cells of a row."""
    said = plain(form)
    flat: dict[str, str] = {}
    for name, value in said.items():
        if isinstance(value, dict):
            flat |= {f"{name}.{part}": text for part, text in value.items()}
        else:
            flat[name] = joined(value) if isinstance(value, list | tuple) else value
    return [guarded(flat.get(name, "")) for name in names]


class Sheet:
    """Rows of cells under a header, read one after the other; what is wrong with the header is in `problems`."""

    def __init__(self, name: str, place: str, of: Mapping[str, object]) -> None:
        """`name` is one of `FORMS`; `place` and `of` say where a row is: a wording key and its values besides `row`."""
        self.name = name
        self.problems: list[Problem] = []
        self._place = place
        self._of = of

    def rows(self, lines: Iterable[Sequence[str]]) -> Iterator[Row]:
        """The rows as fields; the first line that is neither blank nor a remark is the header."""
        header: list[str] | None = None
        for number, line in enumerate(lines, 1):
            said = [unguarded(cell.strip()) for cell in line]
            if not any(said) or (header is None and said[0].startswith(COMMENT)):
                continue
            if header is None:
                header = [_field(name) for name in said]
                if not self._is_usable(header, number):
                    return
                continue
            if any(said[len(header) :]) or any(not name and cell for name, cell in zip(header, said, strict=False)):
                self._complain(number, "stray_cell")
            yield Row(self.name, self._where(number), _values(dict(zip(header, said, strict=False))))

    def _is_usable(self, header: list[str], number: int) -> bool:
        needed = [name for name, field in FORMS[self.name].model_fields.items() if field.is_required()]
        for name in needed:
            if name not in header:
                self._complain(number, "no_column", field=name)
        for name in {name for name in header if name and header.count(name) > 1}:
            self._complain(number, "doubled_column", field=name)
        return not self.problems

    def _complain(self, number: int, key: str, **values: object) -> None:
        self.problems.append(Problem(self._where(number), Phrase(f"directory.{key}", values)))

    def _where(self, number: int) -> Phrase:
        return Phrase(self._place, {**self._of, "row": number})


def _field(header: str) -> str:
    """A column's field as the forms name it; the parts of a field keep their case."""
    name, dot, part = header.partition(".")
    return name.strip().casefold() + dot + part.strip()


def _values(said: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, cell in said.items():
        field, dot, part = name.partition(".")
        if not cell:
            continue
        if dot and field in _PARTS:
            values.setdefault(field, {})[part] = cell
        else:
            values[name] = split(cell) if name == _LIST else cell
    return values
