"""Plays every dialogue of this folder through the real terminal, inbox and coach, on a prepared home.

A dialogue is a YAML file a person can read:

    title: what it shows
    who: mei                    who types; mei is the administrator (the default), anybody else is a stranger
    as: 張育誠                   who of the sample company types, which is loaded then
    at: 2026-03-18T16:20+08:00  when; the moment does not move
    turns:
      - say: 什麼是鐵三角？       what is typed; or press: 2 for a button by its number,
                                or paste: {text: 客戶, times: 50000} for something long
        contains: [龍頭]         what the reply must hold (line ends and blanks aside)
        not_contains: [AR]      what it must not
        source: 鐵三角團隊        the title of the page or document it names; none when it must name none
        buttons: [怎麼做, 例子]   its buttons, in order; [] for none
"""

import asyncio
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from adapters.terminal import Terminal
from bot.bootstrap import Application
from bot.clock import FixedClock
from tests.running import ADMIN

DIALOGUES = sorted(Path(__file__).parent.glob("*.yaml"))
KNOWN = {"say", "press", "paste", "contains", "not_contains", "source", "buttons"}
SOURCE = re.compile(r"^(?:出處：|出处：|Source: )(.*)$", re.MULTILINE)
BUTTON = re.compile(r"\[\d\] (.*?)(?=  \[\d\]|$)", re.MULTILINE)


@dataclass
class Exchange:
    """A turn as it went."""

    expected: dict[str, Any]
    typed: str
    reply: str

    @property
    def buttons(self) -> list[str]:
        """The labels of the reply's buttons."""
        last = self.reply.rstrip("\n").split("\n\n")[-1]
        return BUTTON.findall(last) if last.startswith("[1] ") else []

    @property
    def source(self) -> str | None:
        """What the reply names as its source."""
        named = SOURCE.search(self.reply)
        return named[1] if named else None


class Typing(io.StringIO):
    """Lines typed one after the other; remembers how much was on the screen when each was typed."""

    def __init__(self, lines: Sequence[str], screen: io.StringIO) -> None:
        super().__init__("\n".join(lines) + "\n")
        self._screen = screen
        self.marks: list[int] = []

    def __next__(self) -> str:
        self.marks.append(self._screen.tell())
        return super().__next__()


def play(application: Application, turns: list[dict[str, Any]], who: str) -> list[Exchange]:
    """Type all turns into a terminal; what was shown for each."""
    lines = [typed(turn) for turn in turns]
    screen = io.StringIO()
    keyboard = Typing(lines, screen)
    asyncio.run(application.serve([Terminal(who, keyboard, screen)]))
    shown = screen.getvalue()
    replies = [shown[start:end] for start, end in zip(keyboard.marks, keyboard.marks[1:], strict=False)]
    return [Exchange(*each) for each in zip(turns, lines, replies, strict=True)]


def typed(turn: dict[str, Any]) -> str:
    if "paste" in turn:
        return str(turn["paste"]["text"]) * int(turn["paste"]["times"])
    return str(turn.get("say", turn.get("press")))


def squeezed(text: str) -> str:
    """Text without the blanks and line ends that wrapping may put anywhere."""
    return "".join(text.split())


@pytest.mark.parametrize("file", DIALOGUES, ids=lambda file: file.stem)
def test_dialogue(file: Path, application: Application) -> None:
    dialogue = yaml.safe_load(file.read_text(encoding="utf-8"))
    if "at" in dialogue:
        application.clock = FixedClock(datetime.fromisoformat(dialogue["at"]))
    who = dialogue.get("who", ADMIN)
    if "as" in dialogue:
        application.load_sample()
        who = application.stand_in("terminal", dialogue["as"])
    for exchange in play(application, dialogue["turns"], who):
        wanted, told = exchange.expected, f"\n\n› {exchange.typed[:80]}\n\n{exchange.reply}"
        assert set(wanted) <= KNOWN, wanted
        assert exchange.reply.strip(), f"{told}: no reply"
        for part in wanted.get("contains", []):
            assert squeezed(part) in squeezed(exchange.reply), f"{told}: without {part}"
        for part in wanted.get("not_contains", []):
            assert squeezed(part) not in squeezed(exchange.reply), f"{told}: with {part}"
        if "buttons" in wanted:
            assert exchange.buttons == wanted["buttons"], told
        if "source" in wanted:
            assert (exchange.source is None) == (wanted["source"] is None), told
            assert (wanted["source"] or "") in (exchange.source or ""), told


def test_there_are_dialogues_in_every_language() -> None:
    assert len(DIALOGUES) >= 8
    for language in ("zh-hant", "zh-hans", "en"):
        assert sum(file.stem.startswith(language) for file in DIALOGUES) >= 2
    for file in DIALOGUES:
        assert len(yaml.safe_load(file.read_text(encoding="utf-8"))["turns"]) >= 5, file.name
