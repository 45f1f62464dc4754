"""A message answered in chat: `Coach.reply_to` through the real database, over 10,000 passages.

The floor is what the smallest honest bot does: ten neighbours from Chroma, and one transaction of the same durability that
keeps the message, what it was about and the reply.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from statistics import median

import chromadb
from chromadb.config import Settings as ChromaSettings
from sqlalchemy import Engine, event

from adapters.terminal import NAME, system_user
from bot.messages import IncomingMessage
from knowledge.embeddings import LocalEmbeddings
from tests.benchmarks import corpus
from tests.benchmarks.command_line import PASSAGES
from tests.benchmarks.homes import Homes, open_home
from tests.benchmarks.measure import PAIRS, alternate
from tests.benchmarks.report import Goal, Row, compared

_A_ROUND = 20
_FOUND = 10
_AROUND_A_TRANSACTION = ("BEGIN", "SAVEPOINT", "RELEASE")

Reply = Callable[[IncomingMessage], None]


def rows(homes: Homes, large: bool) -> Iterator[Row]:
    """Time, and statements sent to the database."""
    coach = open_home(homes.copied(homes.filled(PASSAGES), "chat")).coach.reply_to
    bot = _bot(homes)
    for reply in (bot, coach):
        _round(reply, PAIRS)
    times = alternate(lambda pair: _round(bot, pair), lambda pair: _round(coach, pair))
    what = f"a message answered in chat, {PASSAGES:,} passages"
    yield compared(f"{what} : Chroma and one transaction", times, "ms", Goal(2, "ratio"))
    yield Row(f"{what}: SQL statements", _statements(coach, PAIRS + 1))


def _round(reply: Reply, pair: int) -> float:
    return median(_seconds(reply, message) for message in _messages(pair))


def _messages(pair: int) -> list[IncomingMessage]:
    """New questions for each pair, each in a conversation of its own."""
    asked = corpus.questions((PAIRS + 2) * _A_ROUND)[pair * _A_ROUND :][:_A_ROUND]
    return [
        IncomingMessage(NAME, f"{pair}-{number}", f"{pair}-{number}", system_user(), datetime.now(UTC), text)
        for number, text in enumerate(asked)
    ]


def _seconds(reply: Reply, message: IncomingMessage) -> float:
    began = time.perf_counter()
    reply(message)
    return time.perf_counter() - began


def _statements(reply: Reply, pair: int) -> float:
    """How many statements a message takes, without those that begin and end a transaction."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(_AROUND_A_TRANSACTION):
            sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    counts = []
    for message in _messages(pair):
        reply(message)
        counts.append(len(sent))
        sent.clear()
    event.remove(Engine, "before_cursor_execute", note)
    return median(counts)


def _bot(homes: Homes) -> Reply:
    """The smallest honest bot."""
    held = chromadb.PersistentClient(
        str(homes.folder / "bot"), settings=ChromaSettings(anonymized_telemetry=False)
    ).create_collection("passages", embedding_function=None, configuration={"hnsw": {"space": "cosine"}})
    embeddings = LocalEmbeddings()
    texts = [section.text for section in corpus.sections(PASSAGES)]
    for start in range(0, PASSAGES, 5000):  # more than that Chroma does not take at once
        batch = texts[start : start + 5000]
        ids = [str(start + number) for number in range(len(batch))]
        held.add(ids=ids, documents=batch, embeddings=embeddings.embed_documents(batch))
    database = sqlite3.connect(homes.folder / "bot.db", isolation_level=None)
    for statement in (
        "PRAGMA journal_mode=WAL",
        "PRAGMA synchronous=FULL",
        "CREATE TABLE message (id TEXT PRIMARY KEY, text TEXT)",
        "CREATE TABLE turn (id TEXT, passage TEXT)",
        "CREATE TABLE reply (id TEXT, text TEXT)",
    ):
        database.execute(statement)

    def reply(message: IncomingMessage) -> None:
        found = held.query(query_embeddings=[embeddings.embed_query(message.text)], n_results=_FOUND)
        database.execute("BEGIN IMMEDIATE")
        database.execute("INSERT INTO message VALUES (?, ?)", (message.message_id, message.text))
        database.execute("INSERT INTO turn VALUES (?, ?)", (message.message_id, found["ids"][0][0]))
        database.execute("INSERT INTO reply VALUES (?, ?)", (message.message_id, found["documents"][0][0]))
        database.execute("COMMIT")

    return reply
