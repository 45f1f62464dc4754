"""`salescoach ask "…"`: one question, one answer, as in a chat that has just begun."""

import argparse

HELP = "answer one question from the playbook and your documents"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The question, in as many words as it takes."""
    parser.add_argument("question", nargs="+", help="in Chinese or English")


def run(arguments: argparse.Namespace) -> int:
    """Answer as the coach does in a chat; a question without an answer goes on the manager's list as there."""
    import asyncio
    import io
    import sys
    import uuid

    from adapters.terminal import Terminal, system_user
    from bot.cli.console import open_prepared

    application = open_prepared()
    question = io.StringIO(" ".join(" ".join(arguments.question).split()) + "\n")
    terminal = Terminal(system_user(), question, sys.stdout, conversation=f"ask-{uuid.uuid4().hex}")
    asyncio.run(application.serve([terminal]))
    return 0
