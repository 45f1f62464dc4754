"""`salescoach directory`: clients, the people there and our own people, from files and to files."""

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.bootstrap import Application
    from bot.directory.listing import Problem
    from bot.messages import IncomingMessage
    from bot.wording import Phrase

HELP = "take in clients, contacts and colleagues from a file, or write them to one"
COMMAND = "command"
"""The adapter under which the audit has what was done here, so that it can be undone like what was said in a chat."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """A verb, and what it is done to."""
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    for name, about in (
        ("import", "take a file in: new rows are added, rows with a known id brought up to date"),
        ("export", "write all of it to a file"),
        ("check", "say what is wrong in a file or, without one, what in the directory will get in the way"),
        ("template", "write an empty form to fill in"),
    ):
        verb = verbs.add_parser(name, help=about, description=about)
        kinds = "a .json or .xlsx file, or a folder of .csv files"
        verb.add_argument("file", type=Path, metavar="FILE", nargs="?" if name == "check" else None, help=kinds)
    about = "make one of two that are the same"
    verb = verbs.add_parser("merge", help=about, description=about)
    verb.add_argument("kind", choices=["account", "contact"])
    verb.add_argument("keep", metavar="KEEP", help="the id that stays")
    verb.add_argument("gone", metavar="GONE", help="the id that becomes a part of it")
    about = "take back the last import or merge"
    verbs.add_parser("undo", help=about, description=about)


def run(arguments: argparse.Namespace) -> int:
    """Do it as an administrator; 1 when something has to be mended first."""
    from bot.cli.console import open_administered

    application = open_administered()
    match arguments.verb:
        case "import":
            return _import(application, arguments.file)
        case "export":
            _export(application, arguments.file)
        case "check" if arguments.file:
            return _check_file(application, arguments.file)
        case "check":
            _check(application)
        case "template":
            _template(application, arguments.file)
        case "merge":
            _merge(application, arguments.kind, arguments.keep, arguments.gone)
        case "undo":
            _undo(application)
    return 0


def _import(application: "Application", path: Path) -> int:
    from bot.directory.files import read
    from bot.evaluation.directory import import_directory

    listing, now = read(path), application.clock.now()
    with application.database.writing() as session:
        done = import_directory(session, listing, _user(application), _message(application), now)
    _tell(application, done.notices)
    if done.problems:
        _refuse(application, done.problems)
        return 1
    _say(application, "directory.imported", new=done.new, changed=done.changed, same=done.same)
    return 0


def _export(application: "Application", path: Path) -> None:
    from bot.directory.files import write
    from bot.directory.forms import sizes
    from bot.evaluation.directory import export_directory

    with application.database.reading() as session:
        forms = export_directory(session)
    write(path, forms)
    _say(application, "directory.exported", path=path, **sizes(forms))


def _check_file(application: "Application", path: Path) -> int:
    from bot.directory.check import findings
    from bot.directory.files import read
    from bot.directory.forms import sizes
    from bot.evaluation.directory import problems_of

    listing = read(path)
    with application.database.reading() as session:
        problems = problems_of(session, listing)
    found = [*listing.notices, *findings(listing.forms)]
    _tell(application, found)
    if problems:
        _refuse(application, problems)
    elif not found:
        _say(application, "directory.all_well", **sizes(listing.forms))
    return 1 if problems else 0


def _check(application: "Application") -> None:
    from bot.directory.check import findings
    from bot.directory.forms import sizes
    from bot.evaluation.directory import export_directory

    with application.database.reading() as session:
        forms = export_directory(session)
    found = list(findings(forms))
    _tell(application, found)
    if not found:
        _say(application, "directory.all_well", **sizes(forms))


def _template(application: "Application", path: Path) -> None:
    from bot.directory.files import write
    from bot.directory.template import example

    write(path, example(application.settings.spoken))
    _say(application, "directory.template", path=path)


def _merge(application: "Application", kind: str, keep: str, gone: str) -> None:
    from bot.evaluation.directory import merge_accounts, merge_contacts

    merge = merge_accounts if kind == "account" else merge_contacts
    with application.database.writing() as session:
        done = merge(session, keep, gone, _user(application), _message(application), application.clock.now())
    _say(application, "directory.merge_done", keep=keep, gone=gone, moved=done.moved, dropped=done.dropped)


def _undo(application: "Application") -> None:
    from bot.evaluation.undo import last_written, undo

    user, message = _user(application), _message(application)
    with application.database.writing() as session:
        done = undo(session, COMMAND, last_written(session, COMMAND), user, message, application.clock.now())
    _say(application, "directory.undone", count=len(done))


def _user(application: "Application") -> int | None:
    """Who sits at the terminal, when the coach knows them."""
    from adapters.terminal import NAME, system_user
    from bot.evaluation import people

    with application.database.reading() as session:
        return people.find(session, NAME, system_user())[0].id


def _message(application: "Application") -> "IncomingMessage":
    """The command as the audit has it: each is a message of its own."""
    import uuid

    from adapters.terminal import system_user
    from bot.messages import IncomingMessage

    user = system_user()
    return IncomingMessage(COMMAND, uuid.uuid4().hex, user, user, application.clock.now())


def _refuse(application: "Application", problems: "Iterable[Problem]") -> None:
    from bot.wording import Phrase

    found = list(problems)
    _say(application, "directory.refused", count=len(found))
    _tell(
        application,
        [Phrase("directory.problem", {"place": each.place, "reason": each.reason}) for each in found],
    )


def _tell(application: "Application", phrases: "Iterable[Phrase]") -> None:
    for phrase in phrases:
        _say(application, phrase.key, **phrase.values)


def _say(application: "Application", key: str, **values: object) -> None:
    """Print a sentence; what stands in a file cannot do anything to the terminal."""
    from adapters.terminal import harmless
    from bot.wording import say

    print(harmless(say(application.settings.spoken, key, **values)))
