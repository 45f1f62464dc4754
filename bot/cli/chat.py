"""`salescoach chat`: talk with the coach in the terminal, or pipe questions in."""

import argparse

HELP = "talk with the coach here; piped input works too"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Who talks, and with which company."""
    parser.add_argument(
        "--as", dest="person", metavar="PERSON", help="talk as one of your people: an id, a name or an e-mail"
    )
    parser.add_argument(
        "--sample", action="store_true", help="begin with a fictional company when there are no clients yet"
    )


def run(arguments: argparse.Namespace) -> int:
    """Chat until the end of input."""
    import asyncio
    import sys

    from adapters import open_adapter
    from adapters.terminal import NAME, system_user
    from bot.cli.console import open_prepared, sentence_for
    from bot.wording import say

    application = open_prepared()
    if arguments.sample:
        application.load_sample()
    sender = application.stand_in(NAME, arguments.person) if arguments.person else system_user()
    language = application.settings.spoken
    there = sys.stdin.isatty()
    terminal = open_adapter(
        NAME,
        sender=sender,
        greeting=say(language, "chat.greeting") if there else "",
        hint=say(language, "button.hint") if there else "",
        fault=sentence_for,
    )
    asyncio.run(application.serve([terminal]))
    return 0
