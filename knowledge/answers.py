"""Answers without a model: the part of a playbook page that fits the question, or the words of a company's document.

Nothing is made up here: every sentence of an answer stands in the page or document it names.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from knowledge import kinds, text
from knowledge.calibration import THRESHOLD
from knowledge.kinds import Asked, Kind
from knowledge.language import Language
from knowledge.library import Audiences
from knowledge.mainland import mainland
from knowledge.pages import Page, Playbook, Section
from knowledge.premises import wrong_count
from knowledge.retrieval import LONGEST_QUESTION, Findings, Hit, Retriever, page_id_of

QUOTE_BESIDE = 0.8
"""From this confidence on, a document is quoted beside a playbook answer."""
DOCUMENT_LEAD = 0.35
"""How much surer a document has to be than the playbook to be the answer itself."""
FOLLOW_UPS = 3
QUESTIONS = 3
"""How many questions of one message are answered."""
LEAST_SHARE = 0.5
"""The share of what was asked about that a line must hold, by weight, to be singled out."""
LEAST_SHARE_TIMED = 0.15
"""The same for "how often", where the line must also name a time."""
QUOTED = 240
"""About how many characters of a document are quoted when it is the answer; beside a page, half of that."""
LEAST_NEAR = 0.05
"""Below this confidence a page is not even offered as a topic near the question."""
_CANDIDATES = 30

PREFERRED: dict[Kind, tuple[Section, ...]] = {
    Kind.WORDS: (Section.WORDS,),
    Kind.EXAMPLE: (Section.EXAMPLE, Section.WORDS),
    Kind.COMPARE: (Section.WHAT,),
    Kind.HOW_OFTEN: (Section.HOW, Section.MEASURE),
    Kind.WHO: (Section.WHAT, Section.HOW),
    Kind.MEASURE: (Section.MEASURE,),
    Kind.CHECKLIST: (Section.CHECKLIST, Section.HOW),
    Kind.PITFALLS: (Section.PITFALLS,),
    Kind.WHY: (Section.WHY,),
    Kind.WHAT: (Section.WHAT,),
    Kind.HOW: (Section.HOW,),
}
"""The section that answers each kind of question, and what stands in for it on a page without one."""


_FOCUSED = (Kind.HOW, Kind.HOW_OFTEN, Kind.WHY, Kind.MEASURE, Kind.CHECKLIST)
"""Kinds of questions to which a single line of the page can be the best answer."""


class Outcome(StrEnum):
    """How a question ended."""

    PAGE = "page"
    DOCUMENT = "document"
    NOTHING = "nothing"
    UNCLEAR = "unclear"
    """Nothing in it says what it is about."""


@dataclass(frozen=True, slots=True)
class Part:
    """A section of a page, ready to be shown."""

    section: Section
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quotation:
    """A passage of a company's document."""

    text: str
    document: str
    heading: str


@dataclass(frozen=True, slots=True)
class PageRef:
    """A page by its id and title."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known about a question, in the asker's language."""

    outcome: Outcome
    language: Language
    page: PageRef | None = None
    is_practice: bool = False
    """The page tells what the trade does; the method itself does not say it."""
    point: str = ""
    focus: tuple[str, ...] = ()
    """The lines of the page that speak of just what was asked, when the parts below do not hold them."""
    parts: tuple[Part, ...] = ()
    second: tuple[PageRef, str] | None = None
    """Another page and its point, when two things are compared."""
    quotation: Quotation | None = None
    more: tuple[Section, ...] = ()
    """Sections of the page that were not shown."""
    nearest: tuple[PageRef, ...] = ()
    """Pages that come closest, when there is no answer; and those to read on with, when there is."""
    miscounted: str = ""
    """What the question counted wrongly, as `premises` names it."""
    also: tuple["Answer", ...] = ()
    """The answers to further questions that were asked in one breath, each from another page."""
    unanswered: tuple[str, ...] = ()
    """Those of the questions that found nothing."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What the conversation was about until now."""

    page_id: str
    question: str


class Answers:
    """Answers questions from what can be found."""

    def __init__(self, retriever: Retriever, playbook: Playbook) -> None:
        """The retriever finds, the playbook is quoted."""
        self._retriever = retriever
        self._playbook = playbook

    def answer(
        self,
        question: str,
        audiences: Audiences,
        language: Language,
        topic: Topic | None = None,
        collection: str | None = None,
    ) -> Answer:
        """The answer to a question from what these audiences may read; `topic` lets "and for B clients?" be understood.

        Several questions asked in one breath are answered one by one, when they lead to different pages.
        """
        question = text.clean(question)[:LONGEST_QUESTION]
        asked = _single_questions(question)
        if len(asked) > 1:
            answers = [self._answer(each, audiences, language, topic, collection) for each in asked]
            found = {each.page.id: each for each in reversed(answers) if each.page}
            if len(found) > 1 and all(each.quotation is None or each.page for each in answers):
                first, *others = reversed(found.values())
                open_ = tuple(q for q, a in zip(asked, answers, strict=True) if a.outcome is Outcome.NOTHING)
                return replace(first, also=tuple(others), unanswered=open_)
        return self._answer(question, audiences, language, topic, collection)

    def _answer(
        self, question: str, audiences: Audiences, language: Language, topic: Topic | None, collection: str | None
    ) -> Answer:
        asked = kinds.read(question)
        if topic and not asked.subject and (asked.kind or asked.goes_on):
            return self.section(topic.page_id, language, asked.kind or Kind.HOW) or self._nothing(question, language)
        wrong = wrong_count(question)
        if wrong and (page := self._playbook.page(wrong.page, language)):
            asked = replace(asked, kind=asked.kind or Kind.WHAT)
            return replace(self._from_page(page, asked, question, language, (), None), miscounted=wrong.thing)
        searched = question
        found = self._retriever.search(question, audiences, language, _CANDIDATES, collection)
        if topic and asked.goes_on and found.abstained:
            searched = f"{topic.question} {question}"
            found = self._retriever.search(searched, audiences, language, _CANDIDATES, collection)
        pages = [hit for hit in found.hits if page_id_of(hit)]
        documents = [hit for hit in found.hits if not page_id_of(hit)]
        page = next((p for hit in pages if hit.score >= THRESHOLD and (p := self._page(hit, language))), None)
        page = page or self._named(asked.subject, pages, language)
        if topic and searched != question and _mentions(pages, topic.page_id):
            page = self._playbook.page(topic.page_id, language)
        document = documents[0] if documents and documents[0].score >= THRESHOLD else None
        if page and not (document and document.score > pages[0].score + DOCUMENT_LEAD):
            quoted = document if document and document.score >= QUOTE_BESIDE else None
            beside = self._quotation(quoted, searched, QUOTED // 2) if quoted else None
            return self._from_page(page, asked, question, language, pages, beside)
        if document:
            quotation = self._quotation(document, searched, QUOTED)
            nearest = self._refs(pages, language)[:FOLLOW_UPS]
            return Answer(Outcome.DOCUMENT, language, quotation=quotation, nearest=nearest)
        if found.abstained and not asked.subject:
            return Answer(Outcome.UNCLEAR, language)
        return self._nothing(question, language, found)

    def section(self, page_id: str, language: Language, wanted: Kind | Section) -> Answer | None:
        """One section of a page, or what stands in for it; none when there is no such page."""
        page = self._playbook.page(page_id, language)
        if page is None:
            return None
        sections = (wanted,) if isinstance(wanted, Section) else PREFERRED[wanted]
        shown = [Part(s, page.sections[s]) for s in sections if s in page.sections][:1]
        if not shown:
            shown = [Part(Section.HOW, page.sections[Section.HOW])]
        return self._built(page, language, parts=shown)

    def titles(self, page_ids: Iterable[str], language: Language) -> tuple[PageRef, ...]:
        """The pages of these ids that there are."""
        pages = (self._playbook.page(page_id, language) for page_id in page_ids)
        return tuple(PageRef(page.id, localised(page.title, language)) for page in pages if page)

    def page(self, page_id: str, language: Language) -> Answer | None:
        """A page's point and steps, as when somebody picks it from a list; none when there is no such page."""
        page = self._playbook.page(page_id, language)
        if page is None:
            return None
        return self._built(page, language, point=page.point, parts=_parts(page, [Section.HOW, Section.WORDS]))

    def _from_page(
        self,
        page: Page,
        asked: Asked,
        question: str,
        language: Language,
        pages: Sequence[Hit],
        beside: Quotation | None,
    ) -> Answer:
        kind = asked.kind or _likely_kind(page, asked.subject, question)
        sections = next(([s] for s in PREFERRED[kind] if s in page.sections), [Section.HOW])
        if Section.WORDS not in sections:
            sections.append(Section.WORDS)
        parts = _parts(page, sections)
        shown = {page.point, *(line for part in parts for line in part.lines)}
        about = _lines_about(page, asked.subject, kind)
        focus = [line for line in about if line not in shown] if kind in _FOCUSED and not shown & set(about[:1]) else []
        second = self._second(page, question, pages, language) if kind is Kind.COMPARE else None
        return self._built(page, language, page.point, focus, parts, second, beside)

    def _named(self, subject: Sequence[str], pages: Sequence[Hit], language: Language) -> Page | None:
        """The page that is asked for by nothing but its name, as in "decision chain pitfalls": few words, and yet sure."""
        wanted = frozenset(subject)
        found = (page for hit in pages if (page := self._page(hit, language)))
        return next((page for page in found if wanted and wanted in map(_terms, page.names)), None)

    def _second(self, first: Page, question: str, pages: Sequence[Hit], language: Language) -> Page | None:
        """The other page of a comparison: of those found, the one named most fully, by a name that is no part of the first's."""
        said = _terms(question)
        named = _longest_name(first, said)
        found = (page for hit in pages if page_id_of(hit) != first.id and (page := self._page(hit, language)))
        names = [(len(name), page) for page in found if not (name := _longest_name(page, said)) <= named]
        return max(names, key=lambda pair: pair[0])[1] if names else None

    def _nothing(self, question: str, language: Language, found: Findings | None = None) -> Answer:
        near = [hit for hit in found.hits if hit.score >= LEAST_NEAR] if found else []
        return Answer(Outcome.NOTHING, language, nearest=self._refs(near, language)[:FOLLOW_UPS])

    def _built(
        self,
        page: Page,
        language: Language,
        point: str = "",
        focus: Iterable[str] = (),
        parts: Iterable[Part] = (),
        second: Page | None = None,
        beside: Quotation | None = None,
    ) -> Answer:
        def said(line: str) -> str:
            return localised(line, language)

        parts = tuple(parts)
        return Answer(
            Outcome.PAGE,
            language,
            page=PageRef(page.id, said(page.title)),
            is_practice=page.source == "practice",
            point=said(point),
            focus=tuple(map(said, focus)),
            parts=tuple(Part(part.section, tuple(map(said, part.lines))) for part in parts),
            second=(PageRef(second.id, said(second.title)), said(second.point)) if second else None,
            quotation=beside,
            more=tuple(section for section in page.sections if section not in {part.section for part in parts}),
            nearest=self.titles(page.related, language),
        )

    def _quotation(self, hit: Hit, question: str, longest: int) -> Quotation:
        return Quotation(self._retriever.excerpt(hit, question, longest), hit.passage.document, hit.passage.heading)

    def _page(self, hit: Hit, language: Language) -> Page | None:
        page_id = page_id_of(hit)
        return self._playbook.page(page_id, language) if page_id else None

    def _refs(self, hits: Iterable[Hit], language: Language) -> tuple[PageRef, ...]:
        return self.titles((page_id for hit in hits if (page_id := page_id_of(hit))), language)


def _single_questions(question: str) -> list[str]:
    """The first few questions of a message that asks several, each with a subject of its own; else the message as it is."""
    pieces = [piece for piece in re.findall(r"[^?？]+[?？]?", question) if kinds.read(piece).subject]
    several = sum(piece.endswith(("?", "？")) for piece in pieces) > 1
    return [piece.strip() for piece in pieces[:QUESTIONS]] if several else [question]


def localised(line: str, language: Language) -> str:
    """A line of a Traditional page in the reader's script, with Mainland words for Simplified."""
    return mainland(line) if language is Language.SIMPLIFIED else line


def _longest_name(page: Page, said: frozenset[str]) -> frozenset[str]:
    """The terms of the longest of the page's names that was said; none when no name was."""
    names = map(_terms, page.names)
    return max((name for name in names if name <= said), key=len, default=frozenset())


def _mentions(pages: Sequence[Hit], page_id: str) -> bool:
    """Whether a page is among the best few, as it is when a question goes on about it."""
    return page_id in [page_id_of(hit) for hit in pages[:5]]


def _parts(page: Page, sections: Sequence[Section]) -> list[Part]:
    """The sections a page has, the words to use cut to the first two."""
    return [
        Part(
            section,
            page.sections[section][:2] if section is Section.WORDS and len(sections) > 1 else page.sections[section],
        )
        for section in sections
        if section in page.sections
    ]


def _likely_kind(page: Page, subject: Sequence[str], question: str) -> Kind:
    """What is wanted when it is not put as a question: for a bare name what it is, for a situation what speaks most of it."""
    names = {term for name in page.names for term in _terms(name)}
    if names.issuperset(subject):
        return Kind.WHAT
    weigh = _weigher(page, _terms(question))
    choices = (Kind.HOW, Kind.WHY, Kind.PITFALLS, Kind.WHAT)
    return max(choices, key=lambda kind: max(map(weigh, page.sections[Section(kind.value)]), default=0.0))


def _lines_about(page: Page, subject: Sequence[str], kind: Kind) -> list[str]:
    """Up to two lines of the page that hold much of what was asked about, best first.

    For "how often" they are lines that name a time.
    """
    weigh = _weigher(page, subject)
    lines = [
        (weigh(line), line)
        for section, lines in page.sections.items()
        for line in lines
        if section not in (Section.EXAMPLE, Section.WORDS) and kinds.answering(kind, line)
    ]
    least = (LEAST_SHARE_TIMED if kind is Kind.HOW_OFTEN else LEAST_SHARE) * sum(_rarities(page, subject).values())
    return [line for weight, line in sorted(lines, key=lambda pair: -pair[0])[:2] if weight >= least > 0]


def _weigher(page: Page, terms: Iterable[str]) -> Callable[[str], float]:
    rarities = _rarities(page, terms)
    return lambda line: sum(rarities.get(term, 0.0) for term in _terms(line))


def _rarities(page: Page, terms: Iterable[str]) -> dict[str, float]:
    """How telling each term is among the lines of a page."""
    lines = [_terms(line) for line in page.body.split("\n")]
    counts = Counter(term for line in lines for term in line)
    return {term: math.log(1 + len(lines) / (0.5 + counts[term])) for term in set(terms)}


@lru_cache(maxsize=20_000)
def _terms(line: str) -> frozenset[str]:
    """What a line speaks of. Kept: there are not many lines in a playbook, and each is looked at again and again."""
    return frozenset(text.content_terms(text.fold(line)))
