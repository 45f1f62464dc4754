"""Terms as 64-bit numbers, and the terms of many texts at once.

Numbers sort, compare and count in bulk, which is what makes an index of 10,000 passages a matter of seconds.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from knowledge import text

FIRST_PAIR = 1 << 21
"""Codes below are those of single Chinese characters; those from here to `FIRST_WORD` are of pairs."""
FIRST_WORD = 1 << 63
_BATCH = 1000
_LINE_END = ord("\n")
_HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
"""The code points of Chinese characters."""
_CHINESE = re.compile("[" + "".join(f"{chr(low)}-{chr(high)}" for low, high in _HAN) + "]{1,2}")
"""A term in Chinese."""


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Every occurrence of a term in some texts. The lines of all texts are numbered on, from 0."""

    codes: NDArray[np.uint64]
    lines: NDArray[np.int32]
    content: NDArray[np.bool_]
    """Whether it says something of a subject: see `text.content_terms`."""
    text_of_line: NDArray[np.int32]


@lru_cache(maxsize=100_000)
def code(term: str) -> int:
    """A term's code: one or two Chinese characters as their code points, any word as a hash with the top bit."""
    if _CHINESE.fullmatch(term):
        return ord(term) if len(term) == 1 else ord(term[0]) * FIRST_PAIR + ord(term[1])
    return int.from_bytes(hashlib.blake2b(term.encode("utf-8", "replace"), digest_size=8).digest()) | FIRST_WORD


@lru_cache(maxsize=100_000)
def codes_of_phrase(phrase: str) -> tuple[int, ...]:
    """The codes of the terms that a text must hold to hold a folded phrase."""
    return (code(phrase),) if _CHINESE.fullmatch(phrase) else tuple(map(code, _phrase_terms(phrase)))


def occurrences(texts: Sequence[str]) -> Occurrences:
    """The terms of texts that are not folded yet, line by line."""
    batches = []
    lines = 0
    for start in range(0, len(texts), _BATCH):
        batches.append(_batch(texts[start : start + _BATCH], start, lines))
        lines += len(batches[-1].text_of_line)
    return Occurrences(
        codes=np.concatenate([np.empty(0, np.uint64), *(batch.codes for batch in batches)]),
        lines=np.concatenate([np.empty(0, np.int32), *(batch.lines for batch in batches)]),
        content=np.concatenate([np.empty(0, np.bool_), *(batch.content for batch in batches)]),
        text_of_line=np.concatenate([np.empty(0, np.int32), *(batch.text_of_line for batch in batches)]),
    )


def _batch(texts: Sequence[str], first_text: int, first_line: int) -> Occurrences:
    """Chinese is coded in bulk, Latin words one by one through a cache."""
    folded = text.fold_all(texts)
    # A line end after each text keeps pairs from reaching into the next.
    whole = "".join(f"{each}\n" for each in folded)
    points = np.frombuffer(whole.encode("utf-32-le"), dtype=np.uint32)
    ends = points == _LINE_END
    line_of = first_line + np.cumsum(ends, dtype=np.int32) - ends
    han = _is_han(points)
    pair = han[:-1] & han[1:]
    telling = han & ~_in_stop_phrases(whole, len(points))
    telling_pair = telling[:-1] & telling[1:]
    alone = telling.copy()
    alone[1:] &= ~telling[:-1]
    alone[:-1] &= ~telling[1:]
    in_lines = list(map(text.words, whole.split("\n")))
    words = list(map(_word, chain.from_iterable(in_lines)))
    return Occurrences(
        codes=np.concatenate(
            [
                points[han].astype(np.uint64),
                points[:-1][pair].astype(np.uint64) * np.uint64(FIRST_PAIR) + points[1:][pair],
                np.fromiter((code for code, _ in words), dtype=np.uint64, count=len(words)),
            ]
        ),
        lines=np.concatenate(
            [
                line_of[han],
                line_of[:-1][pair],
                first_line + np.repeat(np.arange(len(in_lines), dtype=np.int32), list(map(len, in_lines))),
            ]
        ),
        content=np.concatenate(
            [
                alone[han],
                telling_pair[pair],
                np.fromiter((telling for _, telling in words), dtype=np.bool_, count=len(words)),
            ]
        ),
        text_of_line=np.repeat(
            np.arange(first_text, first_text + len(folded), dtype=np.int32), [each.count("\n") + 1 for each in folded]
        ),
    )


def _in_stop_phrases(folded: str, size: int) -> NDArray[np.bool_]:
    inside = np.zeros(size, dtype=np.bool_)
    for start, end in text.stop_phrases_in(folded):
        inside[start:end] = True
    return inside


def _is_han(points: NDArray[np.uint32]) -> NDArray[np.bool_]:
    found = np.zeros(len(points), dtype=np.bool_)
    for low, high in _HAN:
        found |= (points >= low) & (points <= high)
    return found


@lru_cache(maxsize=100_000)
def _word(word: str) -> tuple[int, bool]:
    """The code of a folded word's stem, and whether it says something."""
    return code(text.stem(word)), word not in text.stop_words()


def _phrase_terms(phrase: str) -> Iterator[str]:
    for han, word in text.runs(phrase):
        if word:
            yield text.stem(word)
        elif len(han) == 1:
            yield han
        else:
            yield from text.pairs(han)
