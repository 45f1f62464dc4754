"""`salescoach ingest`: take a company's own material into a collection."""

import argparse
import re
from pathlib import Path

HELP = "read your own documents (md, txt, html, pdf, docx, pptx, xlsx) into a collection"
DEFAULT_COLLECTION = "company"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to read, into where, for whom."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files or folders")
    parser.add_argument(
        "--collection", default=DEFAULT_COLLECTION, metavar="NAME", help=f"into which ({DEFAULT_COLLECTION})"
    )
    parser.add_argument("--readers", metavar="everyone|managers|TEAM", help="who may read the collection (everyone)")


def run(arguments: argparse.Namespace) -> int:
    """Read what changed; 1 when a file could not be read, although everything else was."""
    from bot.access import audience_for, team_of
    from bot.bootstrap import file_problem
    from bot.cli.console import open_prepared
    from bot.cli.progress import bar
    from bot.errors import CoachError
    from bot.wording import say
    from knowledge.documents import SUPPORTED, DocumentReader
    from knowledge.ingest import name_of

    application = open_prepared()
    language = application.settings.spoken
    _check_name(arguments.collection)
    readers = audience_for(arguments.readers) if arguments.readers else None
    if readers and (team := team_of(readers)) and team not in (teams := application.teams()):
        raise CoachError("no_team", team=team, teams=", ".join(teams) or "-")
    with application.locked(), DocumentReader() as reader, bar(say(language, "ingest.reading")) as progress:
        report = application.ingest.files(arguments.paths, arguments.collection, readers, reader, progress)
    for path, error in report.failed:
        print(say(language, "ingest.failed", path=name_of(path), reason=file_problem(error)))
    for path, note in report.notes:
        key, _, kind = note.partition(":")
        print(say(language, "ingest.note", path=name_of(path), note=say(language, f"note.{key}", kind=kind)))
    if report.rebuilt:
        print(say(language, "ingest.rebuilt"))
    if not (report.read or report.unchanged or report.removed or report.failed):
        kinds = ", ".join(sorted(SUPPORTED))
        print(say(language, "ingest.nothing_found", paths=", ".join(map(str, arguments.paths)), kinds=kinds))
        return 1
    print(
        say(
            language,
            "ingest.done",
            read=len(report.read),
            unchanged=report.unchanged,
            removed=len(report.removed),
            failed=len(report.failed),
            passages=report.passages,
            name=arguments.collection,
        )
    )
    return 1 if report.failed else 0


def _check_name(name: str) -> None:
    """A collection's name is one a person can type again, and none of the playbook's. Raises `CoachError`."""
    from bot.errors import CoachError
    from knowledge.pages import PLAYBOOK

    if not re.fullmatch(r"\w[\w .-]{0,63}", name) or name.startswith(PLAYBOOK):
        shown = name[:64] if name.isprintable() else ascii(name[:64]).strip("'")
        raise CoachError("collection_name", name=shown)
