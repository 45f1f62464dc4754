"""The text of a file, whatever encoding it was saved in, within bounds."""

from pathlib import Path

from knowledge.documents.decode import decode_text
from knowledge.documents.models import MEGABYTE, DocumentError, Limits, Reason
from knowledge.documents.readers import contents

LIMITS = Limits(file_bytes=20 * MEGABYTE, unpacked_bytes=200 * MEGABYTE)
"""Many times what a large company's directory takes."""


def read_text(path: Path) -> str:
    """The whole text. Raises `DocumentError`; also for a few damaged characters, since one of them may be in a name."""
    data = contents(path, path.suffix.lower(), LIMITS)
    if not data.strip(b"\0\xff\xfe\xef\xbb\xbf \r\n\t"):
        raise DocumentError(Reason.EMPTY)
    decoded = decode_text(data)
    if decoded.lossy:
        raise DocumentError(Reason.TRUNCATED_OR_DAMAGED)
    return decoded.text
