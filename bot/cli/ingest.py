"""`salescoach ingest`: take a company's own material into a collection."""

import argparse
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
    from bot.access import audience_for
    from bot.cli.console import open_prepared
    from bot.cli.progress import bar
    from bot.wording import say
    from knowledge.documents import SUPPORTED, DocumentReader

    application = open_prepared()
    language = application.settings.spoken
    readers = audience_for(arguments.readers) if arguments.readers else None
    with application.locked(), DocumentReader() as reader, bar(say(language, "ingest.reading")) as progress:
        report = application.ingest.files(arguments.paths, arguments.collection, readers, reader, progress)
    for path, error in report.failed:
        reason = say(language, f"reason.{error.reason}", **{"cause": "", **error.details})
        print(say(language, "ingest.failed", path=path, reason=reason))
    for path, note in report.notes:
        key, _, kind = note.partition(":")
        print(say(language, "ingest.note", path=path, note=say(language, f"note.{key}", kind=kind)))
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
