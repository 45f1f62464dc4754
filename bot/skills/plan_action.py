"""Takes down what is still to be done with a client: a visit to make, a quotation to send."""

from bot.access import Person
from bot.skills import Outcome, Tools, Turn
from bot.skills.card import opened
from bot.wording import say
from knowledge.language import Language


def handle(turn: Turn, tools: Tools) -> Outcome:
    """Show what would be written."""
    return opened(turn, "plan_action")


def examples(language: Language, person: Person) -> tuple[str, ...]:
    """How one tells it."""
    return (say(language, "card.example_plan_action"),)
