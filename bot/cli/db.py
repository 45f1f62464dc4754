"""`salescoach db upgrade`: bring an older database to this version's tables."""

import argparse

HELP = "upgrade the database after an update of SalesCoach"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One verb."""
    parser.add_argument("verb", choices=["upgrade"])


def run(arguments: argparse.Namespace) -> int:
    """Run the migrations that are missing."""
    from bot.cli.console import open_application

    application = open_application()
    application.upgrade_database()
    return 0
