"""Which skill a turn is for: the pressed button's, that of a word everybody knows, else what the message was read to want."""

from bot.skills import Turn
from bot.skills.ask_playbook import LONGEST
from bot.skills.card import typed_choice
from bot.understanding.intents import ASK, Word, skill_for, word_in
from bot.understanding.reading import Intent

CARD = "card"
UNDO = "undo"
_BUILT = {
    Intent.ASK: ASK,
    # Courtesies and calls for help are whole phrases, found before; what only resembles one is a question.
    Intent.OTHER: ASK,
    Intent.HELP: ASK,
    Intent.SMALLTALK: ASK,
    Intent.LOG_VISIT: "log_visit",
    Intent.LOG_COMPLAINT: "log_complaint",
    Intent.PLAN_ACTION: "plan_action",
    Intent.UNDO: UNDO,
}
_NOT_YET = "not_yet"
_SHOW_A_CARD = frozenset({"log_visit", "log_complaint", "plan_action", CARD})


def needs_reading(turn: Turn) -> bool:
    """Whether the reader has to say what a message wants: nothing else does."""
    return _without_reading(turn) is None


def skill_of(turn: Turn) -> str:
    """The name of the skill."""
    return _without_reading(turn) or _by_reading(turn)


def reads_on(skill: str) -> bool:
    """Whether a skill has nothing to do with cards, so that its reply has to say that one is still open."""
    return skill not in _SHOW_A_CARD and skill != UNDO


def _without_reading(turn: Turn) -> str | None:
    if turn.message.action:
        return skill_for(turn.message)
    word = word_in(turn.text)
    if word is Word.UNDO:
        return UNDO
    if word is Word.YES:
        agreed = turn.card and turn.card.draft.asked is None and turn.follows in _SHOW_A_CARD
        return CARD if agreed else skill_for(turn.message)
    if word or typed_choice(turn) is not None:
        return CARD
    known = skill_for(turn.message)
    if known != ASK or len(turn.text) > LONGEST:
        return known
    return None


def _by_reading(turn: Turn) -> str:
    reading = turn.reading
    if reading is None or not reading.frames:
        return ASK
    if reading.corrects and turn.card:
        return CARD
    if reading.intent is Intent.OTHER and turn.card and turn.card.draft.asked:
        return CARD
    return _BUILT.get(reading.intent, _NOT_YET)
