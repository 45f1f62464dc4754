"""What of a draft follows from the directory, and the next thing that has to be asked.

Names are resolved inside the client: whoever is named is looked for among its people, and nowhere else. Only what can be
meant in one way is filled in; a near spelling is offered as a choice and never taken.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from difflib import SequenceMatcher

from bot.directory import Account, Colleague, Contact
from bot.directory.book import Book
from bot.drafts import LOGGED, Ask, Asked, Choice, Draft, Entry, with_entry
from bot.understanding.reading import Doubt, Frame, Intent, Named, Person, Question
from knowledge import text

MOST_AMOUNT = 10**12
"""More money than this is asked about, and never stored unasked."""
NEAR = 3
"""How many names that look alike are offered."""
_ALIKE = 0.5
_DOUBTS = {
    Doubt.KIND: Ask.KIND,
    Doubt.ACCOUNT: Ask.ACCOUNT,
    Doubt.CONTACT: Ask.CONTACT_UNCLEAR,
    Doubt.NAME_UNEXPLAINED: Ask.NAME,
    Doubt.MANY_NAMES: Ask.MANY_NAMES,
    Doubt.DATE_UNEXPLAINED: Ask.DATE_UNCLEAR,
    Doubt.DATE_IMPOSSIBLE: Ask.DATE_IMPOSSIBLE,
    Doubt.DATE_AHEAD: Ask.DATE_AHEAD,
    Doubt.AMOUNT: Ask.AMOUNT,
}


@dataclass(frozen=True, slots=True)
class Now:
    """What settling needs besides: the directory as the person may see it, the person's own row, and the day where they are."""

    book: Book
    user_id: int | None
    today: date


def settled(draft: Draft, now: Now) -> Draft:
    """The draft with all that follows filled in, and with the question that is open now, if any."""
    entries = tuple(_resolved(entry, now) for entry in draft.entries)
    doubts = tuple(sorted(set(draft.doubts), key=lambda question: (question.doubt, question.words)))
    doubts = tuple(doubt for doubt in doubts if not _is_answered(doubt, entries))
    focus = min(draft.focus, len(entries) - 1)
    draft = replace(draft, entries=entries, doubts=doubts, focus=max(focus, 0), asked=None)
    return replace(draft, asked=next(_questions(draft, now), None))


def _is_answered(question: Question, entries: tuple[Entry, ...]) -> bool:
    """Whether the entries themselves say what a doubt was about, or will have it asked with better choices."""
    frames = [entry.frame for entry in entries]
    match question.doubt:
        case Doubt.ACCOUNT:
            return any(frame.account for frame in frames)
        case Doubt.CONTACT:
            return any(person.who.candidates for frame in frames for person in frame.contacts)
        case Doubt.DATE_AHEAD:
            return any(frame.date for frame in frames)
        case _:
            return False


# What follows from the directory


def _resolved(entry: Entry, now: Now) -> Entry:
    book, frame = now.book, entry.frame
    account = _known(frame.account, book.accounts) if frame.account else None
    people = tuple(replace(person, who=_known(person.who, book.contacts)) for person in frame.contacts)
    account = _account_of(account, people, book)
    if account and account.id:
        people = tuple(replace(person, who=_inside(person.who, account.id, book)) for person in people)
    rep = _known(frame.rep, book.colleagues) if frame.rep else None
    if rep and rep.id and book.rows["colleagues"].get(rep.id) == now.user_id:
        rep = None  # who tells it was there anyway
    return replace(entry, frame=replace(frame, account=account, contacts=_distinct(people), rep=rep))


def _known(who: Named, known: Mapping[str, Account] | Mapping[str, Contact] | Mapping[str, Colleague]) -> Named:
    """Somebody as far as this person's part of the directory goes, by the directory's name."""
    if who.id is not None:
        return Named(known[who.id].name, who.id) if who.id in known else Named(who.name)
    candidates = tuple(key for key in who.candidates if key in known)
    return _one_or_several(who.name, candidates, lambda key: known[key].name)


def _one_or_several(written: str, candidates: tuple[str, ...], name: Callable[[str], str]) -> Named:
    if len(candidates) == 1:
        return Named(name(candidates[0]), candidates[0])
    return Named(written, None, candidates)


def _account_of(account: Named | None, people: tuple[Person, ...], book: Book) -> Named | None:
    """The client, where the people leave only one: the one they all are at."""
    if account and (account.id or account.is_new):
        return account
    at = [
        {book.contacts[key].account for key in ((person.who.id,) if person.who.id else person.who.candidates)}
        for person in people
        if not person.who.is_new
    ]
    if account:
        at.append(set(account.candidates))
        meant = set.intersection(*at)
        return _one_or_several(
            account.name,
            tuple(key for key in account.candidates if key in meant) or account.candidates,
            lambda key: book.accounts[key].name,
        )
    sure = [each for each in at if len(each) == 1]
    meant = set.intersection(*at) if sure else set()
    (key,) = meant if len(meant) == 1 else (None,)
    return Named(book.accounts[key].name, key) if key else None


def _inside(who: Named, account: str, book: Book) -> Named:
    """Somebody as one of a client's people: candidates elsewhere fall away, an exact name is found."""
    if who.id is not None:
        return who
    if who.candidates:
        here = tuple(key for key in who.candidates if book.contacts[key].account == account)
    else:
        here = tuple(contact.id for contact in book.staff.get(account, []) if is_called(contact, who.name))
    return _one_or_several(who.name, here, lambda key: book.contacts[key].name)


def is_called(contact: Contact, name: str) -> bool:
    """Whether a name is one of a contact's, in either script."""
    return text.fold(name) in map(text.fold, contact.names)


def _distinct(people: tuple[Person, ...]) -> tuple[Person, ...]:
    """Everybody once; of somebody who was named twice the stance is kept."""
    found: dict[str, Person] = {}
    for person in people:
        key = person.who.id or f"?{text.fold(person.who.name)}"
        before = found.get(key)
        found[key] = replace(person, stance=person.stance or before.stance) if before else person
    return tuple(found.values())


# What has to be asked


def _questions(draft: Draft, now: Now) -> Iterator[Asked]:
    """Everything that is open, what decides most first."""
    kinds = tuple(f"{Choice.A}:{intent}" for intent in LOGGED)
    yield from (Asked(Ask.KIND, 0, each.words, kinds) for each in draft.doubts if each.doubt is Doubt.KIND)
    for number, entry in enumerate(draft.entries):
        yield from _about_account(number, entry.frame, entry, now)
        yield from _about_people(number, entry.frame, entry, now)
        yield from _about_colleague(number, entry.frame, now)
    yield from _doubted(draft, now)
    for number, entry in enumerate(draft.entries):
        yield from _about_figures(number, entry, now)


def _about_account(number: int, frame: Frame, entry: Entry, now: Now) -> Iterator[Asked]:
    account = frame.account
    if account is None:
        yield Asked(Ask.ACCOUNT, number, "", _accounts_of_people(frame, now))
    elif account.candidates:
        choices = tuple(f"{Choice.IS}:{key}" for key in account.candidates)
        yield Asked(Ask.ACCOUNT_WHICH, number, account.name, choices)
    elif account.is_new and account.name not in entry.created:
        names = {key: known.names for key, known in now.book.accounts.items()}
        near = tuple(f"{Choice.IS}:{key}" for key in _near(account.name, names))
        yield Asked(Ask.ACCOUNT_NEW, number, account.name, (Choice.NEW, *near))


def _accounts_of_people(frame: Frame, now: Now) -> tuple[str, ...]:
    at = dict.fromkeys(
        now.book.contacts[key].account
        for person in frame.contacts
        for key in ((person.who.id,) if person.who.id else person.who.candidates)
    )
    return tuple(f"{Choice.IS}:{key}" for key in at)


def _about_people(number: int, frame: Frame, entry: Entry, now: Now) -> Iterator[Asked]:
    account = frame.account.id if frame.account else None
    for person in frame.contacts:
        who = person.who
        if who.candidates:
            choices = tuple(f"{Choice.IS}:{key}" for key in who.candidates)
            yield Asked(Ask.CONTACT_WHICH, number, who.name, (*choices, Choice.NEW, Choice.OUT))
        elif who.is_new and who.name not in entry.created:
            names = {contact.id: contact.names for contact in now.book.staff.get(account or "", [])}
            near = tuple(f"{Choice.IS}:{key}" for key in _near(who.name, names))
            yield Asked(Ask.CONTACT_NEW, number, who.name, (Choice.NEW, *near, Choice.OUT))
        elif who.id and now.book.contacts[who.id].account != account:
            at = f"{Choice.AT}:{now.book.contacts[who.id].account}"
            yield Asked(Ask.CONTACT_ELSEWHERE, number, who.name, (at, Choice.NEW, Choice.OUT))


def _about_colleague(number: int, frame: Frame, now: Now) -> Iterator[Asked]:
    if frame.rep is None or frame.rep.id:
        return
    choices = tuple(f"{Choice.IS}:{key}" for key in frame.rep.candidates)
    yield Asked(Ask.REP_WHICH if choices else Ask.REP_NEW, number, frame.rep.name, (*choices, Choice.OUT))


def _doubted(draft: Draft, now: Now) -> Iterator[Asked]:
    """What the reader could not settle; each is about the entry that lacks what it is about, or else the first."""
    for question in draft.doubts:
        if question.doubt is Doubt.KIND:
            continue
        ask = _DOUBTS[question.doubt]
        number = _lacking(draft, ask)
        entry = draft.entries[number]
        match ask:
            case Ask.DATE_UNCLEAR | Ask.DATE_IMPOSSIBLE:
                days = () if entry.frame.date else _days(entry.frame, now.today)
                choices = (*days, Choice.AS_IS) if entry.frame.date else days
            case Ask.DATE_AHEAD:
                choices = (Choice.PLAN, *_days(entry.frame, now.today))
            case Ask.AMOUNT:
                choices = (Choice.AS_IS, Choice.OUT) if _is_storable(entry.frame.amount) else (Choice.OUT,)
            case Ask.NAME | Ask.CONTACT_UNCLEAR:
                choices = (Choice.NEW, Choice.OUT)
            case _:
                choices = (Choice.AS_IS,)
        yield Asked(ask, number, question.words, choices)


def _lacking(draft: Draft, ask: Ask) -> int:
    if ask in (Ask.DATE_UNCLEAR, Ask.DATE_IMPOSSIBLE, Ask.DATE_AHEAD):
        lacks = [number for number, entry in enumerate(draft.entries) if entry.frame.date is None]
    elif ask is Ask.AMOUNT:
        lacks = [number for number, entry in enumerate(draft.entries) if entry.frame.amount is not None]
    else:
        lacks = []
    return lacks[0] if lacks else 0


def _about_figures(number: int, entry: Entry, now: Now) -> Iterator[Asked]:
    frame = entry.frame
    planned = frame.intent is Intent.PLAN_ACTION
    if frame.date is None and not (planned and (entry.undated or frame.next_date)):
        undated = (Choice.UNDATED,) if planned else ()
        yield Asked(Ask.DATE, number, "", (*_days(frame, now.today), *undated))
    elif frame.date and frame.date > now.today and not planned:
        yield Asked(Ask.DATE_AHEAD, number, "", (Choice.PLAN, *_days(frame, now.today)))
    if not _is_storable(frame.amount):
        yield Asked(Ask.AMOUNT, number, "", (Choice.OUT,))


def _is_storable(amount: int | None) -> bool:
    return amount is None or 0 < amount <= MOST_AMOUNT


def _days(frame: Frame, today: date) -> tuple[str, ...]:
    """The likely days: the last ones of what took place, the next ones of what is planned."""
    if frame.intent is Intent.PLAN_ACTION:
        monday = today + timedelta(days=7 - today.weekday())
        friday = today + timedelta(days=4 - today.weekday())
        days = sorted({today, today + timedelta(days=1), max(friday, today), monday})
    else:
        days = [today - timedelta(days=back) for back in range(3)]
    return tuple(f"{Choice.ON}:{day.isoformat()}" for day in days)


def _near(name: str, known: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Who is written nearly so, the nearest first: to choose from, never to take."""
    folded = text.fold(name)
    scored = [
        (max(SequenceMatcher(None, folded, text.fold(each)).ratio() for each in names), key)
        for key, names in known.items()
    ]
    return [key for score, key in sorted(scored, reverse=True) if score >= _ALIKE][:NEAR]


# What an answer changes


def answered(draft: Draft, choice: str) -> Draft:
    """The draft after a choice in answer to its open question; settle it again. Raises `ValueError` when nothing is asked."""
    asked = draft.asked
    if asked is None:
        raise ValueError("nothing is asked")
    kind, _, word = choice.partition(":")
    entry = draft.entries[asked.entry]
    match Choice(kind):
        case Choice.UNDATED:
            return with_entry(draft, asked.entry, replace(entry, undated=True))
        case Choice.PLAN:
            draft = _without_doubts(draft, Doubt.DATE_AHEAD)
            return with_entry(draft, asked.entry, replace(entry, frame=replace(entry.frame, intent=Intent.PLAN_ACTION)))
        case Choice.ON:
            draft = _without_doubts(draft, Doubt.DATE_AHEAD, Doubt.DATE_IMPOSSIBLE, Doubt.DATE_UNEXPLAINED)
            frame = replace(entry.frame, date=date.fromisoformat(word))
            return with_entry(draft, asked.entry, replace(entry, frame=frame))
        case Choice.A:
            draft = _without_doubts(draft, Doubt.KIND)
            frame = replace(entry.frame, intent=Intent(word))
            return with_entry(draft, asked.entry, replace(entry, frame=frame))
        case Choice.AS_IS:
            return _without_asked_doubt(draft, asked)
        case _ if asked.ask is Ask.AMOUNT:
            draft = _without_doubts(draft, Doubt.AMOUNT)
            return with_entry(draft, asked.entry, replace(entry, frame=replace(entry.frame, amount=None)))
        case _:
            draft = _without_asked_doubt(draft, asked)
            return with_entry(draft, asked.entry, _named(entry, asked, Choice(kind), word))


def _named(entry: Entry, asked: Asked, choice: Choice, word: str) -> Entry:
    frame = entry.frame
    if asked.ask in (Ask.ACCOUNT, Ask.ACCOUNT_WHICH, Ask.ACCOUNT_NEW):
        if choice is Choice.NEW:
            return _with_created(entry, asked.words)
        return replace(entry, frame=replace(frame, account=Named(asked.words or word, word)))
    if asked.ask in (Ask.REP_WHICH, Ask.REP_NEW):
        return replace(entry, frame=replace(frame, rep=Named(asked.words, word) if choice is Choice.IS else None))
    others = tuple(person for person in frame.contacts if person.who.name != asked.words)
    if choice is Choice.OUT:
        return replace(entry, frame=replace(frame, contacts=others))
    if choice is Choice.AT:
        return replace(entry, frame=replace(frame, account=Named(word, word)))
    who = Named(asked.words, word) if choice is Choice.IS else Named(asked.words)
    people = tuple(replace(p, who=who) if p.who.name == asked.words else p for p in frame.contacts)
    if len(others) == len(frame.contacts):  # a name that was in none of the places yet
        people = (*frame.contacts, Person(who))
    entry = replace(entry, frame=replace(frame, contacts=people))
    return _with_created(entry, asked.words) if choice is Choice.NEW else entry


def _with_created(entry: Entry, name: str) -> Entry:
    return replace(entry, created=tuple(sorted({*entry.created, name})))


def _without_doubts(draft: Draft, *doubts: Doubt) -> Draft:
    return replace(draft, doubts=tuple(question for question in draft.doubts if question.doubt not in doubts))


def _without_asked_doubt(draft: Draft, asked: Asked) -> Draft:
    return replace(
        draft,
        doubts=tuple(
            question
            for question in draft.doubts
            if (_DOUBTS[question.doubt], question.words) != (asked.ask, asked.words)
        ),
    )


def corrected(draft: Draft, frames: tuple[Frame, ...], doubts: tuple[Question, ...], words: str) -> Draft:
    """The draft after a correction in words: the first frame takes the place of the entry it was for, others are added."""
    number = draft.asked.entry if draft.asked else draft.focus
    before = draft.entries[number]
    frame = frames[0]
    entry = replace(before, frame=frame, undated=before.undated and frame.date is None)
    added = tuple(Entry(each) for each in frames[1:])
    kept = tuple(question for question in draft.doubts if not _is_settled_by(question.doubt, before.frame, frame))
    draft = with_entry(draft, number, entry)
    return replace(
        draft,
        entries=(*draft.entries, *added),
        doubts=(*kept, *doubts),
        words=(*draft.words, words),
    )


def _is_settled_by(doubt: Doubt, before: Frame, after: Frame) -> bool:
    """Whether a correction changed what a doubt was about."""
    match doubt:
        case Doubt.AMOUNT:
            return before.amount != after.amount
        case Doubt.DATE_AHEAD | Doubt.DATE_IMPOSSIBLE | Doubt.DATE_UNEXPLAINED:
            return (before.date, before.next_date) != (after.date, after.next_date)
        case Doubt.KIND:
            return before.intent != after.intent
        case Doubt.ACCOUNT:
            return before.account != after.account
        case _:
            return before.contacts != after.contacts


def dropped(draft: Draft, number: int) -> Draft:
    """The draft without one of its entries."""
    return replace(draft, entries=(*draft.entries[:number], *draft.entries[number + 1 :]), asked=None, focus=0)
