"""The gap list: alike questions together, most asked first, and nobody sees what others asked without the right to."""

from datetime import timedelta

import pytest

from bot.access import Person, Scope, scope_of
from bot.evaluation.database import Database
from bot.evaluation.gaps import ASKED_AGAIN, Gap, gap_list, still_open
from bot.evaluation.tables import OpenQuestion, Role, Team, User
from knowledge.language import Language
from tests.bot.conftest import MONDAY

EVERYONE = Scope(everyone=True)

ASKED = [
    # who, days ago, question
    ("ann", 5, "CRM 授權一年多少錢？"),
    ("bo", 4, "CRM授權要多少錢"),
    ("ann", 3, "CRM 授权一年多少钱"),
    ("cy", 2, "how do I file an expense claim?"),
    ("bo", 1, "filing expense claims"),
    ("dee", 0, "誰會贏世界盃"),
    ("dee", 0, "???"),
]


@pytest.fixture
def asked(database: Database) -> Database:
    with database.writing() as session:
        north, south = Team(name="North"), Team(name="South")
        session.add_all([north, south])
        session.flush()
        teams = {"ann": north.id, "bo": south.id, "cy": north.id, "dee": None}
        people = {name: User(name=name, role=Role.REP, team_id=team) for name, team in teams.items()}
        session.add_all(people.values())
        session.flush()
        session.add_all(
            OpenQuestion(
                question=question,
                language=Language.TRADITIONAL,
                user_id=people[name].id,
                asked_at=MONDAY - timedelta(days=days),
            )
            for name, days, question in ASKED
        )
    return database


def listed(database: Database, scope: Scope) -> list[Gap]:
    with database.reading() as session:
        return gap_list(session, scope)


def test_alike_questions_are_one_gap_in_the_latest_words(asked: Database) -> None:
    found = listed(asked, EVERYONE)
    assert [(gap.question, gap.times, gap.people) for gap in found[:2]] == [
        ("CRM 授权一年多少钱", 3, 2),
        ("filing expense claims", 2, 2),
    ]
    assert found[0].last_asked == MONDAY - timedelta(days=3)
    assert {gap.question for gap in found[2:]} == {"誰會贏世界盃", "???"}
    assert sum(gap.times for gap in found) == len(ASKED)


@pytest.mark.parametrize(
    ("team", "times"),
    [("North", {"CRM 授权一年多少钱": 2, "how do I file an expense claim?": 1}), (None, None), ("West", {})],
)
def test_a_manager_sees_what_the_own_team_asked(
    asked: Database, team: str | None, times: dict[str, int] | None
) -> None:
    found = {gap.question: gap.times for gap in listed(asked, Scope(everyone=False, team=team))}
    assert found == ({"誰會贏世界盃": 1, "???": 1} if times is None else times)


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        (None, None),
        (Role.REP, None),
        (Role.MANAGER, Scope(everyone=False, team="North")),
        (Role.EXECUTIVE, EVERYONE),
        (Role.ADMIN, EVERYONE),
    ],
)
def test_who_may_look_through_what(role: Role | None, scope: Scope | None) -> None:
    assert scope_of(Person(1, "Ren", role, "North")) == scope


def test_an_empty_list(database: Database) -> None:
    assert listed(database, EVERYONE) == []


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("產品A的保固多久", "產品B的保固多久", False),
        ("what does Falcon cost a year", "what does Harrier cost a year", False),
        ("what does the x200 cost a year", "what does the x300 cost a year", False),
        ("哪些客戶可以打折", "哪些客戶不可以打折", False),
        ("which parts are under warranty", "which parts are not under warranty", False),
        ("可不可以打折給客戶", "可以打折給客戶嗎", True),
        ("CRM 授權一年多少錢", "crm授權一年要多少錢", True),
        ("how do I file an expense claim", "filing expense claims", True),
    ],
)
def test_what_asks_for_something_else_is_another_gap(database: Database, one: str, other: str, together: bool) -> None:
    with database.writing() as session:
        session.add_all(
            OpenQuestion(question=each, language=Language.ENGLISH, user_id=None, asked_at=MONDAY)
            for each in (one, other)
        )
    assert (len(listed(database, EVERYONE)) == 1) is together


def test_what_is_answered_by_now_is_no_gap() -> None:
    gaps = [Gap(str(n), 1, 1, MONDAY, str(n), Language.ENGLISH) for n in range(ASKED_AGAIN + 2)]
    assert [gap.asked for gap in still_open(gaps, lambda gap: gap.asked != "7")] == ["7", "60", "61"]
