"""What the coach can do, one file a capability. A new file here is found by itself.

A skill decides and does nothing: it is given a turn and tools to look with, and returns an `Outcome`, which the coach then
writes down and sends in one transaction.
"""

import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from functools import cache
from importlib import import_module
from typing import Protocol

from bot.access import Person, Scope
from bot.directory.book import Book
from bot.drafts import Card, Step
from bot.evaluation.gaps import Gap
from bot.evaluation.tables import Base
from bot.evaluation.writes import Writes
from bot.messages import IncomingMessage, Reply
from bot.understanding.reading import Frame, Intent, Reading
from knowledge.answers import Answers, Topic
from knowledge.language import Language


@dataclass(frozen=True, slots=True)
class Turn:
    """One message with all that is known when it is answered."""

    message: IncomingMessage
    text: str
    """What the person wrote, without invisible characters and outer blanks."""
    person: Person
    language: Language
    foreign: bool
    """Whether the message is in a language the coach does not speak."""
    topic: Topic | None
    """What the conversation is about, from the turn before."""
    now: datetime
    zone: tzinfo = UTC
    """Where the person's days begin and end."""
    follows: str = ""
    """The skill that had the conversation's turn before."""
    book: Book = field(default_factory=Book)
    """The directory as the person may see it."""
    cards: tuple[Card, ...] = ()
    """The person's cards in this conversation, the newest first: the open one, and those that were covered or closed of late."""
    pressed: Card | None = None
    """The card whose button was pressed, whoever's it is."""
    reading: Reading | None = None
    """What the message says, where it had to be read."""

    @property
    def card(self) -> Card | None:
        """The card on screen."""
        return next((card for card in self.cards if card.is_open(self.now)), None)

    @property
    def last_saved(self) -> Card | None:
        """The card that was saved last, also when that was undone since: an undo by word never reaches further back."""
        return max((card for card in self.cards if card.saved), key=lambda card: card.saved.at, default=None)  # type: ignore[union-attr]


class Reader(Protocol):
    """Reads messages, knowing the names of one book."""

    def read(self, text: str, now: datetime, pending: Frame | None = None) -> Reading:
        """What a message says; `now` is local, and `pending` the entry of the card on screen that it may be about."""
        ...


class Unread:
    """The reader where there is none: every message is a question."""

    def read(self, text: str, now: datetime, pending: Frame | None = None) -> Reading:
        """A question."""
        return Reading((Frame(Intent.ASK),))


@dataclass(frozen=True, slots=True)
class Tools:
    """What a skill may look things up with."""

    answers: Answers
    gaps: Callable[[Scope], list[Gap]]
    """What was asked in vain by the people within a scope."""
    reader: Callable[[Book], Reader] = lambda _book: Unread()
    """The reader that knows a book's names. The coach reads with it before a skill is chosen."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a skill decided: the reply, what to record, and what the conversation is about now."""

    reply: Reply
    records: tuple[Base, ...] = ()
    topic: Topic | None = None
    writes: Writes | None = None
    """What changes in the books."""
    step: Step | None = None
    """What happens to a card; the reply's buttons are given its number."""
    undoes: str = ""
    """The message whose writing is to be taken back, on the platform of this one."""


class Skill(Protocol):
    """A capability. Modules of this package are skills: they have these two functions."""

    def handle(self, turn: Turn, tools: Tools) -> Outcome:
        """Decide what to answer and record. Raises nothing a person could have caused."""
        ...

    def examples(self, language: Language, person: Person) -> tuple[str, ...]:
        """What this person can type to use it, for the help; nothing when it needs no explaining."""
        ...


@cache
def registry() -> Mapping[str, Skill]:
    """All skills by name."""
    names = [module.name for module in pkgutil.iter_modules(__path__)]
    return {name: import_module(f"{__name__}.{name}") for name in names}
