"""The command line. Each command is a module of this package; nothing heavy is imported before a command is chosen.

A command's module has `HELP` (one line), `add_arguments(parser)` and `run(arguments)`, which gives the exit code.
"""

import argparse
import io
import sys
from collections.abc import Sequence
from importlib import import_module

COMMANDS = ("init", "chat", "ask", "search", "ingest", "directory", "gaps", "eval", "doctor", "db")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; what a person can mend is told in one sentence and ends with 1, an interruption with 130."""
    parser = argparse.ArgumentParser(
        prog="salescoach",
        description="A coach for managing client relationships (MCR), in your terminal.",
        epilog="Start with: salescoach chat",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name in COMMANDS:
        module = import_module(f"{__name__}.{name}")
        command = commands.add_parser(name, help=module.HELP, description=module.HELP)
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    chosen = parser.parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal without Chinese characters shows the rest
    try:
        return int(chosen.run(chosen))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()  # whoever was reading has read enough
        return 0
    except Exception as error:
        return _failed(error)


def _failed(error: Exception) -> int:
    from bot.cli.console import sentence_for

    print(sentence_for(error), file=sys.stderr)
    return 1
