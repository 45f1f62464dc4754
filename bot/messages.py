"""The words all chat platforms share: what comes in, and what goes back.

An adapter turns its platform's events into `IncomingMessage` and shows a `Reply` as its platform allows. A reply is made
of plain pieces, never of markup, so text that a person or a document contributed cannot become a command, a
mention or a link.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """Something a person said or pressed, from whatever platform."""

    adapter: str
    """Which platform it came by: an adapter's name."""
    message_id: str
    """The platform's own id for it, the same at each redelivery: it is answered once."""
    conversation: str
    """Where the reply goes. Messages of one conversation are answered in their order."""
    sender: str
    """The person's id on that platform."""
    sent_at: datetime
    """When it was sent; aware."""
    text: str = ""
    """What the person wrote, as it came."""
    action: str = ""
    """What a pressed button stands for; empty for a written message."""


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. A note is small print: a source, a hint."""

    text: str
    style: Literal["plain", "heading", "note"] = "plain"
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class Points:
    """A list: numbered steps, or bullets."""

    items: tuple[str, ...]
    numbered: bool = False
    kind: Literal["points"] = "points"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a document or a person, shown as theirs."""

    text: str
    kind: Literal["quote"] = "quote"


Block = Annotated[Text | Points | Quote, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press instead of typing. `action` has at most 64 bytes in UTF-8 (Telegram's limit for callback data)."""

    label: str
    action: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What the coach answers."""

    blocks: tuple[Block, ...]
    buttons: tuple[Button, ...] = ()


_REPLY = TypeAdapter(Reply)


def to_json(reply: Reply) -> str:
    """The reply as the outbox keeps it."""
    return _REPLY.dump_json(reply).decode()


def from_json(stored: str) -> Reply:
    """A reply as it was before `to_json`."""
    return _REPLY.validate_json(stored)


def plain_text(reply: Reply) -> str:
    """The reply as unformatted text, for terminals, logs of dialogues and fallbacks."""
    return "\n\n".join(_plain(block) for block in reply.blocks)


def _plain(block: Text | Points | Quote) -> str:
    match block:
        case Text(text=text):
            return text
        case Quote(text=text):
            return "\n".join(f"> {line}" for line in text.splitlines())
        case Points(items=items, numbered=numbered):
            return "\n".join(f"{f'{n}.' if numbered else '•'} {item}" for n, item in enumerate(items, 1))
