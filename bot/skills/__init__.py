"""What the coach can do, one file a capability. A new file here is found by itself.

A skill decides and does nothing: it is given a turn and tools to look with, and returns an `Outcome`, which the coach then
writes down and sends in one transaction.
"""

import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import import_module
from typing import Protocol

from bot.access import Person, Scope
from bot.evaluation.gaps import Gap
from bot.evaluation.tables import Base
from bot.messages import IncomingMessage, Reply
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


@dataclass(frozen=True, slots=True)
class Tools:
    """What a skill may look things up with."""

    answers: Answers
    gaps: Callable[[Scope], list[Gap]]
    """What was asked in vain by the people within a scope."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a skill decided: the reply, what to record, and what the conversation is about now."""

    reply: Reply
    records: tuple[Base, ...] = ()
    topic: Topic | None = None


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
