"""The way out: tried again later each time, parked in the end, in order, and never twice."""

import asyncio
import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.clock import Clock
from bot.evaluation import conversations
from bot.evaluation.database import Database
from bot.evaluation.tables import OutboxMessage
from bot.logs import set_up
from bot.messages import Button, Points, Quote, Reply, Text, from_json, to_json
from bot.outbox import FIRST_WAIT, MOST_TRIES, Outbox
from tests.bot.conftest import MONDAY, Paper, Watch, message


def say_later(database: Database, text: str, conversation: str = "ren's", adapter: str = "paper") -> None:
    with database.writing() as session:
        addressed = message(conversation=conversation, adapter=adapter)
        conversations.enqueue(session, addressed, Reply((Text(text),)), MONDAY)


def deliver(database: Database, clock: Clock, *papers: Paper) -> None:
    """What a process does that starts now: a new outbox delivers what is due."""
    asyncio.run(Outbox(database, {paper.name: paper for paper in papers}, clock).deliver_due())


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


def test_a_reply_is_parked_after_the_last_try_and_the_conversation_goes_on(database: Database) -> None:
    paper, watch = Paper(failures=MOST_TRIES), Watch()
    say_later(database, "poison")
    say_later(database, "next")
    for tries in range(1, MOST_TRIES + 1):
        deliver(database, watch, paper)
        assert waiting(database)[0].tries == tries
        assert paper.shown == []
        watch.forward(timedelta(hours=1).total_seconds())
    deliver(database, watch, paper)
    assert paper.shown == [("ren's", "next")]
    (parked,) = waiting(database)
    assert (parked.tries, parked.parked_at is not None) == (MOST_TRIES, True)
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


def test_the_log_of_a_failure_tells_neither_the_reply_nor_the_platforms_words(database: Database) -> None:
    log = io.StringIO()
    set_up("INFO", log)
    say_later(database, "confidential numbers")
    deliver(database, Watch(), Paper(failures=1))
    assert "not taken by paper: ConnectionError" in log.getvalue()
    assert "confidential" not in log.getvalue()


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
