"""Messages in and out, and what a conversation is about."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.evaluation.tables import InboxMessage, OutboxMessage, Turn
from bot.messages import IncomingMessage, Reply, to_json
from knowledge.answers import Topic
from knowledge.language import Language

HELD = timedelta(minutes=1)
"""So long a reply is left to the process that made it; after that it has died, and any other may deliver."""
TOPIC_LASTS = timedelta(hours=2)
"""After a longer silence "and for B clients?" starts afresh."""


def is_claimed(session: Session, message: IncomingMessage) -> bool:
    """Whether the message was answered already."""
    return session.get(InboxMessage, (message.adapter, message.message_id)) is not None


def claim(session: Session, message: IncomingMessage, user_id: int | None, now: datetime) -> bool:
    """Take the message for this transaction; false when another one was quicker."""
    row = InboxMessage(
        adapter=message.adapter,
        message_id=message.message_id,
        conversation=message.conversation,
        user_id=user_id,
        text=_storable(message.text),
        action=message.action,
        received_at=now,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return False
    return True


def _storable(written: str) -> str:
    """Text without the half characters and NULs that no database takes: a message with one is answered like any other."""
    return written.replace("\0", "").encode("utf-8", "replace").decode()


def last_turn(session: Session, message: IncomingMessage) -> Turn | None:
    """The conversation's turn before this message."""
    return session.scalar(
        select(Turn)
        .where(Turn.adapter == message.adapter, Turn.conversation == message.conversation)
        .order_by(Turn.id.desc())
        .limit(1)
    )


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
