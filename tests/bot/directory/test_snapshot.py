"""The directory as values: read in few statements and quickly, and read anew only when something of it changed."""

import time
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from bot.bootstrap import Application
from bot.directory import Directory
from bot.directory.files import read, write
from bot.directory.listing import Listing
from bot.evaluation import audit
from bot.evaluation.database import Database
from bot.evaluation.directory import export_directory, find_account, merge_accounts, snapshot
from bot.settings import Settings
from tests.bot.directory.conftest import COMPANY, NOW, everything, imported, listing, message, spoken_of


def large(accounts: int, contacts: int) -> dict[str, list[dict[str, object]]]:
    """A directory of so many."""
    return {
        "accounts": [{"id": f"A{n}", "name": f"Client {n}", "aliases": [f"C{n}"]} for n in range(accounts)],
        "contacts": [
            {"id": f"C{n}", "account": f"A{n % accounts}", "name": f"Person {n}", "title": "CTO"}
            for n in range(contacts)
        ],
    }


def test_an_empty_directory_is_the_one_without_anything(database: Database) -> None:
    assert spoken_of(database) == Directory()


def test_a_large_directory_is_read_quickly_and_in_as_many_statements_as_a_small_one(
    database: Database, tmp_path: Path
) -> None:
    def statements() -> int:
        seen = []
        with database.reading() as session:
            engine = session.get_bind()
            assert isinstance(engine, Engine)
            event.listen(engine, "before_cursor_execute", count := lambda *_: seen.append(1))
            snapshot(session)
            event.remove(engine, "before_cursor_execute", count)
        return len(seen)

    imported(database, listing(tmp_path, COMPANY), 0)
    few = statements()
    imported(database, listing(tmp_path, large(500, 5000)))
    assert statements() == few <= 8
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        found = spoken_of(database)
        times.append(time.perf_counter() - begun)
    assert (len(found.accounts), len(found.contacts)) == (500, 5000)
    assert min(times) < 0.15


def test_the_application_reads_it_again_only_when_it_changed(
    database: Database, company_file: Listing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = Application(Settings(home=tmp_path))
    monkeypatch.setattr(application, "database", database)
    first = application.directory()
    assert application.directory() is first
    imported(database, company_file)
    second = application.directory()
    assert (len(second.accounts), second.revision > first.revision) == (2, True)
    imported(database, company_file, 2)
    assert application.directory() is second
    with database.writing() as session:
        account = find_account(session, "A1")
        assert account is not None
        audit.changed(session, account, {"name": "Starhan"}, None, None, NOW)
    assert application.directory().accounts[0].name == "Starhan"


@pytest.mark.parametrize("name", ["directory.json", "directory.xlsx", "directory"])
def test_what_is_exported_can_be_imported_and_changes_nothing(
    company_database: Database, tmp_path: Path, name: str
) -> None:
    with company_database.writing() as session:
        merge_accounts(session, "A1", "A2", None, message(5), NOW)
    before = everything(company_database)
    with company_database.reading() as session:
        write(tmp_path / name, export_directory(session))
    found = read(tmp_path / name)
    assert (found.problems, found.notices) == ([], [])
    done = imported(company_database, found, 6)
    assert (done.new, done.changed, done.problems, done.notices) == (0, 0, (), [])
    assert everything(company_database) == before


def test_an_import_of_a_row_that_was_merged_away_passes_it_over(
    company_database: Database, company_file: Listing
) -> None:
    with company_database.writing() as session:
        merge_accounts(session, "A1", "A2", None, message(5), NOW)
    before = everything(company_database)
    done = imported(company_database, company_file, 6)
    assert [(notice.key, dict(notice.values)) for notice in done.notices] == [("directory.merged", {"id": "A2"})]
    assert (done.new, done.changed, done.same) == (0, 0, 10)
    assert everything(company_database) == before
