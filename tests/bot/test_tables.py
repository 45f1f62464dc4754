"""The tables of the books: what the database itself refuses, and what it gives back as it was given."""

from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, StatementError

from bot.evaluation.database import Database
from bot.evaluation.tables import (
    Account,
    ActivityType,
    Assessment,
    Commitment,
    CommitmentStatus,
    Complaint,
    Contact,
    Function,
    Interaction,
    KpiFact,
    Nudge,
    OrganisationAssessment,
    PendingCard,
    PlanItem,
    PlanStatus,
    RelationshipPlan,
    Survey,
    TriangleSeat,
    User,
)
from tests.bot.conftest import MONDAY

DAY = date(2026, 10, 26)
CARD = {
    "adapter": "paper",
    "conversation": "ren's",
    "user_id": 1,
    "skill": "log_visit",
    "state": {"attendees": ["C1"], "amount": None},
    "created_at": MONDAY,
    "expires_at": MONDAY,
}
VISIT = {"account_id": 1, "type": ActivityType.VISIT, "occurred_on": DAY, "owner_id": 1, "logged_at": MONDAY}
ITEM = {"account_id": 1, "text": "call", "owner_id": 1, "status": PlanStatus.OPEN, "created_at": MONDAY}
SEAT = {"account_id": 1, "seat": Function.ACCOUNT, "user_id": 1, "since": DAY}
NUDGE = {"rule": "silent", "user_id": 1, "key": "A1", "made_at": MONDAY}
COMPLAINT = {
    "account_id": 1,
    "severity": 1,
    "text": "late",
    "received_on": DAY,
    "ack_due": MONDAY,
    "fix_due": MONDAY,
    "owner_id": 1,
    "logged_at": MONDAY,
}


@pytest.fixture
def books(people: Database) -> Database:
    """A client with a person there."""
    with people.writing() as session:
        session.add(Account(id=1, key="A1", name="Aster", created_at=MONDAY))
        session.flush()
        session.add(Contact(id=1, key="C1", account_id=1, name="Ada", created_at=MONDAY))
    return people


@pytest.mark.parametrize(
    ("table", "fields"),
    [
        (Assessment, {"contact_id": 1, "intimacy": 5, "assessed_on": DAY}),
        (Assessment, {"contact_id": 1, "support": -2, "assessed_on": DAY}),
        (Assessment, {"contact_id": 1, "assessed_on": DAY}),
        (Assessment, {"contact_id": 9, "support": 1, "assessed_on": DAY}),
        (OrganisationAssessment, {"account_id": 1, "trust": 6, "assessed_on": DAY}),
        (Contact, {"key": "C2", "account_id": 1, "name": "Bo", "influence": 6, "created_at": MONDAY}),
        (Contact, {"key": "C1", "account_id": 1, "name": "twice", "created_at": MONDAY}),
        (Contact, {"id": 7, "key": "C7", "account_id": 1, "name": "Bo", "reports_to_id": 7, "created_at": MONDAY}),
        (Account, {"id": 7, "key": "A7", "name": "Bo", "merged_into_id": 7, "created_at": MONDAY}),
        (Complaint, {**COMPLAINT, "severity": 4}),
        (Complaint, {**COMPLAINT, "fix_due": MONDAY - timedelta(hours=1)}),
        (PlanItem, {**ITEM, "status": PlanStatus.DONE}),
        (PlanItem, {**ITEM, "done_at": MONDAY}),
        (Commitment, {"account_id": 1, "text": "x", "owner_id": 1, "status": CommitmentStatus.KEPT}),
        (RelationshipPlan, {"account_id": 1, "year": 26}),
        (Survey, {"account_id": 1, "score": Decimal(6), "best": Decimal(5), "answered_on": DAY}),
        (KpiFact, {"starts_on": DAY, "ends_on": DAY}),
        (KpiFact, {"account_id": 1, "starts_on": DAY, "ends_on": DAY - timedelta(days=1)}),
        (TriangleSeat, {**SEAT, "until": date(2026, 1, 1)}),
    ],
)
def test_what_makes_no_sense_is_refused(books: Database, table: type[Any], fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), books.writing() as session:
        session.add(table(**fields))


@pytest.mark.parametrize(
    ("table", "fields"),
    [
        (Account, {"key": "A2", "name": "x", "grade": "Z", "created_at": MONDAY}),
        (Interaction, {**VISIT, "type": "party"}),
    ],
)
def test_a_choice_that_is_none_is_refused(books: Database, table: type[Any], fields: dict[str, Any]) -> None:
    with pytest.raises(StatementError), books.writing() as session:
        session.add(table(**fields))


@pytest.mark.parametrize(("table", "fields"), [(PendingCard, CARD), (TriangleSeat, SEAT), (Nudge, NUDGE)])
def test_there_is_one_at_a_time(books: Database, table: type[Any], fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), books.writing() as session:
        session.add_all([table(**fields), table(**fields)])


def test_a_card_that_is_closed_makes_room_for_another_in_one_go(books: Database) -> None:
    with books.writing() as session:
        session.add(PendingCard(**CARD))
    with books.writing() as session:
        old = session.scalars(select(PendingCard)).one()
        session.add(PendingCard(**CARD))
        old.closed_at, old.closed_as = MONDAY, "replaced"
    with books.reading() as session:
        cards = session.scalars(select(PendingCard).order_by(PendingCard.id)).all()
        assert [(card.closed_as, card.state, card.version) for card in cards] == [
            ("replaced", CARD["state"], 2),
            (None, CARD["state"], 1),
        ]


def test_values_come_back_as_they_were_given(books: Database) -> None:
    taipei = timezone(timedelta(hours=8))
    with books.writing() as session:
        session.add(
            Interaction(
                **{**VISIT, "logged_at": datetime(2026, 10, 26, 17, tzinfo=taipei)},
                occurred_at=time(14, 30),
                amount=Decimal("123456789012345.67"),
            )
        )
    with books.reading() as session:
        visit = session.scalars(select(Interaction)).one()
        assert (visit.type, visit.occurred_at) == (ActivityType.VISIT, time(14, 30))
        assert visit.amount == Decimal("123456789012345.67")
        assert (visit.logged_at, visit.logged_at.utcoffset()) == (MONDAY, timedelta(0))


def test_an_amount_finer_than_a_hundredth_is_refused(books: Database) -> None:
    with pytest.raises(StatementError, match="two decimals"), books.writing() as session:
        session.add(Interaction(**VISIT, amount=Decimal("0.005")))


def test_a_person_may_have_nothing_but_a_name_and_a_role(books: Database) -> None:
    with books.reading() as session:
        ren = session.get_one(User, 1)
        assert (ren.key, ren.function, ren.email, ren.time_zone, ren.version) == (None, None, None, None, 1)
