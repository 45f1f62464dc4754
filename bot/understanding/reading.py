"""What a message was understood to say: values, and the form in which `salescoach parse` prints them."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Intent(StrEnum):
    """What a message, or a part of it, wants."""

    ASK = "ask"
    LOG_VISIT = "log_visit"
    LOG_COMPLAINT = "log_complaint"
    PLAN_ACTION = "plan_action"
    COMPLETE_ACTION = "complete_action"
    UPDATE_CONTACT = "update_contact"
    SET_GOAL_OR_KPI = "set_goal_or_kpi"
    SHOW_SCORE = "show_score"
    SHOW_ACCOUNT = "show_account"
    PREPARE_VISIT = "prepare_visit"
    HANDOVER = "handover"
    SUBMIT_CASE = "submit_case"
    LIST_FOLLOWUPS = "list_followups"
    UNDO = "undo"
    HELP = "help"
    SMALLTALK = "smalltalk"
    OTHER = "other"


class Stance(StrEnum):
    """How somebody stands to us: the support scale of the method without the coach, whom only a person can name (B1)."""

    OPPOSE = "oppose"
    NEUTRAL = "neutral"
    SUPPORT = "support"
    STRONG_SUPPORT = "strong_support"


class Activity(StrEnum):
    """Kinds of interaction with a client."""

    VISIT = "visit"
    MEETING = "meeting"
    CALL = "call"
    MEAL = "meal"
    EXECUTIVE_VISIT = "executive_visit"
    STRATEGY_WORKSHOP = "strategy_workshop"
    DEMO = "demo"
    TRAINING = "training"
    GIFT_OR_EVENT = "gift_or_event"
    MESSAGE = "message"


class Severity(StrEnum):
    """How bad a complaint is, where it was said."""

    HIGH = "high"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody or some company that was named: known by an id, one of several known ones, or unknown."""

    name: str
    id: str | None = None
    candidates: tuple[str, ...] = ()

    @property
    def is_new(self) -> bool:
        """Whether the directory has nobody of that name."""
        return self.id is None and not self.candidates


@dataclass(frozen=True, slots=True)
class Person:
    """A person at a client who took part, with what was said of them."""

    who: Named
    title: str = ""
    """Only of somebody new, or when it is the news."""
    stance: Stance | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """One thing a message says. Empty is what it does not say: nothing is filled in by default."""

    intent: Intent
    account: Named | None = None
    contacts: tuple[Person, ...] = ()
    date: dt.date | None = None
    time: dt.time | None = None
    activity_type: Activity | None = None
    topic: str = ""
    next_step: str = ""
    next_date: dt.date | None = None
    amount: int | None = None
    """In the currency's unit."""
    complaint_severity: Severity | None = None
    rep: Named | None = None
    to: Named | None = None
    phone: str = ""
    email: str = ""


class Doubt(StrEnum):
    """Why the coach has to ask before anything can be written."""

    KIND = "kind"
    ACCOUNT = "account"
    CONTACT = "contact"
    NAME_UNEXPLAINED = "name_unexplained"
    DATE_UNEXPLAINED = "date_unexplained"
    DATE_IMPOSSIBLE = "date_impossible"
    DATE_AHEAD = "date_ahead"
    AMOUNT = "amount"
    MANY_NAMES = "many_names"


@dataclass(frozen=True, slots=True)
class Question:
    """A doubt with the words of the message it is about."""

    doubt: Doubt
    words: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A message as it was read: its frames, the main one first, and what has to be asked."""

    frames: tuple[Frame, ...]
    questions: tuple[Question, ...] = ()
    corrects: bool = False
    """Whether it corrects the card on screen; the first frame is then the whole corrected one."""

    @property
    def intent(self) -> Intent:
        """What the message wants first of all."""
        return self.frames[0].intent


def slots(frame: Frame) -> dict[str, Any]:
    """A frame's stated slots as JSON has them."""
    told: dict[str, Any] = {}
    if frame.account:
        told["account"] = named(frame.account)
    if frame.contacts:
        told["contacts"] = [_person(each) for each in frame.contacts]
    plain = {
        "date": frame.date and frame.date.isoformat(),
        "time": frame.time and f"{frame.time:%H:%M}",
        "activity_type": frame.activity_type,
        "topic": frame.topic,
        "next_step": frame.next_step,
        "next_date": frame.next_date and frame.next_date.isoformat(),
        "amount": frame.amount,
        "complaint_severity": frame.complaint_severity,
        "rep": frame.rep and named(frame.rep),
        "to": frame.to and named(frame.to),
        "phone": frame.phone,
        "email": frame.email,
    }
    return told | {name: value for name, value in plain.items() if value not in (None, "")}


def named(who: Named) -> dict[str, Any]:
    """Somebody as JSON has them: known, one of several, or new."""
    if who.id is not None:
        return {"id": who.id, "name": who.name}
    return {"name": who.name, "candidates": list(who.candidates)} if who.candidates else {"name": who.name, "new": True}


def _person(person: Person) -> dict[str, Any]:
    return named(person.who) | {
        name: value for name, value in (("title", person.title), ("stance", person.stance)) if value
    }


def frame_of(intent: str, told: dict[str, Any]) -> Frame:
    """A frame from its JSON form: a card on screen. Raises `ValueError` or `KeyError` when it is none."""
    return Frame(
        intent=Intent(intent),
        account=_named_of(told.get("account")),
        contacts=tuple(
            Person(_known(each), each.get("title", ""), Stance(each["stance"]) if each.get("stance") else None)
            for each in told.get("contacts") or ()
        ),
        date=dt.date.fromisoformat(told["date"]) if told.get("date") else None,
        time=dt.time.fromisoformat(told["time"]) if told.get("time") else None,
        activity_type=Activity(told["activity_type"]) if told.get("activity_type") else None,
        topic=told.get("topic") or "",
        next_step=told.get("next_step") or "",
        next_date=dt.date.fromisoformat(told["next_date"]) if told.get("next_date") else None,
        amount=told.get("amount"),
        complaint_severity=Severity(told["complaint_severity"]) if told.get("complaint_severity") else None,
        rep=_named_of(told.get("rep")),
        to=_named_of(told.get("to")),
        phone=told.get("phone") or "",
        email=told.get("email") or "",
    )


def _named_of(told: dict[str, Any] | None) -> Named | None:
    return _known(told) if told else None


def _known(told: dict[str, Any]) -> Named:
    return Named(told.get("name", ""), told.get("id"), tuple(told.get("candidates") or ()))
