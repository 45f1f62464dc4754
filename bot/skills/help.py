"""Says what one can ask and type, with examples; also greets, and answers a message without words."""

from bot.access import Person
from bot.messages import Points, Reply, Text
from bot.skills import Outcome, Tools, Turn, registry
from bot.wording import say
from knowledge.language import Language


def handle(turn: Turn, tools: Tools) -> Outcome:
    """Show what every skill has to show."""
    shown = [example for skill in registry().values() for example in skill.examples(turn.language, turn.person)]
    opening = say(turn.language, "help.opening", name=turn.person.name)
    return Outcome(
        Reply((Text(opening), Points(tuple(shown)), Text(say(turn.language, "help.more"), "note"))), topic=turn.topic
    )


def examples(language: Language, person: Person) -> tuple[str, ...]:
    """Nothing: whoever reads this has found it."""
    return ()
