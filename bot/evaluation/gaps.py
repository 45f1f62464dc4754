"""The gap list: what people asked and nothing answered, alike questions together. It tells a manager what to write next."""

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from textwrap import shorten

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.access import Scope
from bot.evaluation.tables import OpenQuestion, Role, Team, User
from knowledge import text
from knowledge.language import Language

ALIKE = 0.5
"""The share of the terms of two questions together that both must have to count as one."""
LOOKED_AT = 2000
"""How many of the latest questions are looked at."""
COMPARED = 200
"""Characters of a question that are compared."""
SHOWN = 120
"""Characters of a question that are shown."""
ASKED_AGAIN = 60
"""How many gaps are asked again; the others are taken to be open."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions that want the same answer."""

    question: str
    """As it was asked last, cut short."""
    times: int
    people: int
    """How many different people asked it."""
    last_asked: datetime
    asked: str
    """The question in full."""
    language: Language


def still_open(gaps: Sequence[Gap], is_answered: Callable[[Gap], bool]) -> list[Gap]:
    """Those without an answer by now; the first `ASKED_AGAIN`, which are asked most often, are asked again."""
    return [gap for at, gap in enumerate(gaps) if at >= ASKED_AGAIN or not is_answered(gap)]


def gap_list(session: Session, scope: Scope) -> list[Gap]:
    """What the people within a scope asked in vain, most often asked first, then latest first."""
    wanted = select(OpenQuestion.question, OpenQuestion.user_id, OpenQuestion.asked_at, OpenQuestion.language)
    if not scope.everyone:
        wanted = wanted.join(User, User.id == OpenQuestion.user_id).outerjoin(Team, Team.id == User.team_id)
        of_nobody = User.team_id.is_(None) & (User.role == Role.REP)
        wanted = wanted.where(Team.name == scope.team if scope.team else of_nobody)
    latest = wanted.order_by(OpenQuestion.asked_at.desc(), OpenQuestion.id.desc()).limit(LOOKED_AT)
    found = [_gap(asked) for asked in _grouped([_Asked(*row) for row in session.execute(latest)])]
    return sorted(found, key=lambda gap: -gap.times)


@dataclass(frozen=True, slots=True)
class _Asked:
    question: str
    user_id: int | None
    at: datetime
    language: Language


def _grouped(asked: Sequence[_Asked]) -> list[list[_Asked]]:
    """Each question with the group whose latest question is most like it, when any is alike and asks the same."""
    groups: list[tuple[frozenset[str], _Meaning, list[_Asked]]] = []
    holding: dict[str, list[int]] = defaultdict(list)
    for each, folded in zip(asked, text.fold_all([each.question[:COMPARED] for each in asked]), strict=True):
        terms = frozenset(text.content_terms(text.without_stop_phrases(folded)))
        meaning = _Meaning.of(each.question[:COMPARED], folded)
        shared = Counter(number for term in terms for number in holding[term])
        alike = {
            number: held / len(terms | groups[number][0])
            for number, held in shared.items()
            if meaning.may_be_that_of(groups[number][1])
        }
        best = max(alike, key=lambda number: alike[number], default=None)
        if best is not None and alike[best] >= ALIKE:
            groups[best][2].append(each)
            continue
        for term in terms:
            holding[term].append(len(groups))
        groups.append((terms, meaning, [each]))
    return [group for _, _, group in groups]


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What sets two questions apart that share nearly all their words."""

    denies: bool
    names: frozenset[str]
    """Names and numbers: product A is not product B."""
    words: frozenset[str]

    @classmethod
    def of(cls, question: str, folded: str) -> "_Meaning":
        return cls(
            bool(_denials().search(_EITHER.sub(" ", folded))), frozenset(_names(question)), frozenset(_words(folded))
        )

    def may_be_that_of(self, other: "_Meaning") -> bool:
        """Whether both deny or neither does, and not each names something that the other does not."""
        return self.denies == other.denies and not (self.names - other.words and other.names - self.words)


_EITHER = re.compile(r"(.)[不没]\1")
"""要不要, 有沒有: a question, and no denial."""
_NAME = re.compile(r"(?<!^)(?<![A-Za-z])(?!I\b)(?:[A-Z]+(?![a-z])|(?<=[a-z,;] )[A-Z]\w*)|\w*\d\w*", re.ASCII)


def _names(question: str) -> Iterator[str]:
    """Capital letters that stand for themselves, words with a capital within a sentence, and what has a digit in it; folded."""
    return (name.lower() for name in _NAME.findall(text.clean(question)))


def _words(folded: str) -> Iterator[str]:
    """Every Latin word, and the single letters and numbers beside Chinese."""
    return (word for _, word in text.runs(folded) if word)


@cache
def _denials() -> re.Pattern[str]:
    lists = tomllib.loads(Path(__file__).with_name("denials.toml").read_text(encoding="utf-8"))
    return re.compile("|".join([*map(text.fold, lists["zh"]), *(rf"\b{word}\b" for word in lists["en"])]))


def _gap(asked: list[_Asked]) -> Gap:
    latest = asked[0]
    people = len({each.user_id for each in asked})
    shown = shorten(latest.question, SHOWN, placeholder="…")
    return Gap(shown, len(asked), people, latest.at, latest.question, latest.language)
