"""What kind of answer a question asks for, and whether it goes on with the subject at hand (`question_kinds.toml`)."""

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from knowledge import text
from knowledge.leaning import in_full, leaning

PHRASE_WEIGHT = 4.0
"""What a phrase counts beside the wording of the whole question."""
SITUATION_WEIGHT = 1.5
"""What it counts that somebody who tells his situation without a question wants to know what to do."""


class Kind(StrEnum):
    """Kinds of answers."""

    WORDS = "words"
    EXAMPLE = "example"
    COMPARE = "compare"
    HOW_OFTEN = "how_often"
    WHO = "who"
    MEASURE = "measure"
    CHECKLIST = "checklist"
    PITFALLS = "pitfalls"
    WHY = "why"
    WHAT = "what"
    HOW = "how"


@dataclass(frozen=True, slots=True)
class Asked:
    """How a question is put."""

    kind: Kind | None
    """None when no phrase tells it, as in a situation without a question."""
    likely: Kind | None
    """What its wording makes likely, whether or not a phrase tells it; none when nothing in it is known."""
    subject: tuple[str, ...]
    """The terms that say what it is about; none in "why?" and "give me an example"."""
    goes_on: bool
    """Whether it is worded as the continuation of something."""


def read(question: str) -> Asked:
    """How a question in any of the languages is put."""
    folded = in_full(text.fold(question))
    patterns = _patterns()
    goes_on = bool(patterns["follow_up"].match(folded.lstrip(" ,，。!！?？…")))
    told = next((kind for kind in Kind if patterns[kind].search(folded)), None)
    leans = leaning(folded)
    assumed = {told: PHRASE_WEIGHT} if told else {Kind.HOW: SITUATION_WEIGHT}
    likely = max(Kind, key=lambda kind: leans[kind] + assumed.get(kind, 0.0))
    rest = patterns["follow_up"].sub(" ", folded, count=1) if goes_on else folded
    for name in Kind:
        rest = patterns[name].sub(" ", rest)
    terms = dict.fromkeys(text.content_terms(text.without_stop_phrases(rest, or_nothing=True)))
    # What is left of "怎麼做呢" or "有例子嗎" is a lone character, and no subject.
    subject = tuple(term for term in terms if len(term) > 1 or term.isascii())
    return Asked(likely if told else None, likely if told or any(leans.values()) else None, subject, goes_on)


def without(kind: Kind, folded: str) -> str:
    """A folded question with a space where it has a phrase of a kind."""
    return _patterns()[kind].sub(" ", folded)


def answering(kind: Kind, line: str) -> bool:
    """Whether a line has the words of an answer to a question of this kind; always, for kinds that need none."""
    pattern = _patterns().get(f"answers.{kind}")
    return pattern is None or bool(pattern.search(text.fold(line)))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    lists = tomllib.loads((Path(__file__).parent / "question_kinds.toml").read_text(encoding="utf-8"))
    answers = {f"answers.{kind}": phrases for kind, phrases in lists.pop("answers").items()}
    return {name: _pattern(phrases["zh"], phrases["en"]) for name, phrases in (lists | answers).items()}


def _pattern(chinese: list[str], english: list[str]) -> re.Pattern[str]:
    """One expression for all phrases, longest first."""
    han = [_escaped(in_full(text.fold(phrase))) for phrase in sorted(chinese, key=len, reverse=True)]
    latin = [_escaped(phrase.lower()) for phrase in sorted(english, key=len, reverse=True)]
    return re.compile(rf"(?:{'|'.join(han)})|\b(?:{'|'.join(latin)})\b")


def _escaped(phrase: str) -> str:
    start = r"(?:(?<=^)|(?<=[.?!,;:] )|(?<=- ))" if phrase.startswith("^") else ""
    return start + text.with_gaps(phrase.removeprefix("^"), 12)
