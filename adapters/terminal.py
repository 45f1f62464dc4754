"""The terminal as a chat platform: for trying, for scripts (`salescoach chat < questions.txt`), and for one laptop."""

import getpass
import sys
import unicodedata
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TextIO

from adapters import Receive
from bot.messages import Button, IncomingMessage, Points, Quote, Reply, Text

NAME = "terminal"
WIDTH = 88
_PROMPT = "› "
_BOLD, _DIM, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"


class Terminal:
    """Reads lines, shows replies; numbered buttons are pressed by typing the number."""

    name = NAME

    def __init__(
        self, sender: str, source: TextIO, target: TextIO, greeting: str = "", hint: str = "", conversation: str = ""
    ) -> None:
        """`sender` is who types; the conversation is theirs by default. Colours and editing are for a real terminal only."""
        self._sender = sender
        self._conversation = conversation or sender
        self._source = source
        self._target = target
        self._greeting = greeting
        self._hint = hint
        self._interactive = source.isatty() and target.isatty()
        self._session = uuid.uuid4().hex
        self._buttons: tuple[Button, ...] = ()

    async def run(self, receive: Receive) -> None:
        """Take lines until the end of input."""
        if self._greeting:
            self._write(self._styled(self._greeting, _DIM) + "\n")
        for number, line in enumerate(self._lines()):
            if line.strip() or not self._interactive:
                await receive(self.parse(line, number))

    def parse(self, line: str, number: int) -> IncomingMessage:
        """A line as a message; the number of a button on screen is the press of that button."""
        chosen = line.strip()
        pressed = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 3 else 0
        button = self._buttons[pressed - 1] if 1 <= pressed <= len(self._buttons) else None
        return IncomingMessage(
            adapter=NAME,
            message_id=f"{self._session}-{number}",
            conversation=self._conversation,
            sender=self._sender,
            sent_at=datetime.now(UTC),
            text="" if button else line,
            action=button.action if button else "",
        )

    async def send(self, conversation: str, reply: Reply) -> None:
        """Print a reply and remember its buttons."""
        self._buttons = reply.buttons
        self._write(self.render(reply) + "\n\n")

    def render(self, reply: Reply) -> str:
        """A reply as text, wrapped to a readable width; what control a terminal is made harmless."""
        parts = [self._block(block) for block in reply.blocks]
        if reply.buttons:
            labels = "  ".join(f"[{n}] {_harmless(button.label)}" for n, button in enumerate(reply.buttons, 1))
            parts.append(self._styled(labels, _BOLD) + (f"\n{self._styled(self._hint, _DIM)}" if self._hint else ""))
        return "\n\n".join(parts)

    def _block(self, block: Text | Points | Quote) -> str:
        match block:
            case Text(text=text, style=style):
                wrapped = "\n".join(_wrapped(_harmless(text), "", ""))
                return self._styled(wrapped, {"heading": _BOLD, "note": _DIM}.get(style, ""))
            case Quote(text=text):
                return "\n".join(
                    line for part in _harmless(text).split("\n") for line in _wrapped(part, "  │ ", "  │ ")
                )
            case Points(items=items, numbered=numbered):
                marks = [f"  {n}. " if numbered else "  • " for n in range(1, len(items) + 1)]
                return "\n".join(
                    line
                    for mark, item in zip(marks, items, strict=True)
                    for line in _wrapped(_harmless(item), mark, " " * len(mark))
                )

    def _lines(self) -> Iterator[str]:
        if not self._interactive:
            yield from (line.rstrip("\r\n") for line in self._source)
            return
        import readline  # noqa: F401  gives input() history and editing

        while True:
            try:
                yield input(_PROMPT)
            except (EOFError, KeyboardInterrupt):
                self._write("\n")
                return

    def _styled(self, text: str, style: str) -> str:
        return f"{style}{text}{_PLAIN}" if self._interactive and style else text

    def _write(self, text: str) -> None:
        self._target.write(text)
        self._target.flush()


def open_adapter(sender: str = "", greeting: str = "", hint: str = "") -> Terminal:
    """The terminal this process runs in; the sender is the system's user by default."""
    return Terminal(sender or system_user(), sys.stdin, sys.stdout, greeting, hint)


def system_user() -> str:
    """The name the system knows this user by."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "user"


def _harmless(text: str) -> str:
    """Text without the characters that would move the cursor, colour the screen or ring the bell."""
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs"))


def _wrapped(text: str, first: str, rest: str) -> Iterator[str]:
    """The text in lines of at most WIDTH columns; a Chinese character takes two and may end a line anywhere."""
    line, width, lead = "", 0, first
    for piece in _pieces(text):
        size = _columns(piece)
        if piece == "\n" or (line.strip() and len(lead) + width + size > WIDTH and not _hangs(piece)):
            yield (lead + line).rstrip()
            line, width, lead = "", 0, rest
            piece, size = (piece.lstrip(), _columns(piece.lstrip())) if piece != "\n" else ("", 0)
        line, width = line + piece, width + size
    yield (lead + line).rstrip()


def _pieces(text: str) -> Iterator[str]:
    """Words with the blank after them, and wide characters one by one."""
    word = ""
    for character in text:
        wide = unicodedata.east_asian_width(character) in "WF"
        if (wide or character == "\n") and word:
            yield word
            word = ""
        if wide or character == "\n":
            yield character
        else:
            word += character
            if character == " ":
                yield word
                word = ""
    if word:
        yield word


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in text)


def _hangs(piece: str) -> bool:
    """Closing punctuation stays on the line of what it closes."""
    return piece in "，。、；：！？」』）》〉”’,.;:!?)"
