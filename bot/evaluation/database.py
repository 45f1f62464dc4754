"""The way into the database: `reading()` to look, `writing()` to change. Nothing else commits.

SQLite writes begin with BEGIN IMMEDIATE: with the default transaction mode, hundreds of concurrent updates of one row were lost
without an error. WAL with `synchronous=FULL` survives a power cut, which NORMAL does not.

PostgreSQL lets several write at once. A row that is read to be changed is read `with_for_update`, or carries a version, and then
the second of two changes from the same state is refused.
"""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from bot.errors import CoachError

SCHEMA = "0002"
"""The newest migration this code was written for."""

BUSY_SECONDS = 30
_IMMEDIATE = "salescoach_immediate"


class Database:
    """One database. Safe to share between threads; opens no connection until it is used."""

    def __init__(self, url: str) -> None:
        """`url` is an SQLAlchemy address. Raises `CoachError` when it is none, or names a driver that is not installed."""
        try:
            address = make_url(url)
            self._engine = _engine(address)
        except (ArgumentError, NoSuchModuleError, ImportError) as error:
            raise CoachError("database_address") from error
        self._is_sqlite = address.get_backend_name() == "sqlite"
        self._file = Path(address.database) if self._is_sqlite and address.database else None
        # SQLite has one writer at a time; waiting here in turn keeps the waiting fair.
        self._turn = threading.Lock() if self._is_sqlite else nullcontext()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for looking; what it is told to change is an error, not a surprise."""
        with self._explained(), Session(self._engine, autoflush=False) as session:
            yield session
            if session.new or session.dirty or session.deleted:
                raise RuntimeError("a reading session was given something to write")

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session for changing: all of it is committed when the block ends, none of it when the block raises."""
        with (
            self._turn,
            self._explained(),
            Session(self._engine.execution_options(**{_IMMEDIATE: True}), expire_on_commit=False) as session,
        ):
            yield session
            session.commit()

    def prepare(self) -> None:
        """Make the tables in an empty SQLite file; elsewhere check that they are the ones this code knows.

        Raises `CoachError` when the database cannot be opened, is damaged, is older than this code (`salescoach db upgrade`
        mends that) or newer.
        """
        with self._explained():
            present = self._version()
            if present is None and self._is_sqlite:
                self.upgrade()
                present = SCHEMA
        if present is None or present < SCHEMA:
            raise CoachError("database_old")
        self._refuse_newer(present)

    def upgrade(self) -> None:
        """Bring the tables to `SCHEMA`, in one transaction a step. Raises `CoachError` when they are newer than this code."""
        from alembic import command
        from alembic.config import Config

        with self._explained():
            self._refuse_newer(self._version())
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        with self._explained(), self._turn, self._engine.execution_options(**{_IMMEDIATE: True}).begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, SCHEMA)

    def check(self) -> None:
        """Read the whole database once. Raises `CoachError` when it is damaged."""
        with self._explained(), self._engine.connect() as connection:
            if self._is_sqlite:
                found = connection.execute(text("PRAGMA quick_check")).scalar_one()
                if found != "ok":
                    raise CoachError("database_damaged", file=self._file)
            else:
                connection.execute(text("SELECT 1"))

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def _version(self) -> str | None:
        with self._engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()

    @staticmethod
    def _refuse_newer(present: str | None) -> None:
        if present is not None and present > SCHEMA:
            raise CoachError("database_new", found=present, known=SCHEMA)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Turn what the driver says into what a person can do about it."""
        try:
            yield
        except StaleDataError as error:
            raise CoachError("collision") from error
        except OperationalError as error:
            raise CoachError("database_away", file=self._file or "", problem=str(error.orig)) from error
        except DatabaseError as error:
            if type(error) is not DatabaseError:
                raise  # a broken constraint or a wrong statement says nothing of the file
            raise CoachError("database_damaged", file=self._file or "") from error


def _execute_in_turn(connection: Any, statement: str) -> None:
    """Execute a statement for which SQLite itself does not wait while another process is at it, as for a change to WAL."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute(statement)
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)


def _without_details(context: ExceptionContext) -> None:
    """Keep of a server's error the first line only: those below name the values it is about."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error and error.args and isinstance(error.args[0], str):
            error.args = (error.args[0].split("\n")[0], *error.args[1:])


def _engine(address: URL) -> Engine:
    """Errors do not repeat a statement's parameters: they hold what people wrote, and errors are logged."""
    if address.get_backend_name() != "sqlite":
        engine = create_engine(address, pool_pre_ping=True, hide_parameters=True)
        event.listen(engine, "handle_error", _without_details)
        return engine
    engine = create_engine(address, hide_parameters=True, connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # SQLAlchemy's "begin" event below opens transactions, not the driver
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            _execute_in_turn(connection, f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get(_IMMEDIATE)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine
