"""How well questions find their answers, over the question sets of `tests/questions/`.

    make quality                                  the shipped pages
    make quality DOCUMENT=talk.txt                and the document the talk sets were written for

R@3: the share of answerable questions with a right passage among the first three. Refused: the share of them the coach
abstains from.
Caught: the share of out-of-scope questions it abstains from. AUROC: how well the confidence tells the two apart.
The document itself is not part of the project; the talk sets name its line ranges.
"""

import argparse
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.bootstrap import Application
from bot.settings import read_settings
from knowledge.calibration import THRESHOLD
from knowledge.documents import DocumentReader
from knowledge.language import Language
from knowledge.pages import PLAYBOOK
from knowledge.retrieval import Findings, page_id_of

QUESTIONS = Path(__file__).parent / "questions"
COLLECTION = "document"


@dataclass(frozen=True)
class Outcome:
    """One question's."""

    language: str
    answerable: bool
    found: bool
    confidence: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--document", type=Path, help="the document of the talk sets")
    parser.add_argument("--sets", nargs="*", default=["dev"], help="dev, tune, final (dev)")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["SALESCOACH_HOME"] = home
        application = Application(read_settings())
        application.prepare()
        if chosen.document:
            with DocumentReader() as reader:
                application.ingest.files([chosen.document], COLLECTION, None, reader, lambda _done, _whole: None)
        print("| set | language | questions | R@3 | refused | out of scope | caught | AUROC |")
        print("|---|---|---|---|---|---|---|---|")
        for name in chosen.sets:
            _report(f"playbook-{name}", list(_asked(application, f"playbook-{name}", PLAYBOOK, _has_page)))
            if chosen.document and (QUESTIONS / f"talk-{name}.jsonl").exists():
                _report(f"talk-{name}", list(_asked(application, f"talk-{name}", COLLECTION, _has_lines)))


def _asked(
    application: Application, name: str, collection: str, right: Callable[[Findings, Sequence[object]], bool]
) -> Iterator[Outcome]:
    for line in (QUESTIONS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        asked = json.loads(line)
        gold = asked.get("pages") or asked.get("lines") or []
        found = application.retriever.search(asked["question"], None, Language(asked["lang"]), 3, collection)
        confidence = found.hits[0].score if found.hits else 0.0
        yield Outcome(asked["lang"], bool(gold), bool(gold) and right(found, gold), confidence)


def _has_page(found: Findings, pages: Sequence[object]) -> bool:
    return any(page_id_of(hit) in pages for hit in found.hits)


def _has_lines(found: Findings, ranges: Sequence[object]) -> bool:
    return any(
        hit.passage.first_line <= last and hit.passage.last_line >= first
        for hit in found.hits
        for first, last in ranges  # type: ignore[misc]
    )


def _report(name: str, outcomes: Sequence[Outcome]) -> None:
    for language in (*Language, "all"):
        chosen = [o for o in outcomes if language in (o.language, "all")]
        inside = [o for o in chosen if o.answerable]
        outside = [o for o in chosen if not o.answerable]
        refused = _share(o.confidence < THRESHOLD for o in inside)
        caught = _share(o.confidence < THRESHOLD for o in outside)
        print(
            f"| {name} | {language} | {len(inside)} | {_share(o.found for o in inside):.2f} | {refused:.2f} "
            f"| {len(outside)} | {caught:.2f} | {_auroc(inside, outside):.3f} |"
        )


def _share(values: Iterator[bool]) -> float:
    counted = list(values)
    return sum(counted) / len(counted) if counted else 0.0


def _auroc(inside: Sequence[Outcome], outside: Sequence[Outcome]) -> float:
    pairs = [(a.confidence, b.confidence) for a in inside for b in outside]
    return sum(1.0 if a > b else 0.5 if a == b else 0.0 for a, b in pairs) / max(len(pairs), 1)


if __name__ == "__main__":
    main()
