"""The process that parses PDF, office and HTML files, so that a hostile one can only hurt itself.

Started by `worker.py`, never imported by the application. It loads the parsers, limits its own
memory, and then answers requests on its standard input until that is closed.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from typing import Any, BinaryIO

from knowledge.documents import convert
from knowledge.documents.framing import receive, send
from knowledge.documents.models import DocumentError, Limits, Reason


def main() -> None:
    """Answer one request after another; leave when the parent closes the pipe."""
    requests, answers = _take_pipes()
    limits = Limits(**json.loads(sys.argv[1]))
    try:
        converters = convert.load_converters()
    except Exception as error:  # whatever is wrong with the installation, the parent must hear it
        send(answers, {"error": Reason.READER_FAILED, "details": {"cause": type(error).__name__}})
        return
    loaded = _address_space()
    _limit_memory(loaded + limits.memory_bytes)
    send(answers, {"ready": True})
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            request, data = receive(requests, most=sys.maxsize)
            _limit_time(limits.seconds)
            answer = _answer(converters, request["kind"], data, limits)
            # What one file leaves behind in memory must not be held against the next.
            leaving = _address_space() > loaded + limits.memory_bytes // 2
            send(answers, answer | {"leaving": leaving})
            if leaving:
                return


def _answer(converters: Any, kind: str, data: bytes, limits: Limits) -> dict[str, Any]:
    try:
        converted = convert.convert(converters, kind, data, limits)
    except DocumentError as error:
        return {"error": error.reason, "details": error.details}
    except Exception as error:  # parsers raise anything at all on damaged files
        return {"error": convert.reason_for(error), "details": {"cause": type(error).__name__}}
    if len(converted.text) > limits.text_chars:
        return {"error": Reason.EXPANDS_TOO_FAR, "details": {"characters": len(converted.text)}}
    return {"text": converted.text, "title": converted.title, "notes": converted.notes}


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    # A parser that prints must not write into our answers.
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    return requests, answers


def _address_space() -> int:
    """Bytes of address space in use, or 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:
            return int(statm.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def _limit_memory(most: int) -> None:
    if not _address_space():
        return  # not Linux: there the limit is refused or ignored, but the time limit still holds
    import resource

    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _limit_time(seconds: float) -> None:
    """Let the system end this process even when the parent that watches the clock has died."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime + seconds) + 10
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))


if __name__ == "__main__":
    main()
