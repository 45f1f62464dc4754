"""Runs markitdown's converters; used only inside the parsing process.

The converters are called directly: the MarkItDown object would first load a neural network to
guess what we already know.
"""

from __future__ import annotations

import importlib
import re
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from types import MappingProxyType
from typing import Any

from knowledge.documents import tidy, unwrap
from knowledge.documents.models import DocumentError, Limits, Reason

_CHUNK = 1024 * 1024
_ENCRYPTION = frozenset({"PDFPasswordIncorrect", "PDFEncryptionError"})
_PAGES_WITH_TABLES = 60
"""Looking for tables takes a quarter of a second a page; a book would run into the time limit."""
_END_OF_PDF = b"%%EOF"
# Pictures are not read, and their data would only be copied about.
_MEDIA = re.compile(r"(?:word|ppt|xl)/(?:media|embeddings|fonts)/|docProps/thumbnail", re.I)
_PLAIN_MARKDOWN = MappingProxyType({"escape_asterisks": False, "escape_underscores": False})
# Word's own title style is not among the headings the converter knows.
_STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => h2:fresh"
_OPENED = re.compile(r"<(li|p|td|tr|dd|dt)\b", re.I)
_CLOSED = re.compile(r"</(li|p|td|tr|dd|dt)\b", re.I)


@dataclass(frozen=True)
class Converted:
    """What a parser made of a file."""

    text: str
    title: str | None = None
    notes: tuple[str, ...] = ()


def load_converters() -> Mapping[str, Any]:
    """The converter for each kind; loads every parser, which takes seconds."""
    module: Any = importlib.import_module("markitdown.converters")
    pandas: Any = importlib.import_module("pandas")
    # Made for looking at data, pandas shortens: 12000 to 1.200000e+04.
    pandas.set_option("display.float_format", lambda value: format(value, ".12g"))
    pandas.set_option("display.max_colwidth", None)
    return {
        "pdf": module.PdfConverter(),
        "docx": module.DocxConverter(),
        "pptx": module.PptxConverter(),
        "xlsx": module.XlsxConverter(),
        "html": module.HtmlConverter(),
    }


def convert(converters: Mapping[str, Any], kind: str, data: bytes, limits: Limits) -> Converted:
    """The text of one file; raises DocumentError or whatever the parser raises."""
    if kind == "html":
        return _convert_html(converters, data)
    if kind == "pdf":
        return _convert_pdf(converters, data)
    options: dict[str, Any] = dict(_PLAIN_MARKDOWN)
    if kind == "docx":
        options["style_map"] = _STYLES
    raw = _run(converters[kind], kind, repacked(data, limits), options).markdown
    text = tidy.by_kind(kind, raw)
    if not any(map(str.isalnum, text)):
        raise DocumentError(Reason.NO_TEXT)
    return Converted(text)


def reason_for(error: BaseException | None) -> Reason:
    """What a parser's exception, and those it was raised from, say about the file."""
    while error is not None:
        if isinstance(error, MemoryError):
            return Reason.EXPANDS_TOO_FAR
        if type(error).__name__ in _ENCRYPTION:
            return Reason.ENCRYPTED
        error = error.__cause__ or error.__context__
    return Reason.TRUNCATED_OR_DAMAGED


def repacked(data: bytes, limits: Limits) -> bytes:
    """The same office file with every size as it really is, without pictures.

    A bomb may declare small sizes. Unpacking it here, a piece at a time, finds out, and what the
    converters get cannot lie any more.
    """
    result = BytesIO()
    left = limits.unpacked_bytes
    with zipfile.ZipFile(BytesIO(data)) as packed, zipfile.ZipFile(result, "w") as plain:
        for member in packed.infolist():
            pieces: list[bytes] = []
            if not _MEDIA.match(member.filename):
                with packed.open(member) as source:
                    while piece := source.read(_CHUNK):
                        left -= len(piece)
                        if left < 0:
                            raise DocumentError(Reason.EXPANDS_TOO_FAR)
                        pieces.append(piece)
            plain.writestr(member.filename, b"".join(pieces))
    return result.getvalue()


def _run(converter: Any, kind: str, data: bytes, options: Mapping[str, Any]) -> Any:
    stream_info: Any = importlib.import_module("markitdown").StreamInfo
    charset = "utf-8" if kind == "html" else None
    return converter.convert(BytesIO(data), stream_info(extension=f".{kind}", charset=charset), **options)


def _convert_html(converters: Mapping[str, Any], data: bytes) -> Converted:
    html = data.decode("utf-8")
    if Counter(map(str.lower, _OPENED.findall(html))) - Counter(map(str.lower, _CLOSED.findall(html))):
        # Old pages leave tags open; the converter's parser would nest each item in the last.
        soup: Any = importlib.import_module("bs4").BeautifulSoup(html, "lxml")
        data = str(soup).encode("utf-8", "replace")
    result = _run(converters["html"], "html", data, _PLAIN_MARKDOWN)
    text = tidy.by_kind("html", result.markdown)
    if not text.strip():
        raise DocumentError(Reason.NO_TEXT)
    return Converted(text, title=result.title)


def _convert_pdf(converters: Mapping[str, Any], data: bytes) -> Converted:
    pages: Any = importlib.import_module("pdfminer.pdfpage").PDFPage
    if sum(1 for _ in pages.get_pages(BytesIO(data), maxpages=_PAGES_WITH_TABLES + 1)) > _PAGES_WITH_TABLES:
        # What the converter itself uses when it finds no tables, in a third of the time.
        raw = importlib.import_module("pdfminer.high_level").extract_text(BytesIO(data))
    else:
        raw = _run(converters["pdf"], "pdf", data, {}).markdown
    text = unwrap.pdf_text(raw)
    complete = _END_OF_PDF in data[-2048:]
    if not any(map(str.isalnum, text)):
        raise DocumentError(Reason.NO_TEXT if complete else Reason.TRUNCATED_OR_DAMAGED)
    return Converted(text, notes=() if complete else ("possibly_truncated",))
