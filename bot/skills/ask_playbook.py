"""Answers a question from the playbook and the company's own documents, and says so when they are silent.

Its buttons carry `ask_playbook:<page id>` for a page, or `ask_playbook:<page id>:<section>` for a part of one.
"""

from collections.abc import Iterator

from bot.access import Person, audiences_of
from bot.evaluation.tables import OpenQuestion
from bot.messages import Block, Button, Points, Quote, Reply, Text
from bot.skills import Outcome, Tools, Turn
from bot.understanding.limits import Limit, limit_of
from bot.wording import say
from knowledge.answers import Answer, PageRef, Part, Quotation, Topic
from knowledge.answers import Outcome as Ended
from knowledge.language import Language
from knowledge.pages import Section

NAME = "ask_playbook"
BUTTONS = 3
LONGEST = 2000
"""Characters of a question; a longer message is no question."""
_OFFERED_FIRST = (
    Section.HOW,
    Section.EXAMPLE,
    Section.CHECKLIST,
    Section.WORDS,
    Section.PITFALLS,
    Section.MEASURE,
    Section.WHY,
)


def handle(turn: Turn, tools: Tools) -> Outcome:
    """Answer the question, or the pressed button."""
    if turn.message.action:
        return _pressed(turn, tools)
    if len(turn.text) > LONGEST:
        return Outcome(
            Reply((Text(say(turn.language, "ask.too_long", length=len(turn.text), longest=LONGEST)),)), topic=turn.topic
        )
    limit = limit_of(turn.text)
    if limit and not limit.documents:
        return _refused(turn, tools, limit)
    answer = tools.answers.answer(turn.text, audiences_of(turn.person), turn.language, turn.topic)
    if limit and answer.quotation is None:
        return _refused(turn, tools, limit)
    return _told(turn, answer, turn.text)


def examples(language: Language, person: Person) -> tuple[str, ...]:
    """Questions to begin with."""
    return tuple(say(language, f"ask.example_{number}") for number in (1, 2, 3))


def reply_to(answer: Answer, foreign: bool = False) -> Reply:
    """An answer as it is shown."""
    blocks = [Text(say(answer.language, "ask.foreign"), "note")] if foreign else []
    return Reply((*blocks, *_blocks(answer)), tuple(_buttons(answer)))


def _refused(turn: Turn, tools: Tools, limit: Limit) -> Outcome:
    """A kind no, with what the playbook has instead."""
    pages = tools.answers.titles(limit.pages, turn.language)
    text = Text(say(turn.language, f"limit.{limit.name}"))
    return Outcome(Reply((text,), tuple(map(_page_button, pages))), topic=turn.topic)


def _pressed(turn: Turn, tools: Tools) -> Outcome:
    _, page_id, section = (turn.message.action + ":").split(":")[:3]
    if section:
        known = section in set(Section)
        answer = tools.answers.section(page_id, turn.language, Section(section)) if known else None
    else:
        answer = tools.answers.page(page_id, turn.language)
    if answer is None:
        return Outcome(Reply((Text(say(turn.language, "ask.page_gone")),)), topic=turn.topic)
    return _told(turn, answer, turn.topic.question if turn.topic and turn.topic.page_id == page_id else "")


def _told(turn: Turn, answer: Answer, question: str) -> Outcome:
    reply = reply_to(answer, turn.foreign)
    unanswered = (turn.message.text.strip(),) if answer.outcome is Ended.NOTHING else answer.unanswered
    asked = tuple(
        OpenQuestion(question=each, language=turn.language, user_id=turn.person.id, asked_at=turn.now)
        for each in unanswered
    )
    if answer.outcome is Ended.NOTHING:
        return Outcome(reply, records=asked, topic=turn.topic)
    topic = turn.topic if answer.outcome is Ended.UNCLEAR else None
    return Outcome(reply, records=asked, topic=Topic(answer.page.id, question) if answer.page else topic)


def _blocks(answer: Answer) -> Iterator[Block]:
    language = answer.language
    match answer.outcome:
        case Ended.NOTHING:
            yield Text(say(language, "ask.nothing" if answer.nearest else "ask.nothing_near"))
        case Ended.UNCLEAR:
            yield Text(say(language, "ask.unclear"))
        case Ended.DOCUMENT if answer.quotation:
            yield Text(say(language, "ask.document_says"))
            yield from _quoted(answer.quotation, language)
        case _:
            yield from _page_blocks(answer)


def _page_blocks(answer: Answer) -> Iterator[Block]:
    language = answer.language
    if answer.corrected:
        yield Text(say(language, f"premise.{answer.corrected}"))
    if answer.point:
        yield Text(answer.point)
    if answer.second:
        page, point = answer.second
        yield Text(say(language, "ask.compared", title=page.title, point=point))
    if answer.focus:
        yield Points(answer.focus)
    for part in answer.parts[:1] if answer.also else answer.parts:
        yield from _part(part, language)
    for other in answer.also:
        yield from _other(other)
    if answer.unanswered:
        yield Text(say(language, "ask.unanswered", questions=" ".join(answer.unanswered)))
    if answer.page:
        pages = [answer.page, *([answer.second[0]] if answer.second else [])]
        pages += [other.page for other in answer.also if other.page]
        titles = say(language, "ask.and").join(say(language, "ask.title", title=page.title) for page in pages)
        yield Text(say(language, "ask.source_practice" if answer.is_practice else "ask.source", titles=titles), "note")
    if answer.quotation:
        yield Text(say(language, "ask.document_too"))
        yield from _quoted(answer.quotation, language)


def _other(answer: Answer) -> Iterator[Block]:
    """The answer to a further question, in short: its page's point, and what speaks of just what was asked."""
    if answer.page:
        yield Text(answer.page.title, "heading")
    yield Text(answer.point)
    if answer.focus:
        yield Points(answer.focus)


def _part(part: Part, language: Language) -> Iterator[Block]:
    yield Text(say(language, f"section.{part.section}"), "heading")
    if len(part.lines) == 1:
        yield Text(part.lines[0])
    else:
        yield Points(part.lines, numbered=part.section is Section.HOW)


def _quoted(quotation: Quotation, language: Language) -> Iterator[Block]:
    yield Quote(quotation.text)
    headings = [heading for heading in quotation.heading.split(" › ") if heading and heading != quotation.document]
    yield Text(say(language, "ask.source_document", title=" › ".join([quotation.document, *headings])), "note")


def _buttons(answer: Answer) -> Iterator[Button]:
    """Up to three ways on: other parts of the page, then related pages; the nearest pages when there was no answer."""
    offered: list[Button] = []
    if answer.page:
        sections = [section for section in _OFFERED_FIRST if section in answer.more]
        offered += [_section_button(answer.page, section, answer.language) for section in sections[: BUTTONS - 1]]
    offered += map(_page_button, answer.nearest)
    yield from offered[:BUTTONS]


def _page_button(page: PageRef) -> Button:
    return Button(page.title, f"{NAME}:{page.id}")


def _section_button(page: PageRef, section: Section, language: Language) -> Button:
    return Button(say(language, f"section.{section}"), f"{NAME}:{page.id}:{section}")
