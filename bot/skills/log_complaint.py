"""Takes down what a client is not content with (客訴), with the times until which it is to be answered and mended."""

from bot.access import Person
from bot.skills import Outcome, Tools, Turn
from bot.skills.card import opened
from bot.wording import say
from knowledge.language import Language


def handle(turn: Turn, tools: Tools) -> Outcome:
    """Show what would be written."""
    return opened(turn, "log_complaint")


def examples(language: Language, person: Person) -> tuple[str, ...]:
    """How one tells it."""
    return (say(language, "card.example_log_complaint"),)
