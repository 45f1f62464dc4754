"""Whether everything a file refers to is there, in the file itself or in the database."""

from collections.abc import Iterator

from bot.directory.forms import AccountForm, ContactForm, PersonForm, TeamForm
from bot.directory.listing import Entry, Listing, Problem
from bot.evaluation.directory.held import Held
from bot.wording import Phrase


def teams_by_mention(listing: Listing) -> set[str]:
    """The teams that come to be by people's being in them, which is how it is when a file does not list its teams."""
    if any(isinstance(entry.form, TeamForm) for entry in listing.entries):
        return set()
    return {entry.form.team for entry in listing.entries if isinstance(entry.form, PersonForm) and entry.form.team}


def missing_references(listing: Listing, held: Held) -> Iterator[Problem]:
    """Every reference that leads nowhere, and everything that can belong to one only and was given to two."""
    forms = [entry.form for entry in listing.entries]
    teams = {name for team in held.teams for name in (team.key, team.name)} | teams_by_mention(listing)
    teams |= {name for form in forms if isinstance(form, TeamForm) for name in (form.id, form.name)}
    people = {*held.users, *(form.id for form in forms if isinstance(form, PersonForm))}
    accounts = {*held.accounts, *(form.id for form in forms if isinstance(form, AccountForm))}
    for entry in listing.entries:
        match entry.form:
            case PersonForm(team=team) | AccountForm(team=team) if team and team not in teams:
                yield _problem(entry, "no_team", id=team)
            case ContactForm(account=account) if account not in accounts:
                yield _problem(entry, "no_account", id=account)
        if isinstance(entry.form, AccountForm):
            for seat, person in entry.form.seats.items():
                if person not in people:
                    yield _problem(entry, "no_person", id=person, seat=seat)
    yield from _taken_names(listing, held)
    yield from _taken_identities(listing, held)


def _taken_names(listing: Listing, held: Held) -> Iterator[Problem]:
    """A team's name is its own: people and clients may be told by it."""
    owners = {team.name: team.key or team.name for team in held.teams}
    listed = {entry.form.id: entry.form.name for entry in listing.entries if isinstance(entry.form, TeamForm)}
    owners = {name: key for name, key in owners.items() if listed.get(key, name) == name}
    for entry in listing.entries:
        if isinstance(entry.form, TeamForm):
            owner = owners.setdefault(entry.form.name, entry.form.id)
            if owner not in (entry.form.id, entry.form.name):
                yield _problem(entry, "team_taken", name=entry.form.name, id=owner)


def _taken_identities(listing: Listing, held: Held) -> Iterator[Problem]:
    """Whoever writes from a chat account is one person. Who is given another account in the same file gives the old one up."""
    people = {entry.form.id: entry.form for entry in listing.entries if isinstance(entry.form, PersonForm)}
    owners: dict[tuple[str, str], str] = {}
    for (platform, sender), identity in held.identities.items():
        owner = held.everybody[identity.user_id].key
        if owner and (owner not in people or people[owner].chat.get(platform, sender) == sender):
            owners[platform, sender] = owner
    for entry in listing.entries:
        if isinstance(entry.form, PersonForm):
            for platform, sender in entry.form.chat.items():
                if owners.setdefault((platform, sender), entry.form.id) != entry.form.id:
                    other = owners[platform, sender]
                    yield _problem(entry, "chat_taken", platform=platform, sender=sender, id=other)


def _problem(entry: Entry, key: str, **values: object) -> Problem:
    return Problem(entry.place, Phrase(f"directory.{key}", values))
