"""Clients and the people there."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.directory.forms import AccountForm, ContactForm, Form
from bot.evaluation.directory.held import Held
from bot.evaluation.directory.importing.tally import Tally
from bot.evaluation.hand import Hand
from bot.evaluation.tables import (
    Account,
    AccountAlias,
    ClientGroup,
    Contact,
    ContactAlias,
    Department,
    TriangleSeat,
)


def take_in_accounts(hand: Hand, rows: Held, tally: Tally, listed: Iterable[AccountForm]) -> None:
    """Clients, with their other names, their groups and who sits in their triangles."""
    forms = [form for form in listed if not _is_merged(rows.accounts, form, tally)]
    named = dict.fromkeys(form.client_group for form in forms if form.client_group)
    groups = [ClientGroup(name=name) for name in named if name not in rows.groups]
    hand.create(groups)
    rows.groups.update((group.name, group) for group in groups)
    made: list[Account] = []
    for form in forms:
        values = _said(form, "name", "name_hans", "name_en", "grade", "market")
        if form.team and (team := rows.team(form.team)):
            values["team_id"] = team.id
        if form.client_group:
            values["client_group_id"] = rows.groups[form.client_group].id
        if account := rows.accounts.get(form.id):
            tally.touched(form, changed=hand.change(account, **values))
        else:
            made.append(Account(key=form.id, created_by=hand.user_id, created_at=hand.now, **values))
            tally.made(form)
    hand.create(made)
    rows.accounts.update((account.key, account) for account in made)
    aliases: list[AccountAlias] = []
    for form in forms:
        account = rows.accounts[form.id]
        known = {account.name, account.name_hans, account.name_en, *rows.account_aliases[account.id]}
        new = [name for name in dict.fromkeys(form.aliases) if name not in known]
        aliases += [AccountAlias(account_id=account.id, name=name) for name in new]
        tally.touched(form, changed=bool(new))
        _take_in_seats(hand, rows, tally, form)
    hand.create(aliases)


def _take_in_seats(hand: Hand, rows: Held, tally: Tally, form: AccountForm) -> None:
    account, today = rows.accounts[form.id], hand.now.date()
    taken = rows.seats[account.id]
    for seat, person in form.seats.items():
        user, before = rows.users[person], taken.get(seat)
        if before and before.user_id == user.id:
            continue
        if before:
            hand.change(before, until=max(today, before.since))
        taken[seat] = TriangleSeat(account_id=account.id, seat=seat, user_id=user.id, since=today)
        hand.create([taken[seat]])
        tally.touched(form)


def take_in_contacts(hand: Hand, rows: Held, tally: Tally, listed: Iterable[ContactForm]) -> None:
    """The people at the clients, with their other names and their departments."""
    forms = [form for form in listed if not _is_merged(rows.contacts, form, tally)]
    _add_departments(hand, rows, forms)
    made: list[Contact] = []
    for form in forms:
        account = _survivor(rows, form.account)
        values = {"account_id": account.id} | _said(form, "name", "title", "level", "chain_role", "phone", "email")
        if form.department:
            values["department_id"] = rows.departments[account.id, form.department].id
        if contact := rows.contacts.get(form.id):
            tally.touched(form, changed=hand.change(contact, **values))
        else:
            made.append(Contact(key=form.id, created_by=hand.user_id, created_at=hand.now, **values))
            tally.made(form)
    hand.create(made)
    rows.contacts.update((contact.key, contact) for contact in made)
    aliases: list[ContactAlias] = []
    for form in forms:
        contact = rows.contacts[form.id]
        known = {contact.name, *rows.contact_aliases[contact.id]}
        new = [name for name in dict.fromkeys(form.aliases) if name not in known]
        aliases += [ContactAlias(contact_id=contact.id, name=name) for name in new]
        tally.touched(form, changed=bool(new))
    hand.create(aliases)


def _add_departments(hand: Hand, rows: Held, forms: Iterable[ContactForm]) -> None:
    named = {(_survivor(rows, form.account).id, form.department): None for form in forms if form.department}
    new = [
        Department(account_id=account, name=name) for account, name in named if (account, name) not in rows.departments
    ]
    hand.create(new)
    rows.departments.update(((each.account_id, each.name), each) for each in new)


def _survivor(rows: Held, key: str) -> Account:
    """The client with a key; of one that was merged into another, the other."""
    account = rows.accounts[key]
    by_id = {each.id: each for each in rows.accounts.values()} if account.merged_into_id else {}
    while account.merged_into_id:
        account = by_id[account.merged_into_id]
    return account


def _is_merged(rows: Mapping[str, Account] | Mapping[str, Contact], form: Form, tally: Tally) -> bool:
    """Whether a row turned out to be another one since; that one has its own row in the file."""
    held = rows.get(form.id)
    if held is None or held.merged_into_id is None:
        return False
    tally.merged.append(form.id)
    return True


def _said(form: Form, *names: str) -> dict[str, Any]:
    """The fields of a form that say something."""
    return {name: value for name in names if (value := getattr(form, name)) is not None}
