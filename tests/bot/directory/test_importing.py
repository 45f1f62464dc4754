"""Taking a file in: all of it or nothing, by ids, with an audit event for each change, on both databases."""

import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.directory import Account, Colleague, Contact
from bot.directory.listing import Listing
from bot.errors import CoachError
from bot.evaluation import people
from bot.evaluation.database import Database
from bot.evaluation.directory import find_account, find_contact, find_user, problems_of
from bot.evaluation.tables import Account as AccountRow
from bot.evaluation.tables import ChatIdentity, Event, Role, Team, TriangleSeat, User
from bot.evaluation.undo import undo
from knowledge.language import Language
from tests.bot.directory.conftest import (
    COMPANY,
    NOW,
    company,
    everything,
    imported,
    listing,
    message,
    spoken_of,
    told,
)


def test_a_file_becomes_the_directory(database: Database, company_file: Listing) -> None:
    done = imported(database, company_file)
    assert (done.new, done.changed, done.same, done.problems, done.notices) == (11, 0, 0, (), [])
    found = spoken_of(database)
    assert found.accounts == (
        Account(
            "A1",
            "星瀚科技（股）公司",
            ("星瀚科技（股）公司", "星瀚科技", "Xinghan Tech, Inc.", "星瀚", "XH; XT"),
        ),
        Account("A2", "=HYPERLINK(1)", ("=HYPERLINK(1)",)),
    )
    assert found.contacts == (
        Contact("C1", "A1", "陳建宏", ("陳建宏", "Ken"), "技術長"),
        Contact("C2", "A2", "Ada", ("Ada",)),
    )
    assert [colleague.id for colleague in found.colleagues] == ["P1", "P2", "P3", "P4", "P5"]
    assert found.colleagues[0] == Colleague("P1", "林雅婷", ("林雅婷", "Tina", "雅婷"), Role.REP)
    assert [c.role for c in found.colleagues[2:]] == [Role.MANAGER, Role.EXECUTIVE, Role.ADMIN]


@pytest.mark.parametrize(
    ("adapter", "sender", "name", "role", "team"),
    [
        ("slack", "U1", "林雅婷", Role.REP, "北區"),
        ("terminal", "tina", "林雅婷", Role.REP, "北區"),
        ("telegram", "4711", "王大明", Role.MANAGER, "北區"),
        ("slack", "U5", "Mei", Role.ADMIN, None),
        ("slack", "4711", "", None, None),
    ],
)
def test_whoever_was_imported_is_recognised(
    company_database: Database, adapter: str, sender: str, name: str, role: Role | None, team: str | None
) -> None:
    with company_database.reading() as session:
        person, language = people.find(session, adapter, sender)
    assert (person.name, person.role, person.team) == (name, role, team)
    assert language == (Language.TRADITIONAL if name == "林雅婷" else None)


def test_the_same_file_again_changes_nothing(company_database: Database, company_file: Listing) -> None:
    before, revision = everything(company_database), spoken_of(company_database).revision
    done = imported(company_database, company_file)
    assert (done.new, done.changed, done.same) == (0, 0, 11)
    assert everything(company_database) == before
    assert spoken_of(company_database).revision == revision
    with company_database.reading() as session:
        assert session.scalars(select(Event).where(Event.message_id == "import 1")).all() == []


def test_what_changed_in_the_file_is_changed_and_in_the_audit(company_database: Database, tmp_path: Path) -> None:
    before = spoken_of(company_database).revision
    changed = {"accounts": [{"id": "A1", "name": "Starhan", "grade": "a"}]}
    done = imported(company_database, listing(tmp_path, changed))
    assert (done.new, done.changed, done.same) == (0, 1, 0)
    with company_database.reading() as session:
        event = session.scalars(select(Event).where(Event.message_id == "import 1")).one()
        assert (event.verb, event.subject) == ("changed", "account")
        assert event.before == {"name": "星瀚科技（股）公司", "grade": "S"}
        assert event.after == {"name": "Starhan", "grade": "A"}
        account = find_account(session, "A1")
        assert account is not None
        assert (account.name_en, account.market) == ("Xinghan Tech, Inc.", "mature")
    assert spoken_of(company_database).revision > before


def test_every_row_that_came_to_be_is_in_the_audit(company_database: Database) -> None:
    with company_database.reading() as session:
        noted = {(e.subject, e.subject_id) for e in session.scalars(select(Event)) if e.verb == "created"}
    counts = {name: len(rows) for name, rows in everything(company_database).items() if rows}
    assert {name: sum(1 for subject, _ in noted if subject == name) for name in counts} == counts


def test_an_import_can_be_undone(database: Database, company_file: Listing, tmp_path: Path) -> None:
    empty = everything(database)
    imported(database, company_file, 1)
    full = everything(database)
    again = company(
        accounts=[
            {"id": "A1", "name": "Starhan", "seats": {"AR": "P2"}, "aliases": ["new"]},
            {"id": "A9", "name": "x"},
        ],
        reps=[{"id": "P1", "name": "Tina", "chat": {"slack": "U9", "telegram": "12"}}, COMPANY["reps"][1]],
        managers=[{"id": "P4", "name": "Vera", "chat": {"slack": "U1"}}],
        executives=[],
        contacts=[{"id": "C1", "account": "A9", "name": "陳建宏", "department": "研發部"}],
    )
    assert imported(database, listing(tmp_path, again), 2).problems == ()
    for number, expected in ((2, full), (1, empty)):
        with database.writing() as session:
            undo(session, "paper", f"import {number}", None, message(number + 10), NOW)
        assert everything(database) == expected


def test_a_new_person_in_a_seat_ends_the_time_of_the_one_before(company_database: Database, tmp_path: Path) -> None:
    imported(company_database, listing(tmp_path, {"accounts": [{"id": "A1", "name": "x", "seats": {"AR": "P2"}}]}))
    with company_database.reading() as session:
        seats = session.scalars(select(TriangleSeat).where(TriangleSeat.seat == "AR").order_by(TriangleSeat.id)).all()
        assert [(seat.user_id, seat.since, seat.until) for seat in seats] == [
            (find_id(company_database, "P1"), NOW.date(), NOW.date()),
            (find_id(company_database, "P2"), NOW.date(), None),
        ]


def find_id(database: Database, key: str) -> int:
    with database.reading() as session:
        user = find_user(session, key)
        assert user is not None
        return user.id


def test_teams_come_to_be_by_mention_when_the_file_lists_none(database: Database, tmp_path: Path) -> None:
    file = {
        "reps": [{"id": "P1", "name": "Tina", "team": "North"}],
        "accounts": [{"id": "A1", "name": "Aster", "team": "North"}],
    }
    assert imported(database, listing(tmp_path, file)).new == 2
    with database.reading() as session:
        assert [(team.key, team.name) for team in session.scalars(select(Team))] == [("North", "North")]
    numbered = {"teams": [{"id": "T1", "name": "North"}], "reps": [{"id": "P2", "name": "Bo", "team": "T1"}]}
    assert imported(database, listing(tmp_path, numbered), 2).problems == ()
    with database.reading() as session:
        assert [(team.key, team.name) for team in session.scalars(select(Team))] == [("T1", "North")]


@pytest.mark.parametrize(
    ("lists", "sentence"),
    [
        ({"contacts": [{"id": "C1", "account": "A9", "name": "x"}]}, "there is no client with the id “A9”"),
        ({"reps": [{"id": "P2", "name": "x", "team": "T9"}, {"id": "P1", "name": "y"}]}, "there is no team “T9”"),
        ({"accounts": [{"id": "A1", "name": "x", "team": "T9"}], "contacts": []}, "there is no team “T9”"),
        (
            {"accounts": [{"id": "A1", "name": "x", "seats": {"FR": "P9"}}], "contacts": []},
            "there is nobody with the id “P9” for the seat FR",
        ),
        (
            {"executives": [{"id": "P4", "name": "x", "chat": {"slack": "U5"}}]},
            "the slack account “U5” belongs to the person with the id “P4” already",
        ),
        (
            {"teams": [{"id": "T1", "name": "South"}, {"id": "T2", "name": "South"}]},
            "the team name “South” belongs to the team with the id “T1” already",
        ),
    ],
)
def test_a_reference_that_leads_nowhere_is_named(
    database: Database, tmp_path: Path, lists: dict[str, Any], sentence: str
) -> None:
    without = {"accounts": [{"id": "A1", "name": "x"}, {"id": "A2", "name": "y"}], **lists}
    before = everything(database)
    done = imported(database, listing(tmp_path, company(**without)))
    assert [line.partition(": ")[2] for line in told(done)] == [sentence]
    assert done.new == 0
    assert everything(database) == before


def test_everything_wrong_is_named_at_once_and_nothing_is_imported(database: Database, tmp_path: Path) -> None:
    file = company(
        accounts=[{"id": "A1"}, {"name": "x"}, {"id": "A3", "name": "x", "grade": "Z", "team": "T9"}, "no object"],  # type: ignore[list-item]
        contacts=[
            {"id": "C1", "account": "A9", "name": "x", "email": "nowhere", "level": "top"},
            {"id": "C1", "account": "A3", "name": "x" * 201},
        ],
        reps=[
            {"id": "P1", "name": "x", "function": "XR", "language": "fr", "time_zone": "Mars/Base", "email": "a@b"},
            {"id": "P3", "name": "twice, as a rep and as a manager"},
        ],
    )
    done = imported(database, listing(tmp_path, file))
    assert told(done) == [
        "directory.json, “reps”, entry 1: “XR” cannot stand under “function”; choose one of: AR, SR, FR",
        "directory.json, “reps”, entry 1: “a@b” is not an e-mail address",
        "directory.json, “reps”, entry 1: “fr” cannot stand under “language”; choose one of: zh-Hant, zh-Hans, en",
        "directory.json, “reps”, entry 1: “Mars/Base” is not a time zone; an example: Asia/Taipei",
        "directory.json, “accounts”, entry 1: “name” is missing",
        "directory.json, “accounts”, entry 2: “id” is missing",
        "directory.json, “accounts”, entry 3: “Z” cannot stand under “grade”; choose one of: S, A, B, C",
        "directory.json, “accounts”, entry 4: this entry is not an object with fields",
        "directory.json, “contacts”, entry 1: “top” cannot stand under “level”; choose one of: high, middle, base",
        "directory.json, “contacts”, entry 1: “nowhere” is not an e-mail address",
        "directory.json, “contacts”, entry 2: “name” has more than 200 characters",
        "directory.json, “managers”, entry 1: the id “P3” stands twice, also at directory.json, “reps”, entry 2",
    ]
    assert spoken_of(database).accounts == ()
    with database.reading() as session:
        assert session.scalars(select(Event)).all() == []
        assert len(problems_of(session, listing(tmp_path, file))) == len(done.problems)


def test_reasons_are_told_in_the_persons_language(database: Database, tmp_path: Path) -> None:
    done = imported(database, listing(tmp_path, {"contacts": [{"id": "C1", "account": "A9", "name": "x"}]}))
    assert told(done, Language.TRADITIONAL) == ["directory.json 的 contacts 第 1 筆：沒有 id 是「A9」的客戶"]
    assert told(done, Language.SIMPLIFIED) == ["directory.json 的 contacts 第 1 条：没有 id 为“A9”的客户"]


def test_a_chat_account_passes_on_when_its_owner_gives_it_up(company_database: Database, tmp_path: Path) -> None:
    swapped = {
        "reps": [{"id": "P1", "name": "林雅婷", "chat": {"slack": "U5"}}],
        "admins": [{"id": "P5", "name": "Mei", "chat": {"slack": "U1"}}],
    }
    assert imported(company_database, listing(tmp_path, swapped)).problems == ()
    with company_database.reading() as session:
        assert people.find(session, "slack", "U5")[0].name == "林雅婷"
        assert people.find(session, "slack", "U1")[0].name == "Mei"


def test_an_old_chat_account_is_nobodys_once_there_is_a_new_one(company_database: Database, tmp_path: Path) -> None:
    imported(company_database, listing(tmp_path, {"reps": [{"id": "P1", "name": "林雅婷", "chat": {"slack": "U7"}}]}))
    with company_database.reading() as session:
        assert people.find(session, "slack", "U1") == (people.STRANGER, None)
        assert people.find(session, "slack", "U7")[0].name == "林雅婷"
        assert people.find(session, "terminal", "tina")[0].name == "林雅婷"


def founded(database: Database) -> None:
    with database.writing() as session:
        people.add_admin(session, "root", None, {"terminal": "root"}, NOW)


def test_the_founder_who_stands_in_the_file_as_administrator_is_the_same_person(
    database: Database, tmp_path: Path
) -> None:
    founded(database)
    imported(database, listing(tmp_path, {"admins": [{"id": "P1", "name": "Mei", "chat": {"terminal": "root"}}]}))
    with database.reading() as session:
        assert [(user.id, user.key, user.name, user.role) for user in session.scalars(select(User))] == [
            (1, "P1", "Mei", Role.ADMIN)
        ]


def test_the_founder_who_stands_in_the_file_as_a_rep_speaks_as_one(database: Database, tmp_path: Path) -> None:
    """The installation keeps an administrator, whom nobody is asked to tell apart from the rep."""
    founded(database)
    imported(database, listing(tmp_path, {"reps": [{"id": "P1", "name": "Mei", "chat": {"terminal": "root"}}]}))
    with database.reading() as session:
        assert people.find(session, "terminal", "root")[0].role is Role.REP
        assert people.first_admin(session) is not None
    assert [colleague.id for colleague in spoken_of(database).colleagues] == ["P1"]


def test_who_stands_in_no_file_is_found_by_the_id_the_directory_gives(database: Database) -> None:
    founded(database)
    (colleague,) = spoken_of(database).colleagues
    with database.reading() as session:
        user = find_user(session, colleague.id)
        assert user is not None
        assert (colleague.id, user.name) == ("#1", "root")
        assert find_user(session, "#9") is find_user(session, "P1") is find_contact(session, "C1") is None


def test_a_person_may_change_lists(company_database: Database, tmp_path: Path) -> None:
    imported(company_database, listing(tmp_path, {"managers": [{"id": "P1", "name": "林雅婷"}]}))
    with company_database.reading() as session:
        person, _ = people.find(session, "slack", "U1")
        assert person.role is Role.MANAGER
        assert len(session.scalars(select(ChatIdentity).where(ChatIdentity.user_id == person.id)).all()) == 2


def test_a_contact_may_change_clients(company_database: Database, tmp_path: Path) -> None:
    moved = {"contacts": [{"id": "C1", "account": "A2", "name": "陳建宏", "department": "研發部"}]}
    imported(company_database, listing(tmp_path, moved))
    with company_database.reading() as session:
        contact = find_contact(session, "C1")
        assert contact is not None
        assert contact.account_id == session.scalars(select(AccountRow.id).where(AccountRow.key == "A2")).one()


def test_two_imports_at_once_make_every_row_once(database: Database, database_url: str, company_file: Listing) -> None:
    """As two processes do it: each with its own connections."""
    done, errors, together = [], [], threading.Barrier(2)

    def take_in(own: Database, number: int) -> None:
        together.wait()
        try:
            done.append(imported(own, company_file, number))
        except Exception as error:
            errors.append(error)

    other = Database(database_url)
    threads = [threading.Thread(target=take_in, args=pair) for pair in ((database, 1), (other, 2))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert errors == []
    assert sorted((each.new, each.same) for each in done) == [(0, 11), (11, 0)]


def test_two_undoings_at_once_take_back_once(database: Database, database_url: str, company_file: Listing) -> None:
    imported(database, company_file, 1)
    told_why, together = [], threading.Barrier(2)

    def take_back(own: Database, number: int) -> None:
        together.wait()
        try:
            with own.writing() as session:
                undo(session, "paper", "import 1", None, message(number), NOW)
            told_why.append("")
        except CoachError as error:
            told_why.append(error.key)

    other = Database(database_url)
    threads = [threading.Thread(target=take_back, args=pair) for pair in ((database, 2), (other, 3))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert sorted(told_why) == ["", "undo_already"]
    assert spoken_of(database).accounts == ()
