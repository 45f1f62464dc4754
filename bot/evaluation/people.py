"""The people who talk with the coach, and who they are on the chat platforms."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.access import Person
from bot.evaluation import audit
from bot.evaluation.tables import ChatIdentity, Role, Team, User, UserAlias
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


def named(session: Session, words: str) -> list[User]:
    """The colleagues with this id, name, other name or e-mail."""
    wanted = words.strip().casefold()
    also = dict[int, set[str]]()
    for user_id, name in session.execute(select(UserAlias.user_id, UserAlias.name)):
        also.setdefault(user_id, set()).add(name.casefold())
    return [
        user
        for user in session.scalars(select(User).order_by(User.id))
        if wanted in {(each or "").casefold() for each in (user.key, user.name, user.email)} | also.get(user.id, set())
    ]


def names(session: Session) -> list[str]:
    """Everybody's name, with the id where there is one."""
    rows = session.execute(select(User.name, User.key).order_by(User.id))
    return [f"{name} ({key})" if key else name for name, key in rows]


def identity(session: Session, user: User, adapter: str) -> str:
    """The sender by which somebody is known on a platform; made when there is none yet."""
    known = session.scalar(
        select(ChatIdentity.sender).where(ChatIdentity.adapter == adapter, ChatIdentity.user_id == user.id).limit(1)
    )
    if known is None:
        known = f"as:{user.key or user.id}"
        session.add(ChatIdentity(adapter=adapter, sender=known, user_id=user.id))
    return known
