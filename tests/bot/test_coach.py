"""One turn: answered once, written down whole or not at all, and never silent."""

import re
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, func, select

from bot.clock import FixedClock
from bot.coach import Coach
from bot.errors import CoachError
from bot.evaluation.database import Database
from bot.evaluation.tables import Base, Event, InboxMessage, OpenQuestion, OutboxMessage, User
from bot.evaluation.tables import Turn as TurnRow
from bot.messages import IncomingMessage, Reply, Text, from_json, plain_text
from bot.skills import Outcome, Tools, Turn
from bot.understanding.intents import ASK
from bot.wording import say
from knowledge.answers import Topic
from knowledge.language import Language
from tests.bot.conftest import MONDAY, Doing, echo, message

Make = Callable[[Callable[[Turn], Outcome]], Coach]
WRITTEN = (InboxMessage, TurnRow, OutboxMessage, OpenQuestion, Event)
ONE_OF_EACH = dict.fromkeys(("inbox_message", "turn", "outbox_message", "open_question", "event"), 1)
NOTHING = dict.fromkeys(ONE_OF_EACH, 0)


def counts(database: Database) -> dict[str, int]:
    with database.reading() as session:
        return {table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0 for table in WRITTEN}


def rows(database: Database, table: type[Base]) -> list[Base]:
    with database.reading() as session:
        return list(session.scalars(select(table)))


def replies(database: Database) -> list[str]:
    with database.reading() as session:
        stored = session.scalars(select(OutboxMessage.reply).order_by(OutboxMessage.id))
        return [plain_text(from_json(reply)) for reply in stored]


def asking(turn: Turn) -> Outcome:
    """Record the message as a question nobody could answer."""
    asked = OpenQuestion(question=turn.text, language=turn.language, user_id=turn.person.id, asked_at=turn.now)
    return Outcome(Reply((Text(turn.text),)), records=(asked,))


def test_a_message_is_answered_and_written_down(coach_doing: Make, people: Database) -> None:
    coach_doing(asking).reply_to(message("who signs?"))
    assert counts(people) == ONE_OF_EACH
    assert replies(people) == ["who signs?"]
    (kept,) = rows(people, InboxMessage)
    assert (kept.text, kept.user_id, kept.received_at) == ("who signs?", 1, MONDAY)


def test_the_audit_says_who_recorded_what_on_which_message(coach_doing: Make, people: Database) -> None:
    coach_doing(asking).reply_to(message("who signs?", number="m-7"))
    (noted,) = rows(people, Event)
    (asked,) = rows(people, OpenQuestion)
    assert (noted.verb, noted.subject, noted.subject_id) == ("created", "open_question", str(asked.id))
    assert (noted.user_id, noted.adapter, noted.message_id, noted.at) == (1, "paper", "m-7", MONDAY)
    assert noted.before is None
    assert noted.after == {
        "id": asked.id,
        "question": "who signs?",
        "language": "en",
        "user_id": 1,
        "asked_at": MONDAY.isoformat(),
    }


def test_a_message_delivered_twice_is_answered_once(coach_doing: Make, people: Database) -> None:
    decided: list[str] = []

    def once(turn: Turn) -> Outcome:
        decided.append(turn.text)
        return asking(turn)

    for text in ("who signs?", "who signs?", "the same id with other words"):
        coach_doing(once).reply_to(message(text, number="m-1"))
    assert decided == ["who signs?"]
    assert counts(people) == ONE_OF_EACH
    assert replies(people) == ["who signs?"]


def test_the_same_id_on_another_platform_is_another_message(coach_doing: Make, people: Database) -> None:
    for adapter in ("paper", "slate"):
        coach_doing(echo).reply_to(message("hello", adapter=adapter))
    assert counts(people)["inbox_message"] == 2


@pytest.mark.parametrize("openings", [1, 2], ids=["one process", "two processes"])
def test_a_message_delivered_to_eight_threads_at_once_is_answered_once(
    people: Database, tools: Tools, database_url: str, openings: int
) -> None:
    decided: list[str] = []

    def slowly(turn: Turn) -> Outcome:
        decided.append(turn.text)
        time.sleep(0.05)
        return asking(turn)

    databases = [people, *(Database(database_url) for _ in range(openings - 1))]
    coaches = [Coach(each, {ASK: Doing(slowly)}, tools, FixedClock(MONDAY), Language.ENGLISH) for each in databases]
    together = threading.Barrier(8)
    errors: list[Exception] = []

    def deliver(coach: Coach) -> None:
        together.wait()
        try:
            coach.reply_to(message("who signs?"))
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=deliver, args=(coaches[n % len(coaches)],)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for database in databases[1:]:
        database.close()
    assert errors == []
    assert len(decided) > 1, "the threads were not at it at the same time"
    assert counts(people) == ONE_OF_EACH


@pytest.mark.parametrize("sent", [message("who signs?", sender="nobody"), message(sender="nobody", action="ask:page")])
def test_a_stranger_is_refused_politely_and_asks_nothing(
    coach_doing: Make, people: Database, sent: IncomingMessage
) -> None:
    def never(turn: Turn) -> Outcome:
        raise AssertionError("a stranger reached a skill")

    coach_doing(never).reply_to(sent)
    assert replies(people) == [say(Language.ENGLISH, "access.stranger")]
    assert counts(people) == {**ONE_OF_EACH, "open_question": 0, "event": 0}


def test_a_stranger_is_refused_in_the_language_of_the_message(coach_doing: Make, people: Database) -> None:
    coach_doing(echo).reply_to(message("誰說了算？", sender="nobody"))
    assert replies(people) == [say(Language.TRADITIONAL, "access.stranger")]


def test_a_skill_that_breaks_gives_a_sentence_with_the_code_that_is_in_the_log(
    coach_doing: Make, people: Database, log: Path
) -> None:
    def breaking(turn: Turn) -> Outcome:
        raise ValueError(f"cannot make sense of {turn.text}")

    coach = coach_doing(breaking)
    coach.reply_to(message("the confidential plan of Northwind", number=1))
    coach.reply_to(message("their confidential budget", number=2))
    first, second = replies(people)
    (code,) = re.findall(r"\b[0-9A-F]{6}\b", first)
    assert first == say(Language.ENGLISH, "error.fault", code=code)
    assert second == first, "the same fault has the same code"
    assert log.read_text().count(code) == 2
    assert "ValueError" in log.read_text()
    assert "in breaking" in log.read_text()
    assert "confidential" not in log.read_text()
    assert counts(people)["inbox_message"] == 2


def test_an_error_behind_an_error_is_not_quoted_either(coach_doing: Make, log: Path) -> None:
    def breaking(turn: Turn) -> Outcome:
        try:
            int(turn.text)
        except ValueError as error:
            raise LookupError(turn.text) from error
        raise AssertionError

    coach_doing(breaking).reply_to(message("confidential"))
    assert "LookupError" in log.read_text()
    assert "ValueError" in log.read_text()
    assert "confidential" not in log.read_text()


def test_what_a_person_can_mend_is_told_in_its_own_sentence(coach_doing: Make, people: Database, log: Path) -> None:
    def refusing(turn: Turn) -> Outcome:
        raise CoachError("file", path="a.pdf", problem="gone")

    coach_doing(refusing).reply_to(message("read a.pdf"))
    assert replies(people) == [say(Language.ENGLISH, "error.file", path="a.pdf", problem="gone")]
    assert not log.exists()


def test_a_record_the_database_refuses_leaves_nothing_but_a_reply_that_says_so(
    coach_doing: Make, people: Database, log: Path
) -> None:
    def half_wrong(turn: Turn) -> Outcome:
        good = asking(turn).records[0]
        wrong = OpenQuestion(question=turn.text, language=turn.language, user_id=999, asked_at=turn.now)
        return Outcome(Reply((Text("recorded"),)), records=(good, wrong), topic=Topic("price-war", turn.text))

    coach_doing(half_wrong).reply_to(message("a confidential question"))
    assert counts(people) == {**ONE_OF_EACH, "open_question": 0, "event": 0}
    (told,) = replies(people)
    (code,) = re.findall(r"\b[0-9A-F]{6}\b", told)
    assert told == say(Language.ENGLISH, "error.fault", code=code)
    assert code in log.read_text()
    assert "confidential" not in log.read_text()


@pytest.mark.parametrize("step", [InboxMessage, OpenQuestion, Event, TurnRow, OutboxMessage])
def test_a_crash_at_any_step_leaves_nothing_and_the_redelivery_is_answered(
    coach_doing: Make, people: Database, step: type[Base]
) -> None:
    def crash(*_: object) -> None:
        raise SystemExit("killed")

    event.listen(step, "before_insert", crash)
    try:
        with pytest.raises(SystemExit):
            coach_doing(asking).reply_to(message("who signs?"))
    finally:
        event.remove(step, "before_insert", crash)
    assert counts(people) == NOTHING
    coach_doing(asking).reply_to(message("who signs?"))
    assert counts(people) == ONE_OF_EACH


def test_a_button_nobody_knows_is_explained(coach_doing: Make, people: Database) -> None:
    coach_doing(echo).reply_to(message(action="log_visit:17"))
    assert replies(people) == [say(Language.ENGLISH, "access.unknown_button")]


@pytest.mark.parametrize("text", ["half \ud800 a character", "a \0 nul", "\x1b[31mred\x07", "x" * 100_000, "\u202ertl"])
def test_hostile_text_is_answered_and_kept(coach_doing: Make, people: Database, text: str) -> None:
    coach_doing(lambda turn: Outcome(Reply((Text("taken"),)))).reply_to(message(text))
    assert replies(people) == ["taken"]
    (kept,) = rows(people, InboxMessage)
    assert kept.text == text.replace("\0", "").replace("\ud800", "?")


def test_a_skill_reads_the_message_without_invisible_characters(coach_doing: Make, people: Database) -> None:
    coach_doing(echo).reply_to(message("\u200b 什麼\u202e是\u200dＭＣＲ\x07？ "))
    assert replies(people) == ["什麼是MCR?"]


def test_the_topic_lasts_two_hours(people: Database, tools: Tools) -> None:
    topics: list[Topic | None] = []

    def remembering(turn: Turn) -> Outcome:
        topics.append(turn.topic)
        return Outcome(Reply((Text("ok"),)), topic=turn.topic or Topic("price-war", turn.text))

    times = [timedelta(0), timedelta(hours=2), timedelta(hours=4, seconds=1)]
    for number, later in enumerate(times):
        coach = Coach(people, {ASK: Doing(remembering)}, tools, FixedClock(MONDAY + later), Language.ENGLISH)
        coach.reply_to(message(f"question {number}", number))
    assert topics == [None, Topic("price-war", "question 0"), None]


def test_a_topic_stays_in_its_conversation(coach_doing: Make) -> None:
    topics: list[Topic | None] = []

    def remembering(turn: Turn) -> Outcome:
        topics.append(turn.topic)
        return Outcome(Reply((Text("ok"),)), topic=Topic("price-war", turn.text))

    coach = coach_doing(remembering)
    coach.reply_to(message("discounts?", 1, conversation="one"))
    coach.reply_to(message("why?", 2, conversation="two"))
    coach.reply_to(message("why?", 3, conversation="one", adapter="slate", sender="ren"))
    assert topics == [None, None]


@pytest.mark.parametrize(
    ("said", "spoken"),
    [
        (["你好"], ["zh-Hant"]),
        (["客戶為什麼不簽？", "你好"], ["zh-Hant", "zh-Hant"]),
        (["客户为什么不签？", "你好", "OK"], ["zh-Hans", "zh-Hans", "zh-Hans"]),
        (["客戶為什麼不簽？", "why does he not sign?", "那這個呢"], ["zh-Hant", "en", "zh-Hant"]),
        (["why does he not sign?", "ok", "客户不签"], ["en", "en", "zh-Hans"]),
        (["お客様の苦情", "고객"], ["en", "en"]),
    ],
)
def test_the_reply_is_in_the_language_of_the_message_or_else_of_the_one_before(
    people: Database, tools: Tools, said: list[str], spoken: list[str]
) -> None:
    told: list[str] = []

    def listening(turn: Turn) -> Outcome:
        told.append(str(turn.language))
        return Outcome(Reply((Text("ok"),)))

    skills = dict.fromkeys([ASK, "smalltalk", "help"], Doing(listening))
    coach = Coach(people, skills, tools, FixedClock(MONDAY), Language.TRADITIONAL)
    for number, text in enumerate(said):
        coach.reply_to(message(text, number))
    assert told == spoken


def test_the_language_a_person_chose_decides_where_nothing_else_does(people: Database, tools: Tools) -> None:
    with people.writing() as session:
        session.get_one(User, 1).language = Language.SIMPLIFIED
    coach = Coach(people, {}, tools, FixedClock(MONDAY), Language.ENGLISH)
    coach.reply_to(message(action="nothing:at-all"))
    assert replies(people) == [say(Language.SIMPLIFIED, "access.unknown_button")]
