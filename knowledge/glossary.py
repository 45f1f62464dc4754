"""The glossary: the trade's terms in three languages, and how people say the same things every day.

Editable by users (`glossary.toml`). It turns a question's everyday words into the terms a document uses, in its language.
"""

import math
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from knowledge import text

SHIPPED = Path(__file__).parent / "glossary.toml"
EVERYDAY_WEIGHT = 0.7
"""What an everyday way of saying it counts beside the term itself."""
LEAST_MATCH = 0.6
"""The share of a phrase's weight that a question must hold for the phrase to count as said."""


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept with its names, folded. The first term of a language is the preferred one."""

    chinese: tuple[str, ...]
    english: tuple[str, ...]
    everyday_chinese: tuple[str, ...]
    everyday_english: tuple[str, ...]


_ENTRIES = TypeAdapter(list[dict[str, list[str]]])


class Glossary:
    """Finds the concepts a question speaks of."""

    def __init__(self, concepts: Sequence[Concept]) -> None:
        """Phrases are matched by their rarer words, so each phrase's words are weighed here once."""
        self._concepts = concepts
        self._phrases = [[_phrase(name, weight) for name, weight in _names(concept)] for concept in concepts]
        counts = Counter(term for phrases in self._phrases for term in set().union(*(p.terms for p in phrases)))
        self._rarity = {term: math.log(1 + len(concepts) / (1 + count)) for term, count in counts.items()}
        self._holders: dict[str, list[int]] = {}
        for number, phrases in enumerate(self._phrases):
            for term in set().union(*(p.terms for p in phrases)):
                self._holders.setdefault(term, []).append(number)

    def concepts_in(self, folded: str) -> list[tuple[Concept, float]]:
        """The concepts a folded question speaks of, each with how surely (0–1]."""
        said = set(content_terms(folded))
        words = _spaced(folded)
        found = []
        for number in sorted({n for term in said for n in self._holders.get(term, ())}):
            best = max(phrase.weight * self._share(phrase, said, words) for phrase in self._phrases[number])
            if best > 0:
                found.append((self._concepts[number], best))
        return found

    def _share(self, phrase: "_Phrase", said: set[str], words: str) -> float:
        """How much of a phrase was said, zero when too little.

        A phrase of which only one word carries meaning ("who gets the work") was said only when it was said word for word.
        """
        if len(phrase.terms) == 1:
            return 1.0 if phrase.spaced in words else 0.0
        whole = sum(self._rarity[term] for term in phrase.terms)
        share = sum(self._rarity[term] for term in phrase.terms & said) / whole if whole else 0.0
        return share if share >= LEAST_MATCH else 0.0


@dataclass(frozen=True, slots=True)
class _Phrase:
    terms: frozenset[str]
    spaced: str
    weight: float


def _phrase(name: str, weight: float) -> _Phrase:
    return _Phrase(frozenset(content_terms(name)), _spaced(name), weight)


def _spaced(folded: str) -> str:
    """The stems and Chinese runs in order, between spaces, so that a phrase can be looked for as it stands."""
    return " " + " ".join(han or text.stem(word) for han, word in text.runs(folded)) + " "


def load_glossary(path: Path = SHIPPED) -> Glossary:
    """The glossary in a file. Raises `ValueError` when it is not valid TOML or an entry has no term."""
    entries = _ENTRIES.validate_python(tomllib.loads(path.read_text(encoding="utf-8")).get("term", []))
    return Glossary([_concept(entry) for entry in entries])


def content_terms(folded: str) -> Iterable[str]:
    """The terms of a folded text that carry its subject: pairs of Chinese characters, and words but stop words."""
    for han, word in text.runs(folded):
        if len(han) == 1:
            yield han
        elif han:
            yield from text.pairs(han)
        elif word not in text.stop_words():
            yield text.stem(word)


def _concept(entry: dict[str, list[str]]) -> Concept:
    chinese = entry.get("zh-Hant", []) + entry.get("zh-Hans", [])
    if not chinese and not entry.get("en"):
        raise ValueError("a [[term]] has neither a Chinese nor an English name")
    return Concept(
        chinese=_folded(chinese),
        english=_folded(entry.get("en", [])),
        everyday_chinese=_folded(entry.get("everyday-zh", [])),
        everyday_english=_folded(entry.get("everyday-en", [])),
    )


def _folded(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.fold(name) for name in names))


def _names(concept: Concept) -> list[tuple[str, float]]:
    return [(name, 1.0) for name in concept.chinese + concept.english] + [
        (name, EVERYDAY_WEIGHT) for name in concept.everyday_chinese + concept.everyday_english
    ]
