"""Who may read what, for every role and every audience, down to the rows that come out of the database."""

import pytest

from bot.access import EVERYONE, MANAGERS, Person, audience_for, audiences_of, team_of
from bot.clock import SystemClock
from bot.evaluation.database import Database
from bot.evaluation.library import StoredLibrary
from bot.evaluation.tables import Role

AUDIENCES = ["everyone", "managers", "North", "South"]
"""As they are named when material is taken in."""

TABLE = [
    # role, team, which of the audiences may be read
    (None, None, []),
    (None, "North", []),
    (Role.REP, None, ["everyone"]),
    (Role.REP, "North", ["everyone", "North"]),
    (Role.REP, "managers", ["everyone"]),
    (Role.MANAGER, None, ["everyone", "managers"]),
    (Role.MANAGER, "North", ["everyone", "managers", "North"]),
    (Role.EXECUTIVE, None, ["everyone", "managers"]),
    (Role.EXECUTIVE, "South", ["everyone", "managers", "South"]),
    (Role.ADMIN, None, ["everyone", "managers", "North", "South"]),
    (Role.ADMIN, "North", ["everyone", "managers", "North", "South"]),
]


@pytest.fixture
def library(database: Database) -> StoredLibrary:
    """A collection for each audience, named like it."""
    stored = StoredLibrary(database, SystemClock())
    for name in AUDIENCES:
        stored.open_collection(name, audience_for(name))
    return stored


@pytest.mark.parametrize(("role", "team", "readable"), TABLE)
def test_a_person_reads_what_the_table_says(
    library: StoredLibrary, role: Role | None, team: str | None, readable: list[str]
) -> None:
    audiences = audiences_of(Person(1, "Ren", role, team))
    assert [held.name for held in library.collections(audiences)] == sorted(readable)


def test_the_table_has_every_role() -> None:
    assert {role for role, _, _ in TABLE} == {None, *Role}


def test_a_team_called_like_an_audience_gains_nothing_by_its_name() -> None:
    manager_team = audiences_of(Person(1, "Ren", Role.REP, MANAGERS))
    assert manager_team is not None
    assert MANAGERS not in manager_team
    assert audience_for(MANAGERS) == MANAGERS


def test_an_audience_names_its_team() -> None:
    assert team_of(audience_for("North")) == "North"
    assert team_of(EVERYONE) is None
    assert team_of(MANAGERS) is None


def test_a_collection_keeps_its_readers_until_others_are_named(library: StoredLibrary) -> None:
    assert library.open_collection("North").readers == audience_for("North")
    assert library.open_collection("North", MANAGERS).readers == MANAGERS
    assert library.open_collection("new").readers == EVERYONE
