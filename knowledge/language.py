"""Which of the coach's three languages a text is in: told from its characters, and other languages by their small words."""

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from knowledge import text


class Language(StrEnum):
    """The languages the coach speaks, as BCP 47 tags."""

    TRADITIONAL = "zh-Hant"
    SIMPLIFIED = "zh-Hans"
    ENGLISH = "en"

    @property
    def is_chinese(self) -> bool:
        """Whether it is written in Chinese, in either script."""
        return self is not Language.ENGLISH


@dataclass(frozen=True, slots=True)
class Detected:
    """What the characters tell."""

    language: Language
    certain: bool
    """False when the text could as well be in another of the languages, as 你好 is both scripts' and "OK" is anyone's."""
    foreign: bool = False
    """True for a language the coach does not speak; it answers in English then."""


_HAN = re.compile("[\u3400-\u9fff]")
_LATIN_WORD = re.compile("[A-Za-z]{2,}")
_OTHER_LETTERS = re.compile("[^\\W\\d_A-Za-z\u3400-\u9fff]")
_HIRAGANA = re.compile("[\u3041-\u306d\u306f-\u309f]")
"""Without の, which stands in the names of shops."""
_ACCENT = re.compile("[ßàâäãáåçéèêëíìîïñóòôöõøúùûüæœ¿¡]", re.IGNORECASE)
_WORD_OF_A_NAME = re.compile(r"(?<![.?!¿¡:]\s)(?<!^)\b[A-ZÀ-Þ]\w*")


def detect(message: str, usual: Language) -> Detected:
    """The language of a message; `usual` decides where the characters leave it open.

    Chinese with English terms in it is Chinese; English with a Chinese name in it is English. Characters that exist in
    only one Chinese script decide between the two.
    """
    message = text.clean(message)
    han = len(_HAN.findall(message))
    latin = len(_LATIN_WORD.findall(message))
    other = len(_OTHER_LETTERS.findall(message))
    japanese = 8 * len(_HIRAGANA.findall(message)) >= max(han, 8)
    if japanese or other > 2 * (han + latin) or (han == 0 and _is_foreign(message)):
        return Detected(Language.ENGLISH, certain=True, foreign=True)
    if han == 0 and latin == 0:
        return Detected(usual, certain=False)
    if han == 0 or (han <= 4 and latin > 2 * han):
        small = any(len(word) > 2 and word in text.stop_words() for word in text.words(message.lower()))
        return Detected(Language.ENGLISH, certain=latin > 1 or small or not usual.is_chinese)
    traditional = _changed(message, "t2s")
    simplified = _changed(message, "s2t")
    if traditional == simplified:
        return Detected(usual if usual.is_chinese else Language.TRADITIONAL, certain=False)
    return Detected(Language.TRADITIONAL if traditional > simplified else Language.SIMPLIFIED, certain=True)


def _changed(message: str, config: str) -> int:
    """How many characters a conversion between scripts would change: so many belong to the script it converts from.

    A few that stand for another one in Simplified are everyday Traditional ones as well, as 岳 is in names: they tell nothing.
    """
    converted = text.converter(config).convert(message)
    changed = [before for before, after in zip(message, converted, strict=False) if before != after]
    return sum(config == "t2s" or not _is_everyday_traditional(each) for each in changed)


def _is_everyday_traditional(character: str) -> bool:
    """Whether a character is among the 5,401 of Big5's first level."""
    encoded = character.encode("big5", "ignore")
    return b"\xa4\x40" <= encoded <= b"\xc6\x7e"


def _is_foreign(message: str) -> bool:
    """Whether a message in Latin letters has the small words of another language and not those of English."""
    message = _WORD_OF_A_NAME.sub(" ", message)
    words = set(text.words(message.lower()))
    english = len(words & text.stop_words())
    accent = _ACCENT.search(message) is not None
    return any(len(words & small) + accent > max(1, english) for small in _small_words())


@cache
def _small_words() -> tuple[frozenset[str], ...]:
    lists = tomllib.loads((Path(__file__).parent / "foreign.toml").read_text(encoding="utf-8"))
    return tuple(frozenset(words) for words in lists.values())
