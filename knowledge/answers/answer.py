"""What an answer consists of, before anybody words it for a platform."""

from dataclasses import dataclass
from enum import StrEnum

from knowledge.language import Language
from knowledge.pages import Section


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
    corrected: str = ""
    """What the question took for granted wrongly, as `premises` names it."""
    also: tuple["Answer", ...] = ()
    """The answers to further questions that were asked in one breath, each from another page."""
    unanswered: tuple[str, ...] = ()
    """Those of the questions that found nothing."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What the conversation was about until now."""

    page_id: str
    question: str
