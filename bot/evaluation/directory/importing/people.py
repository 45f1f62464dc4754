"""Teams and our own people."""

from collections.abc import Iterable, Sequence
from typing import Any

from bot.directory.forms import PersonForm, TeamForm
from bot.evaluation.directory.held import Held
from bot.evaluation.directory.importing.tally import Tally
from bot.evaluation.hand import Hand
from bot.evaluation.tables import ChatIdentity, Role, Team, User, UserAlias


def take_in_teams(hand: Hand, rows: Held, tally: Tally, forms: Iterable[TeamForm], mentioned: Iterable[str]) -> None:
    """Teams that are listed, and those that are only spoken of. A team that had no id yet is known by its name."""
    for form in forms:
        team = rows.team_by_key(form.id) or rows.unnumbered_team(form.name)
        if team:
            tally.touched(form, changed=hand.change(team, key=form.id, name=form.name))
        else:
            tally.made(form)
            _add_team(hand, rows, form.id, form.name)
    for name in sorted(mentioned):
        if not rows.team(name):
            _add_team(hand, rows, name, name)


def _add_team(hand: Hand, rows: Held, key: str, name: str) -> None:
    team = Team(key=key, name=name)
    hand.create([team])
    rows.teams.append(team)


def take_in_people(hand: Hand, rows: Held, tally: Tally, people: Sequence[tuple[PersonForm, Role]]) -> None:
    """Our people, with their other names and who they are on the chat platforms."""
    made: list[User] = []
    for form, role in people:
        values = _values(rows, form, role)
        user = rows.users.get(form.id) or _founder(rows, form, role)
        if user:
            tally.touched(form, changed=hand.change(user, key=form.id, **values))
        else:
            user = User(key=form.id, **values)
            tally.made(form)
            made.append(user)
        rows.users[form.id] = user
    hand.create(made)
    rows.everybody.update((user.id, user) for user in made)
    for form, _ in people:
        user = rows.users[form.id]
        known = {user.name, *rows.user_aliases[user.id]}
        new = [UserAlias(user_id=user.id, name=name) for name in dict.fromkeys(form.aliases) if name not in known]
        hand.create(new)
        tally.touched(form, changed=bool(new))
    _take_in_identities(hand, rows, tally, [form for form, _ in people])


def _values(rows: Held, form: PersonForm, role: Role) -> dict[str, Any]:
    said = {
        name: value
        for name in ("function", "email", "language", "time_zone")
        if (value := getattr(form, name)) is not None
    }
    team = rows.team(form.team) if form.team else None
    return {"name": form.name, "role": role, **said, **({"team_id": team.id} if team else {})}


def _founder(rows: Held, form: PersonForm, role: Role) -> User | None:
    """The administrator who set the installation up, when this is who it was: told by a chat account of theirs."""
    for identity in form.chat.items():
        if role is Role.ADMIN and identity in rows.identities:
            user = rows.everybody[rows.identities[identity].user_id]
            return user if user.key is None and user.role is Role.ADMIN else None
    return None


def _take_in_identities(hand: Hand, rows: Held, tally: Tally, forms: Sequence[PersonForm]) -> None:
    """A person's account on a platform takes the place of the one before, which then is nobody's, or another's in this file."""
    wanted = {identity for form in forms for identity in form.chat.items()}
    for form in forms:
        user = rows.users[form.id]
        for platform, sender in form.chat.items():
            identity = rows.identities.get((platform, sender))
            if identity is None:
                for old in [key for key, each in rows.identities.items() if each.user_id == user.id]:
                    if old[0] == platform and old not in wanted:
                        hand.remove(rows.identities.pop(old))
                identity = ChatIdentity(adapter=platform, sender=sender, user_id=user.id)
                hand.create([identity])
                rows.identities[platform, sender] = identity
                tally.touched(form)
            else:
                tally.touched(form, changed=hand.change(identity, user_id=user.id))
