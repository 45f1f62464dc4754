"""`salescoach gaps`: what was asked and nothing answered, alike questions together."""

import argparse
import json

HELP = "list the questions that found no answer"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How it is printed."""
    parser.add_argument("--json", action="store_true", help="print JSON, one line a group of questions")


def run(arguments: argparse.Namespace) -> int:
    """List as an administrator: everyone's questions."""
    from adapters.terminal import harmless
    from bot.access import Scope
    from bot.cli.console import open_application
    from bot.skills.gaps import line
    from bot.wording import say

    application = open_application()
    language, zone = application.settings.spoken, application.clock.now().tzinfo
    found = application.gaps(Scope(everyone=True))
    for gap in found:
        if arguments.json:
            day = f"{gap.last_asked.astimezone(zone):%Y-%m-%d}"
            told = {"question": gap.question, "times": gap.times, "people": gap.people, "last_asked": day}
            print(harmless(json.dumps(told, ensure_ascii=False)))
        else:
            print(harmless(line(gap, language, zone)))
    if not found and not arguments.json:
        print(say(language, "gaps.none"))
    return 0
