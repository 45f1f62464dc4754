"""Removes what a reader cannot see but a search, a prompt or a terminal can trip over."""

from __future__ import annotations

import re
import unicodedata

_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")

# Controls, soft hyphen, zero-width and bidirectional controls, lone surrogates, variation
# selectors (the two that pick an emoji's style are kept) and the invisible tag characters.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb"
    "\ufffe\uffff\U000e0000-\U000e0fff]"
)
_SPACES = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f]")
_TRAILING = re.compile(r"(?<![ \t\u3000])[ \t\u3000]+(?=\n|\Z)")
# PDFs often carry a radical in place of the character it looks like; nobody could search for it.
_LOOKALIKES = re.compile("[\u2e9f\u2ef3\u2f00-\u2fd5\uf900-\ufaff]")


def clean_text(text: str) -> str:
    """The same text with '\\n' line ends and without invisible characters.

    Cleaning clean text changes nothing, so line numbers counted before and after agree.
    """
    text = _LINE_BREAKS.sub("\n", text)
    text = _INVISIBLE.sub("", text)
    text = _SPACES.sub(" ", text)
    text = _LOOKALIKES.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)
    return _TRAILING.sub("", text)
