"""Taiwanese pages for Mainland readers: other characters, other quotation marks, and other words.

OpenCC converts the characters and the technical terms. Everyday words that it takes for a programmer's are kept from it, and
what the trade calls differently stands in `mainland.toml`.
"""

import re
import tomllib
from functools import cache
from pathlib import Path

from knowledge import text
from knowledge.language import Language

_MARKS = str.maketrans("「」『』〈〉", "“”‘’《》")
# The 行程 of a visit is not a 进程 (process), an 指標 not a 指针 (pointer).
_EVERYDAY = re.compile("(行程|指標|核心|執行(?!長)|程序|排程|建立|互動|即時|複製|線上|文件|檔案(?!夾)|資料(?![庫夾]))")


def mainland(written: str) -> str:
    """Traditional text as a Mainland reader would have it, in Simplified characters."""
    words, pattern = _words()
    pieces = enumerate(_EVERYDAY.split(written))  # every second one is an everyday word
    simplified = "".join(text.converter("tw2s" if at % 2 else "tw2sp").convert(piece) for at, piece in pieces)
    return pattern.sub(lambda found: words[found[0]], simplified).translate(_MARKS)


def localised(line: str, language: Language) -> str:
    """A line of a Traditional page in the reader's script, with Mainland words for Simplified."""
    return mainland(line) if language is Language.SIMPLIFIED else line


@cache
def _words() -> tuple[dict[str, str], re.Pattern[str]]:
    table = tomllib.loads((Path(__file__).parent / "mainland.toml").read_text(encoding="utf-8"))
    words: dict[str, str] = table["replace"]
    return words, re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
