"""The gap list: what people asked and nothing answered, alike questions together. It tells a manager what to write next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.access import Scope
from bot.evaluation.tables import OpenQuestion, Team, User
from knowledge import text

ALIKE = 0.5
"""The share of the terms of two questions together that both must have to count as one."""
LOOKED_AT = 2000
"""How many of the latest questions are looked at."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions that want the same answer."""

    question: str
    """As it was asked last."""
    times: int
    people: int
    """How many different people asked it."""
    last_asked: datetime


def gap_list(session: Session, scope: Scope) -> list[Gap]:
    """What the people within a scope asked in vain, most often asked first, then latest first."""
    wanted = select(OpenQuestion.question, OpenQuestion.user_id, OpenQuestion.asked_at)
    if not scope.everyone:
        wanted = wanted.join(User, User.id == OpenQuestion.user_id).outerjoin(Team, Team.id == User.team_id)
        wanted = wanted.where(Team.name == scope.team if scope.team else User.team_id.is_(None))
    latest = wanted.order_by(OpenQuestion.asked_at.desc(), OpenQuestion.id.desc()).limit(LOOKED_AT)
    found = [_gap(asked) for asked in _grouped([_Asked(*row) for row in session.execute(latest)])]
    return sorted(found, key=lambda gap: -gap.times)


@dataclass(frozen=True, slots=True)
class _Asked:
    question: str
    user_id: int | None
    at: datetime


def _grouped(asked: Iterable[_Asked]) -> list[list[_Asked]]:
    """Each question with the first group whose latest question is like it."""
    groups: list[tuple[frozenset[str], list[_Asked]]] = []
    alone = count()
    for each in asked:
        folded = text.without_stop_phrases(text.fold(each.question))
        # What has no terms is like nothing but itself.
        terms = frozenset(text.content_terms(folded)) or frozenset([f"\0{next(alone)}"])
        for others, group in groups:
            if len(terms & others) >= ALIKE * len(terms | others):
                group.append(each)
                break
        else:
            groups.append((terms, [each]))
    return [group for _, group in groups]


def _gap(asked: list[_Asked]) -> Gap:
    latest = asked[0]
    return Gap(latest.question, len(asked), len({each.user_id for each in asked}), latest.at)
