"""What all tests of the coach share: a home folder that is ready to answer, a database, and the command line in this process."""

import io
import json
import logging
import os
import shutil
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot import bootstrap
from bot.bootstrap import Application
from bot.cli import main
from bot.evaluation.database import Database
from bot.settings import Settings
from tests.postgres import NoPostgres
from tests.postgres import server as postgres_server
from tests.running import ADMIN, environment, salescoach, without_network

WARMING = ["什麼是鐵三角？", "what is the iron triangle?", "客戶要我答應一個 deadline，怎麼說？"]


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture(scope="session")
def moment() -> datetime:
    """A Monday morning."""
    return datetime(2026, 10, 26, 9, tzinfo=UTC)


@pytest.fixture(scope="session")
def prepared_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home as `salescoach init` leaves it, made once, by a process that has no network. Copy it: see `home`."""
    home = tmp_path_factory.mktemp("prepared") / "home"
    cut_off = tmp_path_factory.mktemp("cut-off")
    env = environment(home, **without_network(cut_off))
    made = salescoach("init", "--name", ADMIN, env=env)
    assert made.returncode == 0, made.stderr.decode()
    questions = cut_off / "questions.jsonl"
    questions.write_text("\n".join(json.dumps({"id": n, "question": text}) for n, text in enumerate(WARMING)))
    asked = salescoach("search", "--batch", str(questions), env=env)
    assert asked.returncode == 0, asked.stderr.decode()
    assert not (cut_off / "network.log").exists(), (cut_off / "network.log").read_text()
    return home


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """The logging is the whole process's: a test that sets it up leaves it as it was."""
    root, ours = logging.getLogger(), logging.getLogger("salescoach")
    before = root.handlers[:], root.level, ours.level, ours.disabled
    yield
    root.handlers[:], root.level, ours.level, ours.disabled = before


@pytest.fixture(scope="session", autouse=True)
def glossary_read_once() -> Iterator[None]:
    """Every application a test opens reads the shipped glossary, which takes longer than all else: read it once for all."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bootstrap, "load_glossary", cache(bootstrap.load_glossary))
        yield


@pytest.fixture
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """No setting from outside, a system user, and a home folder that is not there yet."""
    home = tmp_path / "home"
    monkeypatch.setattr(os, "environ", os.environ.copy())
    for name in set(os.environ) - set(environment(home)):
        monkeypatch.delenv(name)
    for name, value in environment(home).items():
        monkeypatch.setenv(name, value)
    return home


@pytest.fixture
def home(clean: Path, prepared_home: Path) -> Path:
    """A prepared home of the test's own, which the settings name."""

    def copy(source: str, target: str) -> None:
        # The dictionary is the bulk of a home and is never changed in place.
        (os.link if source.endswith("dictionary.sqlite") else shutil.copy2)(source, target)

    shutil.copytree(prepared_home, clean, copy_function=copy)
    return clean


@pytest.fixture
def application(home: Path) -> Iterator[Application]:
    """The whole application on a prepared home."""
    opened = Application(Settings())
    yield opened
    opened.database.close()


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with tables and nothing in them. Copy it: see `database`."""
    file = tmp_path_factory.mktemp("empty") / "empty.db"
    made = Database(f"sqlite:///{file}")
    made.prepare()
    made.close()
    return file


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server, the place of the database's name open; what needs it is skipped where there is none."""
    with ExitStack() as running:
        try:
            address = running.enter_context(postgres_server())
        except NoPostgres as error:
            pytest.skip(str(error))
        run_sql(address, "CREATE DATABASE empty")
        made = Database(address.format(name="empty"))
        made.upgrade()
        made.close()
        yield address


@pytest.fixture
def sqlite_url(tmp_path: Path, empty_database: Path) -> str:
    """The address of an empty database in a real file."""
    shutil.copy2(empty_database, tmp_path / "coach.db")
    return f"sqlite:///{tmp_path / 'coach.db'}"


@pytest.fixture
def postgres_url(postgres: str) -> Iterator[str]:
    """The address of an empty database on a real PostgreSQL."""
    with postgres_database(postgres, "empty") as url:
        yield url


@contextmanager
def postgres_database(server: str, template: str) -> Iterator[str]:
    """A database of its own on the server, made like another one."""
    name = f"coach_{uuid.uuid4().hex}"
    run_sql(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield server.format(name=name)
    run_sql(server, f"DROP DATABASE {name} WITH (FORCE)")


def run_sql(address: str, statement: str) -> None:
    """Run one statement of a server's own, which no transaction may surround."""
    engine = create_engine(address.format(name="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of the test's empty database: every test that has one is run on both kinds."""
    return str(request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url"))


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database that has not even tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'bare.db'}"
    else:
        with postgres_database(request.getfixturevalue("postgres"), "template0") as url:
            yield url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty database, a real one."""
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def run(clean: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command line in this process: `run("ask", "why", typed="…")` gives exit code, output and error output."""

    def command(*arguments: object, typed: str | bytes = b"") -> Ran:
        given = typed.encode() if isinstance(typed, str) else typed
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"))
        capsys.readouterr()
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as ended:
            code = int(ended.code or 0)
        return Ran(code, *capsys.readouterr())

    return command
