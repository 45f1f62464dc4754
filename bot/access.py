"""Who may see and do what, decided here and nowhere else."""

from dataclasses import dataclass

from bot.evaluation.tables import Role

EVERYONE = "everyone"
MANAGERS = "managers"
_TEAM = "team:"


@dataclass(frozen=True, slots=True)
class Person:
    """The one who asks, as far as rights go. A stranger has no id and the rights of nobody."""

    id: int | None
    name: str
    role: Role | None
    team: str | None = None
    team_id: int | None = None


def audience_for(readers: str) -> str:
    """The audience a `--readers` value names: everyone, managers, or a team by its name."""
    return readers if readers in (EVERYONE, MANAGERS) else _TEAM + readers


def team_of(audience: str) -> str | None:
    """The team an audience is, or none."""
    return audience.removeprefix(_TEAM) if audience.startswith(_TEAM) else None


def audiences_of(person: Person) -> frozenset[str] | None:
    """The audiences a person belongs to; none stands for all of them, which is an administrator's right.

    A stranger belongs to none.
    """
    match person.role:
        case None:
            return frozenset()
        case Role.ADMIN:
            return None
        case Role.MANAGER | Role.EXECUTIVE:
            audiences = {EVERYONE, MANAGERS}
        case Role.REP:
            audiences = {EVERYONE}
    return frozenset(audiences | ({_TEAM + person.team} if person.team else set()))


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose questions and records a person may look through: everyone's, or those of one team (none: of reps in no team)."""

    everyone: bool
    team: str | None = None


def scope_of(person: Person) -> Scope | None:
    """What a person may look through besides what is their own; nothing for reps and strangers."""
    match person.role:
        case Role.ADMIN | Role.EXECUTIVE:
            return Scope(everyone=True)
        case Role.MANAGER:
            return Scope(everyone=False, team=person.team)
        case _:
            return None


def may_see_client(person: Person, team_id: int | None, created_by: int | None, seated: bool) -> bool:
    """Whether a person may see a client of that team, made by that person, and `seated` in its iron triangle.

    Who may not see a client is told of it what is told of a client nobody knows, word for word.
    """
    match person.role:
        case None:
            return False
        case Role.ADMIN | Role.EXECUTIVE:
            return True
        case _:
            own = team_id is not None and team_id == person.team_id
            return own or seated or (created_by is not None and created_by == person.id)
