"""A directory file into the database: what is listed is made or brought up to date, what is not is left alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.directory.forms import ROLES, AccountForm, ContactForm, PersonForm, TeamForm
from bot.directory.listing import Listing, Problem
from bot.evaluation.directory.held import held
from bot.evaluation.directory.importing.clients import take_in_accounts, take_in_contacts
from bot.evaluation.directory.importing.people import take_in_people, take_in_teams
from bot.evaluation.directory.importing.references import missing_references, teams_by_mention
from bot.evaluation.directory.importing.tally import Tally
from bot.evaluation.hand import Hand
from bot.evaluation.tables import DirectoryRevision
from bot.messages import IncomingMessage
from bot.wording import Phrase


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file: how many of its rows were new, changed something, or said nothing new."""

    new: int = 0
    changed: int = 0
    same: int = 0
    problems: Sequence[Problem] = ()
    """What has to be mended first; then nothing was imported."""
    notices: Sequence[Phrase] = ()


def import_directory(
    session: Session, listing: Listing, user_id: int | None, message: IncomingMessage | None, now: datetime
) -> Imported:
    """Take a file in, all of it or, when anything in it is wrong, nothing.

    Rows are told by their ids, so that the same file taken in again changes nothing. A field a row does not speak of stays;
    other names are added, never taken away; a new person in a seat ends the time of the one before.
    """
    # Imports take turns, so that no two of them make the same row.
    session.get_one(DirectoryRevision, 1, with_for_update=True)
    rows = held(session)
    if problems := [*listing.problems, *missing_references(listing, rows)]:
        return Imported(problems=problems, notices=listing.notices)
    hand, tally = Hand(session, user_id, message, now), Tally()
    forms = [entry.form for entry in listing.entries]
    people = [(entry.form, ROLES[entry.sheet]) for entry in listing.entries if isinstance(entry.form, PersonForm)]
    take_in_teams(hand, rows, tally, [form for form in forms if isinstance(form, TeamForm)], teams_by_mention(listing))
    take_in_people(hand, rows, tally, people)
    take_in_accounts(hand, rows, tally, [form for form in forms if isinstance(form, AccountForm)])
    take_in_contacts(hand, rows, tally, [form for form in forms if isinstance(form, ContactForm)])
    merged = [Phrase("directory.merged", {"id": key}) for key in tally.merged]
    same = len(forms) - len(tally.new) - len(tally.changed) - len(merged)
    return Imported(len(tally.new), len(tally.changed), same, notices=[*listing.notices, *merged])


def problems_of(session: Session, listing: Listing) -> list[Problem]:
    """Everything that would keep a file from being imported now."""
    return [*listing.problems, *missing_references(listing, held(session))]
