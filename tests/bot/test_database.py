"""The database: what it promises of transactions, of its files and of its tables."""

import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, create_engine, insert, inspect, select, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from bot.errors import CoachError
from bot.evaluation import database as module
from bot.evaluation.database import SCHEMA, Database
from bot.evaluation.tables import (
    Account,
    Base,
    ChatIdentity,
    Collection,
    DirectoryRevision,
    Document,
    Event,
    Passage,
    Role,
    Team,
    User,
)

FIRST_ROWS = (
    "INSERT INTO team (id, name) VALUES (1, 'North')",
    "INSERT INTO user_account (id, name, role, team_id) VALUES (1, 'Mei', 'admin', 1)",
    "INSERT INTO chat_identity (adapter, sender, user_id) VALUES ('terminal', 'mei', 1)",
    "INSERT INTO event (at, user_id, verb, subject, subject_id, after)"
    """ VALUES ('2026-10-26 09:00:00.000000', 1, 'created', 'open_question', '1', '{"question": "why?"}')""",
)
"""What a database of the first schema may hold; the rows point to each other."""


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error and those it came from, as a log shows them."""
    while error:
        yield error
        error = error.__cause__ or error.__context__


@contextmanager
def opened(url: str) -> Iterator[Database]:
    database = Database(url)
    try:
        yield database
    finally:
        database.close()


def refusal(url: str) -> CoachError:
    """What `prepare` says to a database that cannot be used."""
    with opened(url) as database, pytest.raises(CoachError) as raised:
        database.prepare()
    return raised.value


def team_names(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(Team.name).order_by(Team.name)))


def set_version(file: Path, version: str) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (version,))


def test_what_is_written_is_there_and_survives_reopening(database: Database, database_url: str) -> None:
    with database.writing() as session:
        session.add_all([Team(name="North"), Team(name="South")])
    database.close()
    with opened(database_url) as again:
        assert team_names(again) == ["North", "South"]


def test_writing_keeps_nothing_of_a_block_that_raises(database: Database) -> None:
    def interrupted() -> None:
        with database.writing() as session:
            session.add(Team(name="North"))
            session.flush()
            session.execute(insert(Team).values(name="South"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        interrupted()
    assert team_names(database) == []


def test_writing_keeps_nothing_when_its_last_row_is_refused(database: Database) -> None:
    with pytest.raises(IntegrityError), database.writing() as session:
        session.add_all([Team(name="North"), Team(name="South"), Team(name="North")])
    assert team_names(database) == []


def test_the_next_block_writes_after_one_that_raised(database: Database) -> None:
    with pytest.raises(IntegrityError), database.writing() as session:
        session.add_all([Team(name="North"), Team(name="North")])
    with database.writing() as session:
        session.add(Team(name="North"))
    assert team_names(database) == ["North"]


def test_reading_refuses_a_new_row(database: Database) -> None:
    with pytest.raises(RuntimeError, match="reading session"), database.reading() as session:
        session.add(Team(name="North"))
    assert team_names(database) == []


@pytest.mark.parametrize("change", [lambda s, team: setattr(team, "name", "West"), lambda s, team: s.delete(team)])
def test_reading_refuses_a_change(database: Database, change: Callable[[Session, Team], None]) -> None:
    with database.writing() as session:
        session.add(Team(name="North"))
    with pytest.raises(RuntimeError, match="reading session"), database.reading() as session:
        change(session, session.scalars(select(Team)).one())
    assert team_names(database) == ["North"]


def test_reading_never_commits(database: Database) -> None:
    with database.reading() as session:
        session.execute(insert(Team).values(name="North"))
    assert team_names(database) == []


def test_no_increment_is_lost_between_threads(database: Database) -> None:
    with database.writing() as session:
        session.add(Collection(uid="c", name="counter", readers="everyone", revision=0))
    errors: list[Exception] = []
    together = threading.Barrier(8)

    def count() -> None:
        together.wait()
        try:
            for _ in range(50):
                with database.writing() as session:
                    session.scalars(select(Collection).with_for_update()).one().revision += 1
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with database.reading() as session:
        assert session.scalars(select(Collection.revision)).one() == 400


def test_no_increment_is_lost_between_two_openings(database: Database, database_url: str) -> None:
    """As two processes do it: each with its own connections and its own lock."""
    with database.writing() as session:
        session.add(Collection(uid="c", name="counter", readers="everyone", revision=0))
    errors: list[Exception] = []

    def count(own: Database) -> None:
        try:
            for _ in range(40):
                with own.writing() as session:
                    session.scalars(select(Collection).with_for_update()).one().revision += 1
        except Exception as error:
            errors.append(error)

    with opened(database_url) as other:
        threads = [threading.Thread(target=count, args=(own,)) for own in (database, other)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert errors == []
    with database.reading() as session:
        assert session.scalars(select(Collection.revision)).one() == 80


def test_pragmas_are_the_promised_ones_on_every_connection(sqlite_url: str) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    with opened(sqlite_url) as database:
        for way in (database.reading, database.writing, database.reading):
            with way() as session:
                assert {name: session.execute(text(f"PRAGMA {name}")).scalar_one() for name in wanted} == wanted


def test_no_change_of_a_versioned_row_is_lost_without_a_lock(database: Database, moment: datetime) -> None:
    """Whoever comes second, from a row that has moved, is told; then nothing of theirs is saved, and they can try again."""
    with database.writing() as session:
        session.add(Account(key="A1", name="0", created_at=moment))
    refused: list[str] = []
    together = threading.Barrier(4)

    def count() -> None:
        together.wait()
        for _ in range(20):
            done = False
            while not done:
                try:
                    with database.writing() as session:
                        account = session.scalars(select(Account)).one()
                        account.name = str(int(account.name) + 1)
                    done = True
                except CoachError as error:
                    refused.append(error.key)

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(refused) <= {"collision"}
    with database.reading() as session:
        account = session.scalars(select(Account)).one()
        assert (account.name, account.version) == ("80", 81)


def test_a_row_that_points_nowhere_is_refused(database: Database, moment: datetime) -> None:
    with pytest.raises(IntegrityError), database.writing() as session:
        session.add(Document(collection_id=99, source="a", title="a", fingerprint="a", read_at=moment))


def test_a_moment_without_a_zone_is_refused(database: Database, moment: datetime) -> None:
    with database.writing() as session:
        session.add(Collection(id=1, uid="c", name="company", readers="everyone", revision=0))
        session.add(Document(collection_id=1, source="a", title="a", fingerprint="a", read_at=moment))
    with database.reading() as session:
        assert session.scalars(select(Document.read_at)).one() == moment
    naive = Document(collection_id=1, source="b", title="b", fingerprint="b", read_at=moment.replace(tzinfo=None))
    with pytest.raises(StatementError, match="naive"), database.writing() as session:
        session.add(naive)


def test_an_error_does_not_repeat_what_was_to_be_stored(database: Database) -> None:
    with pytest.raises(IntegrityError) as raised, database.writing() as session:
        session.add_all([Team(name="a confidential name"), Team(name="a confidential name")])
    assert "confidential name" not in "".join(map(str, chain(raised.value)))


def test_prepare_makes_the_tables_in_a_new_file(tmp_path: Path) -> None:
    with opened(f"sqlite:///{tmp_path / 'new.db'}") as database:
        database.prepare()
        database.prepare()
        assert team_names(database) == []


def test_prepare_makes_the_tables_in_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "touched.db").touch()
    with opened(f"sqlite:///{tmp_path / 'touched.db'}") as database:
        database.prepare()
        assert team_names(database) == []


def test_prepare_by_many_at_once_makes_the_tables_once(tmp_path: Path) -> None:
    errors: list[Exception] = []

    def prepare() -> None:
        try:
            with opened(f"sqlite:///{tmp_path / 'new.db'}") as own:
                own.prepare()
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=prepare) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with opened(f"sqlite:///{tmp_path / 'new.db'}") as database:
        database.prepare()
        assert team_names(database) == []


def test_prepare_refuses_an_older_database(empty_database: Path, tmp_path: Path) -> None:
    file = tmp_path / "old.db"
    shutil.copy2(empty_database, file)
    set_version(file, "0000")
    assert refusal(f"sqlite:///{file}").key == "database_old"


def test_prepare_refuses_a_newer_database(empty_database: Path, tmp_path: Path) -> None:
    file = tmp_path / "new.db"
    shutil.copy2(empty_database, file)
    set_version(file, "9999")
    said = refusal(f"sqlite:///{file}")
    assert (said.key, said.details) == ("database_new", {"found": "9999", "known": SCHEMA})
    with opened(f"sqlite:///{file}") as database, pytest.raises(CoachError) as raised:
        database.upgrade()
    assert raised.value.key == "database_new"


def test_prepare_refuses_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_bytes(b"Dear client, " * 500)
    said = refusal(f"sqlite:///{tmp_path / 'letter.db'}")
    assert (said.key, said.details["file"]) == ("database_damaged", tmp_path / "letter.db")


def test_prepare_refuses_a_database_that_is_cut_off(empty_database: Path, tmp_path: Path) -> None:
    file = tmp_path / "cut.db"
    shutil.copy2(empty_database, file)
    with file.open("r+b") as stream:
        stream.truncate(6000)
    assert refusal(f"sqlite:///{file}").key == "database_damaged"


def test_check_finds_damage_that_opening_does_not_show(empty_database: Path, tmp_path: Path) -> None:
    file = tmp_path / "holed.db"
    shutil.copy2(empty_database, file)
    with opened(f"sqlite:///{file}") as database, database.writing() as session:
        session.add_all([Team(name=f"team {n:04} " + "x" * 150) for n in range(400)])
    with opened(f"sqlite:///{file}") as database:
        database.prepare()
        database.check()
    size = file.stat().st_size
    with file.open("r+b") as stream:
        stream.seek(size - 3 * 4096)
        stream.write(b"\xff" * 2 * 4096)
    with opened(f"sqlite:///{file}") as database:
        database.prepare()
        with pytest.raises(CoachError) as raised:
            database.check()
    assert raised.value.key == "database_damaged"


def test_prepare_says_when_the_file_may_only_be_read(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "empty.db")) as connection, connection:
        connection.execute("CREATE TABLE something (id)")
    said = refusal(f"sqlite:///file:{tmp_path / 'empty.db'}?mode=ro&uri=true")
    assert said.key == "database_away"
    assert "readonly" in str(said.details["problem"])


def test_prepare_says_when_the_folder_is_not_there(tmp_path: Path) -> None:
    said = refusal(f"sqlite:///{tmp_path / 'nowhere' / 'coach.db'}")
    assert (said.key, said.details["file"]) == ("database_away", tmp_path / "nowhere" / "coach.db")


@pytest.mark.parametrize("address", ["not an address", "foo://secret@host/name", "postgresql+nodriver://u:secret@h/n"])
def test_an_address_that_is_none_is_refused_without_being_shown(address: str) -> None:
    with pytest.raises(CoachError) as raised:
        Database(address)
    assert raised.value.key == "database_address"
    assert "secret" not in str(raised.value)


def test_migrations_make_exactly_the_tables_of_the_models(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []
        names = inspect(connection)
        for name, table in Base.metadata.tables.items():
            keys = names.get_pk_constraint(name)["constrained_columns"]
            held = {(c["name"], c["nullable"], c["name"] in keys) for c in names.get_columns(name)}
            assert held == {(c.name, bool(c.nullable), c.primary_key) for c in table.columns}, name
            pointing = {(*k["constrained_columns"], k["referred_table"]) for k in names.get_foreign_keys(name)}
            assert pointing == {(*k.column_keys, k.referred_table.name) for k in table.foreign_key_constraints}, name
            checked = {check["name"] for check in names.get_check_constraints(name)}
            assert checked == {c.name for c in table.constraints if isinstance(c, CheckConstraint)}, name
    engine.dispose()


def test_a_database_of_the_first_schema_is_upgraded_with_its_rows(bare_url: str, moment: datetime) -> None:
    engine = create_engine(bare_url)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(module.__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for statement in FIRST_ROWS:
            connection.execute(text(statement))
    engine.dispose()
    with opened(bare_url) as database:
        with pytest.raises(CoachError, match="database_old"):
            database.prepare()
        database.upgrade()
        database.prepare()
        with database.reading() as session:
            assert session.scalars(select(Team.name)).all() == ["North"]
            user = session.scalars(select(User)).one()
            assert (user.name, user.role, user.team_id, user.key, user.function) == ("Mei", Role.ADMIN, 1, None, None)
            assert session.get_one(ChatIdentity, ("terminal", "mei")).user_id == user.id
            event = session.scalars(select(Event)).one()
            assert (event.at, event.after, event.undoes_id) == (moment, {"question": "why?"}, None)
            assert session.get_one(DirectoryRevision, 1).revision == 0
        with database.writing() as session:
            session.get_one(User, 1).email = "mei@example.com"
        with database.reading() as session:
            assert session.get_one(User, 1).version == 2


def test_schema_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(module.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_heads() == [SCHEMA]


def test_ids_of_passages_are_never_used_again(database: Database, moment: datetime) -> None:
    def add(source: str) -> tuple[int, int]:
        with database.writing() as session:
            document = Document(collection_id=1, source=source, title="t", fingerprint="f", read_at=moment)
            session.add(document)
            session.flush()
            passage = Passage(document_id=document.id, heading="", text="x", hints="", first_line=1, last_line=1)
            session.add(passage)
            session.flush()
            return document.id, passage.id

    with database.writing() as session:
        session.add(Collection(id=1, uid="c", name="company", readers="everyone", revision=0))
    document, first = add("a")
    with database.writing() as session:
        session.delete(session.get_one(Passage, first))
        session.delete(session.get_one(Document, document))
    assert add("b")[1] > first
