"""What kind of file this is, by its content first and its name second.

Names lie: customers send PDFs called .docx and password-protected files that look like Word.
"""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Mapping
from io import BytesIO
from types import MappingProxyType
from typing import Literal

from knowledge.documents.models import DocumentError, Limits, Reason

Kind = Literal["pdf", "docx", "pptx", "xlsx", "html", "markdown", "text"]

MEDIA_TYPES: Mapping[Kind, str] = MappingProxyType(
    {
        "pdf": "application/pdf",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "html": "text/html",
        "markdown": "text/markdown",
        "text": "text/plain",
    }
)
BY_SUFFIX: Mapping[str, Kind] = MappingProxyType(
    {
        ".pdf": "pdf",
        ".docx": "docx",
        ".pptx": "pptx",
        ".xlsx": "xlsx",
        ".html": "html",
        ".htm": "html",
        ".md": "markdown",
        ".markdown": "markdown",
        ".txt": "text",
    }
)
SUPPORTED = frozenset(BY_SUFFIX)
"""The suffixes, in lower case with their dot, of files worth handing to `read_document`."""

TEXT_KINDS: frozenset[Kind] = frozenset({"html", "markdown", "text"})
HEAD_BYTES = 4096

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_ZIP_ENTRY = b"PK\x01\x02"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE_PARTS: tuple[tuple[str, Kind], ...] = (("word/", "docx"), ("ppt/", "pptx"), ("xl/", "xlsx"))
_OLD_STREAMS = tuple(name.encode("utf-16-le") for name in ("WordDocument", "Workbook", "Book\0", "PowerPoint Document"))
_OTHER_BINARY = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"\x1f\x8b", b"BZh", b"\xfd7zXZ",
    b"7z\xbc\xaf", b"Rar!", b"\x7fELF", b"MZ\x90", b"OggS", b"ID3", b"SQLite format 3", b"\x00\x05\x16\x07",
)  # fmt: skip
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html)\b",
    re.I | re.S,
)


def text_limit_applies(head: bytes, suffix: str) -> bool:
    """Whether the smaller limit holds; told from the first bytes, before the rest is read."""
    return BY_SUFFIX.get(suffix) in TEXT_KINDS and not head.startswith((b"%PDF-", _ZIP, _OLE))


def sniff(data: bytes, suffix: str, limits: Limits) -> Kind:
    """The kind of a file's content, or DocumentError when it is nothing we can read safely.

    An office file comes back only after its table of contents was found within the limits.
    """
    named = BY_SUFFIX.get(suffix)
    if named is None:
        raise DocumentError(Reason.UNSUPPORTED_TYPE, suffix=suffix)
    if data.startswith(_OLE):
        raise DocumentError(_ole_reason(data))
    if data.startswith(b"%PDF-") or (named not in TEXT_KINDS and b"%PDF-" in data[:1024]):
        return "pdf"
    if data.startswith((_ZIP, _EMPTY_ZIP)):
        return _office_kind(data, named, limits)
    if data.startswith(b"{\\rtf"):
        raise DocumentError(Reason.UNSUPPORTED_TYPE, suffix=suffix, content="rtf")
    if named in TEXT_KINDS:
        if data.startswith(_OTHER_BINARY):
            raise DocumentError(Reason.NOT_TEXT)
        return named
    if _HTML.match(data[:HEAD_BYTES]):
        return "html"
    raise DocumentError(Reason.TRUNCATED_OR_DAMAGED)


def _ole_reason(data: bytes) -> Reason:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Reason.ENCRYPTED
    if any(name in data for name in _OLD_STREAMS):
        return Reason.OLD_OFFICE
    return Reason.ENCRYPTED_OR_OLD_OFFICE


def _office_kind(data: bytes, named: Kind, limits: Limits) -> Kind:
    # Counted before parsing: the parser keeps an object for every entry a file claims to have.
    # Twice the limit, because documents embedded in this one bring tables of their own.
    if data.count(_ZIP_ENTRY) > 2 * limits.members:
        raise DocumentError(Reason.EXPANDS_TOO_FAR, members=data.count(_ZIP_ENTRY))
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
    except (
        zipfile.BadZipFile,
        RuntimeError,
        ValueError,
        EOFError,
        struct.error,
    ) as error:  # runtime: unknown zip version
        raise DocumentError(Reason.TRUNCATED_OR_DAMAGED) from error
    for part, kind in _OFFICE_PARTS:
        if any(member.filename.startswith(part) for member in members):
            _check_members(members, limits)
            return kind
    if named in TEXT_KINDS:
        raise DocumentError(Reason.NOT_TEXT)
    raise DocumentError(Reason.UNSUPPORTED_TYPE, content="zip")


def _check_members(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(members) > limits.members:
        raise DocumentError(Reason.EXPANDS_TOO_FAR, members=len(members))
    unpacked = sum(member.file_size for member in members)
    if unpacked > limits.unpacked_bytes:
        raise DocumentError(Reason.EXPANDS_TOO_FAR, unpacked=unpacked)
    for member in members:
        if member.flag_bits & 1:
            raise DocumentError(Reason.ENCRYPTED)
        big = member.file_size > limits.ratio_from_bytes
        if big and member.file_size > limits.member_ratio * max(1, member.compress_size):
            raise DocumentError(Reason.EXPANDS_TOO_FAR, unpacked=member.file_size)
