"""What a message wants that is no record: a question, a list, a brief, something taken back."""

import re
from collections.abc import Sequence

from bot.understanding import cues
from bot.understanding.cast import Ref
from bot.understanding.clauses import Clause
from bot.understanding.marks import AMOUNT, COLLEAGUE
from bot.understanding.mentions import Mentions
from bot.understanding.reading import Intent

_NUMBER = re.compile(f"{AMOUNT}|[0-9]|[一二三四五六七八九十]次")
SHORT = 40
"""Characters of a command in words; what is longer tells more than a wish."""


def wish_of(mentions: Mentions, clauses: Sequence[Clause], refs: Sequence[Ref], told: bool) -> Intent | None:
    """The wish of a message; none when it tells of something. `told` says that it tells of an interaction that took place."""
    said = mentions.masked
    clients = any(ref.kind == "account" for ref in refs)
    people = any(ref.kind == "contact" for ref in refs)
    weight = length(mentions.message.text)
    if weight <= SHORT and cues.has("undo", "cue", said) and not clients and not asks(clauses, told):
        return Intent.UNDO
    if cues.has("case", "cue", said) and not mentions.times:
        return Intent.SUBMIT_CASE
    if cues.has("handover", "cue", said) and COLLEAGUE in said and (clients or people):
        return Intent.HANDOVER
    asked_for = cues.has("wish", "prepare", said)
    if asked_for or (not told and (clients or people) and cues.has("prepare", "cue", said)):
        return Intent.PREPARE_VISIT
    number = _NUMBER.search(said)
    if (
        cues.has("goal", "cue", said)
        and number
        and cues.has("goal", "set", mentions.message.folded)
        and not (people or any(clause.question for clause in clauses))
    ):
        return Intent.SET_GOAL_OR_KPI
    if (
        weight <= SHORT
        and not clients
        and not people
        and cues.has("score", "cue", said)
        and not cues.has("wish", "method", said)
    ):
        return Intent.SHOW_SCORE
    if weight <= SHORT and not people and cues.has("followups", "cue", said):
        return Intent.LIST_FOLLOWUPS
    if any(cues.has("mode", "rumour", clause.said) for clause in clauses) and not told:
        return None
    if (
        not told
        and (clients or people)
        and weight <= SHORT
        and cues.has("account", "cue", said)
        and (cues.has("wish", "last_time", said) or not cues.has("question", "method", said))
    ):
        return Intent.SHOW_ACCOUNT
    if weight <= SHORT and not clients and cues.has("help", "cue", said):
        return Intent.HELP
    if asks(clauses, told):
        return Intent.ASK
    return None


def length(text: str) -> int:
    """How long a text is in Chinese characters; three Latin letters count as one."""
    latin = sum(character < "\u2000" for character in text)
    return len(text) - latin + latin // 3


def asks(clauses: Sequence[Clause], told: bool) -> bool:
    """Whether a message asks how something is to be done."""
    for clause in clauses:
        method = cues.has("question", "method", clause.said)
        if method and (not told or clause.question):
            if cues.has("complaint", "problem", clause.said) and cues.has("wish", "outcry", clause.said):
                continue
            return True
        if clause.question and not told:
            return True
    return False
