"""Takes messages from the adapters: leaves their event loop, and keeps each conversation in order."""

import asyncio
from concurrent.futures import Executor
from weakref import WeakValueDictionary

from bot.coach import Coach
from bot.messages import IncomingMessage
from bot.outbox import Outbox


class Inbox:
    """The way in."""

    def __init__(self, coach: Coach, outbox: Outbox, workers: Executor) -> None:
        """`workers` bound how many messages are answered at once."""
        self._coach = coach
        self._outbox = outbox
        self._workers = workers
        self._turns: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    async def receive(self, message: IncomingMessage) -> None:
        """Answer a message and deliver the reply, after the earlier messages of its conversation.

        When this returns the message is answered and durable: the platform may be told.
        """
        key = (message.adapter, message.conversation)
        turn = self._turns.get(key)
        if turn is None:
            turn = self._turns[key] = asyncio.Lock()
        async with turn:
            await asyncio.get_running_loop().run_in_executor(self._workers, self._coach.reply_to, message)
        await self._outbox.deliver_due()
