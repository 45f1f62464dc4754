"""Turns the bytes of a text file into text, whatever program on whatever system wrote it.

General detectors guess badly on the short Chinese files people really have (a price list, a few
lines of notes), so the order here is: byte order mark, UTF-8, UTF-16 by its zero bytes, then the
Chinese encodings by which one gives plausible Chinese, then western text. No guess is better
than a wrong one: mojibake in a knowledge base is quoted to customers.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from knowledge.documents.frequency import PLAUSIBLE, chinese_plausibility, is_all_frequent
from knowledge.documents.models import DocumentError, Reason

SAMPLE_BYTES = 64 * 1024

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_CHINESE = ("cp950", "big5hkscs", "gb18030", "utf-16-le", "utf-16-be")

_WIDE = ("utf-16", "utf-32")

# Tab, line and page breaks, end-of-file (Ctrl-Z) and escape do occur in text files.
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x19\x1c-\x1f\x7f]")
_CONTROL_OR_ZERO = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
_MULTIBYTE = re.compile("[\x80-\ufffc\ufffe-\U0010ffff]")
# Letters and the typographic marks western programs put in; the rest of cp1252 is hardly ever text.
_WESTERN = re.compile("[À-ÖØ-öø-ÿŠšŽžŒœŸ‘’“”‚„–—…•€£¥©®™°²³½¼¾«»§¡¿ªº·´\xa0\xad]")
_WESTERN_LETTERS_IN_A_ROW = re.compile("[À-ÖØ-öø-ÿŠšŽžŒœŸ]{4}")


@dataclass(frozen=True)
class Decoded:
    """Text with the encoding it was in; `lossy` when damaged bytes had to be left out."""

    text: str
    encoding: str
    lossy: bool = False


def decode_text(data: bytes) -> Decoded:
    """The text of a file's bytes, or DocumentError with not_text or unknown_encoding."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _tolerant(data[len(mark) :], encoding) or _refuse(data)
    if not (_HIGH_BYTE.search(data) or _CONTROL_OR_ZERO.search(data)):
        return Decoded(data.decode("ascii"), "ascii")
    decoded = _utf16_by_zero_bytes(data) or _utf8(data) or _chinese(data) or _western(data)
    if decoded is None or _looks_binary(data, decoded):
        return _refuse(data)
    return decoded


def decode_as(data: bytes, encoding: str) -> Decoded | None:
    """The text if it really is in the encoding a document declares for itself."""
    try:
        return Decoded(data.decode(encoding), encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _tolerant(data: bytes, encoding: str) -> Decoded | None:
    """Decode even if the file was cut inside a character or has a rare bad byte."""
    strict = decode_as(data, encoding)
    if strict:
        return strict
    text = data.decode(encoding, errors="replace")
    kept = text.rstrip("\ufffd")
    bad = kept.count("\ufffd")
    # Good characters are the evidence: any bytes decode as something once errors are forgiven.
    good = len(kept) - bad if encoding.startswith(_WIDE) else _beyond_ascii(kept) - bad
    if good < 8 or bad * 100 > good or len(text) - len(kept) > 3:
        return None
    return Decoded(kept.replace("\ufffd", ""), encoding, lossy=True)


def _utf8(data: bytes) -> Decoded | None:
    decoded = _tolerant(data, "utf-8")
    if decoded is None:
        return None
    sample = decoded.text[:SAMPLE_BYTES]
    found = _MULTIBYTE.findall(sample)
    odd = bool(_CONTROL_OR_ZERO.search(data))
    certain = len(found) > 20 or any(char > "\u07ff" or _WESTERN.match(char) for char in found)
    if certain or not (found or odd):
        return decoded
    # By chance a few Chinese characters can be valid UTF-8 and read as odd Greek or controls.
    chinese = _chinese(data)
    if chinese and (odd or is_all_frequent(chinese.text)):
        return chinese
    return decoded


def _utf16_by_zero_bytes(data: bytes) -> Decoded | None:
    sample = data[:SAMPLE_BYTES]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = max(1, len(sample) // 2)
    for zeros, others, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        # A third ASCII is enough to be sure; mostly Chinese text is left to plausibility.
        if zeros > half * 0.3 and others <= half * 0.02:
            return _tolerant(data, encoding)
    return None


def _chinese(data: bytes) -> Decoded | None:
    """The reading that explains most of the bytes as plausible Chinese."""
    zeros = b"\x00" in data
    best, best_total = None, 0.0
    for encoding in _CHINESE:
        wide = encoding.startswith(_WIDE)
        if zeros and not wide:
            continue
        text = _sample(data, encoding, 0 if wide else _first_line_beyond_ascii(data))
        mean = chinese_plausibility(text) if text else 0.0
        if wide and not zeros and len(data) < 16 and mean < 2 * PLAUSIBLE:
            continue  # two letters of any text make a character: a word of them proves nothing
        # Totals, not means: a wrong guess may turn half the bytes into innocent ASCII.
        total = mean * _beyond_ascii(text or "")
        if mean >= PLAUSIBLE and total > best_total:
            best, best_total = encoding, total
    if best is None:
        return None
    hong_kong = decode_as(data, "big5hkscs") if best == "cp950" and not decode_as(data, best) else None
    return hong_kong or _tolerant(data, best)


def _sample(data: bytes, encoding: str, start: int) -> str | None:
    window = data[start : start + SAMPLE_BYTES]
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    text = decoder.decode(window, final=False)
    return None if text.count("\ufffd") * 100 > _beyond_ascii(text) else text


def _beyond_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _first_line_beyond_ascii(data: bytes) -> int:
    first = _HIGH_BYTE.search(data)
    # A line end is never the second byte of a character, so decoding may start behind one.
    return data.rfind(b"\n", 0, first.start()) + 1 if first else 0


def _western(data: bytes) -> Decoded | None:
    decoded = decode_as(data, "cp1252")
    if decoded is None or b"\x00" in data:
        return None
    text = decoded.text
    high = len(_HIGH_BYTE.findall(data))
    plausible = (
        len(_WESTERN.findall(text)) >= high * 0.95
        and high <= max(1, len(text) // 3)
        and not _WESTERN_LETTERS_IN_A_ROW.search(text)
    )
    return decoded if plausible else None


def _looks_binary(data: bytes, decoded: Decoded) -> bool:
    sample = decoded.text[:SAMPLE_BYTES]
    controls = len(_CONTROL.findall(sample.encode("utf-8", "replace")))
    zeros = 0 if decoded.encoding.startswith(_WIDE) else data.count(0)
    return controls * 50 > len(sample) or zeros * 50 > len(data)


def _refuse(data: bytes) -> Decoded:
    sample = data[:SAMPLE_BYTES]
    binary = len(_CONTROL_OR_ZERO.findall(sample))
    raise DocumentError(Reason.NOT_TEXT if binary * 50 > len(sample) else Reason.UNKNOWN_ENCODING)
