"""A question as the index is asked it: what was said, what it is called elsewhere, and what it is likely to be about.

Reps ask in everyday words and in their own language; documents speak the trade's terms, often in another one. So a
question becomes weighted groups of terms. The terms of one group are different ways to say one thing, and count once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from knowledge import text
from knowledge.dictionary import Dictionary
from knowledge.glossary import Concept, Glossary

LOOSE_WEIGHT = 0.5
"""What a single Chinese character counts beside a pair, and a number beside a word: "20 % off" is not about the 80/20 rule."""
GLOSSARY_WEIGHT = 1.5
EVERYDAY_WEIGHT = 0.5
"""What an everyday word of a concept counts beside its terms, when a document uses it."""
TRANSLATION_WEIGHT = 1.0

Written = tuple[bool, ...]
"""The languages documents are written in: Chinese (true), English, or both."""


class Group(NamedTuple):
    """Ways to say one thing: folded phrases, each with a weight up to 1, and what the thing counts in the question."""

    weight: float
    alternatives: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A question ready to be looked up in documents of one or two languages."""

    said: tuple[Group, ...] = ()
    """The question's own words and pairs of characters."""
    loose: tuple[Group, ...] = ()
    """Its single Chinese characters, and the numbers beside its words, which match loosely."""
    concepts: tuple[Group, ...] = ()
    """The trade's terms for what was said, in the documents' languages."""
    translations: tuple[Group, ...] = ()
    """What its words can mean in the documents' languages, where those are others."""


class QueryWriter:
    """Turns questions into queries."""

    def __init__(self, glossary: Glossary, dictionary: Dictionary) -> None:
        """The dictionary is opened only when a question needs it."""
        self._glossary = glossary
        self._dictionary = dictionary

    def read(self, question: str) -> "Question":
        """Take in a question in any of the languages."""
        return Question(question, self._glossary, self._dictionary)


class Question:
    """A question, of which each part of a query is worked out once, when it is first needed."""

    def __init__(self, question: str, glossary: Glossary, dictionary: Dictionary) -> None:
        """See `QueryWriter.read`."""
        self.asked = question
        self._folded = text.fold(question)
        self._subject = text.without_stop_phrases(self._folded)
        self._glossary = glossary
        self._dictionary = dictionary
        self._translated: dict[bool, tuple[Group, ...]] = {}

    @cached_property
    def is_chinese(self) -> bool:
        """Whether any of it is in Chinese."""
        return any(han for han, _ in text.runs(self._folded))

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """The terms that say something, in its order, each once; numbers only where there is nothing else.

        Where it has none, as in "what is an AM", those of the concepts it names.
        """
        found = dict.fromkeys(text.content_terms(self._subject))
        if not found and self._concepts:
            named, _ = self._concepts[0]
            found = dict.fromkeys(text.content_terms((named.chinese if self.is_chinese else named.english)[0]))
        return tuple(term for term in found if not term.isdecimal()) or tuple(found)

    def query(self, written: Written) -> Query:
        """What to look up in documents written in these languages; its own words count once."""
        return Query(
            said=tuple(Group(1.0, ((term, 1.0),)) for term in self.terms),
            loose=self._loose,
            concepts=tuple(_named(*concept, chinese) for chinese in written for concept in self._concepts),
            translations=tuple(group for chinese in written for group in self._translations(chinese)),
        )

    @cached_property
    def _loose(self) -> tuple[Group, ...]:
        """One group a Chinese character that stands with others, one a number beside words, each once."""
        standing = [character for han, _ in text.runs(self._subject) if len(han) > 1 for character in han]
        numbers = [word for word in text.words(self._subject) if word.isdecimal() and word not in self.terms]
        return tuple(Group(LOOSE_WEIGHT, ((term, 1.0),)) for term in dict.fromkeys(standing + numbers))

    @cached_property
    def _concepts(self) -> list[tuple[Concept, float]]:
        return self._glossary.concepts_in(self._folded, self.asked)

    def _translations(self, chinese: bool) -> tuple[Group, ...]:
        if chinese not in self._translated:
            self._translated[chinese] = tuple(self._into_chinese() if chinese else self._into_english())
        return self._translated[chinese]

    def _into_chinese(self) -> Iterator[Group]:
        for _, word in text.runs(self._subject):
            if word and word not in text.stop_words():
                found = [pair for pair in self._dictionary.words_for(word) if len(pair[0]) > 1]
                if found:
                    yield Group(TRANSLATION_WEIGHT, tuple(found))

    def _into_english(self) -> Iterator[Group]:
        for han, _ in text.runs(self._subject):
            for word in self._dictionary.words_in(han) if han else ():
                if len(word) > 1 and (found := self._dictionary.stems_of(word)):
                    yield Group(TRANSLATION_WEIGHT, tuple(found))


def _named(concept: Concept, certainty: float, chinese: bool) -> Group:
    """What a concept is called in a language."""
    terms = concept.chinese if chinese else concept.english
    everyday = concept.everyday_chinese if chinese else concept.everyday_english
    named = [(term, 1.0) for term in terms] + [(term, EVERYDAY_WEIGHT) for term in everyday]
    return Group(GLOSSARY_WEIGHT * certainty, tuple(named))
