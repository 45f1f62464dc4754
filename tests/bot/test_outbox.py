"""The way out: tried again later each time, parked in the end, in order, and never twice."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.clock import Clock
from bot.evaluation import conversations
from bot.evaluation.database import Database
from bot.evaluation.tables import OutboxMessage
from bot.messages import Button, Points, Quote, Reply, Text, from_json, to_json
from bot.outbox import FIRST_WAIT, Outbox
from tests.bot.conftest import MONDAY, Paper, Watch, message


def say_later(database: Database, text: str, conversation: str = "ren's", holder: str = "") -> None:
    with database.writing() as session:
        conversations.enqueue(session, message(conversation=conversation), Reply((Text(text),)), holder, MONDAY)


def deliver(database: Database, clock: Clock, *papers: Paper, holder: str = "") -> None:
    """What a process does that starts now: a new outbox delivers what is due."""
    asyncio.run(Outbox(database, {paper.name: paper for paper in papers}, clock, holder).deliver_due())


def waiting(database: Database) -> list[OutboxMessage]:
    with database.reading() as session:
        unsent = select(OutboxMessage).where(OutboxMessage.sent_at.is_(None)).order_by(OutboxMessage.id)
        return list(session.scalars(unsent))


def test_what_is_due_is_shown_once_and_noted(database: Database) -> None:
    paper, watch = Paper(), Watch()
    say_later(database, "first")
    say_later(database, "second")
    deliver(database, watch, paper)
    deliver(database, watch, paper)
    assert paper.shown == [("ren's", "first"), ("ren's", "second")]
    assert waiting(database) == []
    with database.reading() as session:
        assert set(session.scalars(select(OutboxMessage.sent_at))) == {MONDAY}


def test_many_deliveries_at_once_show_everything_once(database: Database) -> None:
    paper = Paper()
    for number in range(6):
        say_later(database, str(number))

    async def at_once() -> None:
        outbox = Outbox(database, {"paper": paper}, Watch())
        await asyncio.gather(*(outbox.deliver_due() for _ in range(5)))

    asyncio.run(at_once())
    assert paper.shown == [("ren's", str(number)) for number in range(6)]


def test_a_reply_that_was_not_taken_is_tried_again_later_each_time(database: Database) -> None:
    paper, watch = Paper(failures=3), Watch()
    say_later(database, "important")
    waits = []
    for _ in range(3):
        deliver(database, watch, paper)
        (row,) = waiting(database)
        waits.append(row.due_at - watch.now())
        deliver(database, watch, paper)  # before it is due: nothing happens
        assert waiting(database)[0].tries == row.tries
        watch.moment = row.due_at
    assert waits == [FIRST_WAIT, 2 * FIRST_WAIT, 4 * FIRST_WAIT]
    deliver(database, watch, paper)
    assert paper.shown == [("ren's", "important")]
    assert waiting(database) == []


def test_a_reply_is_parked_after_the_fifth_try_and_the_conversation_goes_on(database: Database) -> None:
    paper, watch = Paper(failures=5), Watch()
    say_later(database, "poison")
    say_later(database, "next")
    for tries in range(1, 6):
        deliver(database, watch, paper)
        assert waiting(database)[0].tries == tries
        assert paper.shown == []
        watch.forward(timedelta(hours=1).total_seconds())
    deliver(database, watch, paper)
    assert paper.shown == [("ren's", "next")]
    (parked,) = waiting(database)
    assert (parked.tries, parked.parked_at is not None) == (5, True)
    paper.shown.clear()
    watch.forward(timedelta(days=1).total_seconds())
    deliver(database, watch, paper)
    assert paper.shown == []


def test_a_failure_holds_its_own_conversation_only(database: Database) -> None:
    paper, watch = Paper(failures=1), Watch()
    say_later(database, "a1", "a")
    say_later(database, "a2", "a")
    say_later(database, "b1", "b")
    deliver(database, watch, paper)
    assert paper.shown == [("b", "b1")]
    say_later(database, "a3", "a")
    deliver(database, watch, paper)
    assert paper.shown == [("b", "b1")], "a1 is not due yet, so its conversation waits"
    watch.forward(60)
    deliver(database, watch, paper)
    assert paper.shown == [("b", "b1"), ("a", "a1"), ("a", "a2"), ("a", "a3")]


def test_a_reply_waits_for_its_platform(database: Database) -> None:
    slate, watch = Paper(name="slate"), Watch()
    say_later(database, "for paper")
    deliver(database, watch, slate)
    (row,) = waiting(database)
    assert (slate.shown, row.tries) == ([], 0)
    paper = Paper()
    deliver(database, watch, slate, paper)
    assert paper.shown == [("ren's", "for paper")]


def test_a_reply_to_a_conversation_held_elsewhere_is_left_alone(database: Database) -> None:
    here, there, watch = Paper(serving="here"), Paper(serving="there"), Watch()
    say_later(database, "to the other window", "there")
    say_later(database, "to this window", "here")
    deliver(database, watch, here)
    assert here.shown == [("here", "to this window")]
    assert [row.tries for row in waiting(database)] == [0]
    deliver(database, watch, there)
    assert there.shown == [("there", "to the other window")]


def test_a_reply_is_left_to_the_process_that_made_it_until_that_has_died(database: Database) -> None:
    mine, theirs, watch = Paper(), Paper(), Watch()
    say_later(database, "first", holder="me")
    deliver(database, watch, theirs, holder="them")
    assert theirs.shown == []
    deliver(database, watch, mine, holder="me")
    assert mine.shown == [("ren's", "first")]
    say_later(database, "second", holder="me")
    watch.forward(conversations.HELD.total_seconds())
    deliver(database, watch, theirs, holder="them")
    deliver(database, watch, mine, holder="me")
    assert theirs.shown == [("ren's", "second")]
    assert mine.shown == [("ren's", "first")]


def test_two_processes_that_find_an_orphan_show_it_once(database: Database, database_url: str) -> None:
    for number in range(6):
        say_later(database, str(number), holder="dead")
    papers, watch = (Paper(), Paper()), Watch()
    watch.forward(conversations.HELD.total_seconds())
    other = Database(database_url)

    async def both() -> None:
        outboxes = [
            Outbox(opened, {"paper": paper}, watch, holder)
            for opened, paper, holder in zip((database, other), papers, ("one", "two"), strict=True)
        ]
        await asyncio.gather(*(outbox.deliver_due() for outbox in outboxes))

    asyncio.run(both())
    other.close()
    assert sorted(text for paper in papers for _, text in paper.shown) == [str(number) for number in range(6)]


def test_the_log_of_a_failure_tells_neither_the_reply_nor_the_platforms_words(database: Database, log: Path) -> None:
    say_later(database, "confidential numbers")
    deliver(database, Watch(), Paper(failures=1))
    assert "not taken by paper: ConnectionError" in log.read_text()
    assert "confidential" not in log.read_text()


@pytest.mark.parametrize(
    "reply",
    [
        Reply(()),
        Reply((Text("標題", "heading"), Text("“note”\n\t", "note")), (Button("為什麼", "ask_playbook:price-war:why"),)),
        Reply((Points(("one", "", "三"), numbered=True), Points(()), Quote("quoted\nwords"))),
    ],
)
def test_a_reply_is_the_same_after_the_outbox(reply: Reply) -> None:
    assert from_json(to_json(reply)) == reply
