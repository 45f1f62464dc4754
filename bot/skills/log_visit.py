"""Takes down a contact with a client that took place: a visit, a call, a meal. It opens a card; its Save writes."""

from bot.access import Person
from bot.skills import Outcome, Tools, Turn
from bot.skills.card import opened
from bot.wording import say
from knowledge.language import Language


def handle(turn: Turn, tools: Tools) -> Outcome:
    """Show what would be written."""
    return opened(turn, "log_visit")


def examples(language: Language, person: Person) -> tuple[str, ...]:
    """How one tells it."""
    return (say(language, "card.example_log_visit"),)
