"""Pending cards in the database: loaded for a turn, opened, changed and closed in its transaction."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from bot.drafts import LASTS, Card, Closed, Ended, Opened, Saved, Step, Updated, from_state, to_state
from bot.evaluation.tables import DirectoryRevision, PendingCard
from bot.messages import IncomingMessage

MOST = 8
"""So many of a person's latest cards are looked at."""


class Moved(Exception):
    """The card, or the directory it was settled with, is not what it was when the turn was decided: decide again."""


def of_turn(
    session: Session, message: IncomingMessage, user_id: int | None, pressed: int | None, now: datetime
) -> list[Card]:
    """A person's cards in a conversation that are not too old, the newest first, and the one that was pressed."""
    here = and_(PendingCard.adapter == message.adapter, PendingCard.conversation == message.conversation)
    own = and_(PendingCard.user_id == user_id, or_(PendingCard.closed_at.is_(None), PendingCard.expires_at > now))
    rows = session.scalars(
        select(PendingCard).where(here, or_(PendingCard.id == pressed, own)).order_by(PendingCard.id.desc()).limit(MOST)
    ).all()
    return [_card(row) for row in rows]


def _card(row: PendingCard) -> Card:
    draft, saved = from_state(row.state)
    closed = Closed(row.closed_as) if row.closed_as else None
    return Card(row.id, row.version, row.user_id, row.conversation, row.skill, draft, row.expires_at, closed, saved)


def check_revision(session: Session, revision: int) -> None:
    """Raise `Moved` when the directory was changed since that revision."""
    if session.scalar(select(DirectoryRevision.revision).with_for_update()) != revision:
        raise Moved


def take(
    session: Session,
    step: Step,
    message: IncomingMessage,
    user_id: int,
    keys: Mapping[str, tuple[int, ...]],
    revision: int | None,
    now: datetime,
) -> tuple[int, int]:
    """Do what happens to a card; its number and version afterwards. `keys` are the rows that were written.

    Raises `Moved` when the card was changed meanwhile, or is to be saved and the directory is not at that revision any more;
    none leaves that to the caller.
    """
    match step:
        case Opened(skill=skill, draft=draft):
            _cover(session, message, user_id, None, now)
            row = PendingCard(
                adapter=message.adapter,
                conversation=message.conversation,
                user_id=user_id,
                skill=skill,
                state=to_state(draft),
                created_at=now,
                expires_at=now + LASTS,
            )
            session.add(row)
            session.flush()
            return row.id, 1
        case Updated(card=card, draft=draft):
            if card.closed_as is not None:
                _cover(session, message, user_id, card.id, now)
            changed = {"state": to_state(draft), "expires_at": now + LASTS, "closed_at": None, "closed_as": None}
            return _changed(session, card, changed, None)
        case Ended(card=card, closed_as=closed_as):
            changed = {"closed_at": now, "closed_as": closed_as.value}
            if closed_as is Closed.CONFIRMED:
                saved = Saved(card.draft.entries, message.message_id, now, keys)
                changed["state"] = to_state(replace(card.draft, asked=None), saved)
            return _changed(session, card, changed, revision if closed_as is Closed.CONFIRMED else None)


def _changed(session: Session, card: Card, values: Mapping[str, object], revision: int | None) -> tuple[int, int]:
    """Change the row of a card that is what it was, in one statement."""
    wanted = [PendingCard.id == card.id, PendingCard.version == card.version]
    if revision is not None:
        wanted.append(select(DirectoryRevision.revision).scalar_subquery() == revision)
    done = session.execute(
        update(PendingCard)
        .where(*wanted)
        .values(**values, version=card.version + 1)
        .execution_options(synchronize_session=False)
    )
    if done.rowcount != 1:  # type: ignore[attr-defined]
        raise Moved
    return card.id, card.version + 1


def _cover(session: Session, message: IncomingMessage, user_id: int, but: int | None, now: datetime) -> None:
    """Close the card on screen, which a newer one covers; its buttons keep working until it expires."""
    session.execute(
        update(PendingCard)
        .where(
            PendingCard.adapter == message.adapter,
            PendingCard.conversation == message.conversation,
            PendingCard.user_id == user_id,
            PendingCard.closed_at.is_(None),
            PendingCard.id != (but or 0),
        )
        .values(closed_at=now, closed_as=Closed.REPLACED.value)
        .execution_options(synchronize_session=False)
    )
