"""Chat platforms. An adapter translates: its platform's events into messages, replies into what the platform shows.

A module or folder in this package is an adapter when it defines `open_adapter`; it is found by itself.
"""

import pkgutil
from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import Any, Protocol

from bot.messages import IncomingMessage, Reply

Receive = Callable[[IncomingMessage], Awaitable[None]]
"""Where an adapter hands its messages; when it returns the message is durable and answered."""


class ChatAdapter(Protocol):
    """One chat platform."""

    name: str
    """The same as the module's; part of every message's key, so it never changes."""

    async def run(self, receive: Receive) -> None:
        """Take messages until the platform or the person ends it, or the task is cancelled."""
        ...

    def serves(self, conversation: str) -> bool:
        """Whether replies to this conversation are for this process to show."""
        ...

    async def send(self, conversation: str, reply: Reply) -> None:
        """Show a reply in a conversation. Raises when the platform did not take it."""
        ...


def names() -> list[str]:
    """All adapters there are, without loading any."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def open_adapter(name: str, **options: Any) -> ChatAdapter:
    """Load one adapter and open it with its own options."""
    opened: ChatAdapter = import_module(f"{__name__}.{name}").open_adapter(**options)
    return opened
