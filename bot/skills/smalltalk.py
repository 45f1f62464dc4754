"""Short courtesies get a short courtesy, and a message without words a hint."""

from bot.access import Person
from bot.messages import Reply, Text
from bot.skills import Outcome, Tools, Turn
from bot.wording import say
from knowledge.language import Language


def handle(turn: Turn, tools: Tools) -> Outcome:
    """Answer in kind; what the conversation is about stays."""
    key = "smalltalk.no_words" if not any(map(str.isalpha, turn.text)) else "smalltalk.welcome"
    return Outcome(Reply((Text(say(turn.language, key)),)), topic=turn.topic)


def examples(language: Language, person: Person) -> tuple[str, ...]:
    """Nothing: nobody needs to be told how to say hello."""
    return ()
