"""Says that something cannot be done by chat yet, and what can instead: no message ends nowhere."""

from bot.access import Person
from bot.messages import Reply, Text
from bot.skills import Outcome, Tools, Turn
from bot.wording import say
from knowledge.language import Language


def handle(turn: Turn, tools: Tools) -> Outcome:
    """Name what was wanted, and what there is."""
    wanted = turn.reading.intent if turn.reading else "other"
    return Outcome(Reply((Text(say(turn.language, f"yet.{wanted}")),)), topic=turn.topic)


def examples(language: Language, person: Person) -> tuple[str, ...]:
    """Nothing to promise."""
    return ()
