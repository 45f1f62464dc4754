"""What a row of a directory file may say, the same for JSON, CSV and Excel: a form for each kind of row."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

from bot.evaluation.tables import ChainRole, Function, Grade, Level, Market, Role
from knowledge.language import Language

LONGEST = 200
_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;.]+")
_OTHER_TAGS = {
    "zh-tw": Language.TRADITIONAL,
    "zh-hk": Language.TRADITIONAL,
    "zh-cn": Language.SIMPLIFIED,
    "zh-sg": Language.SIMPLIFIED,
}


_BLANK, _INVISIBLE = ("Cc", "Zl", "Zp"), ("Cf", "Cs")
"""Unicode categories: what is written as a blank, and what nobody sees. The rest of a name stays as the company writes it."""


def _one_line(value: object) -> object:
    if not isinstance(value, str):
        return value
    kinds = [(letter, unicodedata.category(letter)) for letter in value]
    seen = "".join(" " if kind in _BLANK else letter for letter, kind in kinds if kind not in _INVISIBLE)
    return unicodedata.normalize("NFC", " ".join(seen.split()))


def _several(value: object) -> object:
    """One name may stand without the brackets of a list; blank ones are none."""
    names = [value] if isinstance(value, str | int) else value
    return [name for name in names if str(name).strip()] if isinstance(names, list | tuple) else names


def _one_of(kind: type[StrEnum], also: Mapping[str, StrEnum] = MappingProxyType({})) -> Callable[[object], StrEnum]:
    """Reads one of the values of an enumeration, in whatever case; `also` has other ways to write some."""
    known = {member.value.casefold(): member for member in kind} | dict(also)

    def read(value: object) -> StrEnum:
        try:
            return known[str(value).strip().casefold()]
        except KeyError:
            raise PydanticCustomError("choice", "not a choice", {"choices": ", ".join(kind)}) from None

    return read


def _email(value: str) -> str:
    if not _EMAIL.fullmatch(value):
        raise PydanticCustomError("email", "no e-mail address")
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise PydanticCustomError("time_zone", "no time zone") from None
    return value


Line = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST), BeforeValidator(_one_line)]
Lines = Annotated[tuple[Line, ...], BeforeValidator(_several)]
Email = Annotated[Line, AfterValidator(_email)]


class Form(BaseModel):
    """A row. Its id is the company's own and stays; a field that is left out, or blank, says nothing."""

    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True)

    id: Line
    name: Line


class TeamForm(Form):
    """A sales team."""


class PersonForm(Form):
    """One of our people. What they are, rep or manager, is told by the list they stand in."""

    aliases: Lines = ()
    team: Line | None = None
    """The id or the name of a team."""
    function: Annotated[Function, BeforeValidator(_one_of(Function))] | None = None
    email: Email | None = None
    language: Annotated[Language, BeforeValidator(_one_of(Language, _OTHER_TAGS))] | None = None
    time_zone: Annotated[Line, AfterValidator(_zone)] | None = None
    chat: dict[Annotated[Line, StringConstraints(max_length=32)], Line] = {}
    """Who the person is on each chat platform."""


class AccountForm(Form):
    """A client."""

    name_hans: Line | None = None
    name_en: Line | None = None
    aliases: Lines = ()
    grade: Annotated[Grade, BeforeValidator(_one_of(Grade))] | None = None
    market: Annotated[Market, BeforeValidator(_one_of(Market))] | None = None
    team: Line | None = None
    client_group: Line | None = None
    seats: dict[Annotated[Function, BeforeValidator(_one_of(Function))], Line] = {}
    """The id of who sits in each corner of the iron triangle."""


class ContactForm(Form):
    """A person at a client."""

    account: Line
    """The id of the client."""
    title: Line | None = None
    aliases: Lines = ()
    department: Line | None = None
    level: Annotated[Level, BeforeValidator(_one_of(Level))] | None = None
    chain_role: Annotated[ChainRole, BeforeValidator(_one_of(ChainRole))] | None = None
    phone: Annotated[Line, StringConstraints(max_length=64)] | None = None
    email: Email | None = None


ROLES: Mapping[str, Role] = MappingProxyType(
    {"reps": Role.REP, "managers": Role.MANAGER, "executives": Role.EXECUTIVE, "admins": Role.ADMIN}
)
"""The lists people stand in, and what it makes of them."""
FORMS: Mapping[str, type[Form]] = MappingProxyType(
    {"teams": TeamForm, **dict.fromkeys(ROLES, PersonForm), "accounts": AccountForm, "contacts": ContactForm}
)
"""The lists a file may have, each with the form of its rows, in the order in which they refer to each other."""


def plain(form: Form) -> dict[str, Any]:
    """What a form says, as a file has it: without what it does not say."""
    return form.model_dump(mode="json", exclude_defaults=True)


def sizes(forms: Mapping[str, Sequence[Form]]) -> dict[str, int]:
    """How many clients, contacts and people of ours there are in lists."""
    counts = {sheet: len(forms.get(sheet, ())) for sheet in FORMS}
    people = sum(counts[sheet] for sheet in ROLES)
    return {"accounts": counts["accounts"], "contacts": counts["contacts"], "people": people}
