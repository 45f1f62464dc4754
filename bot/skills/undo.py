"""Takes back what was saved last in this conversation, by word or by the button `undo:<card>` below it."""

from bot.access import Person
from bot.drafts import Closed, Ended
from bot.drafts.showing import View, summary
from bot.messages import Reply, Text
from bot.skills import Outcome, Tools, Turn
from bot.wording import say
from knowledge.language import Language


def handle(turn: Turn, tools: Tools) -> Outcome:
    """Take back the saved card that was pressed, or the last one; what is in the way is said by the engine."""
    if turn.message.action:
        card = turn.pressed
        if card is None:
            return _told(turn, "access.unknown_button")
        if card.user_id != turn.person.id:
            return _told(turn, "card.not_yours")
    else:
        card = turn.last_saved
        if card is None:
            return _told(turn, "card.nothing_saved")
    what = summary(card.draft, View(turn.book, turn.language, turn.zone, turn.now))
    if card.closed_as is Closed.UNDONE:
        return _told(turn, "card.over_undone", what=what)
    if card.closed_as is not Closed.CONFIRMED or card.saved is None:
        return _told(turn, "card.nothing_saved")
    reply = Reply(
        (Text(say(turn.language, "card.undone_amending" if card.draft.amends else "card.undone", what=what)),)
    )
    return Outcome(reply, step=Ended(card, Closed.UNDONE), undoes=card.saved.message_id, topic=turn.topic)


def examples(language: Language, person: Person) -> tuple[str, ...]:
    """The word for it."""
    return (say(language, "card.example_undo"),)


def _told(turn: Turn, key: str, **values: object) -> Outcome:
    return Outcome(Reply((Text(say(turn.language, key, **values)),)), topic=turn.topic)
