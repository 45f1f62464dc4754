"""From the directory's own keys to the rows that records point to."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.evaluation.tables import Account, Contact, User


def find_account(session: Session, key: str) -> Account | None:
    """The client with a key; of one that was merged into another, the other."""
    found = session.scalar(select(Account).where(Account.key == key))
    while found and found.merged_into_id:
        found = session.get_one(Account, found.merged_into_id)
    return found


def find_contact(session: Session, key: str) -> Contact | None:
    """The contact with a key; of one that was merged into another, the other."""
    found = session.scalar(select(Contact).where(Contact.key == key))
    while found and found.merged_into_id:
        found = session.get_one(Contact, found.merged_into_id)
    return found


def find_user(session: Session, key: str) -> User | None:
    """The colleague with a key, as the snapshot has it: `#` and a number for who stands in no file."""
    if key.startswith("#") and key[1:].isdigit():
        return session.scalar(select(User).where(User.id == int(key[1:]), User.key.is_(None)))
    return session.scalar(select(User).where(User.key == key))
