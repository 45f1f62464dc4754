"""`salescoach doctor`: checks settings, home, database, pages and indexes; mends what it can and says how to mend the rest."""

import argparse

HELP = "check settings, database and indexes, and mend what can be mended"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def run(arguments: argparse.Namespace) -> int:
    """Print a line a check; 1 when something is left to mend."""
    from bot.bootstrap import page_problem
    from bot.cli.console import open_application
    from bot.cli.progress import bar
    from bot.wording import say

    application = open_application()
    language = application.settings.spoken
    print(say(language, "doctor.settings_ok"))
    print(say(language, "doctor.home_ok", home=application.home))
    application.database.check()
    where = "SQLite" if application.settings.database_url is None else "SALESCOACH_DATABASE_URL"
    print(say(language, "doctor.database_ok", where=where))
    faults = application.playbook.faults()
    for fault in faults:
        print(say(language, "doctor.page_fault", path=fault.path, problem=page_problem(fault)))
    application.prepare()
    for collection in application.library.collections(None):
        with application.locked(), bar(collection.name) as progress:
            repaired = application.ingest.repair(collection, progress)
        count, _ = application.library.extent(collection.id)
        key = "doctor.index_repaired" if repaired else "doctor.index_ok"
        print(say(language, key, name=collection.name, count=count))
    if not faults:
        print(say(language, "doctor.all_well"))
    return 1 if faults else 0
