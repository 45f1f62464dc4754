"""What tests of cards share: the sample company in a database, a reader that was told what messages say, and talks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event, select

import bot.sample
from bot.coach import Coach
from bot.directory.book import Book
from bot.directory.files import read
from bot.evaluation.database import Database
from bot.evaluation.directory import find_user, import_directory
from bot.evaluation.tables import Base, ChatIdentity, Event, OutboxMessage
from bot.messages import IncomingMessage, Reply, from_json, plain_text
from bot.skills import Tools, registry
from bot.understanding.reading import Frame, Intent, Named, Person, Question, Reading
from knowledge.language import Language
from knowledge.text import clean
from tests.bot.conftest import Watch

NOW = datetime(2026, 10, 26, 2, tzinfo=UTC)
"""A Monday, ten in the morning in Taipei."""
TODAY = date(2026, 10, 26)
SUNDAY = date(2026, 10, 25)
TAIPEI = ZoneInfo("Asia/Taipei")
SENDERS = {"eason": "r1", "tina": "r2", "zhou": "r3", "marcus": "r4", "leo": "m1"}
"""Who talks, and their keys in the sample company."""

HONGYUE = Named("宏岳電子", "a01")
PRECISION = Named("宏岳精密", "a02")
WANG = Named("王建宏", "c01")
CHEN = Named("陳柏宇", "c02")
Read = Reading | Callable[[Frame | None], Reading]


def visit(**slots: Any) -> Frame:
    """A visit to Hongyue on Sunday, unless it is said otherwise."""
    given = {"account": HONGYUE, "contacts": (Person(WANG),), "date": SUNDAY, "topic": "新產線報價"}
    return Frame(Intent.LOG_VISIT, **{**given, **slots})


def reading(*frames: Frame, questions: tuple[Question, ...] = ()) -> Reading:
    """A message that says this."""
    return Reading(frames, questions)


@dataclass
class Told:
    """A reader that knows some messages by heart; every other one is a question."""

    messages: dict[str, Read] = field(default_factory=dict)
    books: list[Book] = field(default_factory=list)
    pending: list[Frame | None] = field(default_factory=list)

    def of(self, book: Book) -> "Told":
        """The reader for a book."""
        self.books.append(book)
        return self

    def read(self, text: str, now: datetime, pending: Frame | None = None) -> Reading:
        """What the message says."""
        assert now.tzinfo is not None
        self.pending.append(pending)
        known = {clean(said): told for said, told in self.messages.items()}
        told = known.get(text, Reading((Frame(Intent.ASK),)))
        return told(pending) if callable(told) else told


@dataclass
class Talk:
    """One person talking with the coach in one conversation."""

    coach: Coach
    database: Database
    sender: str
    conversation: str
    numbers: Iterator[int]
    reply: Reply = field(default_factory=lambda: Reply(()))

    def say(self, text: str, **parts: str) -> str:
        """Type a message; the reply as text."""
        return self._sent(text=text, **parts)

    def press(self, label: str) -> str:
        """Press the button of the last reply with that label."""
        (found,) = [button.action for button in self.reply.buttons if button.label == label]
        return self.act(found)

    def act(self, action: str) -> str:
        """Send what a button stands for."""
        assert len(action.encode()) <= 64
        return self._sent(action=action)

    @property
    def labels(self) -> list[str]:
        """The buttons of the last reply."""
        return [button.label for button in self.reply.buttons]

    def action(self, label: str) -> str:
        """What a button of the last reply stands for."""
        return next(button.action for button in self.reply.buttons if button.label == label)

    def _sent(self, text: str = "", action: str = "") -> str:
        message = IncomingMessage("paper", f"m{next(self.numbers)}", self.conversation, self.sender, NOW, text, action)
        self.coach.reply_to(message)
        with self.database.reading() as session:
            stored = session.scalars(select(OutboxMessage.reply).order_by(OutboxMessage.id.desc()).limit(1)).one()
        self.reply = from_json(stored)
        return plain_text(self.reply)


@pytest.fixture
def company(database: Database) -> Database:
    """The sample company, five of whose people are on the platform."""
    listing = read(Path(bot.sample.__file__).with_name("company.json"))
    with database.writing() as session:
        done = import_directory(session, listing, None, None, NOW - timedelta(days=100))
        assert not done.problems
        for sender, key in SENDERS.items():
            user = find_user(session, key)
            assert user is not None
            session.add(ChatIdentity(adapter="paper", sender=sender, user_id=user.id))
    return database


@pytest.fixture
def told() -> Told:
    """The reader; a test tells it what messages say."""
    return Told()


@pytest.fixture
def watch() -> Watch:
    """The clock."""
    return Watch(NOW)


@pytest.fixture
def talk(company: Database, tools: Tools, told: Told, watch: Watch) -> Callable[..., Talk]:
    """Begins talks: with Eason, who has Hongyue, unless it is said otherwise."""
    numbers = iter(range(1, 10_000))

    def begin(sender: str = "eason", conversation: str = "") -> Talk:
        known = Tools(tools.answers, tools.gaps, told.of)
        coach = Coach(company, registry(), known, watch, Language.TRADITIONAL, zone=TAIPEI)
        return Talk(coach, company, sender, conversation or sender, numbers)

    return begin


@pytest.fixture
def stored(company: Database) -> Callable[[type[Base]], list[Any]]:
    """All rows of a table."""

    def rows(table: type[Base]) -> list[Any]:
        with company.reading() as session:
            return list(session.scalars(select(table)))

    return rows


@pytest.fixture
def events(company: Database) -> Callable[[], list[Event]]:
    """What was audited since the company was taken in."""

    def since() -> list[Event]:
        with company.reading() as session:
            return list(session.scalars(select(Event).where(Event.adapter == "paper").order_by(Event.id)))

    return since


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """The SQL statements sent meanwhile, those that begin a transaction among them."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        sent.append(" ".join(statement.split()))

    engine = database._engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
