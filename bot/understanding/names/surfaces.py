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
_TRADE = re.compile(
    "(?:科技|电子|集团|实业|工业|企业|光电|半导体|精密|食品|化工|物流|能源|生医|生技|医材|电力|材料|机械|重工|控股|国际|资讯|信息|软件|网络|建设|银行|保险|医院|大学)+$"
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
    for name in bare - given | given:
        short = _TRADE.sub("", name)
        if len(short) > 1 and short not in given and _HAN.fullmatch(short):
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


def _of_person(key: str, kind: Kind, names: tuple[str, ...]) -> Iterator[Surface]:
    given = {_plain(name) for name in names}
    for name in given:
        yield Surface(name, kind, key)
    for name in given:
        if _HAN.fullmatch(name) and len(name) > 2 and (surname := words.surname_of(name)):
            if len(name) - len(surname) > 1 and name[len(surname) :] not in given:
                yield Surface(name[len(surname) :], kind, key, sure=False)
        elif " " in name:
            first, *_, last = name.split()
            if first.rstrip(".") not in words.english_titles():
                yield Surface(first, kind, key, sure=False)
                for title in words.english_titles():
                    yield Surface(f"{title} {last}", kind, key, sure=False)
    surname = words.surname_of(_plain(names[0]))
    if surname:
        after, before = words.courtesies()
        for written in [*(surname + each for each in after), *(each + surname for each in before)]:
            if written not in given:
                yield Surface(written, kind, key, sure=False)


def _plain(name: str) -> str:
    return folded(text.clean(name)).strip()
