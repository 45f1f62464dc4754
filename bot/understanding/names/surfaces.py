"""The ways in which a known name is written in a message: the full name, its aliases, and what people make of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bot.directory import Account, Colleague, Contact
from bot.understanding.names import words
from bot.understanding.written import folded
from knowledge import text

Kind = Literal["account", "contact", "colleague"]

_HAN = re.compile("[\u3400-\u9fff]+")
_LEGAL = re.compile(
    "(?:股份)?有限公司|\\(.*?\\)|,? (?:co|ltd|inc|corp|corporation|company|limited|llc|plc|gmbh|pte|bhd|sdn|group|holdings)\\b\\.?"
)


@dataclass(frozen=True, slots=True)
class Surface:
    """A way to write a name, and how sure it tells who is meant."""

    written: str
    kind: Kind
    id: str
    sure: bool = True
    """False for a short form that somebody unknown could have as well: it counts beside a client that is named."""


def of_account(account: Account) -> Iterator[Surface]:
    """The names and aliases, without what the law adds, and the first part without the trade."""
    given = {_plain(name) for name in account.names}
    bare = {_LEGAL.sub("", name).strip() for name in given}
    for name in given | bare:
        yield Surface(name, "account", account.id)
    for name in given | bare:
        short = words.company_ending().sub("", name) if _HAN.fullmatch(name) else name.split(" ", 1)[0]
        if short not in given and len(short) > (1 if _HAN.fullmatch(short) else 3):
            yield Surface(short, "account", account.id, sure=False)


def of_contact(contact: Contact) -> Iterator[Surface]:
    """The names and aliases, surname and title, given name, and what politeness makes of the surname."""
    yield from _of_person(contact.id, "contact", contact.names)
    if surname := words.surname_of(_plain(contact.name)):
        for title in words.spoken_for(contact.title):
            yield Surface(surname + title, "contact", contact.id)


def of_colleague(colleague: Colleague) -> Iterator[Surface]:
    """The names and aliases, and what politeness makes of the surname."""
    yield from _of_person(colleague.id, "colleague", colleague.names)
    if surname := words.surname_of(_plain(colleague.name)):
        for title in ("经理", "总", "工"):  # what clients call ours, whatever their title is
            yield Surface(surname + title, "colleague", colleague.id, sure=False)


def _of_person(key: str, kind: Kind, names: tuple[str, ...]) -> Iterator[Surface]:
    given = {_plain(name) for name in names}
    for name in given:
        yield Surface(name, kind, key)
    for name in given:
        first = name[len(words.surname_of(name)) :]
        if _HAN.fullmatch(name) and 1 < len(first) < len(name) and not words.is_title(first):
            yield Surface(first, kind, key, sure=False)
        elif " " in name and (first := name.split()[0]).rstrip(".") not in words.english_titles():
            last = name.split()[-1]
            for written in (first, last, *(f"{title} {last}" for title in words.english_titles())):
                yield Surface(written, kind, key, sure=False)
    surname = words.surname_of(_plain(names[0]))
    if surname:
        after, before = words.courtesies()
        for written in [*(surname + each for each in after), *(each + surname for each in before)]:
            if written not in given:
                yield Surface(written, kind, key, sure=False)


def _plain(name: str) -> str:
    return folded(text.clean(name)).strip()
