"""Delivers what waits to be said: a reply that a platform did not take is tried again, later each time."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import ColumnElement, or_, select

from bot.clock import Clock
from bot.evaluation.conversations import HELD
from bot.evaluation.database import Database
from bot.evaluation.tables import OutboxMessage
from bot.logs import LOG
from bot.messages import Reply, from_json

MOST_TRIES = 5
FIRST_WAIT = timedelta(seconds=5)
"""Doubles with every try."""


class Sender(Protocol):
    """What the outbox needs of an adapter."""

    def serves(self, conversation: str) -> bool:
        """Whether replies to this conversation are for this process to show."""
        ...

    async def send(self, conversation: str, reply: Reply) -> None:
        """Show a reply. Raises whatever the platform's client raises when it was not taken."""
        ...


@dataclass(frozen=True, slots=True)
class _Waiting:
    id: int
    adapter: str
    conversation: str
    reply: Reply
    due_at: datetime


class Outbox:
    """The way out. One runs a process; a conversation's replies leave in their order."""

    def __init__(self, database: Database, senders: Mapping[str, Sender], clock: Clock, holder: str = "") -> None:
        """`senders` are the adapters by name; a reply for one that is not running waits. `holder` names this process."""
        self._database = database
        self._senders = senders
        self._clock = clock
        self._holder = holder
        self._delivering = asyncio.Lock()

    async def deliver_due(self) -> None:
        """Send everything that is due; what fails waits for its next try, and with it the rest of its conversation."""
        async with self._delivering:
            held: set[tuple[str, str]] = set()
            for waiting in await asyncio.to_thread(self._waiting):
                if (waiting.adapter, waiting.conversation) in held:
                    continue
                if waiting.due_at > self._clock.now():
                    held.add((waiting.adapter, waiting.conversation))
                    continue
                if not await asyncio.to_thread(self._taken, waiting.id):
                    continue
                try:
                    await self._senders[waiting.adapter].send(waiting.conversation, waiting.reply)
                except Exception as error:
                    LOG.warning("reply %s not taken by %s: %s", waiting.id, waiting.adapter, type(error).__name__)
                    held.add((waiting.adapter, waiting.conversation))
                    await asyncio.to_thread(self._failed, waiting.id)
                else:
                    await asyncio.to_thread(self._sent, waiting.id)

    def _waiting(self) -> list[_Waiting]:
        with self._database.reading() as session:
            rows = session.scalars(
                select(OutboxMessage)
                .where(
                    OutboxMessage.sent_at.is_(None),
                    OutboxMessage.parked_at.is_(None),
                    OutboxMessage.adapter.in_(self._senders),
                    self._ours(),
                )
                .order_by(OutboxMessage.id)
            )
            return [
                _Waiting(row.id, row.adapter, row.conversation, from_json(row.reply), row.due_at)
                for row in rows
                if self._senders[row.adapter].serves(row.conversation)
            ]

    def _ours(self) -> ColumnElement[bool]:
        """Made by this process, or by one that had its time."""
        return or_(OutboxMessage.holder == self._holder, OutboxMessage.held_until <= self._clock.now())

    def _taken(self, message_id: int) -> bool:
        """Hold a reply for this process while it is sent; false when another process was quicker."""
        with self._database.writing() as session:
            row = session.scalar(
                select(OutboxMessage)
                .where(OutboxMessage.id == message_id, OutboxMessage.sent_at.is_(None), self._ours())
                .with_for_update()
            )
            if row is None:
                return False
            if row.holder != self._holder:
                row.holder, row.held_until = self._holder, self._clock.now() + HELD
            return True

    def _sent(self, message_id: int) -> None:
        with self._database.writing() as session:
            session.get_one(OutboxMessage, message_id).sent_at = self._clock.now()

    def _failed(self, message_id: int) -> None:
        with self._database.writing() as session:
            row = session.get_one(OutboxMessage, message_id)
            row.tries += 1
            row.due_at = _next_try(self._clock.now(), row.tries)
            if row.tries >= MOST_TRIES:
                row.parked_at = self._clock.now()


def _next_try(now: datetime, tries: int) -> datetime:
    return now + FIRST_WAIT * float(2 ** (tries - 1))
