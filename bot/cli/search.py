"""`salescoach search`: what would be found for a question, with scores; one question or a file of them."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HELP = "show which passages are found for a question"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """A question or a batch of them."""
    asked = parser.add_mutually_exclusive_group(required=True)
    asked.add_argument("question", nargs="?", help="in Chinese or English")
    asked.add_argument("--batch", type=Path, metavar="FILE", help='a JSON Lines file of {"id", "question"}')
    parser.add_argument("--collection", metavar="NAME", help="search only there; “playbook” is the shipped one")
    parser.add_argument("-k", type=int, default=10, metavar="N", help="how many passages at most (10)")
    parser.add_argument("--json", action="store_true", help="print JSON, one line a question")


def run(arguments: argparse.Namespace) -> int:
    """Search as an administrator: every collection may be read."""
    from bot.cli.console import open_prepared
    from bot.errors import CoachError
    from knowledge.language import detect
    from knowledge.pages import PLAYBOOK
    from knowledge.retrieval import Findings

    application = open_prepared()
    names = {PLAYBOOK, *(held.name for held in application.library.collections(None))}
    if arguments.collection and arguments.collection not in names:
        raise CoachError("no_collection", name=arguments.collection, names=", ".join(sorted(names)))

    def search(question: str) -> Findings:
        language = detect(question, application.settings.spoken).language
        return application.retriever.search(question, None, language, max(arguments.k, 1), arguments.collection)

    if arguments.batch:
        for asked in _batch(arguments.batch):
            print(json.dumps({"id": asked["id"], **_plain(search(asked["question"]))}, ensure_ascii=False), flush=True)
    elif arguments.json:
        print(json.dumps(_plain(search(arguments.question)), ensure_ascii=False))
    else:
        _show(search(arguments.question), application.settings.spoken)
    return 0


def _plain(found: Any) -> dict[str, Any]:
    return {
        "results": [
            {"text": hit.passage.text, "score": round(hit.score, 4), "source": source(hit)} for hit in found.hits
        ],
        "abstained": found.abstained,
    }


def source(hit: Any) -> str:
    """Where a passage stands: the file or page, its lines, its heading."""
    lines = f":{hit.passage.first_line}-{hit.passage.last_line}" if hit.passage.first_line else ""
    heading = f" › {hit.passage.heading}" if hit.passage.heading else ""
    return f"{hit.passage.source}{lines}{heading}"


def _show(found: Any, language: Any) -> None:
    from bot.wording import say

    if not found.hits:
        print(say(language, "search.nothing"))
    elif found.abstained:
        print(say(language, "search.abstained"))
    for number, hit in enumerate(found.hits, 1):
        print(f"{number:>2}. {hit.score:.2f}  {hit.passage.document} ({hit.collection}) {source(hit)}")
        print("    " + " ".join(hit.passage.text.split())[:160])


def _batch(path: Path) -> Iterator[dict[str, str]]:
    """The questions of a JSON Lines file. Raises `CoachError` naming the first line that is none."""
    from bot.errors import CoachError

    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CoachError("file", path=path, problem=getattr(error, "strerror", None) or "UTF-8") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            asked = json.loads(line)
            key, question = asked["id"], asked["question"]
            if not isinstance(question, str):
                raise TypeError("question")
        except (ValueError, KeyError, TypeError) as error:
            raise CoachError("not_jsonl", path=path, line=number) from error
        yield {"id": key, "question": question}
