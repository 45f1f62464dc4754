"""One turn: read who is asking, decide what to answer, write all of it down at once."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.drafts.showing import addressed
from bot.errors import CoachError, code_of
from bot.evaluation import cards, conversations
from bot.evaluation.book import Books, seats_of
from bot.evaluation.database import Database
from bot.evaluation.hand import Hand
from bot.evaluation.undo import undo
from bot.evaluation.writes import Writes, apply
from bot.logs import LOG
from bot.messages import IncomingMessage, Reply, Text
from bot.routing import needs_reading, reads_on, skill_of
from bot.skills import Outcome, Skill, Tools, Turn
from bot.skills.card import reminded
from bot.understanding.intents import ASK
from bot.understanding.reading import Reading
from bot.wording import say
from knowledge import text
from knowledge.language import Detected, Language, detect

TRIES = 3
"""How often a turn is decided when what it rests on changes under it."""


class Coach:
    """Answers messages. Safe to share between threads; of turns it keeps nothing but the directory as it was last read."""

    def __init__(
        self,
        database: Database,
        skills: Mapping[str, Skill],
        tools: Tools,
        clock: Clock,
        language: Language,
        holder: str = "",
        zone: tzinfo = UTC,
    ) -> None:
        """`language` is what it speaks when neither the message nor the person tells; `holder` names who delivers its replies.

        `zone` is where the days of a person begin who has told no zone.
        """
        self._database = database
        self._skills = skills
        self._tools = tools
        self._clock = clock
        self._language = language
        self._holder = holder
        self._zone = zone
        self._books = Books()

    def reply_to(self, message: IncomingMessage) -> None:
        """Answer a message: its claim, the records, their audit and the reply are committed together or not at all.

        A message that was answered before, here or by another process, is left alone. When the card it is about, or the
        directory, was changed by somebody else between reading and writing, the turn is decided again.
        """
        for _ in range(TRIES):
            with self._database.reading() as session:
                start = conversations.start(session, message)
                if start.claimed:
                    return
                turn = self._turn(session, message, start)
            turn, name, outcome = self._decide(turn)
            try:
                self._write(message, turn, name, outcome, start.revision)
            except conversations.Claimed:
                return
            except cards.Moved:
                continue
            except CoachError as error:
                if error.key not in REFUSALS:
                    raise
                self._write(message, turn, name, _refusal(turn, error), start.revision)
            except IntegrityError as error:
                self._write(message, turn, name, _fault(turn, name, error), start.revision)
            return
        self._write(message, turn, name, _refusal(turn, CoachError("collision")), start.revision)

    def _write(self, message: IncomingMessage, turn: Turn, name: str, outcome: Outcome, revision: int) -> None:
        who, now = turn.person.id, self._clock.now()
        with self._database.writing() as session:
            conversations.claim(session, message, who, now)
            if outcome.undoes:
                undo(session, message.adapter, outcome.undoes, who, message, now)
            hand = Hand(session, who, message, now)
            hand.create(outcome.records)
            writes, seen = outcome.writes or Writes(), None if outcome.undoes else revision
            if writes.change_the_directory:
                cards.check_revision(session, revision)
                seen = None
            keys = apply(hand, writes)
            reply = outcome.reply
            if outcome.step and who is not None:
                number, version = cards.take(session, outcome.step, message, who, keys, seen, now)
                reply = addressed(reply, number, version)
            conversations.remember(session, message, who, turn.language, name, outcome.topic, now)
            conversations.enqueue(session, message, reply, self._holder, now)

    def _turn(self, session: Session, message: IncomingMessage, start: conversations.Start) -> Turn:
        now, person = self._clock.now(), start.caller.person
        usual = start.before.language if start.before else start.caller.language or self._language
        said = detect(message.text, usual) if message.text else Detected(usual, certain=False)
        turn = Turn(
            message=message,
            text=text.clean(message.text).strip(),
            person=person,
            language=said.language if said.certain else usual,
            foreign=said.foreign,
            topic=conversations.topic_of(start.before, now),
            now=now,
            zone=_zone(start.caller.time_zone, self._zone),
            follows=start.before.skill if start.before else "",
        )
        if person.id is None:
            return turn
        pressed = _card_in(message.action)
        found = cards.of_turn(session, message, person.id, pressed, now)
        return replace(
            turn,
            book=self._books.seen_by(session, person, seats_of(session, person.id), start.revision),
            cards=tuple(card for card in found if card.user_id == person.id),
            pressed=next((card for card in found if card.id == pressed), None),
        )

    def _decide(self, turn: Turn) -> tuple[Turn, str, Outcome]:
        """The turn as it was read, the skill's name and what it decided; a fault becomes a reply that says so."""
        if turn.person.role is None:
            return turn, "stranger", Outcome(_sentence(turn, "access.stranger"))
        name = ASK
        try:
            if needs_reading(turn):
                turn = replace(turn, reading=self._read(turn))
            name = skill_of(turn)
            if name not in self._skills:
                return turn, ASK, Outcome(_sentence(turn, "access.unknown_button"), topic=turn.topic)
            outcome = self._skills[name].handle(turn, self._tools)
        except CoachError as error:
            return turn, name, _refusal(turn, error)
        except Exception as error:
            return turn, name, _fault(turn, name, error)
        if reads_on(name):
            outcome = replace(outcome, reply=reminded(outcome.reply, turn))
        return turn, name, outcome

    def _read(self, turn: Turn) -> Reading:
        """What the message says, read with the names this person may see and, while a card is open, with that card."""
        draft = turn.card.draft if turn.card else None
        pending = draft.entries[draft.asked.entry if draft.asked else draft.focus].frame if draft else None
        return self._tools.reader(turn.book).read(turn.text, turn.now.astimezone(turn.zone), pending)


REFUSALS = ("changed_since", "undo_already", "undo_changed", "undo_nothing", "undo_used", "collision")
"""What the books may say to a change: told to the person, with nothing written."""


def _refusal(turn: Turn, error: CoachError) -> Outcome:
    return Outcome(Reply((Text(say(turn.language, f"error.{error.key}", **error.details)),)), topic=turn.topic)


def _card_in(action: str) -> int | None:
    """The card a button is on, from `card:<id>:…` or `undo:<id>`."""
    kind, number = (action + ":").split(":")[:2]
    return (
        int(number)
        if kind in ("card", "undo") and number.isascii() and number.isdecimal() and len(number) < 10
        else None
    )


def _zone(name: str | None, usual: tzinfo) -> tzinfo:
    """A person's time zone; the usual one where they have told none, or one this machine does not know."""
    if not name:
        return usual
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return usual


def _fault(turn: Turn, skill: str, error: Exception) -> Outcome:
    """What the person is told of a fault of ours, with the code under which the log has it."""
    code = code_of(error)
    LOG.error("turn failed, code %s, skill %s", code, skill, exc_info=error)
    return Outcome(Reply((Text(say(turn.language, "error.fault", code=code)),)), topic=turn.topic)


def _sentence(turn: Turn, key: str) -> Reply:
    return Reply((Text(say(turn.language, key)),))
