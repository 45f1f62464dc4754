"""Where the block of settings at the top of a markdown file ends."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SETTING = re.compile(r"[\w-]{1,40}\s*:(?:\s|$)")
_WITHIN = 200


def front_matter_end(lines: Sequence[str]) -> int:
    """How many lines at the top are front matter: 0 when there is none.

    A document may well begin with a ruled line, so the first line inside must be a setting.
    """
    if not lines or lines[0] != "---" or len(lines) < 3 or not _SETTING.match(lines[1]):
        return 0
    for number, line in enumerate(lines[1:_WITHIN], start=1):
        if line in ("---", "..."):
            return number + 1
    return 0
