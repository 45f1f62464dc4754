"""`salescoach eval`: how well the question sets find their answers, as a table, beside other ways to search."""

import argparse
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.bootstrap import Application
    from knowledge.comparison import Search
    from knowledge.grading import Found, Marks, Question, System
    from knowledge.library import StoredPassage

HELP = "measure how well questions find their answers"
COLLECTION = "document"
HEAD = "| set | system | language | questions | R@3 | refused | out of scope | caught | AUROC | right section |"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What is measured."""
    parser.add_argument("--sets", nargs="+", default=["dev"], metavar="SET", help="dev, tune, final, final2 (dev)")
    parser.add_argument("--document", type=Path, metavar="FILE", help="the document that the talk sets ask about")
    parser.add_argument(
        "--beside", type=int, default=0, metavar="N", help="so many unrelated Chinese paragraphs beside the document"
    )
    parser.add_argument("--compare", action="store_true", help="measure other ways to search beside it (development)")


def run(arguments: argparse.Namespace) -> int:
    """Measure in a home of its own, so that neither the company's pages nor its documents count."""
    from bot.bootstrap import Application, file_problem
    from bot.errors import CoachError
    from bot.settings import read_settings
    from knowledge import grading
    from knowledge.documents import DocumentReader

    known = {name.partition("-")[2] for name in grading.names()}
    if unknown := [name for name in arguments.sets if name not in known]:
        raise CoachError("no_set", name=unknown[0], names=", ".join(sorted(known)))
    print(HEAD, "|---" * HEAD.count(" | ") + "|---|", sep="\n", flush=True)
    with tempfile.TemporaryDirectory(prefix="salescoach-eval-", ignore_cleanup_errors=True) as home:
        own = {"home": Path(home), "database_url": None, "chroma_url": None}
        application = Application(read_settings().model_copy(update=own))
        application.prepare()
        if arguments.document:
            files = [arguments.document, *_beside(Path(home), arguments.beside)]
            with DocumentReader() as reader:
                report = application.ingest.files(files, COLLECTION, None, reader, lambda _done, _whole: None)
            if report.failed:
                raise CoachError("file", path=arguments.document, problem=file_problem(report.failed[0][1]))
        asked = [(f"playbook-{name}", "") for name in arguments.sets]
        if arguments.document:
            asked += [(f"talk-{name}", COLLECTION) for name in arguments.sets if f"talk-{name}" in grading.names()]
        for collection in dict.fromkeys(collection for _, collection in asked):
            systems = _systems(application, collection, arguments.compare)
            for name in (name for name, place in asked if place == collection):
                for system, ask in systems.items():
                    for language, marks in grading.grade(grading.read_set(name), ask):
                        print(_row(name, system, language, marks), flush=True)
    return 0


def _beside(home: Path, count: int) -> list[Path]:
    """Files of unrelated paragraphs, ten each, as a folder of other papers has them."""
    from knowledge.unrelated import paragraphs

    made = paragraphs(count)
    files = []
    for start in range(0, count, 10):
        files.append(home / f"unrelated-{start}.txt")
        files[-1].write_text("\n\n".join(made[start : start + 10]), encoding="utf-8")
    return files


def _systems(application: "Application", collection: str, compare: bool) -> "dict[str, System]":
    """What is asked in a collection of that name, or in the playbook's: the coach, and what it is compared with."""
    from knowledge.grading import LOOKED_AT, Found
    from knowledge.language import Language
    from knowledge.pages import PLAYBOOK, playbook_name

    def coach(question: "Question") -> "Found":
        found = application.retriever.search(question.text, None, question.language, LOOKED_AT, collection or PLAYBOOK)
        confidence = found.hits[0].score if found.hits else 0.0
        answer = None if collection else application.answers.answer(question.text, None, question.language)
        return Found([hit.passage for hit in found.hits], confidence, answer)

    if not compare:
        return {"SalesCoach": coach}
    held = {each.name: list(application.library.passages(each.id)) for each in application.library.collections(None)}
    place = {language: collection or playbook_name(language) for language in Language}
    searches = {name: _contenders(held[name], LOOKED_AT) for name in dict.fromkeys(place.values())}

    def asking(system: str) -> "System":
        return lambda question: Found(searches[place[question.language]][system](question.text))

    return {"SalesCoach": coach} | {system: asking(system) for system in next(iter(searches.values()))}


def _contenders(passages: "list[StoredPassage]", k: int) -> "dict[str, Search]":
    from bot.errors import CoachError
    from knowledge.comparison import contenders

    try:
        return dict(contenders(passages, k))
    except ImportError as error:
        raise CoachError("no_comparison", package=error.name) from error


def _row(name: str, system: str, language: str, marks: "Marks") -> str:
    cells = [name, system, language, str(marks.questions), _cell(marks.recall), _cell(marks.refused)]
    cells += [str(marks.out_of_scope), _cell(marks.caught), _cell(marks.auroc), _cell(marks.section)]
    return f"| {' | '.join(cells)} |"


def _cell(share: float | None) -> str:
    return "" if share is None else f"{share:.2f}"
