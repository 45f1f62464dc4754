"""A card on screen, put right in words: 不對，是週四; "not Kevin, Judy"; 金額是300萬; the one at Greenisle.

A message corrects the card when it has nothing of its own to tell: no interaction with a client of its own. What it
names takes the place of what stands on the card; what it adds is added; what it takes out goes.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from bot.understanding import cues
from bot.understanding.cast import Cast, Ref
from bot.understanding.clauses import Clause
from bot.understanding.activities import activity_in
from bot.understanding.mentions import AMOUNT, COLLEAGUE, DATE, PERSON, Mentions
from bot.understanding.reading import Frame, Intent, Named, Person, Severity
from bot.understanding.stances import stances_of
from bot.understanding.wishes import length
from bot.understanding.written import folded

LONGEST = 90
"""Characters of a correction; what is longer is a story of its own."""
_NOT = re.compile(
    f"(?:不是|唔系|并非|而非|not|rather than|instead of|no longer)\\s*(?:the\\s+|on\\s+|是|在)?(?=[{DATE}{PERSON}{COLLEAGUE}{AMOUNT}\ue000])",
    re.I,
)
_WAS = re.compile("^\\s*(?:错了|不对|打错|唔啱|wrong)")
_FIELD = {
    "topic": re.compile(
        "(?:主题|议题|题目|topic|subject|谈的是|聊的是|内容)(?:改成|改为|应该是|应为|是|:|：|should be|is|was|to)?\\s*(?P<value>[^,，。;；]{2,60})"
    ),
    "next_step": re.compile(
        "(?:下一步|下次|next step)(?:改成|改为|应该是|应为|是|:|：|should be|is|was|to)\\s*(?P<value>[^,，。;；]{2,60})"
    ),
}
_TITLE = re.compile("(?:职务|职称|头衔|title|job title)")


def corrected(
    card: Frame, mentions: Mentions, clauses: Sequence[Clause], refs: Sequence[Ref], cast: Cast, today: dt.date
) -> Frame | None:
    """The card as it is after the correction; none when the message is about something else."""
    if length(mentions.message.text) > LONGEST or not _is_correction(card, mentions, clauses, refs, cast):
        return None
    frame = _account(card, mentions, refs, cast)
    frame = _people(frame, mentions, clauses, refs, cast)
    frame = _days(frame, mentions, today)
    frame = _values(frame, mentions, clauses)
    return frame if frame != card else None


def _is_correction(card: Frame, mentions: Mentions, clauses: Sequence[Clause], refs: Sequence[Ref], cast: Cast) -> bool:
    """Whether the message speaks of the card: it says so, or it is a bare answer."""
    said = mentions.masked
    asks = any(clause.question and cues.has("question", "method", clause.said) for clause in clauses)
    if asks:
        return False
    cue = cues.has("correction", "cue", said)
    bare = re.sub(f"[{DATE}{PERSON}{COLLEAGUE}{AMOUNT}\ue000\ue004\ue006\\s，,。.!！]", "", said)
    if not cue:
        return len(bare) <= 8 and len(bare) < len(said)
    own = [ref for ref in refs if ref.kind == "account" and ref.accounts]
    elsewhere = own and card.account and card.account.id and card.account.id not in own[0].accounts
    fresh = elsewhere and any(DATE in c.said for c in clauses) and any(activity_in(c.said) for c in clauses)
    return not (fresh and not re.search("不是|唔系|错|不对|改|not |wrong|sorry|actually", said))


def _denied(mentions: Mentions) -> set[int]:
    """The places of what is said to be wrong: "not Kevin", 不是上週二, "X 打錯了"."""
    return {match.end() for match in _NOT.finditer(mentions.masked)}


def _account(card: Frame, mentions: Mentions, refs: Sequence[Ref], cast: Cast) -> Frame:
    """Another client, or one of those the card was unsure about; its people are looked for anew there."""
    denied = _denied(mentions)
    named = [ref for ref in refs if ref.kind == "account" and ref.start not in denied and len(ref.accounts) < 2]
    people = [person for person in card.contacts]
    if named:
        new = cast.account(refs, named[-1])
    else:
        new = _chosen(card, mentions, cast)
        if new is None:
            return card
    if new is None or new == card.account:
        return card
    moved = tuple(replace(person, who=_again(person.who, new, cast)) for person in people)
    return replace(card, account=new, contacts=moved)


def _chosen(card: Frame, mentions: Mentions, cast: Cast) -> Named | None:
    """The one of several clients that a part of its name picks: 精密那家."""
    if card.account is None or not card.account.candidates:
        return None
    said = mentions.message.folded
    marks = {
        key: set().union(*(_pieces(folded(name)) for name in cast.gazetteer.accounts[key].names))
        for key in card.account.candidates
    }
    fits = [
        key
        for key, own in marks.items()
        if any(piece in said for piece in own - set().union(*(other for k, other in marks.items() if k != key)))
    ]
    return Named(cast.gazetteer.accounts[fits[0]].name, fits[0]) if len(fits) == 1 else None


def _pieces(name: str) -> set[str]:
    """The parts of a name that may stand for it beside another one: its words, and neighbouring Chinese characters."""
    return {word for word in name.split() if len(word) > 2} | {
        name[n : n + 2] for n in range(len(name) - 1) if "\u3400" <= name[n] and "\u3400" <= name[n + 1]
    }


def _again(who: Named, account: Named, cast: Cast) -> Named:
    """Somebody of the card at the client it is about now."""
    known = [each for each in who.candidates if cast.account_of(each) == account.id]
    if who.id is not None and account.id == cast.account_of(who.id):
        return who
    if len(known) == 1:
        return Named(cast.gazetteer.contacts[known[0]].name, known[0])
    meant = [s for s in cast.gazetteer.meant_by(folded(who.name)) if s.kind == "contact"]
    here = [s.id for s in meant if cast.account_of(s.id) == account.id]
    if len(here) == 1:
        return Named(cast.gazetteer.contacts[here[0]].name, here[0])
    return who if who.id is None and not who.candidates else Named(who.name, candidates=tuple(here))


def _people(card: Frame, mentions: Mentions, clauses: Sequence[Clause], refs: Sequence[Ref], cast: Cast) -> Frame:
    """Somebody instead of somebody, somebody more, or somebody less; and how they stand."""
    denied = _denied(mentions)
    said = mentions.masked
    if card.intent is Intent.HANDOVER or any(r.kind == "colleague" for r in refs):
        card = _colleagues(card, mentions, refs, cast, denied)
    named = [ref for ref in refs if ref.kind == "contact"]
    if not named:
        if len(card.contacts) == 1:
            stances = stances_of(clauses, [], cast)
            stance = next(iter(stances.values()), None) or _stance(said)
            if stance:
                return replace(card, contacts=(replace(card.contacts[0], stance=stance),))
        return card
    found = [(ref, who) for ref in named if (who := _resolved(ref, card, cast))]
    stances = stances_of(clauses, found, cast)
    removed = {_key(who) for ref, who in found if ref.start in denied or _taken_out(ref, mentions, clauses)}
    kept = [(ref, who) for ref, who in found if _key(who) not in removed]
    new = [
        Person(who, next((p.title for p in card.contacts if _key(p.who) == _key(who)), ""), stances.get(_key(who)))
        for _, who in _once(kept)
    ]
    present = {_key(person.who) for person in card.contacts}
    adds = cues.has("correction", "adds", said)
    if removed and not new:
        return replace(card, contacts=tuple(p for p in card.contacts if _key(p.who) not in removed))
    if removed & present or (removed and new):
        replaced: list[Person] = []
        for person in card.contacts:
            if _key(person.who) in removed:
                replaced += [p for p in new if _key(p.who) not in present]
            else:
                replaced.append(person)
        if not removed & present:
            replaced = [p for p in new] if len(card.contacts) <= len(new) else replaced
        return replace(card, contacts=tuple(_merged(replaced, new)))
    if adds or all(_key(p.who) in present for p in new):
        extra = [p for p in new if _key(p.who) not in present]
        if re.search("只有|only|just ", said) and not extra:
            return replace(card, contacts=tuple(p for p in card.contacts if _key(p.who) in {_key(n.who) for n in new}))
        return replace(card, contacts=tuple([*_merged(card.contacts, new), *extra]))
    unsure = [p for p in card.contacts if p.who.candidates]
    if unsure and len(new) == 1:
        return replace(
            card,
            contacts=tuple(
                replace(new[0], stance=p.stance or new[0].stance) if p is unsure[0] else p for p in card.contacts
            ),
        )
    return replace(card, contacts=tuple(new))


def _merged(old: Sequence[Person], new: Sequence[Person]) -> list[Person]:
    told = {_key(person.who): person for person in new}
    return [replace(p, stance=told[_key(p.who)].stance or p.stance) if _key(p.who) in told else p for p in old]


def _colleagues(card: Frame, mentions: Mentions, refs: Sequence[Ref], cast: Cast, denied: set[int]) -> Frame:
    ours = [ref for ref in refs if ref.kind == "colleague" and ref.start not in denied]
    if not ours or (who := cast.colleague(ours[-1])) is None:
        return card
    return replace(card, to=who) if card.intent is Intent.HANDOVER else replace(card, rep=who)


def _resolved(ref: Ref, card: Frame, cast: Cast) -> Named | None:
    """Somebody named in a correction: at the card's client, or one of those the card was unsure about."""
    doubtful = {each for person in card.contacts for each in person.who.candidates}
    chosen = [each for each in (*ref.contacts, *ref.guesses) if each in doubtful]
    if len(chosen) == 1:
        return Named(cast.gazetteer.contacts[chosen[0]].name, chosen[0])
    return cast.contact(ref, card.account)


def _taken_out(ref: Ref, mentions: Mentions, clauses: Sequence[Clause]) -> bool:
    said = re.split(f"[{PERSON}{COLLEAGUE}。；;]", mentions.masked[ref.end :])[0][:16]
    before = mentions.masked[max(0, ref.start - 10) : ref.start]
    taken = cues.has("correction", "removes", said) or cues.has("correction", "removes", before)
    return (taken and not re.search("只有|改成|改为|换成|only|no show from", before)) or bool(_WAS.search(said))


def _days(card: Frame, mentions: Mentions, today: dt.date) -> Frame:
    """Another day: of what happened, of what is planned, or of the next step, told by its tense and its words."""
    denied = _denied(mentions)
    days = [d for d in mentions.dates if d.start not in denied and d.day]
    clock = [t for t in mentions.times if t.start not in denied]
    if clock:
        card = replace(card, time=clock[-1].time)
    if not days or days[-1].day is None:
        return card
    day = days[-1].day
    before = mentions.masked[max(0, days[-1].start - 24) : days[-1].start]
    if card.intent in (Intent.PLAN_ACTION, Intent.PREPARE_VISIT, Intent.HANDOVER):
        return replace(card, date=day.future)
    if cues.has("correction", "next_step", before) or (card.next_date and day.past > today):
        return replace(card, next_date=day.future)
    if day.past > today:
        return replace(card, next_date=day.future)
    return replace(card, date=day.past)


def _values(card: Frame, mentions: Mentions, clauses: Sequence[Clause]) -> Frame:
    """Amount, kind, severity, topic, next step, telephone, e-mail, title."""
    said, denied = mentions.masked, _denied(mentions)
    amounts = [a for a in mentions.amounts if a.start not in denied]
    if amounts:
        card = replace(card, amount=amounts[-1].value)
    if card.intent is Intent.LOG_COMPLAINT:
        if cues.has("complaint", "not_high", said) or cues.has("complaint", "low", said):
            card = replace(card, complaint_severity=Severity.LOW)
        elif cues.has("complaint", "high", said):
            card = replace(card, complaint_severity=Severity.HIGH)
    else:
        right = re.sub(
            "(?:不是|唔系|not (?:a |an )?|instead of |rather than )[^,，。;；]{1,12}?(?=[,，。;；]|是|係|改|$)",
            "",
            said,
        )
        kind = activity_in(re.sub("(?:不|没|有|加)去|再去|去掉|拿去|改到|提到|到时候|收到|到了|没到|应该去", "", right))
        if kind and re.search("不是|改|应|是|变|online|not |make it|was|actually|change", said):
            card = replace(card, activity_type=kind)
    for field, pattern in _FIELD.items():
        if match := pattern.search(said):
            card = replace(card, **{field: mentions.words(match.span("value")).strip()})
    removes = cues.cue("correction", "removes")
    for clause in clauses:
        if removes.search(clause.said) and cues.has("correction", "next_step", clause.said):
            card = replace(card, next_step="", next_date=None)
        elif removes.search(clause.said) and re.search("金额|amount|预算|数字", clause.said):
            card = replace(card, amount=None)
    if mentions.email:
        card = replace(card, email=mentions.words(mentions.email))
    if mentions.phone:
        card = replace(card, phone=mentions.words(mentions.phone))
    elif card.phone and (
        match := re.search(
            "(?:尾|末|后|last)\\s*[四4三3]?\\s*(?:位|码|码|digits)?[^0-9]{0,8}([0-9]{2,4})(?![0-9])", said
        )
    ):
        card = replace(card, phone=card.phone[: -len(match[1])] + match[1])
    if _TITLE.search(said) and len(card.contacts) == 1:
        if match := re.search("(?:是|为|成|is|to|be)\\s*(?P<value>[\u3400-\u9fffa-zA-Z ]{2,24})$", said.rstrip("。.")):
            title = mentions.words(match.span("value")).strip()
            card = replace(card, contacts=(replace(card.contacts[0], title=title),))
    return card


def _stance(said: str):
    from bot.understanding.stances import stance_in

    return stance_in(said)


def _once(people: Sequence[tuple[Ref, Named]]) -> list[tuple[Ref, Named]]:
    return list({_key(who): (ref, who) for ref, who in people}.values())


def _key(who: Named) -> str:
    return who.id or who.name
