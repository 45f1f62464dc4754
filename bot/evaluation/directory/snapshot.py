"""The directory as values, in as many statements as there are kinds of rows."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from bot.directory import Account, Colleague, Contact, Directory
from bot.evaluation import tables
from bot.evaluation.directory.held import aliases
from bot.evaluation.tables import AccountAlias, ChatIdentity, ContactAlias, DirectoryRevision, User, UserAlias


def revision(session: Session) -> int:
    """How often the directory was changed: a snapshot of the same revision is still good."""
    return session.scalars(select(DirectoryRevision.revision)).one()


def snapshot(session: Session) -> Directory:
    """Everybody there is to speak of. What was merged into another is no more, but its names are the other's."""
    # The revision first: where others write meanwhile, the rest may be newer than it says, never older.
    number = revision(session)
    return Directory(_accounts(session), _contacts(session), _colleagues(session), number)


def _accounts(session: Session) -> tuple[Account, ...]:
    of = tables.Account
    names = aliases(session, select(AccountAlias.account_id, AccountAlias.name).order_by(AccountAlias.id))
    rows = session.execute(
        select(of.id, of.key, of.name, of.name_hans, of.name_en).where(of.merged_into_id.is_(None)).order_by(of.id)
    )
    return tuple(Account(key, name, _names(name, hans, en, *names[row])) for row, key, name, hans, en in rows)


def _contacts(session: Session) -> tuple[Contact, ...]:
    of, at = tables.Contact, tables.Account
    names = aliases(session, select(ContactAlias.contact_id, ContactAlias.name).order_by(ContactAlias.id))
    rows = session.execute(
        select(of.id, of.key, at.key, of.name, of.title)
        .join(at, at.id == of.account_id)
        .where(of.merged_into_id.is_(None))
        .order_by(of.id)
    )
    return tuple(
        Contact(key, account, name, _names(name, *names[row]), title or "") for row, key, account, name, title in rows
    )


def _colleagues(session: Session) -> tuple[Colleague, ...]:
    """Our people; who is in no file and on no platform is none of them."""
    names = aliases(session, select(UserAlias.user_id, UserAlias.name).order_by(UserAlias.id))
    known = User.key.is_not(None) | exists().where(ChatIdentity.user_id == User.id)
    rows = session.execute(select(User.id, User.key, User.name, User.role).where(known).order_by(User.id))
    return tuple(Colleague(key or f"#{row}", name, _names(name, *names[row]), role) for row, key, name, role in rows)


def _names(*names: str | None) -> tuple[str, ...]:
    """Every name once, in the order given."""
    return tuple(dict.fromkeys(name for name in names if name))
