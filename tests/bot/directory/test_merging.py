"""Merging: whatever hangs on the one hangs on the other then, whatever tables there will be, and undo takes it back."""

from contextlib import suppress
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import CoachError
from bot.evaluation.database import Database
from bot.evaluation.directory import Merged, find_account, find_contact, merge_accounts, merge_contacts
from bot.evaluation.tables import (
    Account,
    AccountAlias,
    AccountFact,
    ActivityType,
    Assessment,
    Attendee,
    Base,
    Case,
    CaseStatus,
    ChainRole,
    Commitment,
    CommitmentStatus,
    Complaint,
    Contact,
    ContactAlias,
    Department,
    Function,
    Grade,
    Handover,
    Interaction,
    KpiFact,
    KpiTarget,
    Measure,
    Nudge,
    Opinion,
    OrganisationAssessment,
    OrgPlay,
    PlanItem,
    PlanStatus,
    PlayKind,
    Position,
    RelationshipPlan,
    SupportRequest,
    Survey,
    TriangleSeat,
)
from bot.evaluation.undo import mapper_of, pointing_at, undo
from tests.bot.directory.conftest import NOW, everything, message, spoken_of

DAY = date(2026, 3, 2)
NUMBERS = count(1000)
"""Of messages: each is a new one."""
KEEP, GONE, OLDER, OTHER = 1, 2, 3, 4
"""The clients, and the contacts at the first two of them, by row."""


def fill(session: Session) -> None:
    """Two clients that are one, both with something of everything; some of it the same. A third is the second already."""

    def add(*records: Base) -> None:
        session.add_all(records)
        session.flush()

    add(
        Account(id=KEEP, key="A1", name="Aster", created_at=NOW),
        Account(id=GONE, key="A2", name="Aster Ltd", name_en="Aster", grade=Grade.A, created_at=NOW),
        Account(id=OLDER, key="A3", name="Astr", merged_into_id=GONE, created_at=NOW),
        Account(id=OTHER, key="A4", name="Birch", created_at=NOW),
    )
    for number, of in enumerate((KEEP, GONE), 1):
        add(
            AccountAlias(account_id=of, name="the flower people"),
            AccountFact(account_id=of, field="budget", text=f"fact {of}", updated_at=NOW),
            TriangleSeat(account_id=of, seat=Function.ACCOUNT, user_id=1, since=DAY),
            Handover(account_id=of, seat=Function.ACCOUNT, to_id=1, begun_on=DAY),
            Department(id=10 * number, account_id=of, name="R&D"),
            Department(id=10 * number + 1, account_id=of, name=f"Sales {of}"),
        )
        add(Position(id=number, account_id=of, department_id=10 * number, title="CTO"))
        add(
            Contact(id=number, key=f"C{number}", account_id=of, name=f"Ada {number}", created_at=NOW),
            Contact(
                id=number + 10,
                key=f"C{number + 10}",
                account_id=of,
                name="Bo",
                department_id=10 * number,
                position_id=number,
                reports_to_id=number,
                created_at=NOW,
            ),
        )
        meeting = Interaction(
            account_id=of, type=ActivityType.MEETING, occurred_on=DAY, owner_id=1, logged_at=NOW, amount=Decimal(5)
        )
        add(meeting, RelationshipPlan(id=number, account_id=of, year=2026))
        add(
            PlanItem(
                plan_id=number,
                account_id=of,
                contact_id=number,
                text="call",
                owner_id=1,
                status=PlanStatus.OPEN,
                created_at=NOW,
            ),
            Attendee(interaction_id=meeting.id, contact_id=number),
            Commitment(
                account_id=of, contact_id=number, text="x", owner_id=1, status=CommitmentStatus.OPEN, due_on=DAY
            ),
            OrgPlay(account_id=of, kind=PlayKind.EXECUTIVE_VISIT, held_on=DAY),
            Complaint(
                account_id=of,
                contact_id=number,
                severity=1,
                text="x",
                received_on=DAY,
                ack_due=NOW,
                fix_due=NOW,
                owner_id=1,
                logged_at=NOW,
            ),
            SupportRequest(account_id=of, kind="sample", text="x", asked_by=1, asked_at=NOW),
            Opinion(account_id=of, contact_id=number, words="fine", heard_on=DAY),
            Survey(account_id=of, contact_id=number, score=Decimal(4), best=Decimal(5), answered_on=DAY),
            OrganisationAssessment(account_id=of, depth=3, assessed_on=DAY),
            Assessment(contact_id=number, intimacy=2, assessed_on=DAY),
            ContactAlias(contact_id=number, name="Adi"),
            KpiFact(account_id=of, starts_on=DAY, ends_on=DAY, sales=Decimal(of)),
            KpiTarget(account_id=of, starts_on=DAY, ends_on=DAY, measure=Measure.SALES, value=Decimal(of)),
            Case(
                account_id=of,
                title="x",
                problem="x",
                action="x",
                result="x",
                lesson="x",
                status=CaseStatus.DRAFT,
                written_at=NOW,
            ),
            Nudge(rule="silent", user_id=1, key=f"{of}", account_id=of, made_at=NOW),
        )
    # Both were at one of the meetings; one of the two reports to the other.
    second = session.scalars(select(Interaction).where(Interaction.account_id == GONE)).one()
    add(Attendee(interaction_id=second.id, contact_id=KEEP))
    add(Contact(id=20, key="C20", account_id=KEEP, name="Adda", merged_into_id=GONE, created_at=NOW))


@pytest.fixture
def full(people: Database) -> Database:
    """The database with everything twice."""
    with people.writing() as session:
        fill(session)
    return people


def merge(database: Database, keep: str, gone: str, number: int = 1, contacts: bool = False) -> Merged:
    with database.writing() as session:
        how = merge_contacts if contacts else merge_accounts
        return how(session, keep, gone, 1, message(number), NOW)


def take_back(database: Database, number: int = 1) -> None:
    with database.writing() as session:
        undo(session, "paper", f"import {number}", 1, message(-number), NOW)


def hanging_on(database: Database, table: str, row: int) -> set[str]:
    """The columns in which anything points to a row."""
    with database.reading() as session:
        return {
            f"{column.table.name}.{column.name}"
            for column, _ in pointing_at(mapper_of(table))
            if session.scalars(select(column).where(column == row)).first() is not None
        }


@pytest.mark.parametrize(("table", "contacts"), [("account", False), ("contact", True)])
def test_nothing_hangs_on_what_is_gone_whatever_points_to_it(full: Database, table: str, contacts: bool) -> None:
    every = {f"{column.table.name}.{column.name}" for column, _ in pointing_at(mapper_of(table))}
    assert hanging_on(full, table, GONE) == every, "say in `fill` how a row of the new table hangs on it"
    if contacts:  # contacts of one client only
        merge(full, "A1", "A2", 9)
    merge(full, "C1" if contacts else "A1", "C2" if contacts else "A2", 1, contacts)
    assert hanging_on(full, table, GONE) == set()
    assert hanging_on(full, table, KEEP) == every


@pytest.mark.parametrize("contacts", [False, True])
def test_undo_takes_all_of_a_merge_back(full: Database, contacts: bool) -> None:
    if contacts:
        merge(full, "A1", "A2", 9)
    before = everything(full)
    merge(full, "C1" if contacts else "A1", "C2" if contacts else "A2", 1, contacts)
    assert everything(full) != before
    take_back(full)
    assert everything(full) == before


def test_what_the_survivor_has_already_is_dropped_and_counted(full: Database) -> None:
    done = merge(full, "A1", "A2")
    assert done.dropped == 7  # the alias, the fact, the department, its chair, the year's plan, the figures, the target
    with full.reading() as session:
        assert [fact.text for fact in session.scalars(select(AccountFact))] == ["fact 1"]
        assert [plan.plan_id for plan in session.scalars(select(PlanItem))] == [1, 1]
        assert {(c.department_id, c.position_id) for c in session.scalars(select(Contact)) if c.name == "Bo"} == {
            (10, 1)
        }


def test_who_sat_in_the_triangle_of_the_one_that_is_gone_stays_in_its_history(full: Database) -> None:
    merge(full, "A1", "A2")
    with full.reading() as session:
        seats = session.scalars(select(TriangleSeat).order_by(TriangleSeat.id)).all()
        assert [(seat.account_id, seat.until) for seat in seats] == [(KEEP, None), (KEEP, NOW.date())]


def test_open_fields_are_filled_and_all_names_kept(full: Database) -> None:
    merge(full, "A1", "A2")
    found = {account.id: account for account in spoken_of(full).accounts}
    assert set(found) == {"A1", "A4"}
    assert found["A1"].names == ("Aster", "the flower people", "Aster Ltd")
    with full.reading() as session:
        kept = find_account(session, "A2")
        assert kept is not None
        assert (kept.key, kept.grade, kept.name_en) == ("A1", Grade.A, "Aster")


def test_a_chain_of_merges_leads_to_the_last(full: Database) -> None:
    merge(full, "A1", "A2", 1)
    merge(full, "A4", "A1", 2)
    with full.reading() as session:
        assert {
            key: getattr(find_account(session, key), "key", None) for key in ("A1", "A2", "A3", "A4")
        } == dict.fromkeys(("A1", "A2", "A3", "A4"), "A4")
    assert {account.id for account in spoken_of(full).accounts} == {"A4"}


def test_a_contact_who_reports_to_the_one_that_is_gone_does_not_report_to_itself(full: Database) -> None:
    merge(full, "A1", "A2", 1)
    with full.writing() as session:
        session.get_one(Contact, KEEP).reports_to_id = GONE
        session.get_one(Contact, GONE).chain_role = ChainRole.DECIDER
    merge(full, "C1", "C2", 2, contacts=True)
    with full.reading() as session:
        kept = find_contact(session, "C2")
        assert kept is not None
        assert (kept.key, kept.reports_to_id, kept.chain_role) == ("C1", None, ChainRole.DECIDER)


def test_a_merge_that_was_built_upon_cannot_be_undone(full: Database) -> None:
    merge(full, "A1", "A2", 1)
    merge(full, "A4", "A1", 2)
    before = everything(full)
    with pytest.raises(CoachError, match="undo_changed"):
        take_back(full, 1)
    assert everything(full) == before
    take_back(full, 2)
    take_back(full, 1)


@pytest.mark.parametrize(
    ("keep", "gone", "contacts", "key", "details"),
    [
        ("A1", "A1", False, "merge_itself", {"id": "A1"}),
        ("A1", "A3", False, "merge_again", {"id": "A3", "into": "A2"}),
        ("A3", "A1", False, "merge_again", {"id": "A3", "into": "A2"}),
        ("A1", "A9", False, "merge_unknown", {"id": "A9"}),
        ("C9", "C1", True, "merge_unknown", {"id": "C9"}),
        ("C1", "C1", True, "merge_itself", {"id": "C1"}),
        ("C1", "C2", True, "merge_elsewhere", {"keep": "C1", "gone": "C2"}),
        ("C1", "C20", True, "merge_again", {"id": "C20", "into": "C2"}),
    ],
)
def test_what_cannot_be_merged_is_told_why(
    full: Database, keep: str, gone: str, contacts: bool, key: str, details: dict[str, Any]
) -> None:
    before = everything(full)
    with pytest.raises(CoachError) as raised:
        merge(full, keep, gone, 1, contacts)
    assert (raised.value.key, raised.value.details) == (key, details)
    assert everything(full) == before


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=st.lists(st.permutations(["A1", "A2", "A4"]), min_size=1, max_size=3))
def test_any_merges_undone_in_turn_leave_everything_as_it_was(full: Database, pairs: list[list[str]]) -> None:
    before, done = everything(full), []
    for keep, gone, _ in pairs:
        number = next(NUMBERS)
        with suppress(CoachError):  # one that was merged away before
            merge(full, keep, gone, number)
            done.append(number)
    for number in reversed(done):
        take_back(full, number)
    assert everything(full) == before
