"""The terminal as a chat platform: for trying, for scripts (`salescoach chat < questions.txt`), and for one laptop."""

import getpass
import io
import sys
import unicodedata
import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TextIO

from adapters import Receive
from bot.messages import Button, IncomingMessage, Points, Quote, Reply, Text

NAME = "terminal"
WIDTH = 88
_HANGING = 2
"""Columns kept free for the punctuation that may not begin a line."""
_LONGEST_WORD = WIDTH - 8
_OPENING = "（「『《〈“‘(["
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_PROMPT = "› "
_BOLD, _DIM, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"


class Terminal:
    """Reads lines, shows replies; numbered buttons are pressed by typing the number."""

    name = NAME

    def __init__(
        self,
        sender: str,
        source: TextIO,
        target: TextIO,
        greeting: str = "",
        hint: str = "",
        conversation: str = "",
        fault: Callable[[Exception], str] | None = None,
    ) -> None:
        """`sender` is who types; the conversation is theirs by default. Colours and editing are for a real terminal only.

        `fault` says what to tell when a message could not be answered at all; without it the error ends the run.
        """
        self._sender = sender
        self._conversation = conversation or sender
        self._source = source
        self._target = target
        self._greeting = greeting
        self._hint = hint
        self._fault = fault
        self._interactive = source.isatty() and target.isatty()
        self._session = uuid.uuid4().hex
        self._buttons: tuple[Button, ...] = ()

    async def run(self, receive: Receive) -> None:
        """Take lines until the end of input."""
        if self._greeting:
            self._write(self._styled(self._greeting, _DIM) + "\n")
        for number, line in enumerate(self._lines()):
            if line.strip() or not self._interactive:
                await self._received(receive, self.parse(line, number))

    async def _received(self, receive: Receive, message: IncomingMessage) -> None:
        try:
            await receive(message)
        except Exception as error:
            if self._fault is None:
                raise
            self._write(self._fault(error) + "\n\n")

    def parse(self, line: str, number: int) -> IncomingMessage:
        """A line as a message; the number of a button on screen is the press of that button."""
        chosen = line.strip().translate(_FULL_WIDTH)
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

    def serves(self, conversation: str) -> bool:
        """Only the conversation held here: another terminal shows its own."""
        return conversation == self._conversation

    async def send(self, conversation: str, reply: Reply) -> None:
        """Print a reply and remember its buttons."""
        self._buttons = reply.buttons
        self._write(self.render(reply) + "\n\n")

    def render(self, reply: Reply) -> str:
        """A reply as text, wrapped to a readable width; what control a terminal is made harmless."""
        parts = [self._block(block) for block in reply.blocks]
        if reply.buttons:
            labels = "\n".join(_labels([button.label for button in reply.buttons]))
            parts.append(self._styled(labels, _BOLD) + (f"\n{self._styled(self._hint, _DIM)}" if self._hint else ""))
        return "\n\n".join(parts)

    def _block(self, block: Text | Points | Quote) -> str:
        match block:
            case Text(text=text, style=style):
                wrapped = "\n".join(_wrapped(harmless(text), "", ""))
                return self._styled(wrapped, {"heading": _BOLD, "note": _DIM}.get(style, ""))
            case Quote(text=text):
                return "\n".join(line for part in harmless(text).split("\n") for line in _wrapped(part, "  │ ", "  │ "))
            case Points(items=items, numbered=numbered):
                marks = [f"  {n}. " if numbered else "  • " for n in range(1, len(items) + 1)]
                return "\n".join(
                    line
                    for mark, item in zip(marks, items, strict=True)
                    for line in _wrapped(harmless(item), mark, " " * len(mark))
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


def open_adapter(
    sender: str = "", greeting: str = "", hint: str = "", fault: Callable[[Exception], str] | None = None
) -> Terminal:
    """The terminal this process runs in; the sender is the system's user by default."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # a stray byte in piped input is a question mark, not the end
    return Terminal(sender or system_user(), sys.stdin, sys.stdout, greeting, hint, fault=fault)


def system_user() -> str:
    """The name the system knows this user by."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "user"


def harmless(text: str) -> str:
    """Text without the characters that would move the cursor, colour the screen, ring the bell or turn the writing round."""
    lines = text.replace("\t", " ").replace("\u2028", "\n").replace("\u2029", "\n")
    return "".join(
        c for c in lines if c == "\n" or (unicodedata.category(c) not in ("Cc", "Cs") and c not in _REORDERING)
    )


def _labels(labels: Sequence[str]) -> Iterator[str]:
    """Buttons with their numbers, on one line where they fit."""
    numbered = [f"[{n}] {harmless(label)}".replace("\n", " ") for n, label in enumerate(labels, 1)]
    if _columns("  ".join(numbered)) <= WIDTH:
        yield "  ".join(numbered)
    else:
        for label in numbered:
            yield from _wrapped(label, "", "    ")


def _wrapped(text: str, first: str, rest: str) -> Iterator[str]:
    """The text in lines of at most WIDTH columns; a Chinese character takes two and may end a line anywhere.

    Closing punctuation begins no line and opening punctuation ends none.
    """
    line, width, lead = "", 0, first
    for piece in _pieces(text):
        size = _columns(piece)
        room = WIDTH - len(lead) - (0 if _hangs(piece) else _HANGING)
        if piece == "\n" or (line and width + size > room):
            ended = line.rstrip(_OPENING) if piece != "\n" else line
            yield (lead + (ended or line)).rstrip()
            line, lead = line[len(ended) :] if ended else "", rest
            width = _columns(line)
            piece, size = (piece.lstrip(), _columns(piece.lstrip())) if piece != "\n" else ("", 0)
        line, width = line + piece, width + size
    yield (lead + line).rstrip()


def _pieces(text: str) -> Iterator[str]:
    """Words with the blank after them, and wide characters one by one; a word too long for any line in parts."""
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
            if character == " " or _columns(word) >= _LONGEST_WORD:
                yield word
                word = ""
    if word:
        yield word


def _columns(text: str) -> int:
    return sum(map(_width, text))


def _width(character: str) -> int:
    if unicodedata.east_asian_width(character) in "WF":
        return 2
    return 0 if unicodedata.category(character) in ("Mn", "Me", "Cf") else 1


def _hangs(piece: str) -> bool:
    """Closing punctuation stays on the line of what it closes."""
    return piece in "，。、；：！？」』）》〉”’,.;:!?)"
