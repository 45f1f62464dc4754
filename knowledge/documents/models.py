"""What the reader takes and gives back: limits, documents, passages and reasons for refusal.

Kept apart from the code that does the reading, so that anything may import these names
without loading a single parser.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MEGABYTE = 1024 * 1024

Detail = str | int | float


class Reason(StrEnum):
    """Why a file was not read: a key into the wording catalogues, never a sentence."""

    EMPTY = "empty"
    """Nothing in the file, or nothing but blanks."""
    NO_TEXT = "no_text"
    """A sound file of a known kind that holds no text, such as a scanned PDF."""
    ENCRYPTED = "encrypted"
    """Needs a password."""
    OLD_OFFICE = "old_office"
    """A Word, Excel or PowerPoint file from before 2007."""
    ENCRYPTED_OR_OLD_OFFICE = "encrypted_or_old_office"
    """The container those two share, without a sign of which one it is."""
    TRUNCATED_OR_DAMAGED = "truncated_or_damaged"
    """Cut short, or not what its name says and nothing else we can read."""
    TOO_LARGE = "too_large"
    """The file itself is above the size limit."""
    EXPANDS_TOO_FAR = "expands_too_far"
    """Small on disk, but reading it would take far too much memory or text."""
    NOT_TEXT = "not_text"
    """Binary content under a text name."""
    UNKNOWN_ENCODING = "unknown_encoding"
    """Text, but in no encoding that gives plausible words."""
    UNSUPPORTED_TYPE = "unsupported_type"
    """A kind of file we do not read."""
    NOT_A_FILE = "not_a_file"
    """A directory, pipe, socket or device."""
    UNREADABLE = "unreadable"
    MISSING = "missing"
    """The system would not let us read it: gone, no permission, link loop, I/O error."""
    TOO_SLOW = "too_slow"
    """Reading it took longer than the time limit."""
    READER_FAILED = "reader_failed"
    """Our own fault, not the file's: the reading process could not be started."""


class DocumentError(Exception):
    """One file could not be read; `reason` is the key, `details` are values for its sentence."""

    def __init__(self, reason: Reason, **details: Detail) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.details: dict[str, Detail] = details

    def __str__(self) -> str:
        if not self.details:
            return self.reason.value
        return f"{self.reason.value} {self.details}"


@dataclass(frozen=True)
class Limits:
    """How much one file may cost, so that no file can take the machine down."""

    file_bytes: int = 50 * MEGABYTE
    """Largest PDF or office file."""
    text_bytes: int = 20 * MEGABYTE
    """Largest text, markdown or HTML file."""
    text_chars: int = 20_000_000
    """Most text one file may turn into."""
    unpacked_bytes: int = 300 * MEGABYTE
    """Most an office file may unpack into, all members together."""
    members: int = 10_000
    """Most members an office file may have."""
    member_ratio: int = 200
    """How far one member may unpack, for members above `ratio_from_bytes`."""
    ratio_from_bytes: int = 10 * MEGABYTE
    seconds: float = 60.0
    """Time for parsing one file."""
    start_seconds: float = 60.0
    """Time for the reading process to load its libraries."""
    memory_bytes: int = 2 * 1024 * MEGABYTE
    """Memory for parsing, on top of what the loaded libraries take (Linux)."""


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True)
class Document:
    """One file as clean, markdown-like text."""

    title: str
    text: str
    media_type: str
    note: str | None = None
    """Keys joined by ';': 'read_as:KIND', 'damaged_characters', 'possibly_truncated'."""


@dataclass(frozen=True)
class Passage:
    """A stretch of a document small enough to be found and quoted on its own."""

    text: str
    heading: tuple[str, ...]
    """The headings above it, outermost first."""
    start_line: int
    end_line: int
    """1-based, inclusive, counted in the document's text."""
