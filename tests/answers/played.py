"""The judged answers as files, and what the coach answers to their questions now."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from bot.access import Person
from bot.bootstrap import Application
from bot.evaluation.tables import Role
from bot.messages import IncomingMessage, plain_text
from bot.skills import Tools, Turn, registry
from bot.understanding.intents import ASK
from knowledge.answers import Topic
from knowledge.language import Language

FOLDER = Path(__file__).parent
ANSWERED = ("page", "section", "answer")
"""What the coach says."""
JUDGED = ("right_page", "right_section", "false", "language", "why")
"""What a person says of it."""

_ASKED_AT = datetime(2026, 10, 26, 9, tzinfo=UTC)
_MANAGER = Person(1, "Mei", Role.ADMIN)


def file_of(language: Language) -> Path:
    """The answers of a language."""
    return FOLDER / f"{language}.yaml"


def read(language: Language) -> list[dict[str, Any]]:
    """What a file holds."""
    held: list[dict[str, Any]] = yaml.safe_load(file_of(language).read_text(encoding="utf-8"))
    return held


def write(language: Language, answers: Iterable[dict[str, Any]]) -> None:
    """Write a file, long texts as they are read."""
    told = yaml.dump(list(answers), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)
    file_of(language).write_text(told.replace("\n- question", "\n\n- question"), encoding="utf-8")


def asked(application: Application, question: str, language: Language) -> dict[str, Any]:
    """What the coach answers to a question at the beginning of a conversation."""
    message = IncomingMessage("test", "1", "judged", "mei", _ASKED_AT, question)
    turn = Turn(message, question, _MANAGER, language, False, None, _ASKED_AT)
    outcome = registry()[ASK].handle(turn, Tools(application.answers, application.gaps))
    buttons = " ".join(f"[{button.label}]" for button in outcome.reply.buttons)
    topic: Topic | None = outcome.topic
    answer = application.answers.answer(question, None, language) if topic else None
    return {
        "page": topic.page_id if topic else None,
        "section": str(answer.parts[0].section) if answer and answer.parts else None,
        "answer": "\n".join(line.rstrip() for line in f"{plain_text(outcome.reply)}\n\n{buttons}".strip().split("\n"))
        + "\n",
    }


def renewed(held: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    """An entry with the answer of now; its judgement only where that is the one that was judged."""
    if all(held.get(name) == now[name] for name in ANSWERED):
        return held
    return {name: value for name, value in held.items() if name not in JUDGED} | now | {"judged": False}


class _Dumper(yaml.SafeDumper):
    """Texts of several lines as blocks."""


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


_Dumper.add_representer(str, _text)
