"""How well questions find their answers: the question sets in `questions/`, and what is counted over them.

A set is a JSON Lines file. Each line has the question, its language, and what answers it: ids of playbook pages, or line ranges
of a document that is not part of the project (the `talk` sets); nothing for a question that is out of scope.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from knowledge.answers import Answer
from knowledge.answers.fitting import PREFERRED
from knowledge.calibration import THRESHOLD
from knowledge.kinds import Kind
from knowledge.language import Language
from knowledge.library import StoredPassage
from knowledge.pages import PAGE_SOURCE

QUESTIONS = Path(__file__).parent / "questions"
LOOKED_AT = 3
"""How many passages count as found."""
EVERY = "all"


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a set, with what answers it."""

    text: str
    language: Language
    pages: frozenset[str]
    lines: tuple[tuple[int, int], ...]
    kind: Kind | None
    """What kind of answer is wanted, where the set says so."""

    @property
    def is_answerable(self) -> bool:
        """Whether anything answers it."""
        return bool(self.pages or self.lines)

    def is_answered_by(self, passage: StoredPassage) -> bool:
        """Whether a passage is one of the pages, or overlaps one of the line ranges."""
        if passage.source.startswith(PAGE_SOURCE):
            return passage.source.removeprefix(PAGE_SOURCE) in self.pages
        return any(passage.first_line <= last and passage.last_line >= first for first, last in self.lines)


@dataclass(frozen=True, slots=True)
class Found:
    """What a system has for a question."""

    passages: Sequence[StoredPassage]
    """The best few, best first."""
    confidence: float | None = None
    """How sure it is of them (0–1); none when it cannot say."""
    answer: Answer | None = None


System = Callable[[Question], Found]


@dataclass(frozen=True, slots=True)
class Marks:
    """What a system reached over some questions; a share without any question to count is none."""

    questions: int
    out_of_scope: int
    recall: float | None
    """R@3: the share of answerable questions with a right passage among the first three."""
    refused: float | None
    """The share of answerable questions it abstains from."""
    caught: float | None
    """The share of out-of-scope questions it abstains from."""
    auroc: float | None
    """How well the confidence tells the two apart."""
    section: float | None
    """The share of right pages of which it shows the section that the kind of question wants."""


def names() -> list[str]:
    """The sets there are."""
    return sorted(file.stem for file in QUESTIONS.glob("*.jsonl"))


def read_set(name: str) -> list[Question]:
    """The questions of a set."""
    lines = (QUESTIONS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [_question(json.loads(line)) for line in lines]


def grade(questions: Iterable[Question], system: System) -> Iterator[tuple[str, Marks]]:
    """What a system reaches for each language, and for all of them together."""
    asked = [(question, system(question)) for question in questions]
    for language in (*Language, EVERY):
        yield str(language), _marks([pair for pair in asked if language in (pair[0].language, EVERY)])


def _question(line: dict[str, object]) -> Question:
    pages, lines = line.get("pages") or [], line.get("lines") or []
    return Question(
        text=str(line["question"]),
        language=Language(str(line["lang"])),
        pages=frozenset(pages),  # type: ignore[call-overload]
        lines=tuple((first, last) for first, last in lines),  # type: ignore[attr-defined]
        kind=Kind(str(line["kind"])) if line.get("kind") else None,
    )


def _marks(asked: Sequence[tuple[Question, Found]]) -> Marks:
    inside = [(question, found) for question, found in asked if question.is_answerable]
    outside = [found for question, found in asked if not question.is_answerable]
    sure = [found.confidence for _, found in inside if found.confidence is not None]
    unsure = [found.confidence for found in outside if found.confidence is not None]
    right = [any(map(question.is_answered_by, found.passages[:LOOKED_AT])) for question, found in inside]
    sections = [shown for question, found in inside if (shown := _shows_the_section(question, found)) is not None]
    return Marks(
        questions=len(inside),
        out_of_scope=len(outside),
        recall=_share(right),
        refused=_share([each < THRESHOLD for each in sure]),
        caught=_share([each < THRESHOLD for each in unsure]),
        auroc=_share([1.0 if a > b else 0.5 if a == b else 0.0 for a in sure for b in unsure]),
        section=_share(sections),
    )


def _shows_the_section(question: Question, found: Found) -> bool | None:
    """Whether the answer shows what the kind of question wants; nothing to say when there is no kind or no right page."""
    answer = found.answer
    if not question.kind or not answer or not answer.page or answer.page.id not in question.pages or not answer.parts:
        return None
    has = {part.section for part in answer.parts} | set(answer.more)
    wanted = next((section for section in PREFERRED[question.kind] if section in has), None)
    return wanted is None or answer.parts[0].section is wanted


def _share(values: Sequence[float]) -> float | None:
    return fmean(values) if values else None
