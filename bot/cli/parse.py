"""`salescoach parse`: how a message is understood, in words or as JSON, one or a file of them."""

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import tzinfo
    from pathlib import Path

    from bot.understanding.reader import Reader
    from bot.understanding.reading import Reading

HELP = "show how a message to the coach is understood; nothing is written"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """A message, or a file of them."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("message", nargs="?", help="what a rep would write")
    what.add_argument("--batch", metavar="FILE", help='a file with one {"id", "now", "text", "context"} a line')
    parser.add_argument("--now", help="the moment it is written, such as 2026-03-18T16:20+08:00; now by default")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Read and print."""
    import json
    from pathlib import Path

    from bot.cli.console import open_application
    from bot.errors import CoachError

    application = open_application()
    zone = application.settings.zone
    reader = application.reader()
    if arguments.batch:
        failed = False
        for line in _batch(Path(arguments.batch), reader, zone):
            failed |= "error" in line
            print(json.dumps(line, ensure_ascii=False))
        return int(failed)
    moment = _moment(arguments.now, zone) if arguments.now else application.clock.now().astimezone(zone)
    if moment is None:
        raise CoachError("moment", value=arguments.now)
    reading = reader.read(arguments.message, moment)
    if arguments.json:
        print(json.dumps(_told(reading), ensure_ascii=False))
    else:
        from bot.understanding.explaining import explained

        print("\n".join(explained(reading, application.settings.spoken)))
    return 0


def _batch(file: "Path", reader: "Reader", zone: "tzinfo") -> Iterator[dict[str, Any]]:
    """A line of output for each line of the file; one that cannot be read says so and does not end the others."""
    import json

    from bot.understanding.reading import frame_of

    with file.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            key: Any = number
            try:
                asked = json.loads(line)
                key = asked.get("id", number)
                moment = _moment(asked["now"], zone)
                if moment is None:
                    raise ValueError("now")
                pending = (asked.get("context") or {}).get("pending")
                card = frame_of(pending["intent"], pending.get("slots") or {}) if pending else None
                yield {"id": key, **_told(reader.read(str(asked["text"]), moment, card))}
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                yield {"id": key, "error": f"line {number}: {type(error).__name__}: {error}"}


def _moment(written: str, zone: "tzinfo") -> Any:
    from datetime import datetime

    try:
        moment = datetime.fromisoformat(written)
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _told(reading: "Reading") -> dict[str, Any]:
    from bot.understanding.reading import Doubt, slots

    first, *more = reading.frames
    asked = {question.doubt for question in reading.questions}
    return {
        "intent": first.intent,
        "slots": slots(first),
        "more": [{"intent": frame.intent, "slots": slots(frame)} for frame in more],
        "ambiguous": [doubt.value for doubt in (Doubt.ACCOUNT, Doubt.CONTACT) if doubt in asked],
    }
