"""Writes the judged answers anew: see `tests.answers`."""

import sys
import tempfile
from pathlib import Path

from bot.bootstrap import Application
from bot.settings import Settings
from knowledge import grading
from knowledge.language import Language
from tests.answers.played import asked, read, renewed, write


def chosen(name: str, language: Language, count: int) -> list[dict[str, object]]:
    """Questions of a set, one in five of them out of scope, evenly over the set."""
    questions = [each for each in grading.read_set(name) if each.language is language]
    inside = [each for each in questions if each.is_answerable]
    outside = [each for each in questions if not each.is_answerable]
    picked = inside[: count - count // 5] + outside[: count // 5]
    return [{"question": q.text, "wanted": [*sorted(q.pages), *([str(q.kind)] if q.kind else [])]} for q in picked]


def main(arguments: list[str]) -> None:
    """Ask in a home of its own, with the shipped pages only."""
    with tempfile.TemporaryDirectory(prefix="salescoach-answers-", ignore_cleanup_errors=True) as home:
        application = Application(Settings(home=Path(home), database_url=None, chroma_url=None))
        application.prepare()
        counts = dict(each.split(":") for each in arguments[1:])
        for language in Language:
            entries = chosen(arguments[0], language, int(counts[language])) if language in counts else read(language)
            told = [renewed(each, asked(application, str(each["question"]), language)) for each in entries]
            write(language, told)
            print(f"{language}: {sum(not each['judged'] for each in told)} of {len(told)} to be judged")
        application.database.close()


if __name__ == "__main__":
    main(sys.argv[1:])
