"""Who there is to speak of: clients, the people at the clients, and the company's own people. Values only; no I/O."""

from dataclasses import dataclass

from bot.evaluation.tables import Role


@dataclass(frozen=True, slots=True)
class Account:
    """A client company (客戶)."""

    id: str
    """The directory's own key for it, as given in the imported file."""
    name: str
    names: tuple[str, ...]
    """Every way to write it, `name` first: the other script, English, aliases."""


@dataclass(frozen=True, slots=True)
class Contact:
    """A person at a client (客戶聯絡人)."""

    id: str
    account: str
    """The key of their client."""
    name: str
    names: tuple[str, ...]
    """Every way to write the name, `name` first."""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Colleague:
    """One of the company's own people."""

    id: str
    name: str
    names: tuple[str, ...]
    role: Role = Role.REP


@dataclass(frozen=True, slots=True)
class Directory:
    """All of them, as they stood at one moment. `revision` grows with every change, so that what is made from it can be kept."""

    accounts: tuple[Account, ...] = ()
    contacts: tuple[Contact, ...] = ()
    colleagues: tuple[Colleague, ...] = ()
    revision: int = 0
