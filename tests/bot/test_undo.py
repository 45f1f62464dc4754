"""The audit and undo: what a message wrote can be taken back, all of it, unless something was built on it since."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import CoachError
from bot.evaluation import audit
from bot.evaluation.database import Database
from bot.evaluation.tables import (
    Account,
    AccountAlias,
    ActivityType,
    Attendee,
    Base,
    ChatIdentity,
    Contact,
    DirectoryRevision,
    Event,
    Grade,
    Interaction,
    Level,
    PlanItem,
    PlanStatus,
    User,
)
from bot.evaluation.undo import undo, written_by
from bot.wording import Phrase, keys
from knowledge.language import Language
from tests.bot.conftest import MONDAY, message

DAY = MONDAY.date()
TELLING = message("visited Aster today", 1)
UNDOING = message("undo", 2)
BOOKS = (Account, AccountAlias, Contact, Interaction, Attendee, PlanItem)


def account(session: Session, number: int) -> Account:
    made = Account(key=f"A{number}", name=f"Client {number}", created_at=MONDAY)
    session.add(made)
    session.flush()
    return made


def contact(session: Session, number: int, of: Account) -> Contact:
    made = Contact(key=f"C{number}", account_id=of.id, name=f"Person {number}", created_at=MONDAY)
    session.add(made)
    session.flush()
    return made


@pytest.fixture
def books(people: Database) -> Database:
    """Two clients with a person each, an alias, a visit and a plan."""
    with people.writing() as session:
        for number in (1, 2):
            client = account(session, number)
            person = contact(session, number, client)
            session.add(AccountAlias(account_id=client.id, name=f"alias {number}"))
            visit = Interaction(
                account_id=client.id, type=ActivityType.VISIT, occurred_on=DAY, owner_id=1, logged_at=MONDAY
            )
            session.add(visit)
            session.flush()
            session.add(Attendee(interaction_id=visit.id, contact_id=person.id))
            session.add(
                PlanItem(account_id=client.id, text="call", owner_id=1, status=PlanStatus.OPEN, created_at=MONDAY)
            )
    return people


def contents(session: Session) -> dict[str, list[dict[str, Any]]]:
    """Every business field of the books."""
    session.expire_all()
    return {table.__tablename__: sorted(map(audit.fields, session.scalars(select(table))), key=repr) for table in BOOKS}


def all_of(database: Database) -> dict[str, list[dict[str, Any]]]:
    with database.reading() as session:
        return contents(session)


def write(database: Database, do: Callable[[Session], Any]) -> Any:
    with database.writing() as session:
        return do(session)


def take_back(database: Database, of: Any = TELLING) -> list[Event]:
    with database.writing() as session:
        return list(undo(session, of.adapter, of.message_id, 1, UNDOING, MONDAY + timedelta(minutes=1)))


def refused(database: Database, of: Any = TELLING) -> CoachError:
    before = all_of(database)
    with pytest.raises(CoachError) as raised:
        take_back(database, of)
    assert all_of(database) == before
    return raised.value


def create_visit(session: Session) -> None:
    visit = Interaction(
        account_id=1,
        type=ActivityType.MEAL,
        occurred_on=DAY,
        occurred_at=time(18, 30),
        amount=Decimal("1200.5"),
        owner_id=1,
        logged_at=MONDAY.astimezone(),
    )
    session.add(visit)
    session.flush()
    audit.created(session, visit, 1, TELLING, MONDAY)
    there = Attendee(interaction_id=visit.id, contact_id=1)
    session.add(there)
    session.flush()
    audit.created(session, there, 1, TELLING, MONDAY)


# The audit


def test_a_change_notes_the_changed_fields_only(books: Database) -> None:
    def change(session: Session) -> bool:
        values = {"name": "Client 1", "grade": Grade.A, "name_en": "Aster"}
        return audit.changed(session, session.get_one(Account, 1), values, 1, TELLING, MONDAY)

    assert write(books, change) is True
    with books.reading() as session:
        event = session.scalars(select(Event)).one()
        assert (event.verb, event.subject, event.subject_id) == ("changed", "account", "1")
        assert (event.user_id, event.adapter, event.message_id) == (1, "paper", "1")
        assert (event.before, event.after) == ({"grade": None, "name_en": None}, {"grade": "A", "name_en": "Aster"})
        assert session.get_one(Account, 1).grade is Grade.A


def test_a_change_of_nothing_is_none(books: Database) -> None:
    same = {"name": "Client 1", "grade": None}
    assert write(books, lambda s: audit.changed(s, s.get_one(Account, 1), same, 1, TELLING, MONDAY)) is False
    with books.reading() as session:
        assert session.scalars(select(Event)).all() == []


def test_a_removal_notes_what_there_was(books: Database) -> None:
    write(books, lambda s: audit.removed(s, s.get_one(AccountAlias, 1), 1, TELLING, MONDAY))
    with books.reading() as session:
        assert session.get(AccountAlias, 1) is None
        event = session.scalars(select(Event)).one()
        assert (event.before, event.after) == ({"id": 1, "account_id": 1, "name": "alias 1"}, None)


@pytest.mark.parametrize(
    ("table", "key", "values", "counts"),
    [
        (Account, 1, {"name": "Other"}, 1),
        (Contact, 1, {"title": "CTO"}, 1),
        (User, 1, {"name": "Other"}, 1),
        (PlanItem, 1, {"text": "write"}, 0),
    ],
)
def test_a_change_of_the_directory_counts_its_revision(
    books: Database, table: type[Base], key: int, values: dict[str, Any], counts: int
) -> None:
    write(books, lambda s: audit.changed(s, s.get_one(table, key), values, 1, TELLING, MONDAY))
    with books.reading() as session:
        assert session.get_one(DirectoryRevision, 1).revision == counts


def test_a_key_with_a_slash_finds_its_row_again(books: Database) -> None:
    def rename(session: Session) -> None:
        session.add(ChatIdentity(adapter="slack", sender="T/1 %2F", user_id=1))
        session.flush()
        audit.created(session, session.get_one(ChatIdentity, ("slack", "T/1 %2F")), 1, TELLING, MONDAY)

    write(books, rename)
    assert [event.subject_id for event in take_back(books)] == ["slack/T%2F1%20%252F"]
    with books.reading() as session:
        assert session.get(ChatIdentity, ("slack", "T/1 %2F")) is None


# Undo


def test_what_a_message_created_is_gone_after_undo(books: Database) -> None:
    before = all_of(books)
    write(books, create_visit)
    assert all_of(books) != before
    assert [event.subject for event in take_back(books)] == ["attendee", "interaction"]
    assert all_of(books) == before


def test_an_undo_is_in_the_audit(books: Database) -> None:
    write(books, create_visit)
    taken = take_back(books)
    with books.reading() as session:
        undoing = session.scalars(select(Event).where(Event.undoes_id.is_not(None)).order_by(Event.id)).all()
        assert [event.undoes_id for event in undoing] == [event.id for event in taken]
        assert {event.verb for event in undoing} == {"undone created"}
        assert {(event.adapter, event.message_id, event.user_id) for event in undoing} == {("paper", "2", 1)}
        assert undoing[1].before == taken[1].after
        assert undoing[1].after is None


def test_undoing_twice_says_so(books: Database) -> None:
    write(books, create_visit)
    take_back(books)
    assert refused(books).key == "undo_already"


def test_a_message_that_wrote_nothing_cannot_be_undone(books: Database) -> None:
    assert refused(books).key == "undo_nothing"


def test_an_undoing_cannot_be_undone(books: Database) -> None:
    write(books, create_visit)
    take_back(books)
    assert refused(books, UNDOING).key == "undo_nothing"


def test_what_a_later_record_hangs_on_stays(books: Database) -> None:
    write(books, create_visit)

    def plan(session: Session) -> None:
        session.add(
            PlanItem(
                account_id=1,
                text="send",
                owner_id=1,
                status=PlanStatus.DONE,
                done_at=MONDAY,
                evidence_id=3,
                created_at=MONDAY,
            )
        )

    write(books, plan)
    said = refused(books)
    assert (said.key, said.details) == (
        "undo_used",
        {"what": Phrase("record.interaction"), "later": Phrase("record.plan_item")},
    )


def test_what_was_changed_since_stays(books: Database) -> None:
    write(books, create_visit)
    write(books, lambda s: audit.changed(s, s.get_one(Interaction, 3), {"topic": "price"}, 1, message("", 5), MONDAY))
    said = refused(books)
    assert (said.key, said.details) == ("undo_changed", {"what": Phrase("record.interaction")})
    take_back(books, message("", 5))
    take_back(books)


def test_a_change_of_another_field_is_kept(books: Database) -> None:
    write(books, lambda s: audit.changed(s, s.get_one(Account, 1), {"grade": Grade.S}, 1, TELLING, MONDAY))
    later = message("", 5)
    write(books, lambda s: audit.changed(s, s.get_one(Account, 1), {"name_en": "Aster"}, 1, later, MONDAY))
    take_back(books)
    with books.reading() as session:
        kept = session.get_one(Account, 1)
        assert (kept.grade, kept.name_en, kept.version) == (None, "Aster", 4)


def test_what_is_there_again_is_not_removed_twice(books: Database) -> None:
    write(books, lambda s: audit.removed(s, s.get_one(AccountAlias, 1), 1, TELLING, MONDAY))
    write(books, lambda s: s.add(AccountAlias(id=1, account_id=1, name="alias 1")))
    assert refused(books).key == "undo_changed"


def test_what_a_message_wrote_is_told_without_touching_it(books: Database) -> None:
    write(books, create_visit)
    with books.reading() as session:
        told = [event.subject for event in written_by(session, "paper", "1")]
    assert told == ["attendee", "interaction"]


def test_every_table_has_a_name_for_people() -> None:
    named = {key.removeprefix("record.") for key in keys(Language.ENGLISH) if key.startswith("record.")}
    infrastructure = {"alembic_version", "collection", "document", "passage", "directory_revision"}
    assert named == set(Base.metadata.tables) - infrastructure


CHANGES: dict[type[Base], st.SearchStrategy[dict[str, Any]]] = {
    Account: st.fixed_dictionaries(
        {},
        optional={
            "name": st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=9),
            "grade": st.sampled_from([None, *Grade]),
            "merged_into_id": st.none(),
        },
    ),
    Contact: st.fixed_dictionaries(
        {},
        optional={
            "title": st.none() | st.text("abc", max_size=3),
            "level": st.sampled_from([None, *Level]),
            "influence": st.none() | st.integers(1, 5),
            "left_on": st.none() | st.dates(date(2000, 1, 1)),
            "account_id": st.sampled_from([1, 2]),
        },
    ),
    Interaction: st.fixed_dictionaries(
        {},
        optional={
            "occurred_at": st.none() | st.times(),
            "amount": st.none() | st.decimals(-(10**12), 10**12, places=2),
            "logged_at": st.datetimes(timezones=st.timezones()).filter(lambda at: 1900 < at.year < 9000),
            "type": st.sampled_from(ActivityType),
        },
    ),
    AccountAlias: st.fixed_dictionaries({"account_id": st.sampled_from([1, 2])}),
}


class Over(Exception):
    """Ends a random run: nothing of it is kept for the next."""


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_undo_restores_every_field_whatever_a_message_wrote(books: Database, data: st.DataObject) -> None:
    def rows(table: type[Base]) -> list[Any]:
        return list(session.scalars(select(table).order_by(*table.__table__.primary_key)))

    def create(number: int) -> None:
        made: list[Base] = [account(session, number)]
        kind = data.draw(st.sampled_from(["account", "contact", "alias", "visit"]))
        if kind == "contact":
            made.append(contact(session, number, data.draw(st.sampled_from(rows(Account)))))
        elif kind == "alias":
            made.append(AccountAlias(account_id=made[0].id, name="other"))
        elif kind == "visit":
            visit = Interaction(account_id=1, type=ActivityType.CALL, occurred_on=DAY, owner_id=1, logged_at=MONDAY)
            made.append(visit)
        for record in made:
            session.add(record)
            session.flush()
            audit.created(session, record, 1, TELLING, MONDAY)

    def change(_number: int) -> None:
        table = data.draw(st.sampled_from(list(CHANGES)))
        if found := rows(table):
            record = data.draw(st.sampled_from(found))
            audit.changed(session, record, data.draw(CHANGES[table]), 1, TELLING, MONDAY)

    def remove(_number: int) -> None:
        if found := rows(data.draw(st.sampled_from([AccountAlias, Attendee, PlanItem]))):
            audit.removed(session, data.draw(st.sampled_from(found)), 1, TELLING, MONDAY)

    with suppress(Over), books.writing() as session:
        before = contents(session)
        for number in range(data.draw(st.integers(1, 8))):
            data.draw(st.sampled_from([create, change, remove]))(1000 + number)
            session.flush()
        if written_by(session, TELLING.adapter, TELLING.message_id):
            undo(session, TELLING.adapter, TELLING.message_id, 1, UNDOING, MONDAY)
        assert contents(session) == before
        raise Over
