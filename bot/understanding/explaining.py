"""A reading told in words, for the person who wonders how the coach understood a message."""

from collections.abc import Iterator

from bot.understanding.reading import Frame, Named, Reading, slots
from bot.wording import say
from knowledge.language import Language


def explained(reading: Reading, language: Language) -> Iterator[str]:
    """What each frame holds, line by line, and what would have to be asked."""
    for number, frame in enumerate(reading.frames, 1):
        yield say(language, "parse.frame", number=number, intent=say(language, f"parse.intent.{frame.intent}"))
        yield from _facts(frame, language)
    for question in reading.questions:
        yield say(language, f"parse.doubt.{question.doubt}", words=question.words)


def _facts(frame: Frame, language: Language) -> Iterator[str]:
    if frame.account:
        yield _line(language, "account", _who(frame.account, language))
    for person in frame.contacts:
        stance = f" · {say(language, f'parse.stance.{person.stance}')}" if person.stance else ""
        title = f" · {person.title}" if person.title else ""
        yield _line(language, "contact", _who(person.who, language) + title + stance)
    for name, value in slots(frame).items():
        match name:
            case "account" | "contacts":
                continue
            case "rep" | "to":
                yield _line(language, name, value["name"])
            case "activity_type" | "complaint_severity":
                yield _line(language, name, say(language, f"parse.{name}.{value}"))
            case _:
                yield _line(language, name, value)


def _line(language: Language, name: str, value: object) -> str:
    return "  " + say(language, "parse.fact", name=say(language, f"parse.slot.{name}"), value=value)


def _who(named: Named, language: Language) -> str:
    if named.candidates:
        return say(language, "parse.several", name=named.name, candidates=", ".join(named.candidates))
    return say(language, "parse.new", name=named.name) if named.is_new else f"{named.name} ({named.id})"
