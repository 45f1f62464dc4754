"""Thanks, an OK and a goodbye are acknowledged, and nothing more."""

from bot.messages import Reply, Text
from bot.skills import Outcome, Tools, Turn
from bot.wording import say
from knowledge.language import Language


def handle(turn: Turn, tools: Tools) -> Outcome:
    """Acknowledge; what the conversation is about stays."""
    return Outcome(Reply((Text(say(turn.language, "smalltalk.thanks")),)), topic=turn.topic)


def examples(language: Language) -> tuple[str, ...]:
    """Nothing: nobody needs to be told how to say thanks."""
    return ()
