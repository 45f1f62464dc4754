"""A question as the index is asked it: what was said, what it is called elsewhere, and what it is likely to be about.

Reps ask in everyday words and in their own language; documents speak the trade's terms, often in another one. So a
question becomes weighted groups of terms. The terms of one group are different ways to say one thing, and count once.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from knowledge import text
from knowledge.dictionary import Dictionary
from knowledge.glossary import Glossary, content_terms

CHARACTER_WEIGHT = 0.5
"""What a single Chinese character counts beside a pair."""
GLOSSARY_WEIGHT = 1.5
EVERYDAY_WEIGHT = 0.5
"""What an everyday word of a concept counts beside its terms, when a document uses it."""
TRANSLATION_WEIGHT = 1.0
LEAST_MEANING = 0.5
"""The share of a word's meaning that a translation must cover."""

Alternatives = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Ways to say one thing: folded phrases, each with a weight up to 1, and what the thing counts in the question."""

    weight: float
    alternatives: Alternatives


@dataclass(frozen=True, slots=True)
class Query:
    """A question ready to be looked up in documents of one language."""

    said: tuple[Group, ...] = ()
    """The question's own words and pairs of characters."""
    characters: tuple[Group, ...] = ()
    """Its single Chinese characters, which match loosely."""
    concepts: tuple[Group, ...] = ()
    """The trade's terms for what was said, in the documents' language."""
    translations: tuple[Group, ...] = ()
    """What its words can mean in the documents' language, when that is another."""
    themes: tuple[Group, ...] = ()
    """The vocabulary of the playbook pages the question resembles."""

    def __add__(self, other: "Query") -> "Query":
        """The same question for documents in two languages: its own words once, everything else for both."""
        return Query(
            self.said,
            self.characters,
            self.concepts + other.concepts,
            self.translations + other.translations,
            self.themes + other.themes,
        )


Themes = Callable[[str, bool], Iterable[Group]]
"""Gives the themes of a folded question, for documents in Chinese (true) or English."""


class QueryWriter:
    """Turns questions into queries."""

    def __init__(self, glossary: Glossary, dictionary: Dictionary, themes: Themes) -> None:
        """The dictionary is opened only when a question needs it."""
        self._glossary = glossary
        self._dictionary = dictionary
        self._themes = themes

    def write(self, question: str, to_chinese: bool, with_themes: bool = True) -> Query:
        """The query for a question in any of the languages, for documents that are mostly in Chinese, or mostly not."""
        folded = text.fold(question)
        subject = text.without_stop_phrases(folded)
        return Query(
            said=tuple(said(subject)),
            characters=tuple(characters(subject)),
            concepts=tuple(self._concepts(folded, to_chinese)),
            translations=tuple(self._into_chinese(subject) if to_chinese else self._into_english(subject)),
            themes=tuple(self._themes(folded, to_chinese)) if with_themes else (),
        )

    def _concepts(self, folded: str, to_chinese: bool) -> Iterator[Group]:
        for concept, certainty in self._glossary.concepts_in(folded):
            terms = concept.chinese if to_chinese else concept.english
            everyday = concept.everyday_chinese if to_chinese else concept.everyday_english
            named = [(term, 1.0) for term in terms] + [(term, EVERYDAY_WEIGHT) for term in everyday]
            yield Group(GLOSSARY_WEIGHT * certainty, tuple(named))

    def _into_chinese(self, subject: str) -> Iterator[Group]:
        for _, word in text.runs(subject):
            if word and word not in text.stop_words():
                found = [
                    pair for pair in self._dictionary.words_for(word) if pair[1] >= LEAST_MEANING and len(pair[0]) > 1
                ]
                if found:
                    yield Group(TRANSLATION_WEIGHT, tuple(found))

    def _into_english(self, subject: str) -> Iterator[Group]:
        for han, _ in text.runs(subject):
            for word in self._dictionary.words_in(han) if han else ():
                found = [pair for pair in self._dictionary.stems_of(word) if pair[1] >= LEAST_MEANING]
                if found and len(word) > 1:
                    yield Group(TRANSLATION_WEIGHT, tuple(found))


def said(subject: str) -> Iterator[Group]:
    """One group a word or pair of characters, in the order of the question, each once."""
    for term in dict.fromkeys(content_terms(subject)):
        yield Group(1.0, ((term, 1.0),))


def characters(subject: str) -> Iterator[Group]:
    """One group a Chinese character that stands with others, each once."""
    for character in dict.fromkeys(c for han, _ in text.runs(subject) if len(han) > 1 for c in han):
        yield Group(CHARACTER_WEIGHT, ((character, 1.0),))
