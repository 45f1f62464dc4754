"""Keeps one parsing process at hand, ends it when it takes too long, replaces it when it dies.

A process and not a thread, because Python cannot stop a thread; started as a fresh interpreter
and not by multiprocessing, because that would run the application's main module once more.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, BinaryIO

from knowledge.documents.framing import receive, send
from knowledge.documents.models import DocumentError, Limits, Reason

_ROOT = Path(__file__).resolve().parents[2]
# What an interpreter needs to start. Passwords and keys, which applications are handed in the
# environment, stay out of reach of whatever a file makes a parser do.
_PASSED_ON = frozenset(
    {
        "PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "TEMP", "TMP", "TZ",
        "PYTHONPATH", "PYTHONHOME", "PYTHONUSERBASE", "VIRTUAL_ENV",
        "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH",
        "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "USERPROFILE", "APPDATA", "LOCALAPPDATA",
    }
)  # fmt: skip


class Worker:
    """One parsing process, started when first needed. Threads may share it; they take turns."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._turn = threading.Lock()

    def convert(self, kind: str, data: bytes) -> dict[str, Any]:
        """What the process answers for one file; DocumentError when it cannot."""
        with self._turn:
            process = self._running()
            try:
                answer = _ask(process, {"kind": kind}, data, self._limits.seconds, self._most())
            except TimeoutError:
                self._stop()
                raise DocumentError(Reason.TOO_SLOW, seconds=self._limits.seconds) from None
            except (OSError, EOFError, ValueError):
                self._stop()
                # Killed by the memory limit, the system or a bug the file made use of.
                raise DocumentError(Reason.TRUNCATED_OR_DAMAGED, cause="crash") from None
            except BaseException:
                self._stop()  # interrupted: its late answer must not be taken for the next file's
                raise
            if answer.get("leaving"):
                self._stop()
        if not isinstance(answer.get("text"), str):
            raise _refusal(answer)
        return answer

    def close(self) -> None:
        """End the process; a later `convert` would start another."""
        with self._turn:
            self._stop()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._stop()
        try:
            self._process = _start(self._limits)
            answer = _ask(self._process, None, b"", self._limits.start_seconds, self._most())
        except (OSError, EOFError, ValueError) as error:
            self._stop()
            raise DocumentError(Reason.READER_FAILED, cause=type(error).__name__) from error
        if "error" in answer:
            self._stop()
            raise _refusal(answer)
        return self._process

    def _most(self) -> int:
        # Four bytes a character and some for quoting; more is not an answer.
        return 8 * self._limits.text_chars + 1024 * 1024

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                # What was not yet written has nobody left to read it.
                with contextlib.suppress(OSError):
                    stream.close()


def _refusal(answer: dict[str, Any]) -> DocumentError:
    """The error an answer stands for; whatever else it says may be a hostile file speaking."""
    reason, details = answer.get("error"), answer.get("details")
    if reason not in list(Reason) or not isinstance(details, dict):
        return DocumentError(Reason.TRUNCATED_OR_DAMAGED, cause="crash")
    known = {name: value for name, value in details.items() if isinstance(value, str | int | float)}
    return DocumentError(Reason(reason), **known)


def _start(limits: Limits) -> subprocess.Popen[bytes]:
    environment = {name: value for name, value in os.environ.items() if name.upper() in _PASSED_ON}
    paths = [str(_ROOT), environment.get("PYTHONPATH", "")]
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
    # One thread each: the number libraries reserve memory for more than they ever need here.
    environment["OPENBLAS_NUM_THREADS"] = environment["OMP_NUM_THREADS"] = "1"
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "knowledge.documents.child", json.dumps(dataclasses.asdict(limits))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )


def _ask(
    process: subprocess.Popen[bytes], request: dict[str, Any] | None, data: bytes, seconds: float, most: int
) -> dict[str, Any]:
    """Send a request, if any, and wait for the answer; TimeoutError when the clock ran out."""
    # Killing the process is what ends a blocking read or write on its pipes, on any system.
    expired = threading.Event()

    def expire() -> None:
        expired.set()
        process.kill()

    clock = threading.Timer(seconds, expire)
    clock.daemon = True
    clock.start()
    try:
        if request is not None:
            send(_pipe(process.stdin), request, data)
        answer, _ = receive(_pipe(process.stdout), most)
    except (OSError, EOFError):
        if not expired.is_set():
            raise
    finally:
        clock.cancel()
    if expired.is_set():
        raise TimeoutError
    return answer


def _pipe(stream: Any) -> BinaryIO:
    if stream is None:
        raise EOFError
    pipe: BinaryIO = stream
    return pipe
