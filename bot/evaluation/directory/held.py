"""What the database holds of the directory, as rows by the keys that files name them by."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from bot.evaluation.tables import (
    Account,
    AccountAlias,
    ChatIdentity,
    ClientGroup,
    Contact,
    ContactAlias,
    Department,
    Team,
    TriangleSeat,
    User,
    UserAlias,
)


@dataclass(frozen=True, slots=True)
class Held:
    """All of it. What an import creates is put in as it goes."""

    teams: list[Team]
    users: dict[str, User]
    everybody: dict[int, User]
    identities: dict[tuple[str, str], ChatIdentity]
    groups: dict[str, ClientGroup]
    accounts: dict[str, Account]
    seats: dict[int, dict[str, TriangleSeat]]
    """By account: who sits where now."""
    departments: dict[tuple[int, str], Department]
    contacts: dict[str, Contact]
    user_aliases: defaultdict[int, list[str]]
    account_aliases: defaultdict[int, list[str]]
    contact_aliases: defaultdict[int, list[str]]

    def team(self, reference: str) -> Team | None:
        """The team that is meant by an id or, where no team has that id, by a name."""
        by_name = (team for team in self.teams if team.name == reference)
        return self.team_by_key(reference) or next(by_name, None)

    def team_by_key(self, key: str) -> Team | None:
        """The team with an id."""
        return next((team for team in self.teams if team.key == key), None)

    def unnumbered_team(self, name: str) -> Team | None:
        """The team of that name, when it has no other id than its name."""
        return next((team for team in self.teams if team.name == name and team.key in (None, name)), None)


def held(session: Session) -> Held:
    """Read it, in a statement a kind."""
    users = session.scalars(select(User).order_by(User.id)).all()
    seats: defaultdict[int, dict[str, TriangleSeat]] = defaultdict(dict)
    for seat in session.scalars(select(TriangleSeat).where(TriangleSeat.until.is_(None))):
        seats[seat.account_id][seat.seat] = seat
    return Held(
        teams=list(session.scalars(select(Team).order_by(Team.id))),
        users={user.key: user for user in users if user.key},
        everybody={user.id: user for user in users},
        identities={(each.adapter, each.sender): each for each in session.scalars(select(ChatIdentity))},
        groups={group.name: group for group in session.scalars(select(ClientGroup))},
        accounts={each.key: each for each in session.scalars(select(Account).order_by(Account.id))},
        seats=seats,
        departments={(each.account_id, each.name): each for each in session.scalars(select(Department))},
        contacts={each.key: each for each in session.scalars(select(Contact).order_by(Contact.id))},
        user_aliases=aliases(session, select(UserAlias.user_id, UserAlias.name).order_by(UserAlias.id)),
        account_aliases=aliases(session, select(AccountAlias.account_id, AccountAlias.name).order_by(AccountAlias.id)),
        contact_aliases=aliases(session, select(ContactAlias.contact_id, ContactAlias.name).order_by(ContactAlias.id)),
    )


def aliases(session: Session, wanted: Select[int, str]) -> defaultdict[int, list[str]]:
    """Names by the row they belong to."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for row, name in session.execute(wanted):
        found[row].append(name)
    return found
