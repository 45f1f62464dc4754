"""The text of an HTML file's bytes, heeding what the page says its encoding is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from knowledge.documents.decode import Decoded, decode_as, decode_text
from knowledge.documents.models import DocumentError

_DECLARED = re.compile(rb"<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w:.+-]{2,30})", re.I)
_DECLARED_WITHIN = 4096

# As browsers read them: what pages call gb2312 and big5 is usually a later, larger relative.
# Western names are missing on purpose. Pages claim them wrongly more often than not, and they
# fit any bytes, so they would hide the true encoding.
_CODECS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "utf-8": ("utf-8",),
        "utf8": ("utf-8",),
        "big5": ("cp950", "big5hkscs"),
        "big5-hkscs": ("big5hkscs",),
        "x-x-big5": ("cp950", "big5hkscs"),
        "gb2312": ("gb18030",),
        "gbk": ("gb18030",),
        "gb18030": ("gb18030",),
        "x-gbk": ("gb18030",),
        "shift_jis": ("cp932",),
        "x-sjis": ("cp932",),
        "euc-jp": ("euc_jp",),
        "iso-2022-jp": ("iso2022_jp",),
        "euc-kr": ("cp949",),
        "ks_c_5601-1987": ("cp949",),
        "windows-1250": ("cp1250",),
        "windows-1251": ("cp1251",),
        "koi8-r": ("koi8_r",),
        "windows-1254": ("cp1254",),
        "windows-1258": ("cp1258",),
    }
)
_WESTERN = frozenset({"iso-8859-1", "latin1", "iso-8859-15", "windows-1252", "us-ascii", "ascii"})


def decode_html(data: bytes) -> Decoded:
    """The markup as text, or DocumentError as from `decode_text`."""
    found = _DECLARED.search(data[:_DECLARED_WITHIN])
    declared = found.group(1).decode("ascii", "replace").lower() if found else ""
    if not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        for codec in _CODECS.get(declared, ()):
            decoded = decode_as(data, codec)
            if decoded:
                return decoded
    try:
        return decode_text(data)
    except DocumentError:
        western = decode_as(data, "cp1252") if declared in _WESTERN else None
        if western is None:
            raise
        return western
