"""Whole processes: help, and the first answer over 10,000 passages."""

import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from statistics import median

from tests.benchmarks import corpus
from tests.benchmarks.homes import Homes
from tests.benchmarks.measure import PAIRS, Run, alternate, run
from tests.benchmarks.report import Goal, Row, compared

PASSAGES = 10_000
SALESCOACH = Path(sys.executable).with_name("salescoach")
_HELP = Goal(0.35, "value")
_ANSWER = Goal(2.2, "value")
_MEMORY = Goal(300, "value")


def help_rows(homes: Homes, large: bool) -> Iterator[Row]:
    """How long a person waits for the help."""
    times = alternate(
        lambda _: run([sys.executable, "-c", "pass"]).seconds, lambda _: run([SALESCOACH, "--help"]).seconds, 2 * PAIRS
    )
    yield compared("`salescoach --help` : `python -c pass`", times, "s", _HELP)


def answer_rows(homes: Homes, large: bool) -> Iterator[Row]:
    """How long a person waits for an answer, the first one after an ingest and any later one, and what memory it takes."""
    fresh = homes.filled(PASSAGES)
    asked = corpus.questions(2 * PAIRS)
    used = homes.copied(fresh, "used")
    for question in asked[:2]:
        _ask(used, question)
    if _skills(used) != {"ask_playbook"}:
        raise RuntimeError(f"the questions were not answered but taken for {_skills(used)}")
    yield from _answers("first `salescoach ask` after an ingest", lambda _: homes.copied(fresh, "fresh"), asked)
    yield from _answers("any later `salescoach ask`", lambda _: used, asked[PAIRS:])


def _answers(what: str, home: Callable[[int], Path], asked: list[str]) -> Iterator[Row]:
    """Time and memory; half the questions are in Chinese, half in English."""
    runs: list[Run] = []

    def product(pair: int) -> float:
        place = home(pair)
        runs.append(_ask(place, asked[pair]))
        return runs[-1].seconds

    times = alternate(lambda _: run([sys.executable, "-c", "import sqlalchemy, numpy"]).seconds, product)
    yield compared(f"{what}, {PASSAGES:,} passages : `import sqlalchemy, numpy`", times, "s", _ANSWER)
    yield Row(f"{what}: most memory held", median(each.megabytes for each in runs), "MB", (_MEMORY,))


def _ask(home: Path, question: str) -> Run:
    return run([SALESCOACH, "ask", question], {"SALESCOACH_HOME": str(home)})


def _skills(home: Path) -> set[str]:
    """What the coach took the messages for."""
    with closing(sqlite3.connect(home / "salescoach.db")) as database:
        return {skill for (skill,) in database.execute("SELECT skill FROM turn")}
