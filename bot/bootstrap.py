"""The only place that knows every part: it reads the settings and puts the application together."""

import asyncio
import os
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from adapters import ChatAdapter
from bot import skills
from bot.access import EVERYONE, Scope
from bot.clock import Clock, FixedClock, SystemClock
from bot.coach import Coach
from bot.directory import Directory
from bot.directory.book import Book
from bot.errors import CoachError
from bot.evaluation import directory, people
from bot.evaluation.book import PARTS
from bot.evaluation.database import Database
from bot.evaluation.gaps import Gap, gap_list, still_open
from bot.evaluation.library import StoredLibrary
from bot.inbox import Inbox
from bot.outbox import Outbox
from bot.settings import Settings
from bot.understanding.reader import Reader
from bot.understanding.votes import Votes
from bot.wording import Phrase
from knowledge.answers import Answers, Outcome
from knowledge.dictionary import Dictionary
from knowledge.glossary import SHIPPED as SHIPPED_GLOSSARY
from knowledge.glossary import Glossary, load_glossary
from knowledge.indexes import Indexes
from knowledge.language import Language
from knowledge.library import Collection
from knowledge.pages import PLAYBOOK, SHIPPED, WRITTEN_IN, PageError, Playbook, playbook_name
from knowledge.query import QueryWriter
from knowledge.recognition import Recognitions
from knowledge.retrieval import Dense, Retriever
from knowledge.themes import Themes

if TYPE_CHECKING:
    from knowledge.documents import DocumentError
    from knowledge.ingest import Ingest
    from knowledge.store import VectorStore

WORKERS = 8
"""How many messages are answered at once."""

LOCK_SECONDS = 120
"""How long to wait for another process that takes material in."""

Notice = Callable[[str, dict[str, object]], None]
"""Told, by wording key and values, what happens besides: something is prepared, or made again."""


def file_problem(error: "DocumentError") -> Phrase:
    """Why a file was not read."""
    return Phrase(f"reason.{error.reason}", {"cause": "", **error.details})


def page_problem(fault: PageError) -> Phrase:
    """What is wrong with a page, for a person."""
    return Phrase(f"page.{fault.problem}", {"where": fault.where})


class Application:
    """The parts, each made when it is first asked for."""

    def __init__(self, settings: Settings, notice: Notice = lambda _key, _values: None) -> None:
        """Touches nothing yet."""
        self.settings = settings
        self._notice = notice
        self._holder = uuid.uuid4().hex
        self._directory: Directory | None = None
        self._reader: Reader | None = None

    @cached_property
    def clock(self) -> Clock:
        """The machine's clock, or the one the settings fix."""
        return FixedClock(self.settings.now) if self.settings.now else SystemClock()

    @cached_property
    def home(self) -> Path:
        """The data folder, made when it is not there. Raises `CoachError` when it cannot be written to."""
        home = self.settings.home
        try:
            home.mkdir(parents=True, exist_ok=True)
            probe = home / f".write-{os.getpid()}"
            probe.write_bytes(b"x" * 4096)
            probe.unlink()
        except OSError as error:
            raise CoachError("home", home=home, problem=error.strerror or error) from error
        return home

    @cached_property
    def database(self) -> Database:
        """The database, its tables made or checked."""
        database = self._open_database()
        database.prepare()
        return database

    def upgrade_database(self) -> None:
        """Bring an older database to the tables this code knows."""
        self._open_database().upgrade()

    def _open_database(self) -> Database:
        url = self.settings.database_url
        return Database(url.get_secret_value() if url else f"sqlite:///{self.home / 'salescoach.db'}")

    @cached_property
    def library(self) -> StoredLibrary:
        """The stored documents and passages."""
        return StoredLibrary(self.database, self.clock)

    @cached_property
    def playbook(self) -> Playbook:
        """The shipped pages and the company's own."""
        return Playbook(SHIPPED, self.home / "playbook")

    @cached_property
    def recognitions(self) -> Recognitions:
        """What tells the pages apart."""
        return Recognitions(self.library)

    @cached_property
    def indexes(self) -> Indexes:
        """The lexical indexes."""
        return Indexes(self.home / "index" / "lexical", self.library, self._say_rebuilt)

    @cached_property
    def vectors(self) -> "VectorStore":
        """Chroma; slow to load. Raises `CoachError` when it or the embedding model cannot be opened."""
        from knowledge.embeddings import LOCAL, open_embeddings
        from knowledge.store import VectorStore

        model = self.settings.embedding_model
        try:
            embeddings = open_embeddings(model)
        except Exception as error:  # every provider has its own
            raise CoachError("embeddings", model=model, problem=error) from error
        try:
            return VectorStore(self.home / "index" / "vectors", self.settings.chroma_url, embeddings, model or LOCAL)
        except Exception as error:
            raise CoachError("vectors", problem=error) from error

    @cached_property
    def ingest(self) -> "Ingest":
        """The way material is taken in."""
        from knowledge.ingest import Ingest

        return Ingest(self.library, self.indexes, lambda: self.vectors)

    @cached_property
    def glossary(self) -> Glossary:
        """The company's glossary where it has one that can be read, else the shipped one."""
        own = self.home / "glossary.toml"
        if own.exists():
            try:
                return load_glossary(own)
            except (OSError, ValueError) as error:
                self._notice("doctor.glossary_fault", {"path": own, "problem": error})
        return load_glossary(SHIPPED_GLOSSARY)

    @cached_property
    def dictionary(self) -> Dictionary:
        """The bilingual dictionary, its cache file in the home folder."""
        return Dictionary(self.home / "index" / "dictionary.sqlite")

    @cached_property
    def retriever(self) -> Retriever:
        """The search over all collections."""
        writer = QueryWriter(self.glossary, self.dictionary)
        themes = Themes(self.library, self.indexes, self.recognitions)
        dense: Dense | None = self._dense() if self.settings.embedding_model else None
        return Retriever(
            self.library, self.indexes, writer, themes, self.recognitions, dense, self.settings.dense_weight
        )

    @cached_property
    def answers(self) -> Answers:
        """Questions to answers."""
        return Answers(self.retriever, self.playbook)

    @cached_property
    def coach(self) -> Coach:
        """One turn."""
        tools = skills.Tools(self.answers, self.gaps, lru_cache(PARTS)(self.reader_of))
        return Coach(
            self.database,
            skills.registry(),
            tools,
            self.clock,
            self.settings.spoken,
            self._holder,
            ZoneInfo(self.settings.timezone),
        )

    @cached_property
    def votes(self) -> Votes:
        """What the example messages teach, kept in the home folder once it is learned."""
        return Votes(self.home / "index" / "votes.npz")

    def reader_of(self, book: Book) -> Reader:
        """A reader that knows the names in a book and no others: nobody's message is read with names they may not see."""
        return Reader(book.directory, self.votes)

    def gaps(self, scope: Scope) -> list[Gap]:
        """What was asked in vain by the people within a scope, and would be in vain today."""
        with self.database.reading() as session:
            found = gap_list(session, scope)
        return still_open(found, self._is_answered)

    def _is_answered(self, gap: Gap) -> bool:
        """By what everybody may read: what only some may read closes no gap for the others."""
        answer = self.answers.answer(gap.asked, frozenset({EVERYONE}), gap.language)
        return answer.outcome in (Outcome.PAGE, Outcome.DOCUMENT)

    def directory(self) -> Directory:
        """Everybody there is to speak of; read anew only when something of it was changed, by whatever process."""
        with self.database.reading() as session:
            if self._directory is None or self._directory.revision != directory.revision(session):
                self._directory = directory.snapshot(session)
            return self._directory

    def reader(self) -> Reader:
        """The reader of messages about the directory as it stands; its names are laid out anew when it has changed."""
        known = self.directory()
        if self._reader is None or self._reader.revision != known.revision:
            self._reader = Reader(known, self.votes)
        return self._reader

    def prepare(self) -> None:
        """Bring the playbook's collections and all indexes up to date; quick when they are.

        What was deleted from the index folder or the database is made again, and said; so are pages that cannot be used.
        """
        if self._is_prepared():
            return
        self._notice("init.preparing", {})
        with self.locked():
            if self._is_prepared():  # another process did it meanwhile
                return
            whole = self._stamp.exists()
            for fault in self.playbook.faults():
                self._notice("doctor.page_fault", {"path": fault.path, "problem": page_problem(fault)})
            self.ingest.playbook(self.playbook)
            self.indexes.sweep(self.library.collections(None))
            for collection in self.library.collections(None):
                if self.ingest.repair(collection) and whole:
                    self._say_rebuilt(collection)
            for collection in self.library.collections(None):
                if collection.name.startswith(PLAYBOOK):  # so that the first question does not wait for it
                    self.recognitions.of(self.indexes.open(collection))
            self.dictionary.prepare()
            self._stamp.parent.mkdir(parents=True, exist_ok=True)
            self._stamp.write_text(self.playbook.fingerprint())

    def _is_prepared(self) -> bool:
        vectors = self.home / "index" / "vectors" / "current"
        names = {collection.name for collection in self.library.collections(None)}
        return (
            {playbook_name(language) for language in WRITTEN_IN} <= names
            and (vectors.exists() or self.settings.chroma_url is not None)
            and self._stamp.exists()
            and self._stamp.read_text(errors="replace") == self.playbook.fingerprint()
        )

    @property
    def _stamp(self) -> Path:
        return self.home / "index" / "playbook.stamp"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other processes from taking material in meanwhile. Raises `CoachError` when one is at it."""
        from filelock import FileLock, Timeout

        place = self.home / "index.lock"
        try:
            with FileLock(place, timeout=LOCK_SECONDS):
                yield
        except Timeout as error:
            raise CoachError("busy", lock=place) from error

    async def serve(self, adapters: list[ChatAdapter]) -> None:
        """Run adapters until all of them have ended."""
        outbox = Outbox(self.database, {adapter.name: adapter for adapter in adapters}, self.clock, self._holder)
        with ThreadPoolExecutor(WORKERS, thread_name_prefix="turn") as workers:
            inbox = Inbox(self.coach, outbox, workers)
            await outbox.deliver_due()
            async with asyncio.TaskGroup() as running:
                for adapter in adapters:
                    running.create_task(adapter.run(inbox.receive))

    def teams(self) -> list[str]:
        """The names of all teams."""
        with self.database.reading() as session:
            return people.team_names(session)

    def load_sample(self) -> None:
        """Take in the fictional company, and say so, when no client is known yet."""
        from bot import sample
        from bot.directory.files import read

        if self.directory().accounts:
            return
        listing = read(Path(sample.__file__).with_name("company.json"))
        with self.database.writing() as session:
            directory.import_directory(session, listing, None, None, self.clock.now())
        self._notice("chat.sample", {})

    def stand_in(self, adapter: str, named: str) -> str:
        """The sender by which a colleague is known on an adapter; made when there is none.

        `named` is an id, a name or an e-mail. Raises `CoachError` when nobody, or more than one, is called so.
        """
        with self.database.writing() as session:
            found = people.named(session, named)
            if len(found) != 1:
                raise CoachError("no_person", person=named, people=", ".join(people.names(session)))
            return people.identity(session, found[0], adapter)

    def first_admin(self, name: str, language: Language | None, identities: dict[str, str]) -> str:
        """The administrator's name; made with this name and these chat identities when there is none yet."""
        with self.database.reading() as session:
            admin = people.first_admin(session)
            if admin:
                return admin.name
        with self.database.writing() as session:
            admin = people.first_admin(session) or people.add_admin(
                session, name, language, identities, self.clock.now()
            )
            return admin.name

    def _dense(self) -> Dense:
        from knowledge.store import DenseRanking

        return DenseRanking(lambda: self.vectors)

    def _say_rebuilt(self, collection: Collection) -> None:
        self._notice("search.rebuilt", {"name": collection.name})
