"""Who is meant by the names of a message: each resolved inside the client it is spoken of with, ties left open.

A near spelling is not a match, an unknown person at a known client is a new one, and a contact named together with a client of
several possible ones decides which.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.understanding.mentions import Mentions
from bot.understanding.names import words
from bot.understanding.names.gazetteer import Gazetteer
from bot.understanding.names.surfaces import Kind
from bot.understanding.reading import Named


@dataclass(frozen=True, slots=True)
class Ref:
    """A name at its place, with everybody it may mean; nobody when it is unknown."""

    start: int
    end: int
    words: str
    kind: Kind
    """What it is first of all; a form may be a contact's and a colleague's."""
    accounts: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    guesses: tuple[str, ...] = ()
    """Contacts that a short form may mean: they count inside a client that is named."""
    colleagues: tuple[str, ...] = ()
    title: str = ""

    @property
    def is_stranger(self) -> bool:
        """Whether nobody known is written so."""
        return not (self.accounts or self.contacts or self.guesses or self.colleagues)


def refs_of(mentions: Mentions) -> list[Ref]:
    """The names of a message in their order."""
    refs = []
    for name in mentions.names:
        held: dict[tuple[Kind, bool], list[str]] = {}
        for surface in name.meant:
            held.setdefault((surface.kind, surface.sure), []).append(surface.id)
        accounts = held.get(("account", True)) or held.get(("account", False)) or []
        contacts, guesses = held.get(("contact", True), []), held.get(("contact", False), [])
        colleagues = held.get(("colleague", True)) or held.get(("colleague", False)) or []
        if ("colleague", True) in held and not contacts and not accounts:
            guesses = []
        kind: Kind = "account" if accounts else "contact" if contacts or guesses else "colleague"
        refs.append(
            Ref(
                name.start,
                name.end,
                mentions.words((name.start, name.end)),
                kind,
                tuple(accounts),
                tuple(contacts),
                tuple(guesses),
                tuple(colleagues),
            )
        )
    for each in mentions.strangers:
        told = mentions.words((each.start, each.end))
        refs.append(Ref(each.start, each.end, told, each.kind, title=each.title))
    return sorted(refs, key=lambda ref: ref.start)


@dataclass(frozen=True, slots=True)
class Cast:
    """The directory's side of the names: what belongs to whom."""

    gazetteer: Gazetteer

    def account_of(self, contact: str) -> str:
        """The client a contact works for."""
        return self.gazetteer.contacts[contact].account

    def homes(self, ref: Ref) -> frozenset[str]:
        """The clients a person of this name may be at."""
        return frozenset(map(self.account_of, ref.contacts or ref.guesses))

    def account(self, refs: Sequence[Ref], named: Ref | None) -> Named | None:
        """The client spoken of: the one that is named, narrowed down by the people named with it; or the people's own."""
        people = [ref for ref in refs if ref.kind == "contact" and not ref.is_stranger]
        if named is None:
            homes = [self.homes(ref) for ref in people if ref.contacts]
            shared = frozenset.intersection(*homes) if homes else frozenset()
            if len(shared) != 1:
                sure = {home for each in homes if len(each) == 1 for home in each}
                shared = frozenset(sure) if len(sure) == 1 else frozenset()
            if not homes:
                guessed = frozenset().union(*map(self.homes, people)) if people else frozenset()
                shared = guessed if len(guessed) == 1 and all(len(ref.guesses) == 1 for ref in people) else frozenset()
            return self._known(next(iter(shared))) if len(shared) == 1 else None
        if not named.accounts:
            return Named(named.words)
        possible = set(named.accounts)
        for ref in people:
            narrowed = possible & self.homes(ref)
            possible = narrowed or possible
        if len(possible) == 1:
            return self._known(possible.pop())
        return Named(named.words, candidates=tuple(each for each in named.accounts if each in possible))

    def contact(self, ref: Ref, account: Named | None) -> Named | None:
        """The person meant inside a client; nobody when the name is a colleague's rather."""
        if account is not None and (account.id or account.candidates):
            at = {account.id} if account.id else set(account.candidates)
            for known in (ref.contacts, ref.guesses):
                here = [each for each in known if self.account_of(each) in at]
                if here:
                    return self._one_of(ref, here)
            return None if ref.colleagues else Named(ref.words)
        if ref.colleagues and not ref.contacts:
            return None
        if account is not None:  # an unknown client: nobody known works there
            return None if ref.colleagues else Named(ref.words)
        known = ref.contacts or ref.guesses
        return self._one_of(ref, known) if known else Named(ref.words)

    def colleague(self, ref: Ref) -> Named | None:
        """The one of ours who is meant, when it is one."""
        if len(ref.colleagues) != 1:
            return None
        found = self.gazetteer.colleagues[ref.colleagues[0]]
        return Named(found.name, found.id)

    def is_rep(self, ref: Ref) -> bool:
        """Whether a colleague is a rep and not somebody's manager."""
        return len(ref.colleagues) == 1 and self.gazetteer.colleagues[ref.colleagues[0]].role == "rep"

    def title_fits(self, contact: str, said: str) -> bool:
        """Whether a title said alone (廠長) is this contact's."""
        return said in words.spoken_for(self.gazetteer.contacts[contact].title)

    def _one_of(self, ref: Ref, known: Iterable[str]) -> Named:
        ids = tuple(known)
        if len(ids) == 1:
            return Named(self.gazetteer.contacts[ids[0]].name, ids[0])
        return Named(ref.words, candidates=ids)

    def _known(self, account: str) -> Named:
        return Named(self.gazetteer.accounts[account].name, account)
