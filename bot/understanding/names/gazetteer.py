"""The known names, ready to be found in a message: the longest one wins."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from bot.directory import Account, Colleague, Contact, Directory
from bot.understanding.names import surfaces
from bot.understanding.names.surfaces import Surface

_WORD = re.compile(r"[0-9a-z\u00c0-\u024f]")


@dataclass(frozen=True, slots=True)
class NameMention:
    """A known name at its place, with everybody who is written so."""

    start: int
    end: int
    meant: tuple[Surface, ...]


class Gazetteer:
    """All names of a directory. Made once for each of its revisions; safe to share between threads."""

    def __init__(self, directory: Directory) -> None:
        """About 0.3 s for 500 clients with 5,000 people."""
        self.accounts: dict[str, Account] = {account.id: account for account in directory.accounts}
        self.contacts: dict[str, Contact] = {contact.id: contact for contact in directory.contacts}
        self.colleagues: dict[str, Colleague] = {colleague.id: colleague for colleague in directory.colleagues}
        meant: defaultdict[str, dict[tuple[str, str], Surface]] = defaultdict(dict)
        for surface in _all(directory):
            held = meant[surface.written].get((surface.kind, surface.id))
            if len(surface.written) > 1 and (held is None or surface.sure):
                meant[surface.written][surface.kind, surface.id] = surface
        self._meant = {written: tuple(each.values()) for written, each in meant.items()}
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        for written in self._meant:
            lengths[written[:2]].add(len(written))
        self._lengths = {start: sorted(each, reverse=True) for start, each in lengths.items()}

    def find(self, folded: str) -> list[NameMention]:
        """The names in folded text, in order and without overlap."""
        found, place = [], 0
        while place < len(folded) - 1:
            mention = self._at(folded, place)
            if mention:
                found.append(mention)
            place = mention.end if mention else place + 1
        return found

    def meant_by(self, written: str) -> tuple[Surface, ...]:
        """Everybody who is written exactly so."""
        return self._meant.get(written, ())

    def _at(self, folded: str, place: int) -> NameMention | None:
        for length in self._lengths.get(folded[place : place + 2], ()):
            end = place + length
            meant = self._meant.get(folded[place:end])
            if meant and end <= len(folded) and _is_whole(folded, place, end):
                return NameMention(place, end, meant)
        return None


def _is_whole(folded: str, start: int, end: int) -> bool:
    """Whether a name in Latin letters is not part of a longer word."""
    before, after = folded[start - 1 : start], folded[end : end + 1]
    return not (
        (_WORD.match(folded[start]) and before and _WORD.match(before))
        or (_WORD.match(folded[end - 1]) and after and _WORD.match(after))
    )


def _all(directory: Directory) -> Iterator[Surface]:
    for account in directory.accounts:
        yield from surfaces.of_account(account)
    for contact in directory.contacts:
        yield from surfaces.of_contact(contact)
    for colleague in directory.colleagues:
        yield from surfaces.of_colleague(colleague)
