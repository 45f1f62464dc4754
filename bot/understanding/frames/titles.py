"""The title that a message gives to somebody: of somebody unknown, or because it is the news."""

import re
from functools import cache

from bot.understanding import cues
from bot.understanding.cast import Ref
from bot.understanding.frames.scene import Scene
from bot.understanding.names import words
from bot.understanding.reading import Named

_IN_BRACKETS = re.compile(r"\s*[（(]\s*([A-Za-z][\w .&-]{2,30})[)）]")
_REACH = 60
"""Characters after a name in which a title may stand."""


def new_title(scene: Scene, ref: Ref, who: Named) -> str:
    """The title that is told of somebody unknown: "Samuel Oh, owner", "Wendy (head of IT)"."""
    if not who.is_new:
        return ""
    after = scene.mentions.message.text[ref.end : ref.end + 40]
    if match := _IN_BRACKETS.match(after):
        return match[1] if len(match[1].split()) <= 4 else ""
    match = _english_title().match(after)
    return match[1] if match else ""


def news_title(scene: Scene, ref: Ref, who: Named) -> str:
    """The new title of somebody: 升資訊經理, "promoted to VP", "Ivan Tse, IT manager", 罗敬文，采购主管."""
    message = scene.mentions.message
    after = message.text[ref.end : ref.end + _REACH]
    if match := _chinese_news().search(message.folded[ref.end : ref.end + _REACH]):
        return after[match.start("title") : match.end("title")]
    if match := _english_news().search(after):
        return match[1].strip()
    return new_title(scene, ref, who)


@cache
def _english_title() -> re.Pattern[str]:
    return re.compile(rf"\s*,\s*((?:[a-z]+\s){{0,3}}(?:{words.one_of(words.jobs())})(?:(?<=vp)\s\w+)?)\b", re.I)


@cache
def _english_news() -> re.Pattern[str]:
    job = words.one_of(words.jobs())
    becomes = cues.any_of("news", "becomes")
    return re.compile(rf"{becomes}\s+((?:[A-Za-z/&]+\s){{0,3}}(?:{job})\b(?:\s(?:of\s)?(?-i:[A-Z])\w+)?)", re.I)


@cache
def _chinese_news() -> re.Pattern[str]:
    titles = words.one_of(title for title in words.spoken_titles() if len(title) > 1)
    return re.compile(f"{cues.any_of('news', 'becomes')}\\s*(?P<title>[\u3400-\u9fffA-Za-z]{{0,5}}(?:{titles}))")
