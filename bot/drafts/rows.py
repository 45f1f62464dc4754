"""From a settled draft to the rows that are written: one place says what a visit, a complaint and a plan become.

For a card that changes what was saved, the rows of then and of now are compared, and only the difference is written.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta, tzinfo
from decimal import Decimal
from hashlib import blake2b
from typing import Any

from bot.access import Person
from bot.directory.book import Book
from bot.drafts import Draft, Entry
from bot.evaluation.tables import (
    Account,
    ActivityType,
    Assessment,
    Attendee,
    Companion,
    Complaint,
    Contact,
    Interaction,
    PlanItem,
    PlanStatus,
)
from bot.evaluation.writes import Change, Removal, Row, Writes
from bot.understanding.reading import Frame, Intent, Named, Severity, Stance
from bot.wording import say

SUPPORT = {Stance.OPPOSE: -1, Stance.NEUTRAL: 0, Stance.SUPPORT: 1, Stance.STRONG_SUPPORT: 2}
"""The support scale of the tables."""
SEVERITY = {Severity.HIGH: 1, None: 2, Severity.LOW: 3}
"""A complaint nobody called bad or small is in the middle."""
DUE = {
    1: (timedelta(hours=4), timedelta(hours=24)),
    2: (timedelta(hours=8), timedelta(hours=72)),
    3: (timedelta(hours=24), timedelta(days=10)),
}
"""By severity: until when a complaint is answered, and until when it is mended (A8)."""
DAY_ENDS = time(18)
"""When a complaint of an earlier day is taken to have come in, where no time was told."""
_LONGEST_NAME = 200
_AS_WRITTEN_FIRST = frozenset({"logged_at", "created_at", "created_by", "adapter", "message_id", "owner_id", "team_id"})
"""Columns that an amendment leaves as they are."""


@dataclass(frozen=True, slots=True)
class Context:
    """What rows need besides the draft."""

    book: Book
    person: Person
    adapter: str
    now: datetime
    zone: tzinfo


def writes_of(draft: Draft, context: Context) -> Writes:
    """What saving this draft writes. The draft must be settled, with nothing left to ask."""
    rows = _rows(draft.entries, draft, context)
    if draft.amends is None:
        return Writes(tuple(rows.values()))
    return _difference(_rows(draft.amends.entries, draft, context), rows, draft.amends.keys)


def _difference(before: Mapping[str, Row], after: Mapping[str, Row], keys: Mapping[str, tuple[int, ...]]) -> Writes:
    added = tuple(row for name, row in after.items() if name not in keys)
    gone = [row for name, row in before.items() if name in keys and name not in after]
    changes = []
    for name, row in after.items():
        old = before.get(name)
        if name not in keys or old is None:
            continue
        changed = [
            column
            for column in {**old.values, **row.values}
            if column not in _AS_WRITTEN_FIRST and old.values.get(column) != row.values.get(column)
        ]
        was = {column: old.values[column] for column in changed if column in old.values}
        now = {column: row.values[column] for column in changed if column in row.values}
        links = {column: link for column, link in row.links.items() if old.links.get(column) != link}
        if now or links:
            changes.append(Change(row.kind, keys[name], was, now, links))
    dependent_first = sorted(gone, key=lambda row: not row.links)
    removals = tuple(Removal(row.kind, keys[row.name]) for row in dependent_first if row.kind not in (Account, Contact))
    return Writes(added, tuple(changes), removals, keys)


def _rows(entries: tuple[Entry, ...], draft: Draft, context: Context) -> dict[str, Row]:
    rows: dict[str, Row] = {}
    for number, entry in enumerate(entries):
        for row in _of_entry(number, entry, draft, context):
            rows.setdefault(row.name, row)
    return rows


def _of_entry(number: int, entry: Entry, draft: Draft, context: Context) -> Iterator[Row]:
    frame = entry.frame
    client, links = _client(frame, draft, context)
    if client:
        yield client
    at = {} if links else {"account_id": context.book.account_row(_key(frame.account))}
    people: list[tuple[str, dict[str, int | None], dict[str, str]]] = []
    for each in frame.contacts:
        made, value, link = _contact(each.who, each.title, frame, draft, context, at, links)
        if made:
            yield made
        people.append(
            (each.who.id or new_key(draft.message_id, _key_of_client(frame, draft), each.who.name), value, link)
        )
    match frame.intent:
        case Intent.LOG_VISIT:
            yield from _visit(number, frame, draft, context, at, links, people)
        case Intent.LOG_COMPLAINT:
            _, value, link = people[0] if people else ("", {"contact_id": None}, {})
            yield _complaint(number, frame, draft, context, at | value, links | link)
        case _:
            _, value, link = people[0] if people else ("", {"contact_id": None}, {})
            yield _plan(number, frame, draft, context, at | value, links | link)


def _visit(
    number: int,
    frame: Frame,
    draft: Draft,
    context: Context,
    at: Mapping[str, int],
    links: Mapping[str, str],
    people: list[tuple[str, dict[str, int | None], dict[str, str]]],
) -> Iterator[Row]:
    name = f"interaction:{number}"
    yield Row(
        name,
        Interaction,
        {
            **at,
            "type": kind_of(frame),
            "occurred_on": frame.date,
            "occurred_at": frame.time,
            "topic": frame.topic or None,
            "amount": None if frame.amount is None else Decimal(frame.amount),
            "next_step": frame.next_step or None,
            "next_on": frame.next_date,
            "next_owner_id": context.person.id if frame.next_step or frame.next_date else None,
            "owner_id": context.person.id,
            "logged_at": context.now,
            "adapter": context.adapter,
            "message_id": draft.message_id,
        },
        links,
    )
    for (key, value, link), person in zip(people, frame.contacts, strict=True):
        yield Row(f"attendee:{number}:{key}", Attendee, value, {"interaction_id": name, **link})
        if person.stance:
            values = {
                **value,
                "support": SUPPORT[person.stance],
                "assessor_id": context.person.id,
                "assessed_on": frame.date,
            }
            yield Row(f"assessment:{number}:{key}", Assessment, values, {"evidence_id": name, **link})
    if frame.rep and frame.rep.id:
        user = {"user_id": context.book.colleague_row(frame.rep.id)}
        yield Row(f"companion:{number}:{frame.rep.id}", Companion, user, {"interaction_id": name})


def _complaint(
    number: int, frame: Frame, draft: Draft, context: Context, values: Mapping[str, Any], links: Mapping[str, str]
) -> Row:
    ack_due, fix_due = due_times(frame, draft.told_at, context.zone)
    told = {
        "severity": SEVERITY[frame.complaint_severity],
        "text": text_of(frame, draft),
        "received_on": frame.date,
        "ack_due": ack_due,
        "fix_due": fix_due,
        "owner_id": context.person.id,
        "logged_at": context.now,
    }
    return Row(f"complaint:{number}", Complaint, {**values, **told}, links)


def _plan(
    number: int, frame: Frame, draft: Draft, context: Context, values: Mapping[str, Any], links: Mapping[str, str]
) -> Row:
    told = {
        "text": text_of(frame, draft),
        "activity_type": ActivityType(frame.activity_type) if frame.activity_type else None,
        "due_on": frame.date or frame.next_date,
        "owner_id": context.person.id,
        "status": PlanStatus.OPEN,
        "created_by": context.person.id,
        "created_at": context.now,
    }
    return Row(f"plan_item:{number}", PlanItem, {**values, **told}, links)


def kind_of(frame: Frame) -> ActivityType:
    """What kind of contact is written: the one that was told, else a visit, which the card marks as assumed."""
    return ActivityType(frame.activity_type) if frame.activity_type else ActivityType.VISIT


def due_times(frame: Frame, told_at: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    """Until when a complaint is to be answered and mended, from when it came in as far as that was told."""
    told = told_at.astimezone(zone)
    if frame.date is None or (frame.date == told.date() and frame.time is None):
        came = told
    else:
        came = min(told, datetime.combine(frame.date, frame.time or DAY_ENDS, zone))
    ack, fix = DUE[SEVERITY[frame.complaint_severity]]
    return came + ack, came + fix


def text_of(frame: Frame, draft: Draft) -> str:
    """The text of a complaint or a plan: the matter, and of a plan also the hour and who else, which have no column."""
    if frame.intent is Intent.LOG_COMPLAINT:
        return frame.topic or draft.words[0]
    matter = frame.topic or frame.next_step
    if not matter:
        matter = say(draft.language, f"activity.{frame.activity_type}") if frame.activity_type else draft.words[0]
    if frame.time:
        matter = f"{frame.time:%H:%M} {matter}"
    others = [person.who.name for person in frame.contacts[1:]] + ([frame.rep.name] if frame.rep else [])
    return say(draft.language, "card.with_others", matter=matter, others=", ".join(others)) if others else matter


def new_key(message_id: str, client: str, name: str = "") -> str:
    """The key of an entry of the directory that a person makes in chat: from what it was told in, and nobody else's."""
    return f"chat-{blake2b(f'{message_id}/{client}/{name}'.encode(), digest_size=8).hexdigest()}"


def _key(who: Named | None) -> str:
    if who is None or who.id is None:
        raise LookupError("a draft that is not settled")
    return who.id


def _key_of_client(frame: Frame, draft: Draft) -> str:
    if frame.account is None:
        raise LookupError("a draft that is not settled")
    return frame.account.id or new_key(draft.message_id, frame.account.name)


def _client(frame: Frame, draft: Draft, context: Context) -> tuple[Row | None, dict[str, str]]:
    """The row of a new client, and the link to it; neither for one that is known."""
    if frame.account is None or frame.account.id:
        return None, {}
    key = _key_of_client(frame, draft)
    row = Row(
        f"account:{key}",
        Account,
        {
            "key": key,
            "name": frame.account.name[:_LONGEST_NAME],
            "team_id": context.person.team_id,
            "created_by": context.person.id,
            "created_at": context.now,
        },
    )
    return row, {"account_id": row.name}


def _contact(
    who: Named,
    title: str,
    frame: Frame,
    draft: Draft,
    context: Context,
    at: Mapping[str, int],
    links: Mapping[str, str],
) -> tuple[Row | None, dict[str, int | None], dict[str, str]]:
    """The row of a new contact, with how others point to it: by number when known, by name when new."""
    if who.id:
        return None, {"contact_id": context.book.contact_row(who.id)}, {}
    key = new_key(draft.message_id, _key_of_client(frame, draft), who.name)
    values = {
        "key": key,
        "name": who.name[:_LONGEST_NAME],
        "title": title[:_LONGEST_NAME] or None,
        "created_by": context.person.id,
        "created_at": context.now,
    }
    row = Row(f"contact:{key}", Contact, {**at, **values}, links)
    return row, {}, {"contact_id": row.name}


def with_keys_of_new(draft: Draft, saved_keys: Mapping[str, tuple[int, ...]]) -> Draft:
    """The draft with the clients it made known by their keys, as they are once it is saved."""
    entries = []
    for entry in draft.entries:
        frame = entry.frame
        if frame.account and frame.account.is_new:
            key = new_key(draft.message_id, frame.account.name)
            if f"account:{key}" in saved_keys:
                frame = replace(frame, account=Named(frame.account.name, key))
        entries.append(replace(entry, frame=frame))
    return replace(draft, entries=tuple(entries))
