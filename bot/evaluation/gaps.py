"""The gap list: what people asked and nothing answered, alike questions together. It tells a manager what to write next."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from textwrap import shorten

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.access import Scope
from bot.evaluation.tables import OpenQuestion, Role, Team, User
from knowledge import text

ALIKE = 0.5
"""The share of the terms of two questions together that both must have to count as one."""
LOOKED_AT = 2000
"""How many of the latest questions are looked at."""
COMPARED = 200
"""Characters of a question that are compared."""
SHOWN = 120
"""Characters of a question that are shown."""


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


def _grouped(asked: Sequence[_Asked]) -> list[list[_Asked]]:
    """Each question with the group whose latest question is most like it, when any is alike."""
    groups: list[tuple[frozenset[str], list[_Asked]]] = []
    holding: dict[str, list[int]] = defaultdict(list)
    for each, folded in zip(asked, text.fold_all([each.question[:COMPARED] for each in asked]), strict=True):
        terms = frozenset(text.content_terms(text.without_stop_phrases(folded)))
        shared = Counter(number for term in terms for number in holding[term])
        alike = {number: held / len(terms | groups[number][0]) for number, held in shared.items()}
        best = max(alike, key=lambda number: alike[number], default=None)
        if best is not None and alike[best] >= ALIKE:
            groups[best][1].append(each)
            continue
        for term in terms:
            holding[term].append(len(groups))
        groups.append((terms, [each]))
    return [group for _, group in groups]


def _gap(asked: list[_Asked]) -> Gap:
    latest = asked[0]
    return Gap(
        shorten(latest.question, SHOWN, placeholder="…"), len(asked), len({each.user_id for each in asked}), latest.at
    )
