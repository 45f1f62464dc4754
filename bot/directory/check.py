"""What in a directory will get in the way later: one thing under two names, two things under one, gaps in what is known."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from bot.directory.forms import AccountForm, ContactForm, Form
from bot.evaluation.tables import Function
from bot.wording import Phrase
from knowledge.text import fold_all

SHOWN = 10
"""How many are named of those that lack the same thing."""
_COMPANY = re.compile(
    r"股份有限公司|有限责任公司|有限公司|集团|公司|"
    r"\b(?:company|co|corporation|corp|incorporated|inc|limited|ltd|llc|gmbh|plc|group)\b"
)
_NEAR = 6
"""From so many characters on, names that differ in one are called alike; of shorter ones too many would be."""


def findings(forms: Mapping[str, Sequence[Form]]) -> Iterator[Phrase]:
    """Sentences for a person, the most harmful first."""
    accounts = [form for form in forms.get("accounts", ()) if isinstance(form, AccountForm)]
    contacts = [form for form in forms.get("contacts", ()) if isinstance(form, ContactForm)]
    for name, found in _shared([(form, _names(form)) for form in accounts]):
        yield Phrase("directory.same_account", {"name": name, "found": _listed(found)})
    for found in _alike(accounts):
        yield Phrase("directory.like_account", {"found": _listed(found)})
    yield from _shared_at_a_client(accounts, contacts)
    if unowned := [form for form in accounts if Function.ACCOUNT not in form.seats]:
        yield Phrase("directory.no_ar", {"count": len(unowned), "found": _listed(unowned)})
    if unplaced := [form for form in contacts if form.chain_role is None]:
        yield Phrase("directory.no_chain_role", {"count": len(unplaced), "found": _listed(unplaced)})


def _shared_at_a_client(accounts: Sequence[AccountForm], contacts: Sequence[ContactForm]) -> Iterator[Phrase]:
    names = {form.id: form.name for form in accounts}
    there: defaultdict[str, list[tuple[Form, Sequence[str]]]] = defaultdict(list)
    for form in contacts:
        there[form.account].append((form, (form.name, *form.aliases)))
    for account, people in there.items():
        for name, found in _shared(people):
            values = {"account": names.get(account, account), "name": name, "found": _listed(found)}
            yield Phrase("directory.same_contact", values)


def _shared(named: Sequence[tuple[Form, Sequence[str]]]) -> Iterator[tuple[str, list[Form]]]:
    """Every name that several have, whatever script or legal form it is written with; once for the same ones."""
    written = [(form, name) for form, names in named for name in names]
    owners: defaultdict[str, dict[str, Form]] = defaultdict(dict)
    first: dict[str, str] = {}
    for (form, name), key in zip(written, _keys([name for _, name in written]), strict=True):
        owners[key][form.id] = form
        first.setdefault(key, name)
    told: set[frozenset[str]] = set()
    for key, found in owners.items():
        if len(found) > 1 and frozenset(found) not in told:
            told.add(frozenset(found))
            yield first[key], list(found.values())


def _alike(accounts: Sequence[AccountForm]) -> Iterator[list[Form]]:
    """Pairs of clients whose names differ in one character that is no digit."""
    written = [(form, name) for form in accounts for name in (form.name, form.name_en) if name]
    near: defaultdict[str, dict[str, Form]] = defaultdict(dict)
    keys: defaultdict[str, set[str]] = defaultdict(set)
    for (form, _), key in zip(written, _keys([name for _, name in written]), strict=True):
        keys[form.id].add(key)
        if len(key) >= _NEAR:
            near[key][form.id] = form
            for place, letter in enumerate(key):
                if not letter.isdigit():
                    near[key[:place] + key[place + 1 :]][form.id] = form
    told: set[tuple[str, str]] = set()
    for found in near.values():
        for one, other in combinations(sorted(found), 2):
            if (one, other) not in told and not keys[one] & keys[other]:
                told.add((one, other))
                yield [found[one], found[other]]


def _names(form: AccountForm) -> list[str]:
    return [name for name in (form.name, form.name_hans, form.name_en, *form.aliases) if name]


def _keys(names: Sequence[str]) -> Iterator[str]:
    """Names as they are compared: folded, without blanks, signs and what only says that it is a company."""
    for folded in fold_all(names):
        core = re.sub(r"[\W_]+", "", _COMPANY.sub(" ", folded))
        yield core or folded


def _listed(forms: Iterable[Form]) -> Phrase | str:
    """Names with ids, of many the first few."""
    found = list(forms)
    named = ", ".join(f"{form.name} ({form.id})" for form in found[:SHOWN])
    more = len(found) - SHOWN
    return Phrase("directory.and_more", {"found": named, "more": more}) if more > 0 else named
