"""Runs the benchmarks: all of them, and writes docs/benchmarks.md; or those named, and only prints."""

import argparse
import compileall
import math
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from tests.benchmarks.homes import Homes
from tests.benchmarks.report import Row, table

ROOT = Path(__file__).parents[2]
WRITTEN = ROOT / "docs" / "benchmarks.md"
BENCHMARKS: Mapping[str, tuple[str, str]] = {
    "help": ("command_line", "help_rows"),
    "ingest": ("ingest", "rows"),
    "retrieval": ("retrieval", "rows"),
    "answer": ("command_line", "answer_rows"),
    "message": ("message", "rows"),
}
"""Name to module and function; a module is loaded when its turn comes."""

Rows = Callable[[Homes, bool], Iterator[Row]]


def main() -> None:
    """Measure, print, and write when everything was measured."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--large", action="store_true", help="retrieval over 100,000 passages too (takes long)")
    chosen = parser.parse_args()
    unknown = set(chosen.names) - set(BENCHMARKS)
    if unknown:
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    _same_everywhere()
    rows: list[Row] = []
    loads: list[float] = []
    with tempfile.TemporaryDirectory(prefix="salescoach-bench-", ignore_cleanup_errors=True) as folder:
        homes = Homes(Path(folder))
        for name in chosen.names or BENCHMARKS:
            module, function = BENCHMARKS[name]
            measure: Rows = getattr(import_module(f"tests.benchmarks.{module}"), function)
            for row in measure(homes, chosen.large):
                print(" · ".join(filter(None, row.cells())), file=sys.stderr, flush=True)
                rows.append(row)
                loads.append(os.getloadavg()[0])
    print(table(rows))
    if not chosen.names:
        WRITTEN.write_text(_page(rows, loads), encoding="utf-8")


def _same_everywhere() -> None:
    """Whole processes are timed with their bytecode in place, and with none of this machine's settings."""
    for package in ("bot", "knowledge", "adapters"):
        compileall.compile_dir(ROOT / package, quiet=1)
    for name in [name for name in os.environ if name.startswith("SALESCOACH_")]:
        del os.environ[name]


def _page(rows: list[Row], loads: list[float]) -> str:
    missed = [f"- {row.what}: {', '.join(row.missed())}." for row in rows if row.missed()]
    return f"""# Benchmarks

How fast the coach is, beside the least that could do the same ("floor"). Floor and coach take turns in the same run, at least
five times each, with the same durability; the table shows the medians. No test asserts a time. Run it with

    make bench                                  # everything; writes this page
    .venv/bin/python -m tests.benchmarks help   # one benchmark; only prints
    .venv/bin/python -m tests.benchmarks --large  # with 100,000 passages

Measured on {datetime.now(UTC):%d %B %Y}: {_machine()}, Python {platform.python_version()}. {_load(loads)}

{table(rows)}

{"Goals that are missed:" if missed else "Every goal is met."}

{chr(10).join(missed)}

## What is measured

- The passages are made up, the same each time: paragraphs put together from the sentences of the shipped playbook, two
  thirds in Chinese and one third in English, each with a client, a case number and a date of its own.
- Retrieval is the whole call of `Retriever.search`, with its look-ups in the database, and each question is asked once. Its
  floor is the hybrid of LangChain's tutorial: Chroma (in memory, the same embeddings), `BM25Retriever` and
  `EnsembleRetriever`, half and half. As the tutorial writes it, its BM25 splits at blanks and finds next to nothing in
  Chinese; "with our terms" it cuts Chinese as we do.
- `salescoach …` is the whole process, from its start to its end, with bytecode in place. After an ingest the first question
  in a language also measures what chance finds in the new passages. Memory is `ru_maxrss`.
- Bare Chroma is given the same passages with ready-made vectors, by a process that does nothing else.
- A message answered in chat is `Coach.reply_to`; its floor asks Chroma for ten neighbours and keeps message, turn and reply
  in one transaction of an SQLite file that is as durable (WAL, `synchronous=FULL`).
"""


def _load(loads: list[float]) -> str:
    """What else the machine was doing: a floor and its product suffer alike, milliseconds do not."""
    cores = os.cpu_count() or 1
    if max(loads) <= cores:
        return f"The machine did little else (load {min(loads):.1f} to {max(loads):.1f})."
    return (
        f"The machine did other work at the same time (load {min(loads):.1f} to {max(loads):.1f} on {cores} cores), "
        "so seconds and milliseconds are higher than on an idle one; ratios are less so."
    )


def _machine() -> str:
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {math.ceil(memory)} GiB of memory"


if __name__ == "__main__":
    main()
