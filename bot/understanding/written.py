"""A message in two forms of the same length: as it was written, and folded for comparing."""

from dataclasses import dataclass

from knowledge import text


@dataclass(frozen=True, slots=True)
class Written:
    """Cleaned text and the same text folded to Simplified characters and lower case; a place in one is the place in the other."""

    text: str
    folded: str


def written(message: str) -> Written:
    """A message as it can be read. Character by character, since a place found in the folded form must hold in the words."""
    clean = text.clean(message)
    return Written(clean, folded(clean))


def folded(clean: str) -> str:
    """Cleaned text in Simplified characters and lower case, no character more or less."""
    if clean.isascii():
        return clean.lower()
    simplified = text.converter("t2s").convert(clean)
    if len(simplified) != len(clean):
        simplified = "".join(map(_one, clean))
    lower = simplified.lower()
    return lower if len(lower) == len(clean) else "".join(c.lower() if len(c.lower()) == 1 else c for c in simplified)


def _one(character: str) -> str:
    converted = str(text.converter("t2s").convert(character))
    return converted if len(converted) == 1 else character
