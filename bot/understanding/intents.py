"""Which skill a message is for."""

import re
import tomllib
from functools import cache
from pathlib import Path

from bot.messages import IncomingMessage
from knowledge import text

ASK = "ask_playbook"
_SMALLTALK = "smalltalk"
_POLITE = re.compile(r"[\s,，.。!！?？~～…:;、]+|请|麻烦|please|coach|教练")


def skill_for(message: IncomingMessage) -> str:
    """The name of the skill: the pressed button's, that of a phrase everybody knows, else the playbook's."""
    if message.action:
        return message.action.split(":", 1)[0]
    folded = text.fold(message.text)
    if not any(True for _ in text.runs(folded)) and folded.strip() != "?":
        return _SMALLTALK
    return _phrases().get(_bare(folded), ASK)


@cache
def _phrases() -> dict[str, str]:
    lists = tomllib.loads((Path(__file__).parent / "intents.toml").read_text(encoding="utf-8"))
    return {_bare(text.fold(phrase)): skill for skill, phrases in lists.items() for phrase in phrases}


def _bare(folded: str) -> str:
    """A phrase without politeness and punctuation; a lone question mark stays."""
    return _POLITE.sub("", folded) or folded.strip()
