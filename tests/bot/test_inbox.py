"""The way in: a conversation keeps its order however slow a skill is, and does not hold up the others."""

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.clock import FixedClock
from bot.coach import Coach
from bot.evaluation.database import Database
from bot.inbox import Inbox
from bot.messages import IncomingMessage, Reply, Text
from bot.outbox import Outbox
from bot.skills import Outcome, Turn
from tests.bot.conftest import MONDAY, Paper, message

Make = Callable[[Callable[[Turn], Outcome]], Coach]


def receive_all(coach: Coach, database: Database, paper: Paper, messages: list[IncomingMessage]) -> None:
    """Hand in all messages at once, as a platform does after a pause."""

    async def together() -> None:
        outbox = Outbox(database, {"paper": paper}, FixedClock(MONDAY))
        with ThreadPoolExecutor(8) as workers:
            inbox = Inbox(coach, outbox, workers)
            await asyncio.gather(*(inbox.receive(each) for each in messages))

    asyncio.run(together())


def test_each_conversation_keeps_its_order_with_slow_skills(coach_doing: Make, people: Database) -> None:
    at_work: set[str] = set()
    most_at_work = 0
    lock = threading.Lock()

    def slow(turn: Turn) -> Outcome:
        nonlocal most_at_work
        with lock:
            assert turn.message.conversation not in at_work, "two turns of one conversation at once"
            at_work.add(turn.message.conversation)
            most_at_work = max(most_at_work, len(at_work))
        # The first message of each conversation takes longest: without order it would be answered last.
        time.sleep(0.06 / int(turn.text.split()[1]))
        with lock:
            at_work.remove(turn.message.conversation)
        return Outcome(Reply((Text(turn.text),)))

    conversations = ["a", "b", "c"]
    messages = [
        message(f"{name} {number} x", f"{name}{number}", conversation=name)
        for number in range(1, 6)
        for name in conversations
    ]
    paper = Paper()
    receive_all(coach_doing(slow), people, paper, messages)
    for name in conversations:
        shown = [text for conversation, text in paper.shown if conversation == name]
        assert shown == [f"{name} {number} x" for number in range(1, 6)]
    assert most_at_work > 1, "a conversation waited for another one"


def test_a_message_redelivered_while_it_is_answered_is_shown_once(coach_doing: Make, people: Database) -> None:
    def slow(turn: Turn) -> Outcome:
        time.sleep(0.05)
        return Outcome(Reply((Text("once"),)))

    paper = Paper()
    receive_all(coach_doing(slow), people, paper, [message("who signs?")] * 5)
    assert paper.shown == [("ren's", "once")]


def test_what_cannot_be_written_down_is_not_acknowledged(coach_doing: Make, people: Database) -> None:
    def away(turn: Turn) -> Outcome:
        raise SystemExit

    paper = Paper()
    with pytest.raises(SystemExit):
        receive_all(coach_doing(away), people, paper, [message("who signs?")])
    assert paper.shown == []
