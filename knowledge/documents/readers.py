"""Reads one file into a Document, or says by a key why not.

The file is opened once and never waited for, judged by its content, and parsed from the bytes
that were judged: text here, everything else in a process that may be ended.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from pathlib import Path
from types import TracebackType

from knowledge.documents.cleaning import clean_text
from knowledge.documents.decode import decode_text
from knowledge.documents.markup import decode_html
from knowledge.documents.models import DEFAULT_LIMITS, Document, DocumentError, Limits, Reason
from knowledge.documents.sniff import BY_SUFFIX, HEAD_BYTES, MEDIA_TYPES, Kind, sniff, text_limit_applies
from knowledge.documents.titles import title_of
from knowledge.documents.worker import Worker

_TAG = re.compile(r"<[a-zA-Z!/]")
_BLANK_LINES = re.compile(r"\n(?:[ \t\r]*\n){2,}")
_CHUNK = 1024 * 1024


class DocumentReader:
    """Reads many files with one parsing process, which starts when the first file needs it.

    Use it as a context manager, or `close` it. Reading blocks; threads may share a reader.
    """

    def __init__(self, limits: Limits = DEFAULT_LIMITS) -> None:
        self._limits = limits
        self._worker = Worker(limits)

    def __enter__(self) -> DocumentReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the parsing process."""
        self._worker.close()

    def read(self, path: Path) -> Document:
        """The file as clean text; DocumentError with the reason when it cannot be had."""
        suffix = path.suffix.lower()
        if suffix not in BY_SUFFIX:
            raise DocumentError(Reason.UNSUPPORTED_TYPE, suffix=suffix)
        data = contents(path, suffix, self._limits)
        if not data.strip(b"\x00\t\n\r "):
            raise DocumentError(Reason.EMPTY)
        kind = sniff(data, suffix, self._limits)
        text, title, notes = self._text(kind, data)
        if kind != BY_SUFFIX[suffix]:
            notes.insert(0, f"read_as:{kind}")
        text = clean_text(text)
        if not text.strip():
            raise DocumentError(Reason.EMPTY)
        if len(text) > self._limits.text_chars:
            raise DocumentError(Reason.EXPANDS_TOO_FAR, characters=len(text))
        return Document(
            title=title_of(text, path, title),
            text=text,
            media_type=MEDIA_TYPES[kind],
            note=";".join(notes) or None,
        )

    def _text(self, kind: Kind, data: bytes) -> tuple[str, str | None, list[str]]:
        notes: list[str] = []
        if kind in ("text", "markdown", "html"):
            decoded = decode_html(data) if kind == "html" else decode_text(data)
            if decoded.lossy:
                notes.append("damaged_characters")
            if kind != "html" or not _TAG.search(decoded.text):
                return decoded.text, None, notes
            data = decoded.text.encode("utf-8", "replace")
        answer = self._worker.convert(kind, data)
        text = _BLANK_LINES.sub("\n\n", str(answer["text"])).strip("\n")
        return text, answer.get("title"), [*notes, *map(str, answer.get("notes", ()))]


def read_document(path: Path, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read one file; for many, a DocumentReader saves starting a process for each."""
    with DocumentReader(limits) as reader:
        return reader.read(path)


def contents(path: Path, suffix: str, limits: Limits) -> bytes:
    """A file's bytes, never more than the limits allow, or DocumentError; a device or pipe is not even opened."""
    try:
        # Asked before opening, as opening alone can wake a device; and again after, in case the
        # path was swapped in between.
        _require_file(os.stat(path))
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with open(os.open(path, flags | getattr(os, "O_CLOEXEC", 0)), "rb") as file:
            status = os.fstat(file.fileno())
            _require_file(status)
            head = file.read(HEAD_BYTES)
            most = limits.text_bytes if text_limit_applies(head, suffix) else limits.file_bytes
            if status.st_size > most:
                raise DocumentError(Reason.TOO_LARGE, size=status.st_size, limit=most)
            pieces = [head]
            size = len(head)
            # The size is only what it was; a log may grow faster than it is read.
            while size <= most and (piece := file.read(_CHUNK)):
                pieces.append(piece)
                size += len(piece)
    except OSError as error:
        cause = errno.errorcode.get(error.errno or 0, type(error).__name__)
        raise DocumentError(Reason.UNREADABLE, cause=cause) from error
    except ValueError as error:  # a NUL in the path
        raise DocumentError(Reason.UNREADABLE, cause=type(error).__name__) from error
    if size > most:
        raise DocumentError(Reason.TOO_LARGE, size=size, limit=most)
    return b"".join(pieces)


def _require_file(status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise DocumentError(Reason.NOT_A_FILE)
