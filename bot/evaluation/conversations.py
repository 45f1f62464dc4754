"""Messages in and out, and what a conversation is about."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, exists, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.evaluation.people import Caller, caller_of
from bot.evaluation.tables import (
    ChatIdentity,
    DirectoryRevision,
    InboxMessage,
    OutboxMessage,
    Team,
    Turn,
    User,
)
from bot.messages import IncomingMessage, Reply, to_json
from knowledge.answers import Topic
from knowledge.language import Language

HELD = timedelta(minutes=1)
"""So long a reply is left to the process that made it; after that it has died, and any other may deliver."""
TOPIC_LASTS = timedelta(hours=2)
"""After a longer silence "and for B clients?" starts afresh."""


class Claimed(Exception):
    """The message was answered already."""


@dataclass(frozen=True, slots=True)
class Start:
    """What has to be known before a turn begins."""

    claimed: bool
    """Whether the message was answered already."""
    caller: Caller
    before: Turn | None
    """The conversation's turn before this message."""
    revision: int
    """Of the directory."""


def start(session: Session, message: IncomingMessage) -> Start:
    """Who sent a message and where its conversation stands, in one statement."""
    last = (
        select(func.max(Turn.id))
        .where(Turn.adapter == message.adapter, Turn.conversation == message.conversation)
        .scalar_subquery()
    )
    claimed = exists().where(InboxMessage.adapter == message.adapter, InboxMessage.message_id == message.message_id)
    # The one row that is always there, so that a stranger's first message has a row too.
    row = session.execute(
        select(DirectoryRevision.revision, claimed, Turn, User, Team.name)
        .select_from(DirectoryRevision)
        .outerjoin(Turn, Turn.id == last)
        .outerjoin(ChatIdentity, and_(ChatIdentity.adapter == message.adapter, ChatIdentity.sender == message.sender))
        .outerjoin(User, User.id == ChatIdentity.user_id)
        .outerjoin(Team, Team.id == User.team_id)
    ).one()
    revision, is_claimed, before, user, team = row
    return Start(is_claimed, caller_of(user, team), before, revision)


def claim(session: Session, message: IncomingMessage, user_id: int | None, now: datetime) -> None:
    """Take the message for this transaction, first of all. Raises `Claimed` when another one was quicker."""
    session.add(
        InboxMessage(
            adapter=message.adapter,
            message_id=message.message_id,
            conversation=message.conversation,
            user_id=user_id,
            text=_storable(message.text),
            action=message.action,
            received_at=now,
        )
    )
    try:
        session.flush()
    except IntegrityError as error:
        raise Claimed from error


def _storable(written: str) -> str:
    """Text without the half characters and NULs that no database takes: a message with one is answered like any other."""
    return written.replace("\0", "").encode("utf-8", "replace").decode()


def topic_of(turn: Turn | None, now: datetime) -> Topic | None:
    """What the conversation was about at that turn, unless it is too long ago."""
    if turn is None or turn.page_id is None or now - turn.at > TOPIC_LASTS:
        return None
    return Topic(turn.page_id, turn.question)


def remember(
    session: Session,
    message: IncomingMessage,
    user_id: int | None,
    language: Language,
    skill: str,
    topic: Topic | None,
    now: datetime,
) -> None:
    """Keep what was made of the message, for the conversation's next turn."""
    session.add(
        Turn(
            adapter=message.adapter,
            conversation=message.conversation,
            user_id=user_id,
            language=language,
            skill=skill,
            question=topic.question if topic else "",
            page_id=topic.page_id if topic else None,
            at=now,
        )
    )


def enqueue(session: Session, message: IncomingMessage, reply: Reply, holder: str, now: datetime) -> None:
    """Put the reply to a message into the outbox; for a while it is `holder`'s alone to deliver."""
    session.add(
        OutboxMessage(
            adapter=message.adapter,
            conversation=message.conversation,
            reply=to_json(reply),
            due_at=now,
            tries=0,
            holder=holder,
            held_until=now + HELD if holder else now,
        )
    )
