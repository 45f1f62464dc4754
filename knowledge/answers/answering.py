"""From a question to its answer: what is found, weighed against each other, and put together."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from knowledge import kinds, text
from knowledge.answers.answer import Answer, Outcome, PageRef, Part, Quotation, Topic
from knowledge.answers.comparing import is_called_each, of_all, one_each, set_apart, sides, words_of
from knowledge.answers.fitting import FOCUSED, PREFERRED, likely_kind, lines_about, longest_name, parts_of, terms_of
from knowledge.calibration import THRESHOLD
from knowledge.kinds import Asked, Kind
from knowledge.language import Language
from knowledge.library import Audiences
from knowledge.mainland import localised
from knowledge.pages import Page, Playbook, Section
from knowledge.premises import correction
from knowledge.retrieval import LONGEST_QUESTION, Findings, Hit, Retriever, page_id_of

QUOTE_BESIDE = 0.8
"""From this confidence on, a document is quoted beside a playbook answer."""
DOCUMENT_LEAD = 0.35
"""How much surer a document has to be than the playbook to be the answer itself."""
FOLLOW_UPS = 3
QUESTIONS = 3
"""How many questions of one message are answered."""
QUOTED = 240
"""About how many characters of a document are quoted when it is the answer; beside a page, half of that."""
ABOUT_AS_SURE = 0.85
"""The share of the best page's confidence from which on a page that is called by its name comes before it."""
LEAST_NAME = 2
"""How many terms a page's name must have to be told from words that anybody uses."""
LEAST_NEAR = 0.05
"""Below this confidence a page is not even offered as a topic near the question."""
SPEAKING_OF_ALL = 6
"""How many of the pages found are looked through for a line on everything that is compared."""
_CANDIDATES = 30


class Answers:
    """Answers questions from what can be found."""

    def __init__(self, retriever: Retriever, playbook: Playbook) -> None:
        """The retriever finds, the playbook is quoted."""
        self._retriever = retriever
        self._playbook = playbook
        self._known_words: dict[Language, dict[str, float]] = {}

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
            answers = [self._single(each, audiences, language, topic, collection) for each in asked]
            if together := _together(asked, answers):
                return together
        return self._single(question, audiences, language, topic, collection)

    def _single(
        self, question: str, audiences: Audiences, language: Language, topic: Topic | None, collection: str | None
    ) -> Answer:
        asked = kinds.read(question)
        if topic and not asked.subject and (asked.kind or asked.goes_on):
            return self.section(topic.page_id, language, asked.kind or Kind.HOW) or self._nothing(question, language)
        wrong = correction(question)
        if wrong and (page := self._playbook.page(wrong.page, language)):
            asked = replace(asked, kind=asked.kind or Kind.WHAT)
            return replace(self._from_page(page, asked, question, language, (), None), corrected=wrong.thing)
        searched = question
        found = self._retriever.search(question, audiences, language, _CANDIDATES, collection)
        if topic and asked.goes_on and found.abstained:
            searched = f"{topic.question} {question}"
            found = self._retriever.search(searched, audiences, language, _CANDIDATES, collection)
        pages = [hit for hit in found.hits if page_id_of(hit)]
        documents = [hit for hit in found.hits if not page_id_of(hit)]
        page = self._likeliest(question, pages, language)
        page = page or self._named(asked.subject, pages, language)
        if topic and searched != question and _mentions(pages, topic.page_id):
            page = self._playbook.page(topic.page_id, language)
        document = documents[0] if documents and documents[0].score >= THRESHOLD else None
        compared = sides(question, self._words(language))
        together = self._together(compared, asked, page, pages, language)
        page = next(iter(together), page)
        if page and (together or not (document and document.score > pages[0].score + DOCUMENT_LEAD)):
            quoted = document if document and document.score >= QUOTE_BESIDE else None
            beside = self._quotation(quoted, searched, QUOTED // 2) if quoted else None
            return self._from_page(page, asked, question, language, pages, beside, compared, together[1:])
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
        return self._built(page, language, point=page.point, parts=parts_of(page, [Section.HOW, Section.WORDS]))

    def _from_page(
        self,
        page: Page,
        asked: Asked,
        question: str,
        language: Language,
        pages: Sequence[Hit],
        beside: Quotation | None,
        compared: Sequence[frozenset[str]] = (),
        others: Sequence[Page] = (),
    ) -> Answer:
        kind = asked.kind or likely_kind(page, asked, question)
        sections = next(([s] for s in PREFERRED[kind] if s in page.sections), [Section.HOW])
        if Section.WORDS not in sections:
            sections.append(Section.WORDS)
        parts = parts_of(page, sections)
        shown = {page.point, *(line for part in parts for line in part.lines)}
        about = lines_about(page, asked.subject, kind)
        focus = [line for line in about if line not in shown] if kind in FOCUSED and not shown & set(about[:1]) else []
        second = None
        if kind is Kind.COMPARE:
            line = of_all(page, set_apart(compared, self._words(language))) if compared else ""
            focus = [line] if line and line not in shown else []
            second = next(iter(others), None) or (None if line else self._second(page, question, pages, language))
        also = tuple(self._built(other, language, other.point) for other in others if other is not second)
        return replace(self._built(page, language, page.point, focus, parts, second, beside), also=also)

    def _words(self, language: Language) -> dict[str, float]:
        """The words of the playbook; they change with its pages, which are read once as well."""
        if language not in self._known_words:
            self._known_words[language] = words_of(self._playbook.pages(language))
        return self._known_words[language]

    def _together(
        self,
        compared: Sequence[frozenset[str]],
        asked: Asked,
        likeliest: Page | None,
        hits: Sequence[Hit],
        language: Language,
    ) -> list[Page]:
        """A page that is called by every side's name, or one page each; often none.

        In a comparison it may also be one whose point is about all of it, or, where nothing else is likely, a line.
        """
        found = [page for hit in hits if (page := self._page(hit, language))] if compared else []
        apart = set_apart(compared, self._words(language))
        if called_each := [page for page in found if is_called_each(page, compared, apart)]:
            return called_each[:1]
        named = one_each(compared, found, LEAST_NAME)
        if asked.kind is not Kind.COMPARE or (named and len(named) == len(compared)):
            return named if len(named) > 1 else []
        looked_at = [*([likeliest] if likeliest else []), *found[:SPEAKING_OF_ALL]] if compared else []
        about_all = [page for page in looked_at if of_all(page, apart) == page.point]
        if about_all or len(named) > 1 or likeliest:
            return about_all[:1] or (named if len(named) > 1 else [])
        return [page for page in looked_at if of_all(page, apart)][:1]

    def _likeliest(self, question: str, pages: Sequence[Hit], language: Language) -> Page | None:
        """The page that was found first, or one that is about as sure and was called by its name; none below the threshold."""
        sure = [hit for hit in pages if hit.score >= max(THRESHOLD, ABOUT_AS_SURE * pages[0].score)]
        found = [page for hit in sure if (page := self._page(hit, language))]
        said = terms_of(question)
        named = [page for page in found if len(longest_name(page, said)) >= LEAST_NAME]
        return max(named or found[:1], key=lambda page: len(longest_name(page, said)), default=None)

    def _named(self, subject: Sequence[str], pages: Sequence[Hit], language: Language) -> Page | None:
        """The page that is asked for by nothing but its name, as in "decision chain pitfalls": few words, and yet sure."""
        wanted = frozenset(subject)
        found = (page for hit in pages if (page := self._page(hit, language)))
        return next((page for page in found if wanted and wanted in map(terms_of, page.names)), None)

    def _second(self, first: Page, question: str, pages: Sequence[Hit], language: Language) -> Page | None:
        """The other page of a comparison: of those found, the one named most fully, by a name that is no part of the first's."""
        said = terms_of(question)
        named = longest_name(first, said)
        found = (page for hit in pages if page_id_of(hit) != first.id and (page := self._page(hit, language)))
        names = [(len(name), page) for page in found if not (name := longest_name(page, said)) <= named]
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


def _together(asked: Sequence[str], answers: Sequence[Answer]) -> Answer | None:
    """One answer of several; none when they lead to a single page, or one of them to a document and no page."""
    found = {each.page.id: each for each in reversed(answers) if each.page}
    if len(found) < 2 or any(each.quotation and not each.page for each in answers):
        return None
    first, *others = reversed(found.values())
    unanswered = (q for q, each in zip(asked, answers, strict=True) if each.outcome is Outcome.NOTHING)
    return replace(first, also=tuple(others), unanswered=tuple(unanswered))


def _mentions(pages: Sequence[Hit], page_id: str) -> bool:
    """Whether a page is among the best few, as it is when a question goes on about it."""
    return page_id in [page_id_of(hit) for hit in pages[:5]]
