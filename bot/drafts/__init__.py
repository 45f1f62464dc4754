"""The pending card: what a person told, as it would be written, what is still open, and what was chosen.

Everything here is a value. A card holds a draft; whatever is typed or pressed makes another draft of it, until it is saved,
cancelled, replaced by a newer one or too old.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.understanding.reading import Doubt, Frame, Intent, Question, frame_of, slots
from knowledge.language import Language

LASTS = timedelta(hours=24)
"""How long a card waits after it was last shown."""
LOGGED = (Intent.LOG_VISIT, Intent.LOG_COMPLAINT, Intent.PLAN_ACTION)
"""What can stand on a card."""


class Ask(StrEnum):
    """What a card asks before it can be saved."""

    KIND = "kind"
    ACCOUNT = "account"
    ACCOUNT_WHICH = "account_which"
    ACCOUNT_NEW = "account_new"
    CONTACT_WHICH = "contact_which"
    CONTACT_NEW = "contact_new"
    CONTACT_ELSEWHERE = "contact_elsewhere"
    CONTACT_UNCLEAR = "contact_unclear"
    REP_WHICH = "rep_which"
    REP_NEW = "rep_new"
    NAME = "name"
    MANY_NAMES = "many_names"
    DATE = "date"
    DATE_UNCLEAR = "date_unclear"
    DATE_IMPOSSIBLE = "date_impossible"
    DATE_AHEAD = "date_ahead"
    AMOUNT = "amount"


class Choice(StrEnum):
    """What can be chosen in answer; some with a word after a colon: `is:c07`, `on:2026-10-25`."""

    IS = "is"
    """It is this one, by key."""
    AT = "at"
    """The client is this one, by key."""
    NEW = "new"
    """Somebody new: make an entry."""
    OUT = "out"
    """Leave it out."""
    ON = "on"
    """That day."""
    UNDATED = "undated"
    """No day yet."""
    PLAN = "plan"
    """It is still to come."""
    AS_IS = "as_is"
    """It is right as it stands."""
    A = "a"
    """It is this kind of thing, by intent."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The one open question of a card, with the choices that are on its buttons, in order."""

    ask: Ask
    entry: int = 0
    """Which of the card's entries it is about."""
    words: str = ""
    """The words of the message it is about."""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing on a card: a contact with a client, a complaint, a plan."""

    frame: Frame
    created: tuple[str, ...] = ()
    """Names the person chose to make new entries of the directory for."""
    undated: bool = False
    """Whether the person said that there is no day yet."""


@dataclass(frozen=True, slots=True)
class Draft:
    """All that a card holds."""

    entries: tuple[Entry, ...]
    message_id: str
    """The message it was told in."""
    told_at: datetime
    language: Language
    """The one it was told in: what is written in words of ours is written in it, whoever presses Save and when."""
    words: tuple[str, ...] = ()
    """What the person wrote, the telling and the corrections."""
    doubts: tuple[Question, ...] = ()
    """What the reader could not settle and nobody has yet."""
    asked: Asked | None = None
    focus: int = 0
    """The entry that corrections are for when nothing is asked."""
    amends: "Saved | None" = None
    """What was saved before, when this card is to change it."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What a card wrote when it was saved."""

    entries: tuple[Entry, ...]
    message_id: str
    """The press that saved it: what an undo takes back."""
    at: datetime
    keys: Mapping[str, tuple[int, ...]]
    """The rows, by the names they were written under."""


class Closed(StrEnum):
    """How a card ended."""

    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    REPLACED = "replaced"
    """A newer one was shown. Its buttons work until it expires."""
    UNDONE = "undone"
    """Saved, and taken back."""


@dataclass(frozen=True, slots=True)
class Card:
    """A card as it lies in the database."""

    id: int
    version: int
    user_id: int
    conversation: str
    skill: str
    draft: Draft
    expires_at: datetime
    closed_as: Closed | None = None
    saved: Saved | None = None

    def is_open(self, now: datetime) -> bool:
        """Whether it is the one on screen."""
        return self.closed_as is None and now < self.expires_at

    def is_waiting(self, now: datetime) -> bool:
        """Whether its buttons still do something: it is open, or was only covered by a newer one."""
        return self.closed_as in (None, Closed.REPLACED) and now < self.expires_at


@dataclass(frozen=True, slots=True)
class Opened:
    """Show a new card; the one before, if it is still open, is covered."""

    skill: str
    draft: Draft


@dataclass(frozen=True, slots=True)
class Updated:
    """The card has this draft from now on, and is the one on screen."""

    card: Card
    draft: Draft


@dataclass(frozen=True, slots=True)
class Ended:
    """The card is done with. For a saved one the engine adds what was written."""

    card: Card
    closed_as: Closed


Step = Opened | Updated | Ended
"""What happens to a card in a turn."""


def with_entry(draft: Draft, number: int, entry: Entry) -> Draft:
    """The draft with one entry exchanged."""
    return replace(draft, entries=(*draft.entries[:number], entry, *draft.entries[number + 1 :]))


def to_state(draft: Draft, saved: Saved | None = None) -> dict[str, Any]:
    """A draft, and what was saved of it, as the database keeps them."""
    return {
        "entries": [_entry_state(entry) for entry in draft.entries],
        "message_id": draft.message_id,
        "told_at": draft.told_at.isoformat(),
        "language": draft.language,
        "words": list(draft.words),
        "doubts": [[question.doubt, question.words] for question in draft.doubts],
        "asked": _asked_state(draft.asked),
        "focus": draft.focus,
        "amends": _saved_state(draft.amends),
        "saved": _saved_state(saved),
    }


def from_state(state: Mapping[str, Any]) -> tuple[Draft, Saved | None]:
    """What `to_state` made a state of."""
    asked = state["asked"]
    draft = Draft(
        entries=_entries(state["entries"]),
        message_id=state["message_id"],
        told_at=datetime.fromisoformat(state["told_at"]),
        language=Language(state["language"]),
        words=tuple(state["words"]),
        doubts=tuple(Question(Doubt(doubt), words) for doubt, words in state["doubts"]),
        asked=Asked(Ask(asked["ask"]), asked["entry"], asked["words"], tuple(asked["choices"])) if asked else None,
        focus=state["focus"],
        amends=_saved(state["amends"]),
    )
    return draft, _saved(state["saved"])


def _entry_state(entry: Entry) -> dict[str, Any]:
    return {
        "intent": entry.frame.intent,
        "slots": slots(entry.frame),
        "created": list(entry.created),
        "undated": entry.undated,
    }


def _entries(states: list[dict[str, Any]]) -> tuple[Entry, ...]:
    return tuple(
        Entry(frame_of(each["intent"], each["slots"]), tuple(each["created"]), each["undated"]) for each in states
    )


def _asked_state(asked: Asked | None) -> dict[str, Any] | None:
    if asked is None:
        return None
    return {"ask": asked.ask, "entry": asked.entry, "words": asked.words, "choices": list(asked.choices)}


def _saved_state(saved: Saved | None) -> dict[str, Any] | None:
    if saved is None:
        return None
    return {
        "entries": [_entry_state(entry) for entry in saved.entries],
        "message_id": saved.message_id,
        "at": saved.at.isoformat(),
        "keys": {name: list(key) for name, key in saved.keys.items()},
    }


def _saved(state: Mapping[str, Any] | None) -> Saved | None:
    if state is None:
        return None
    keys = {name: tuple(key) for name, key in state["keys"].items()}
    return Saved(_entries(state["entries"]), state["message_id"], datetime.fromisoformat(state["at"]), keys)
