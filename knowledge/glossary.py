"""The glossary: the trade's terms in three languages, and how people say the same things every day.

Editable by users (`glossary.toml`). It turns a question's everyday words into the terms a document uses, in its language.
"""

import math
import tomllib
from collections import Counter
from collections.abc import Sequence
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
        counts = Counter(
            term
            for concept in concepts
            for term in {term for name, _ in _names(concept) for term in text.content_terms(name)}
        )
        self._rarity = {term: math.log(1 + len(concepts) / (1 + count)) for term, count in counts.items()}
        self._phrases = [
            self._phrase(number, name, weight)
            for number, concept in enumerate(concepts)
            for name, weight in _names(concept)
        ]
        # "AM" is a word of every sentence, unless it is written so.
        self._capitals = [(name.concept, name.spaced.strip().upper()) for name in self._phrases if not name.terms]
        self._holders: dict[str, list[int]] = {}
        for at, phrase in enumerate(self._phrases):
            for term in phrase.terms:
                self._holders.setdefault(term, []).append(at)

    def concepts_in(self, folded: str, asked: str = "") -> list[tuple[Concept, float]]:
        """The concepts a folded question speaks of, each with how surely (0–1].

        By the question as it was `asked`, names that are made of small words only are told: they count in capitals.
        """
        words = _spaced(folded)
        heard: dict[int, float] = {}  # phrases, with the weight of their terms that were said
        for term in set(text.content_terms(folded)):
            for at in self._holders.get(term, ()):
                heard[at] = heard.get(at, 0.0) + self._rarity[term]
        best: dict[int, float] = {}
        for at, weight in heard.items():
            phrase = self._phrases[at]
            certainty = phrase.weight * _share(phrase, weight, words)
            if certainty > best.get(phrase.concept, 0.0):
                best[phrase.concept] = certainty
        for concept, capitals in self._capitals:
            if capitals in text.words(asked):
                best.setdefault(concept, 1.0)
        return [(self._concepts[number], certainty) for number, certainty in sorted(best.items())]

    def _phrase(self, concept: int, name: str, weight: float) -> "_Phrase":
        terms = frozenset(text.content_terms(name))
        return _Phrase(concept, terms, sum(self._rarity[term] for term in terms), _spaced(name), weight)


@dataclass(frozen=True, slots=True)
class _Phrase:
    concept: int
    terms: frozenset[str]
    whole: float
    """What its terms weigh together."""
    spaced: str
    weight: float


def _share(phrase: _Phrase, heard: float, words: str) -> float:
    """How much of a phrase was said, zero when too little.

    A phrase of which only one word carries meaning ("who gets the work") was said only when it was said word for word.
    """
    if len(phrase.terms) == 1:
        return 1.0 if phrase.spaced in words else 0.0
    share = heard / phrase.whole
    return min(share, 1.0) if share >= LEAST_MATCH else 0.0


def _spaced(folded: str) -> str:
    """The stems and Chinese runs in order, between spaces, so that a phrase can be looked for as it stands."""
    return " " + " ".join(han or text.stem(word) for han, word in text.runs(folded)) + " "


def load_glossary(path: Path = SHIPPED) -> Glossary:
    """The glossary in a file. Raises `ValueError` when it is not valid TOML or an entry has no term."""
    entries = _ENTRIES.validate_python(tomllib.loads(path.read_text(encoding="utf-8")).get("term", []))
    names = [name for entry in entries for each in entry.values() for name in each]
    folded = dict(zip(names, text.fold_all(names), strict=True))
    return Glossary([_concept(entry, folded) for entry in entries])


def _concept(entry: dict[str, list[str]], folded: dict[str, str]) -> Concept:
    def names(*fields: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(folded[name] for field in fields for name in entry.get(field, ())))

    concept = Concept(
        chinese=names("zh-Hant", "zh-Hans"),
        english=names("en"),
        everyday_chinese=names("everyday-zh"),
        everyday_english=names("everyday-en"),
    )
    if not concept.chinese and not concept.english:
        raise ValueError("a [[term]] has neither a Chinese nor an English name")
    return concept


def _names(concept: Concept) -> list[tuple[str, float]]:
    return [(name, 1.0) for name in concept.chinese + concept.english] + [
        (name, EVERYDAY_WEIGHT) for name in concept.everyday_chinese + concept.everyday_english
    ]
