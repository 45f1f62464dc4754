"""What tests of single turns share: people, messages, skills that do as they are told, and a platform that shows replies."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.bootstrap import Application
from bot.clock import FixedClock
from bot.coach import Coach
from bot.evaluation.database import Database
from bot.evaluation.tables import ChatIdentity, Role, Team, User
from bot.logs import set_up
from bot.messages import IncomingMessage, Reply, Text, plain_text
from bot.settings import Settings
from bot.skills import Outcome, Tools, Turn
from bot.understanding.intents import ASK
from knowledge.language import Language

MONDAY = datetime(2026, 10, 26, 9, tzinfo=UTC)


def message(text: str = "", number: int | str = 1, **parts: str) -> IncomingMessage:
    """A message of Ren's in her conversation, unless it is said otherwise."""
    given = {"adapter": "paper", "conversation": "ren's", "sender": "ren", **parts}
    return IncomingMessage(message_id=str(number), sent_at=MONDAY, text=text, **given)


@dataclass
class Doing:
    """A skill that does one thing."""

    do: Callable[[Turn], Outcome]

    def handle(self, turn: Turn, tools: Tools) -> Outcome:
        """Do it."""
        return self.do(turn)

    def examples(self, language: Language) -> tuple[str, ...]:
        """Nothing to show."""
        return ()


def echo(turn: Turn) -> Outcome:
    """Say the message back."""
    return Outcome(Reply((Text(turn.text),)))


@dataclass
class Paper:
    """A platform that writes replies down; the first so many it does not take."""

    failures: int = 0
    serving: str = ""
    """The only conversation it shows, when there is one."""
    shown: list[tuple[str, str]] = field(default_factory=list)
    name: str = "paper"

    def serves(self, conversation: str) -> bool:
        """Whether it shows this one."""
        return self.serving in ("", conversation)

    async def send(self, conversation: str, reply: Reply) -> None:
        """Write it down, unless there is a failure left."""
        await asyncio.sleep(0.002)
        if self.failures > 0:
            self.failures -= 1
            raise ConnectionError("a confidential reason")
        self.shown.append((conversation, plain_text(reply)))


@dataclass
class Watch:
    """A clock that a test can put forward."""

    moment: datetime = MONDAY

    def now(self) -> datetime:
        """The moment it shows."""
        return self.moment

    def forward(self, seconds: float) -> None:
        """Let time pass."""
        self.moment += timedelta(seconds=seconds)


@pytest.fixture(scope="session")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Tools:
    """What skills may look with, on a home without anything in it."""
    application = Application(Settings(home=tmp_path_factory.mktemp("bare")))
    return Tools(application.answers, application.gaps)


@pytest.fixture
def people(database: Database) -> Database:
    """The database with Ren, a rep of team North, who has chosen no language."""
    with database.writing() as session:
        session.add(Team(id=1, name="North"))
        session.add(User(id=1, name="Ren", role=Role.REP, team_id=1))
        session.flush()
        session.add(ChatIdentity(adapter="paper", sender="ren", user_id=1))
    return database


@pytest.fixture
def coach_doing(people: Database, tools: Tools) -> Callable[[Callable[[Turn], Outcome]], Coach]:
    """Makes a coach whose only skill does as it is told."""

    def make(do: Callable[[Turn], Outcome]) -> Coach:
        return Coach(people, {ASK: Doing(do)}, tools, FixedClock(MONDAY), Language.ENGLISH)

    return make


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """The file that is logged to, at the level a company runs with; there when something was logged."""
    set_up("INFO", tmp_path / "salescoach.log")
    return tmp_path / "salescoach.log"
