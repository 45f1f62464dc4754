"""`salescoach init`: the home folder, the first administrator, the language."""

import argparse
import sys

HELP = "set up the home folder, the first administrator and the language"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said on the command line is not asked for."""
    parser.add_argument("--name", help="your name; you will be the administrator")
    parser.add_argument("--language", choices=["zh-Hant", "zh-Hans", "en"], help="the language you read")


def run(arguments: argparse.Namespace) -> int:
    """Ask for what is missing when somebody is there to answer, and prepare everything."""
    from adapters.terminal import NAME, system_user
    from bot.cli.console import open_application
    from bot.wording import say
    from knowledge.language import Language

    application = open_application()
    language = Language(arguments.language) if arguments.language else application.settings.spoken
    answers = sys.stdin.isatty()
    if not arguments.language and answers:
        said = input(f"{say(language, 'init.ask_language')} [{language}]: ").strip()
        language = Language(said) if said in set(Language) else language
    name = arguments.name or (answers and input(f"{say(language, 'init.ask_name')} [{system_user()}]: ").strip())
    name = name or system_user()
    admin = application.first_admin(name, language, {NAME: system_user()})
    application.prepare()
    if admin != name:
        print(say(language, "init.already", home=application.home, name=admin))
        return 0
    print(say(language, "init.admin", name=admin))
    print(say(language, "init.done", home=application.home))
    return 0
