"""The people who talk with the coach, and who they are on the chat platforms."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.access import Person
from bot.evaluation import audit
from bot.evaluation.tables import ChatIdentity, Role, Team, User
from knowledge.language import Language

STRANGER = Person(None, "", None)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sent a message, and what they have chosen."""

    person: Person
    language: Language | None = None
    time_zone: str | None = None


def caller_of(user: User | None, team: str | None) -> Caller:
    """Somebody as rights see them; a stranger when they are nobody of ours."""
    if user is None:
        return Caller(STRANGER)
    return Caller(Person(user.id, user.name, user.role, team, user.team_id), user.language, user.time_zone)


def find(session: Session, adapter: str, sender: str) -> tuple[Person, Language | None]:
    """The person behind a platform's identity with the language they chose; a stranger when nobody is."""
    row = session.execute(
        select(User, Team.name)
        .join(ChatIdentity, ChatIdentity.user_id == User.id)
        .outerjoin(Team, Team.id == User.team_id)
        .where(ChatIdentity.adapter == adapter, ChatIdentity.sender == sender)
    ).first()
    caller = caller_of(*row) if row else Caller(STRANGER)
    return caller.person, caller.language


def first_admin(session: Session) -> User | None:
    """The administrator named when the home was set up."""
    return session.scalar(select(User).where(User.role == Role.ADMIN).order_by(User.id).limit(1))


def add_admin(
    session: Session, name: str, language: Language | None, identities: dict[str, str], now: datetime
) -> User:
    """A new administrator, known by these identities (platform name to the person's id there)."""
    user = User(name=name, role=Role.ADMIN, language=language)
    session.add(user)
    session.flush()
    audit.created(session, user, None, None, now)
    session.add_all(
        ChatIdentity(adapter=adapter, sender=sender, user_id=user.id) for adapter, sender in identities.items()
    )
    return user


def team_names(session: Session) -> list[str]:
    """All teams."""
    return list(session.scalars(select(Team.name).order_by(Team.name)))
