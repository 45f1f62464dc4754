"""A card as it is shown: exactly what would be written, what is asked, and the buttons."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo

from bot.directory.book import Book
from bot.drafts import Ask, Asked, Card, Choice, Draft, Entry
from bot.drafts.rows import SEVERITY, due_times, kind_of, text_of
from bot.messages import Block, Button, Points, Reply, Text
from bot.understanding.reading import Frame, Intent, Named, Person
from bot.wording import say
from knowledge import text
from knowledge.language import Language

CARD = "card"
"""What the action of a card's button begins with: `card:<id>:<version>:<verb>[:<number>]`."""
HERE = "card:here:"
"""The same before the card has its number: `addressed` puts it in."""
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class View:
    """For whom a card is shown: the directory as they may see it, their language, zone and day."""

    book: Book
    language: Language
    zone: tzinfo
    now: datetime

    @property
    def today(self) -> date:
        """The day where they are."""
        return self.now.astimezone(self.zone).date()


def shown(draft: Draft, view: View, *notes: str) -> Reply:
    """The card; notes stand below it in small print."""
    blocks: list[Block] = []
    for number, entry in enumerate(draft.entries):
        heading = say(view.language, f"card.{'amend_' if draft.amends else ''}{entry.frame.intent}")
        if len(draft.entries) > 1:
            heading = f"{number + 1}. {heading}"
        blocks += [Text(heading, "heading"), Points(tuple(_lines(entry, draft, view)))]
    asked = draft.asked
    if asked:
        blocks.append(Text(question(asked, draft, view)))
    blocks += [Text(note, "note") for note in notes]
    return Reply(tuple(blocks), tuple(_buttons(draft, view)))


def addressed(reply: Reply, card_id: int, version: int) -> Reply:
    """The reply with the card's number and version in its buttons."""
    return replace(
        reply,
        buttons=tuple(
            replace(button, action=f"{CARD}:{card_id}:{version}:{button.action.removeprefix(HERE)}")
            if button.action.startswith(HERE)
            else button
            for button in reply.buttons
        ),
    )


def button_for(card: Card, verb: str, label: str) -> Button:
    """A button on a card that is in the database already."""
    return Button(label, f"{CARD}:{card.id}:{card.version}:{verb}")


def _buttons(draft: Draft, view: View) -> Iterator[Button]:
    if draft.asked:
        for number, choice in enumerate(draft.asked.choices):
            yield Button(choice_label(choice, draft.asked, draft, view), f"{HERE}pick:{number}")
    else:
        yield Button(say(view.language, "card.save"), f"{HERE}save")
    yield Button(say(view.language, "card.edit"), f"{HERE}edit")
    if len(draft.entries) > 1:
        for number in range(len(draft.entries)):
            yield Button(say(view.language, "card.drop", number=number + 1), f"{HERE}drop:{number}")
    yield Button(say(view.language, "card.cancel"), f"{HERE}cancel")


# The lines of an entry


def _lines(entry: Entry, draft: Draft, view: View) -> Iterator[str]:
    frame = entry.frame
    yield _line(view, "client", client(entry, draft, view))
    if frame.contacts:
        people = [someone(person, entry, draft, view) for person in _written_people(frame)]
        yield _line(view, "people", say(view.language, "card.list_comma").join(people))
    match frame.intent:
        case Intent.LOG_VISIT:
            yield from _of_visit(frame, view)
        case Intent.LOG_COMPLAINT:
            yield from _of_complaint(frame, draft, view)
        case _:
            yield from _of_plan(entry, draft, view)


def _written_people(frame: Frame) -> tuple[Person, ...]:
    """Those who are written: a complaint and a plan are one contact's; a plan's text names the others."""
    return frame.contacts if frame.intent is Intent.LOG_VISIT else frame.contacts[:1]


def _of_visit(frame: Frame, view: View) -> Iterator[str]:
    kind = say(view.language, f"activity.{kind_of(frame)}")
    yield _line(view, "kind", kind if frame.activity_type else say(view.language, "card.assumed", value=kind))
    yield _line(view, "day", _when(frame, view))
    if frame.topic:
        yield _line(view, "topic", frame.topic)
    if frame.amount is not None:
        yield _line(view, "amount", f"{frame.amount:,}")
    if frame.next_step or frame.next_date:
        on = day(frame.next_date, view) if frame.next_date else ""
        yield _line(view, "next", say(view.language, "card.list_comma").join(filter(None, [on, frame.next_step])))
    if frame.rep:
        yield _line(view, "with", frame.rep.name)


def _of_complaint(frame: Frame, draft: Draft, view: View) -> Iterator[str]:
    yield _line(view, "day", _when(frame, view))
    yield _line(view, "matter", text_of(frame, draft))
    severity = say(view.language, f"severity.{_SEVERITY_NAMES[SEVERITY[frame.complaint_severity]]}")
    stated = frame.complaint_severity is not None
    yield _line(view, "severity", severity if stated else say(view.language, "card.assumed", value=severity))
    if frame.date:
        ack, fix = (due.astimezone(view.zone) for due in due_times(frame, draft.told_at, view.zone))
        yield _line(view, "ack_due", f"{day(ack.date(), view)} {ack:%H:%M}")
        yield _line(view, "fix_due", f"{day(fix.date(), view)} {fix:%H:%M}")


_SEVERITY_NAMES = {1: "high", 2: "medium", 3: "low"}


def _of_plan(entry: Entry, draft: Draft, view: View) -> Iterator[str]:
    frame = entry.frame
    yield _line(view, "todo", text_of(frame, draft))
    if frame.activity_type:
        yield _line(view, "kind", say(view.language, f"activity.{frame.activity_type}"))
    due = frame.date or frame.next_date
    if due:
        yield _line(view, "due", day(due, view))
    else:
        yield _line(view, "due", say(view.language, "card.undated" if entry.undated else "card.open"))


def _line(view: View, label: str, value: str) -> str:
    return say(view.language, "card.line", label=say(view.language, f"label.{label}"), value=value)


def _when(frame: Frame, view: View) -> str:
    if frame.date is None:
        return say(view.language, "card.open")
    return f"{day(frame.date, view)} {frame.time:%H:%M}" if frame.time else day(frame.date, view)


def day(on: date, view: View) -> str:
    """A day with its weekday, so that nobody confirms the wrong week."""
    return say(
        view.language, "card.day", day=on.isoformat(), weekday=say(view.language, f"weekday.{_WEEKDAYS[on.weekday()]}")
    )


def client(entry: Entry, draft: Draft, view: View) -> str:
    """The client, with how it was written where that is not its name, and whether it is new or still open."""
    account = entry.frame.account
    if account is None:
        return say(view.language, "card.open")
    if account.id:
        known = view.book.accounts.get(account.id)
        return _matched(account.name, known.names if known else (), draft, view)
    return _unknown(account, entry, view, "card.new_client")


def someone(person: Person, entry: Entry, draft: Draft, view: View) -> str:
    """A person at the client: name, title, how it was written, new or open, and the stance."""
    who = person.who
    known = view.book.contacts.get(who.id) if who.id else None
    if known:
        name = say(view.language, "card.titled", name=known.name, title=known.title) if known.title else known.name
        name = _matched(name, known.names, draft, view)
    else:
        named = (
            replace(who, name=say(view.language, "card.titled", name=who.name, title=person.title))
            if person.title
            else who
        )
        name = _unknown(named, entry, view, "card.new_contact", who.name)
    if person.stance is None:
        return name
    return say(view.language, "card.stance", name=name, stance=say(view.language, f"stance.{person.stance}"))


def _unknown(who: Named, entry: Entry, view: View, new: str, written: str = "") -> str:
    created = (written or who.name) in entry.created
    return (
        say(view.language, "card.created", name=who.name, what=say(view.language, new))
        if created
        else say(view.language, "card.unsure", name=who.name)
    )


def _matched(shown_name: str, names: tuple[str, ...], draft: Draft, view: View) -> str:
    """A known name, with the words it was told in where they are others."""
    told = text.fold("\n".join(draft.words))
    if not names or text.fold(names[0]) in told:
        return shown_name
    found = [name for name in names if text.fold(name) in told]
    return say(view.language, "card.matched", name=shown_name, written=max(found, key=len)) if found else shown_name


# The question


def question(asked: Asked, draft: Draft, view: View) -> str:
    """The open question, in words."""
    frame = draft.entries[asked.entry].frame
    where = frame.account.name if frame.account else ""
    match asked.ask:
        case Ask.DATE:
            return say(view.language, "card.ask_due" if frame.intent is Intent.PLAN_ACTION else "card.ask_date")
        case Ask.DATE_AHEAD:
            return say(view.language, "card.ask_date_ahead", words=day(frame.date, view) if frame.date else asked.words)
        case Ask.AMOUNT:
            amount = f"{frame.amount:,}" if frame.amount is not None else asked.words
            return say(view.language, "card.ask_amount", words=asked.words or amount)
        case Ask.CONTACT_ELSEWHERE:
            other = next(choice.partition(":")[2] for choice in asked.choices if choice.startswith(Choice.AT))
            return say(
                view.language,
                "card.ask_contact_elsewhere",
                words=asked.words,
                account=where,
                other=view.book.accounts[other].name,
            )
        case _:
            return say(view.language, f"card.ask_{asked.ask}", words=asked.words, account=where)


def choice_label(choice: str, asked: Asked, draft: Draft, view: View) -> str:
    """What a choice says on its button."""
    kind, _, word = choice.partition(":")
    match Choice(kind):
        case Choice.ON:
            return _day_label(date.fromisoformat(word), view)
        case Choice.A:
            return say(view.language, f"card.kind_{word}")
        case Choice.NEW:
            return say(view.language, "card.choice_new", name=asked.words)
        case Choice.AT:
            account = view.book.accounts.get(word)
            return say(view.language, "card.choice_at", name=account.name if account else word)
        case Choice.IS:
            return _known_label(word, asked, draft, view)
        case _:
            return say(view.language, f"card.choice_{kind}")


def _known_label(key: str, asked: Asked, draft: Draft, view: View) -> str:
    if asked.ask in (Ask.ACCOUNT, Ask.ACCOUNT_WHICH, Ask.ACCOUNT_NEW):
        account = view.book.accounts.get(key)
        return account.name if account else key
    if asked.ask is Ask.REP_WHICH:
        colleague = view.book.colleagues.get(key)
        return colleague.name if colleague else key
    contact = view.book.contacts.get(key)
    if contact is None:
        return key
    at = view.book.accounts[contact.account].name
    about = say(view.language, "card.list_comma").join(filter(None, [contact.title, at]))
    return say(view.language, "card.titled", name=contact.name, title=about)


def _day_label(on: date, view: View) -> str:
    near = {0: "today", -1: "yesterday", -2: "day_before", 1: "tomorrow"}.get((on - view.today).days)
    told = say(
        view.language,
        "card.short_day",
        month=on.month,
        day=on.day,
        weekday=say(view.language, f"weekday.{_WEEKDAYS[on.weekday()]}"),
    )
    return say(view.language, "card.near_day", near=say(view.language, f"card.{near}"), day=told) if near else told


# In one line


def summary(draft: Draft, view: View) -> str:
    """What was written, in one line."""
    return say(view.language, "card.list_semicolon").join(_in_short(entry.frame, view) for entry in draft.entries)


def _in_short(frame: Frame, view: View) -> str:
    what = (
        say(view.language, f"activity.{kind_of(frame)}")
        if frame.intent is Intent.LOG_VISIT
        else say(view.language, f"card.short_{frame.intent}")
    )
    names = [frame.account.name] if frame.account else []
    names += [person.who.name for person in _written_people(frame)]
    on = frame.date or (frame.next_date if frame.intent is Intent.PLAN_ACTION else None)
    return say(view.language, "card.short", what=what, who=say(view.language, "card.list_comma").join(names)) + (
        say(view.language, "card.short_on", day=day(on, view)) if on else ""
    )
