"""The pending card: what is pressed on it, and what is typed while it is open. Nothing is written before its Save.

Its buttons carry `card:<id>:<version>:<verb>[:<number>]`; a button of an older version shows the card as it is now.
"""

from dataclasses import replace

from bot.access import Person
from bot.drafts import LOGGED, Card, Closed, Draft, Ended, Entry, Opened, Updated
from bot.drafts.rows import Context, with_keys_of_new, writes_of
from bot.drafts.settling import Now, answered, corrected, dropped, settled
from bot.drafts.showing import View, addressed, button_for, choice_label, shown, summary
from bot.messages import Block, Button, Reply, Text
from bot.skills import Outcome, Tools, Turn
from bot.understanding.intents import Word, word_in
from bot.understanding.reading import Question, Reading
from bot.wording import say
from knowledge import text
from knowledge.language import Language

UNDO = "undo"


def handle(turn: Turn, tools: Tools) -> Outcome:
    """Do what was pressed or typed to the card."""
    if turn.message.action:
        return _pressed(turn)
    word = word_in(turn.text)
    if word is Word.AMEND:
        saved = turn.last_saved
        return _amended(turn, saved) if saved else _told(turn, "card.nothing_saved")
    card = turn.card
    if card is None:
        return _told(turn, "card.none_open")
    if word in (Word.SAVE, Word.YES):
        return _saved(turn, card)
    if word is Word.CANCEL:
        return _cancelled(turn, card)
    choice = typed_choice(turn)
    if choice is not None:
        return _changed(turn, card, answered(card.draft, choice))
    if turn.reading and turn.reading.corrects:
        return _corrected(turn, card, turn.reading)
    return _again(turn, card, "card.not_understood")


def examples(language: Language, person: Person) -> tuple[str, ...]:
    """Nothing: a card says itself what can be done with it."""
    return ()


def opened(turn: Turn, skill: str) -> Outcome:
    """A new card for what the message tells, or a card on screen covered by it."""
    reading = turn.reading or Reading(())
    frames = [frame for frame in reading.frames if frame.intent in LOGGED]
    draft = Draft(
        tuple(Entry(frame) for frame in frames),
        turn.message.message_id,
        turn.now,
        turn.language,
        words=(turn.text,),
        doubts=reading.questions,
    )
    draft = settled(draft, _now(turn))
    notes = [say(turn.language, "card.rest")] if len(frames) < len(reading.frames) else []
    reply = shown(draft, _view(turn), *notes)
    if turn.card:
        reply = _with_way_back(reply, turn, turn.card)
    return Outcome(reply, step=Opened(skill, draft), topic=turn.topic)


def reminded(reply: Reply, turn: Turn) -> Reply:
    """A reply to something else, with a line that the card is still open, and the way to it."""
    card = turn.card
    if card is None:
        return reply
    first = "show" if card.draft.asked else "save"
    buttons = (
        button_for(card, first, say(turn.language, f"card.{first}")),
        button_for(card, "cancel", say(turn.language, "card.cancel")),
    )
    note = Text(say(turn.language, "card.still_open", what=summary(card.draft, _view(turn))), "note")
    return Reply((*reply.blocks, note), (*reply.buttons, *buttons))


def typed_choice(turn: Turn) -> str | None:
    """The choice of the open question whose button says what was typed, if any."""
    card = turn.card
    if card is None or card.draft.asked is None:
        return None
    typed = _bare(turn.text)
    view = _view(turn)
    asked = card.draft.asked
    said = {choice: _bare(choice_label(choice, asked, card.draft, view)) for choice in asked.choices}
    found = [choice for choice, label in said.items() if typed == label]
    return found[0] if typed and len(found) == 1 else None


def _bare(words: str) -> str:
    return "".join(character for character in text.fold(words) if character.isalnum())


# Pressed


def _pressed(turn: Turn) -> Outcome:
    card = turn.pressed
    _, _, version, verb, number = (turn.message.action + ":::").split(":")[:5]
    if card is None:
        return _told(turn, "access.unknown_button")
    if card.user_id != turn.person.id:
        return _told(turn, "card.not_yours")
    if verb == "amend":
        return _amended(turn, card)
    if not card.is_waiting(turn.now):
        return _over(turn, card)
    if version != str(card.version):
        return _again(turn, card, "card.stale")
    choices = card.draft.asked.choices if card.draft.asked else ()
    place = int(number) if number.isdecimal() and len(number) < 3 else -1
    match verb:
        case "save":
            return _saved(turn, card)
        case "cancel":
            return _cancelled(turn, card)
        case "edit":
            return _edited(turn, card)
        case "for" if 0 <= place < len(card.draft.entries):
            return _again(turn, replace(card, draft=replace(card.draft, focus=place)), "card.how_to_edit")
        case "pick" if 0 <= place < len(choices):
            return _changed(turn, card, answered(card.draft, choices[place]))
        case "drop" if 0 <= place < len(card.draft.entries) > 1:
            return _changed(turn, card, dropped(card.draft, place))
        case _:
            return _again(turn, card)


def _over(turn: Turn, card: Card) -> Outcome:
    """A button of a card that is done with: say how it ended."""
    ended = card.closed_as if card.closed_as not in (None, Closed.REPLACED) else Closed.EXPIRED
    return _told(turn, f"card.over_{ended}", what=summary(card.draft, _view(turn)))


def _saved(turn: Turn, card: Card) -> Outcome:
    """Write what the card shows: only that, and only when it is still so."""
    draft = settled(card.draft, _now(turn))
    if draft.asked:
        return _changed(turn, card, draft, "card.not_yet")
    if draft != card.draft:
        return _changed(turn, card, draft, "card.changed_meanwhile")
    writes = writes_of(draft, _context(turn))
    what = summary(draft, _view(turn))
    blocks: list[Block] = [Text(say(turn.language, "card.amended" if draft.amends else "card.saved", what=what))]
    undo = Button(say(turn.language, "card.undo"), f"{UNDO}:{card.id}")
    buttons = [undo, button_for(card, "amend", say(turn.language, "card.amend"))]
    waiting = next((each for each in turn.cards if each.id != card.id and each.is_waiting(turn.now)), None)
    if waiting:
        blocks.append(Text(say(turn.language, "card.waiting", what=summary(waiting.draft, _view(turn))), "note"))
        buttons.append(button_for(waiting, "show", say(turn.language, "card.show")))
    return Outcome(
        Reply(tuple(blocks), tuple(buttons)), writes=writes, step=Ended(card, Closed.CONFIRMED), topic=turn.topic
    )


def _cancelled(turn: Turn, card: Card) -> Outcome:
    return replace(_told(turn, "card.cancelled"), step=Ended(card, Closed.CANCELLED))


def _edited(turn: Turn, card: Card) -> Outcome:
    """Say what can be typed; with several entries ask which one it is for."""
    if len(card.draft.entries) == 1:
        return _again(turn, card, "card.how_to_edit")
    buttons = tuple(
        button_for(card, f"for:{number}", say(turn.language, "card.entry", number=number + 1))
        for number in range(len(card.draft.entries))
    )
    return Outcome(Reply((Text(say(turn.language, "card.edit_which")),), buttons), topic=turn.topic)


def _amended(turn: Turn, card: Card) -> Outcome:
    """Show what was saved as a card again; its Save writes the difference."""
    if card.user_id != turn.person.id:
        return _told(turn, "card.not_yours")
    if card.closed_as is not Closed.CONFIRMED or card.saved is None:
        return _over(turn, card) if not card.is_waiting(turn.now) else _again(turn, card)
    draft = with_keys_of_new(replace(card.draft, focus=0, doubts=()), card.saved.keys)
    draft = settled(draft, _now(turn))
    draft = replace(draft, amends=replace(card.saved, entries=draft.entries))
    reply = shown(draft, _view(turn), say(turn.language, "card.how_to_edit"))
    return Outcome(reply, step=Opened(card.skill, draft), topic=turn.topic)


# The card again


def _corrected(turn: Turn, card: Card, reading: Reading) -> Outcome:
    frames = tuple(frame for frame in reading.frames if frame.intent in LOGGED)
    if not frames:
        return _again(turn, card, "card.not_understood")
    doubts: tuple[Question, ...] = reading.questions
    return _changed(turn, card, corrected(card.draft, frames, doubts, turn.text))


def _changed(turn: Turn, card: Card, draft: Draft, note: str = "") -> Outcome:
    draft = settled(draft, _now(turn))
    notes = [say(turn.language, note)] if note else []
    if draft == card.draft and card.closed_as is None:
        return Outcome(addressed(shown(draft, _view(turn), *notes), card.id, card.version), topic=turn.topic)
    return Outcome(shown(draft, _view(turn), *notes), step=Updated(card, draft), topic=turn.topic)


def _again(turn: Turn, card: Card, note: str = "") -> Outcome:
    """The card as it is; one that was covered is on screen again."""
    return _changed(turn, card, card.draft, note)


def _with_way_back(reply: Reply, turn: Turn, covered: Card) -> Reply:
    note = Text(say(turn.language, "card.covered", what=summary(covered.draft, _view(turn))), "note")
    return Reply((*reply.blocks, note), (*reply.buttons, button_for(covered, "show", say(turn.language, "card.show"))))


def _told(turn: Turn, key: str, **values: object) -> Outcome:
    return Outcome(Reply((Text(say(turn.language, key, **values)),)), topic=turn.topic)


def _now(turn: Turn) -> Now:
    return Now(turn.book, turn.person.id, turn.now.astimezone(turn.zone).date())


def _view(turn: Turn) -> View:
    return View(turn.book, turn.language, turn.zone, turn.now)


def _context(turn: Turn) -> Context:
    return Context(turn.book, turn.person, turn.message.adapter, turn.now, turn.zone)
