"""`salescoach chat`: talk with the coach in the terminal, or pipe questions in."""

import argparse

HELP = "talk with the coach here; piped input works too"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose yet."""


def run(arguments: argparse.Namespace) -> int:
    """Chat until the end of input."""
    import asyncio
    import sys

    from adapters import open_adapter
    from adapters.terminal import NAME
    from bot.cli.console import open_prepared, sentence_for
    from bot.wording import say

    application = open_prepared()
    language = application.settings.spoken
    there = sys.stdin.isatty()
    terminal = open_adapter(
        NAME,
        greeting=say(language, "chat.greeting") if there else "",
        hint=say(language, "button.hint") if there else "",
        fault=sentence_for,
    )
    asyncio.run(application.serve([terminal]))
    return 0
