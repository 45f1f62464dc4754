"""Which skill a message is for."""

import re
import tomllib
from enum import StrEnum
from functools import cache
from pathlib import Path

from bot.messages import IncomingMessage
from knowledge import text

ASK = "ask_playbook"
_SMALLTALK = "smalltalk"
_POLITE = re.compile(r"[\s,，.。!！?？~～…:;、]+|请问|请|麻烦|please|coach|教练")
_ENDINGS = re.compile("(?:[啊呀呢喔哦噢啦哈吧吗了你您]|somuch|verymuch|alot|again)+$")
"""What may follow a phrase, folded and without blanks."""


class Word(StrEnum):
    """What a whole message says to the card on screen, or of what was saved last (`words.toml`)."""

    SAVE = "save"
    YES = "yes"
    """Agreement, which is a save only right after the card was shown."""
    CANCEL = "cancel"
    UNDO = "undo"
    AMEND = "amend"


def word_in(message: str) -> Word | None:
    """The word to a card that a message is, if it is one and nothing else."""
    return _words().get(_bare(text.fold(message)))


def skill_for(message: IncomingMessage) -> str:
    """The name of the skill: the pressed button's, that of a phrase everybody knows, else the playbook's."""
    if message.action:
        return message.action.split(":", 1)[0]
    folded = text.fold(message.text)
    if not any(map(str.isalpha, folded)) and folded.strip() != "?":
        return _SMALLTALK
    bare = _bare(folded)
    if skill := _phrases().get(bare) or _phrases().get(_ENDINGS.sub("", bare)):
        return skill
    return _SMALLTALK if _courtesies().fullmatch(bare) else ASK


@cache
def _phrases() -> dict[str, str]:
    lists = tomllib.loads((Path(__file__).parent / "intents.toml").read_text(encoding="utf-8"))
    return {_bare(text.fold(phrase)): skill for skill, phrases in lists.items() for phrase in phrases}


@cache
def _words() -> dict[str, Word]:
    lists = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
    return {_bare(text.fold(phrase)): Word(word) for word, phrases in lists.items() for phrase in phrases}


@cache
def _courtesies() -> re.Pattern[str]:
    """Several courtesies in a row: "ok, thanks", 好的謝謝你."""
    phrases = sorted((phrase for phrase, skill in _phrases().items() if skill == _SMALLTALK), key=len, reverse=True)
    return re.compile(f"(?:(?:{'|'.join(map(re.escape, phrases))})(?:{_ENDINGS.pattern[:-1]})?)+")


def _bare(folded: str) -> str:
    """A phrase without politeness and punctuation; a lone question mark stays."""
    return _POLITE.sub("", folded) or folded.strip()
