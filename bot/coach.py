"""One turn: read who is asking, decide what to answer, write all of it down at once."""

from collections.abc import Mapping

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.errors import CoachError, code_of
from bot.evaluation import audit, conversations, people
from bot.evaluation.database import Database
from bot.logs import LOG
from bot.messages import IncomingMessage, Reply, Text
from bot.skills import Outcome, Skill, Tools, Turn
from bot.understanding.intents import ASK, skill_for
from bot.wording import say
from knowledge import text
from knowledge.language import Detected, Language, detect


class Coach:
    """Answers messages. Safe to share between threads; keeps nothing between turns."""

    def __init__(
        self,
        database: Database,
        skills: Mapping[str, Skill],
        tools: Tools,
        clock: Clock,
        language: Language,
        holder: str = "",
    ) -> None:
        """`language` is what it speaks when neither the message nor the person tells; `holder` names who delivers its replies."""
        self._database = database
        self._skills = skills
        self._tools = tools
        self._clock = clock
        self._language = language
        self._holder = holder

    def reply_to(self, message: IncomingMessage) -> None:
        """Answer a message: its claim, the records, their audit and the reply are committed together or not at all.

        A message that was answered before, here or by another process, is left alone.
        """
        with self._database.reading() as session:
            if conversations.is_claimed(session, message):
                return
            turn = self._turn(session, message)
        name, outcome = self._decide(turn)
        try:
            self._write(message, turn, name, outcome)
        except IntegrityError as error:
            self._write(message, turn, name, _fault(turn, name, error))

    def _write(self, message: IncomingMessage, turn: Turn, name: str, outcome: Outcome) -> None:
        who, now = turn.person.id, self._clock.now()
        with self._database.writing() as session:
            if not conversations.claim(session, message, who, now):
                return
            for record in outcome.records:
                session.add(record)
                session.flush()
                audit.created(session, record, who, message, now)
            conversations.remember(session, message, who, turn.language, name, outcome.topic, now)
            conversations.enqueue(session, message, outcome.reply, self._holder, now)

    def _turn(self, session: Session, message: IncomingMessage) -> Turn:
        person, chosen = people.find(session, message.adapter, message.sender)
        before = conversations.last_turn(session, message)
        usual = before.language if before else chosen or self._language
        said = detect(message.text, usual) if message.text else Detected(usual, certain=False)
        return Turn(
            message=message,
            text=text.clean(message.text).strip(),
            person=person,
            language=said.language if said.certain else usual,
            foreign=said.foreign,
            topic=conversations.topic_of(before, self._clock.now()),
            now=self._clock.now(),
        )

    def _decide(self, turn: Turn) -> tuple[str, Outcome]:
        """The skill's name and what it decided; a fault becomes a reply that says so."""
        name = skill_for(turn.message)
        if turn.person.role is None:
            return "stranger", Outcome(_sentence(turn, "access.stranger"))
        if name not in self._skills:
            return ASK, Outcome(_sentence(turn, "access.unknown_button"), topic=turn.topic)
        try:
            return name, self._skills[name].handle(turn, self._tools)
        except CoachError as error:
            return name, Outcome(
                Reply((Text(say(turn.language, f"error.{error.key}", **error.details)),)), topic=turn.topic
            )
        except Exception as error:
            return name, _fault(turn, name, error)


def _fault(turn: Turn, skill: str, error: Exception) -> Outcome:
    """What the person is told of a fault of ours, with the code under which the log has it."""
    code = code_of(error)
    LOG.error("turn failed, code %s, skill %s", code, skill, exc_info=error)
    return Outcome(Reply((Text(say(turn.language, "error.fault", code=code)),)), topic=turn.topic)


def _sentence(turn: Turn, key: str) -> Reply:
    return Reply((Text(say(turn.language, key)),))
