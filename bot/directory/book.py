"""The directory with its rows: whose a client is, so that a person is only ever shown what that person may see."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bot.access import Person, may_see_client
from bot.directory import Account, Colleague, Contact, Directory


@dataclass(frozen=True, slots=True)
class Ownership:
    """What decides who may see a client."""

    team_id: int | None = None
    created_by: int | None = None


@dataclass(frozen=True, eq=False)
class Book:
    """A directory, with the row of each entry in the tables. Safe to share; made once for each revision of the directory."""

    directory: Directory = field(default_factory=Directory)
    rows: Mapping[str, Mapping[str, int]] = field(
        default_factory=lambda: {"accounts": {}, "contacts": {}, "colleagues": {}}
    )
    """Of accounts, contacts and colleagues: the key, and the number of its row."""
    owners: Mapping[str, Ownership] = field(default_factory=dict)
    """Of each account's key."""

    @cached_property
    def accounts(self) -> dict[str, Account]:
        """Clients by key."""
        return {account.id: account for account in self.directory.accounts}

    @cached_property
    def contacts(self) -> dict[str, Contact]:
        """People at clients by key."""
        return {contact.id: contact for contact in self.directory.contacts}

    @cached_property
    def colleagues(self) -> dict[str, Colleague]:
        """Our own people by key."""
        return {colleague.id: colleague for colleague in self.directory.colleagues}

    @cached_property
    def staff(self) -> dict[str, list[Contact]]:
        """The people at each client, by the client's key."""
        found: dict[str, list[Contact]] = {}
        for contact in self.directory.contacts:
            found.setdefault(contact.account, []).append(contact)
        return found

    def account_row(self, key: str) -> int:
        """The row of a client. Raises `KeyError` when it is not in the book."""
        return self.rows["accounts"][key]

    def contact_row(self, key: str) -> int:
        """The row of a contact. Raises `KeyError` when it is not in the book."""
        return self.rows["contacts"][key]

    def colleague_row(self, key: str) -> int:
        """The row of one of our people. Raises `KeyError` when it is not in the book."""
        return self.rows["colleagues"][key]

    def visible_to(self, person: Person, seats: Collection[int]) -> frozenset[str]:
        """The keys of the clients a person may see; `seats` are the rows of those in whose iron triangle the person sits."""
        return frozenset(
            key
            for key, owner in self.owners.items()
            if may_see_client(person, owner.team_id, owner.created_by, self.rows["accounts"][key] in seats)
        )

    def only(self, accounts: Collection[str]) -> "Book":
        """The part of the book that is about these clients; our own people are in every part."""
        return Book(
            Directory(
                tuple(account for account in self.directory.accounts if account.id in accounts),
                tuple(contact for contact in self.directory.contacts if contact.account in accounts),
                self.directory.colleagues,
                self.directory.revision,
            ),
            self.rows,
            {key: owner for key, owner in self.owners.items() if key in accounts},
        )
