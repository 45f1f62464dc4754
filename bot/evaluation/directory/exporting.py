"""The directory in the database as the forms of a file: what is exported can be imported again, and changes nothing then."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from bot.directory.forms import ROLES, AccountForm, ContactForm, Form, PersonForm, TeamForm
from bot.evaluation.directory.held import Held, held


def export_directory(session: Session) -> Mapping[str, Sequence[Form]]:
    """Every list of a file, in the order in which things came to be. Who stands in no file has no id, and is left out."""
    rows = held(session)
    return {
        "teams": [TeamForm.model_construct(id=team.key or team.name, name=team.name) for team in rows.teams],
        **_people(rows),
        "accounts": _accounts(rows),
        "contacts": _contacts(rows),
    }


def _people(rows: Held) -> dict[str, list[Form]]:
    teams = {team.id: team.key or team.name for team in rows.teams}
    chat: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for (adapter, sender), identity in sorted(rows.identities.items()):
        chat[identity.user_id].setdefault(adapter, sender)
    lists: dict[str, list[Form]] = {sheet: [] for sheet in ROLES}
    sheets = {role: sheet for sheet, role in ROLES.items()}
    for key, user in rows.users.items():
        form = PersonForm.model_construct(
            id=key,
            name=user.name,
            aliases=tuple(rows.user_aliases[user.id]),
            team=teams[user.team_id] if user.team_id else None,
            function=user.function,
            email=user.email,
            language=user.language,
            time_zone=user.time_zone,
            chat=chat[user.id],
        )
        lists[sheets[user.role]].append(form)
    return lists


def _accounts(rows: Held) -> list[Form]:
    teams = {team.id: team.key or team.name for team in rows.teams}
    groups = {group.id: group.name for group in rows.groups.values()}
    return [
        AccountForm.model_construct(
            id=key,
            name=account.name,
            name_hans=account.name_hans,
            name_en=account.name_en,
            aliases=tuple(rows.account_aliases[account.id]),
            grade=account.grade,
            market=account.market,
            team=teams[account.team_id] if account.team_id else None,
            client_group=groups[account.client_group_id] if account.client_group_id else None,
            seats={
                seat: person
                for seat, each in sorted(rows.seats[account.id].items())
                if (person := rows.everybody[each.user_id].key)
            },
        )
        for key, account in rows.accounts.items()
        if account.merged_into_id is None
    ]


def _contacts(rows: Held) -> list[Form]:
    accounts = {account.id: key for key, account in rows.accounts.items()}
    departments = {each.id: each.name for each in rows.departments.values()}
    return [
        ContactForm.model_construct(
            id=key,
            account=accounts[contact.account_id],
            name=contact.name,
            title=contact.title,
            aliases=tuple(rows.contact_aliases[contact.id]),
            department=departments[contact.department_id] if contact.department_id else None,
            level=contact.level,
            chain_role=contact.chain_role,
            phone=contact.phone,
            email=contact.email,
        )
        for key, contact in rows.contacts.items()
        if contact.merged_into_id is None
    ]
