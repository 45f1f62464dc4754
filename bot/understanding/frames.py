"""From the clauses about one client to frames: what took place, what is to come, what was complained of, what is news."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from bot.understanding import cues
from bot.understanding.activities import activity_in
from bot.understanding.cast import Cast, Ref
from bot.understanding.clauses import Clause
from bot.understanding.dates import DateMention
from bot.understanding.dates.calendar import Day
from bot.understanding.mentions import AMOUNT, COLLEAGUE, DATE, PERSON, TIME, Mentions
from bot.understanding.reading import Activity, Frame, Intent, Named, Person, Severity
from bot.understanding.segments import Segment
from bot.understanding.stances import stances_of

Tense = Literal["past", "future"] | None

_DEADLINE = re.compile(
    f"{DATE}+(?:之?前|以前|内|到期)|(?:by|before|b4|until|till|due|deadline|截止)\\s*(?:on\\s*)?(?:the\\s*)?{DATE}|到{DATE}+(?:前|为止)"
)
_STRONG_FUTURE = re.compile(
    "要我们|要求|叫我们|让我们|记得(?!好像|是|上次|之前)|提醒|待办|下次|约好|改约|改到|下一步|跟进|请安排|记一下|will|'ll|remind|need to|next step|to do|due|sending|再(?:约|跟|碰|去|谈|聊|来|打|run|开)"
)
_ALONG = re.compile("陪|跟|带|帶|和|与|一道|一起|一同|with|along|brought|joined|plus")
_ORIGINALLY = re.compile("本来|原定|原本|原来(?:要|约)|原约|was supposed to|was meant to|were supposed to|originally")
_LATER = re.compile("另外|也|上午|下午|早上|晚上|同日|同一天|same day|接着|然后|之后|later|then|afternoon|evening")
_INBOUND = re.compile(
    "打来|打電話來|打电话来|来电|来函|来信|rang|called me|rang me|又打|反映|反应|emailed me|wrote|转.{0,12}(?:邮|讯|消息)|打電話嚟|打电话嚟"
)


@dataclass(frozen=True, slots=True)
class Told:
    """A clause with its tense and its date."""

    clause: Clause
    tense: Tense
    when: DateMention | None
    activity: Activity | None
    deadline: bool

    @property
    def said(self) -> str:
        """Its masked text."""
        return self.clause.said

    @property
    def real(self) -> bool:
        """Whether it tells of something that is so: not denied, supposed or asked."""
        return not (self.clause.negated or self.clause.conditional)


def frames_of(segment: Segment, mentions: Mentions, cast: Cast, today: date, spoken: "Spoken") -> list[Frame]:
    """The frames of a segment, the main one first; none when it tells of nothing that happened or is to come."""
    return _scene(segment, mentions, cast, today, spoken).frames()


def frame_as(intent: Intent, segment: Segment, mentions: Mentions, cast: Cast, today: date) -> Frame:
    """What a segment states, taken as a record of a kind that it does not show by itself."""
    return _scene(segment, mentions, cast, today, Spoken()).frame_as(intent)


def _scene(segment: Segment, mentions: Mentions, cast: Cast, today: date, spoken: "Spoken") -> "_Scene":
    told = list(_told(segment, mentions, today, spoken.day is not None))
    return _Scene(segment, mentions, cast, today, told, spoken)


@dataclass(frozen=True, slots=True)
class Spoken:
    """What an earlier part of the message said for the later ones too: "同日", the rep whose notes these are."""

    day: date | None = None
    rep: Named | None = None


def _told(segment: Segment, mentions: Mentions, today: date, later: bool) -> Iterator[Told]:
    before: Tense = "past" if later else None
    for clause in segment.clauses:
        here = [d for d in mentions.dates if clause.start <= d.start < clause.end]
        when = next((d for d in here if d.day), here[0] if here else None)
        deadline = _DEADLINE.search(clause.said) is not None
        activity = activity_in(clause.said)
        alone = PERSON not in clause.said and "\ue000" not in clause.said
        tense = _tense(clause, when, today, deadline, before if alone or before == "future" else None)
        yield Told(clause, tense, when, activity, deadline)
        if tense == "past" and (activity or when):
            before = "past"
        elif tense == "future" and before is None:
            before = "future"


def _tense(clause: Clause, when: DateMention | None, today: date, deadline: bool, before: Tense) -> Tense:
    if deadline and when and (when.day is None or when.day.future >= today):
        return "future"
    if when and when.day and when.day.past == when.day.future and when.day.past != today:
        return "past" if when.day.past < today else "future"
    if when and when.day and (near := _nearer(when.day, today)):
        return near
    strong = _STRONG_FUTURE.search(clause.said) is not None
    if strong or (clause.future and not clause.past):
        return "future"
    if clause.past:
        return "past"
    if when and when.day and when.day.past != when.day.future and before:
        return "future"
    return None


def _nearer(day: Day, today: date) -> Tense:
    """The side of today on which a day like 3/12 lies by far nearer."""
    behind, ahead = (today - day.past).days, (day.future - today).days
    if behind and ahead and behind <= 60 and ahead >= 200:
        return "past"
    return "future" if behind >= 200 and 0 < ahead <= 60 else None


@dataclass(frozen=True, slots=True)
class _Scene:
    segment: Segment
    mentions: Mentions
    cast: Cast
    today: date
    told: Sequence[Told]
    spoken: Spoken

    def frames(self) -> list[Frame]:
        event = self._event()
        if self._is_news(event) and (news := self._news()):
            return news
        complaint = self._complaint(event)
        if complaint and event and self._only_complaint(event, complaint):
            return [self._complained(complaint, event)]
        if event:
            visit = self._visit(event, complaint)
            found = [visit]
            if complaint:
                found.append(self._complained(complaint, event, visit))
            found += self._asides(event)
            return found
        if complaint:
            return [self._complained(complaint, None)]
        if not self._fell_through():
            if done := self._completed():
                return [done]
            if news := self._news():
                return news
        plan = self._plan()
        return [plan] if plan else []

    def frame_as(self, intent: Intent) -> Frame:
        """The facts of the segment under an intent."""
        first = next((t for t in self.told if t.tense != "future"), self.told[0])
        match intent:
            case Intent.LOG_VISIT:
                return self._visit(first, None)
            case Intent.LOG_COMPLAINT:
                return self._complained(first, None)
            case Intent.PLAN_ACTION:
                return self._planned(self.told, first)
            case Intent.UPDATE_CONTACT:
                return next(iter(self._changed()), Frame(intent, account=self.segment.account))
            case _:
                return replace(self._done(first), intent=intent)

    def _is_news(self, event: Told | None) -> bool:
        """Whether the message tells of a change at the client and of no meeting: 調走, a new number."""
        if event is None or not cues.has("update", "cue", "".join(t.said for t in self.told)):
            return False
        data = self.mentions.phone or self.mentions.email
        return not self._past_day(event) and bool(
            data or event.activity in (None, Activity.MESSAGE) or self._is_plain(event)
        )

    # What took place

    def _event(self) -> Told | None:
        """The clause that tells of an interaction that took place."""
        if self._fell_through():
            return None
        possible = [t for t in self.told if t.real and t.tense != "future" and not t.clause.question]
        ahead = any(t.tense == "future" and t.real for t in self.told)
        people = any(ref.kind in ("contact", "account") for ref in self.segment.refs)
        going_on = self.spoken.day is not None  # one visit was told of already, so this is the next one
        acted = [
            t
            for t in possible
            if t.activity
            and not _NUMBER_NEWS.search(t.said)
            and (t.tense == "past" or not self._is_plain(t) or not ahead or going_on or self._past_day(t))
        ]
        sure = [t for t in acted if t.tense == "past" or self._names_somebody(t)]
        if sure and (people or any(t.when for t in possible)):
            return max(sure, key=self._weight)
        if acted and people and (not ahead or any(self._past_day(t) and t.tense == "past" for t in possible)):
            return acted[0]
        dated = [t for t in possible if people and self._past_day(t) and not self._is_plain_news(t)]
        dated = [
            t
            for t in dated
            if t.tense == "past" or not ahead or (t.when and t.when.day and t.when.day.future < self.today)
        ]
        if dated:
            return dated[0]
        met = [t for t in possible if _MET.search(t.said)]
        if met and people:
            return met[0]
        if going_on and people and possible:
            with_people = [t for t in possible if self._people_in(t.clause)]
            if with_people or _LATER.search(self._before() + possible[0].said):
                return (with_people or possible)[0]
        return None

    def _weight(self, told: Told) -> int:
        """How much a clause is the one that tells of the interaction: names and dates speak for it, troubles against."""
        named, trouble = self._names_somebody(told), cues.has("complaint", "problem", told.said)
        earlier = _PROMISED.search(told.said) is not None
        return 2 * named + (told.when is not None) + (told.tense == "past") - 3 * trouble - 3 * earlier

    def _is_plain(self, told: Told) -> bool:
        """Whether its only sign is a word like 去 or 到, which stands in many sentences."""
        return told.activity is Activity.VISIT and not cues.has("activity", "visit", told.said)

    def _is_plain_news(self, told: Told) -> bool:
        return cues.has("completed", "cue", told.said) or cues.has("update", "cue", told.said)

    def _names_somebody(self, told: Told) -> bool:
        return any(told.clause.start <= ref.start < told.clause.end for ref in self.segment.refs)

    def _past_day(self, told: Told) -> bool:
        return bool(told.when and told.when.day and told.when.day.past <= self.today and not told.deadline)

    def _fell_through(self) -> bool:
        """Whether the meeting did not take place: denied, and nobody else was seen instead."""
        denied = [n for n, t in enumerate(self.told) if t.clause.negated]
        if not denied:
            return False
        if any(_INSTEAD.search(t.said) for t in self.told):
            return False
        if any(_ORIGINALLY.search(t.said) for t in self.told):
            return True
        if any(
            t.activity
            and t.tense == "past"
            and not (t.clause.negated or self._is_plain(t) or _CALLED_AWAY.search(t.said))
            for t in self.told
        ):
            return False
        absent = {ref.words for ref in self._absent()}
        for number, t in enumerate(self.told):
            if number in denied or t.tense == "future" or _CALLED_AWAY.search(t.said):
                continue
            others = [r for r in self._people_in(t.clause) if r.words not in absent]
            if (
                others
                and re.search("聊|谈|接|见|碰|开会|met|saw|spoke|talked|sat", t.said)
                and not re.search("本来|原", t.said)
            ):
                return False
        return not any(
            t.activity
            and not t.clause.negated
            and t.tense == "past"
            and re.search("改跟|换成|instead|是.{1,4}接", t.said)
            for t in self.told
        )

    def _visit(self, event: Told, complaint: Told | None) -> Frame:
        steps = [t for t in self.told if t is not event and t is not complaint and self._is_step(t)]
        after = [t for t in steps if t.clause.start > event.clause.start] or steps
        step = next((t for t in after if t.when and t.when.day), after[0] if after else None)
        spoken = [t for t in self.told if t not in steps]
        frame = Frame(
            Intent.LOG_VISIT,
            account=self.segment.account,
            contacts=self._attending([*spoken, *(t for t in steps if _WANTS.search(t.said))]),
            date=self._day(event, spoken),
            time=self._time(spoken),
            activity_type=self._kind(event, spoken),
            topic=self._topic(event, spoken),
            amount=self._amount(),
            rep=self._rep(),
        )
        if step is None:
            return frame
        day = next((t.when.day.future for t in (step, *after) if t.when and t.when.day), None)
        return replace(frame, next_step=self._words(step), next_date=day)

    def _is_step(self, told: Told) -> bool:
        """Whether a clause tells what is to be done next."""
        if not told.real or told.clause.question:
            return False
        return told.tense == "future" and (bool(told.when) or told.clause.future) and not _RUNS_OUT.search(told.said)

    def _asides(self, event: Told) -> list[Frame]:
        """A reminder in the same breath that has nothing to do with the visit."""
        return []

    def _kind(self, event: Told, spoken: Sequence[Told]) -> Activity | None:
        kinds = [
            t.activity
            for t in spoken
            if t.activity and t.real and not (t is not event and (self._is_plain(t) or _PROMISED.search(t.said)))
        ]
        if event.activity and not self._is_plain(event):
            if event.activity in (Activity.VISIT, Activity.MEETING) and self._with_manager(event):
                return Activity.EXECUTIVE_VISIT
            strong = [
                k for k in kinds if k in (Activity.EXECUTIVE_VISIT, Activity.MEAL, Activity.DEMO, Activity.TRAINING)
            ]
            if event.activity in (Activity.VISIT, Activity.MEETING) and strong:
                return strong[0]
            return event.activity
        return kinds[0] if kinds else event.activity

    def _with_manager(self, event: Told) -> bool:
        """Whether somebody's manager of ours came along."""
        bosses = [r for r in self.segment.refs if r.kind == "colleague" and not self.cast.is_rep(r)]
        here = [r for r in bosses if event.clause.start <= r.start < event.clause.end]
        return bool(here) and _ALONG.search(event.said) is not None

    def _day(self, event: Told, spoken: Sequence[Told]) -> date | None:
        for told in [event, *spoken]:
            if self._past_day(told) and told.when and told.when.day:
                return told.when.day.past
            if told.when and told.when.day and told is event:
                return told.when.day.past
        return self.spoken.day if _LATER.search(self._before() + "".join(t.said for t in self.told)) else None

    def _before(self) -> str:
        """The last characters before the segment: the 下午 of "下午和昇邱主任"."""
        start = self.segment.clauses[0].start
        return self.mentions.masked[max(0, start - 4) : start]

    def _time(self, spoken: Sequence[Told]) -> "object | None":
        spans = [(t.clause.start, t.clause.end) for t in spoken]
        return next((m.time for m in self.mentions.times if any(s <= m.start < e for s, e in spans)), None)

    # Who took part

    def _people_in(self, clause: Clause) -> list[Ref]:
        return [r for r in self.segment.refs if r.kind == "contact" and clause.start <= r.start < clause.end]

    def _absent(self) -> list[Ref]:
        """Those of whom it is said that they were not there."""
        gone = []
        for told in self.told:
            people = self._people_in(told.clause)
            for ref in people:
                following = [r.start for r in self.segment.refs if r.start >= ref.end and r.kind == "contact"]
                end = min([*following, ref.end + 16, self.segment.clauses[-1].end])
                if cues.has("person", "absent", re.split("[。.;；]", self.mentions.masked[ref.end : end])[0]):
                    gone.append(ref)
        return gone

    def _attending(self, spoken: Sequence[Told]) -> tuple[Person, ...]:
        absent = [] if self._fell_through() else self._absent()
        people: dict[str, tuple[Ref, Named]] = {}
        for told in spoken:
            if told.clause.conditional:
                continue
            refs = self._people_in(told.clause)
            for number, ref in enumerate(refs):
                if ref in absent or self._only_mentioned(told, refs, number):
                    continue
                who = self.cast.contact(ref, self.segment.account)
                if who:
                    people.setdefault(who.id or who.name, (ref, who))
        gone = {w.id or w.name for w in (self.cast.contact(ref, self.segment.account) for ref in absent) if w}
        kept = [(ref, who) for key, (ref, who) in people.items() if key not in gone]
        kept = _without_shorter(kept)
        everywhere = [
            (ref, who)
            for ref in self.segment.refs
            if ref.kind == "contact" and (who := self.cast.contact(ref, self.segment.account))
        ]
        stances = stances_of(self.segment.clauses, everywhere, self.cast)
        return tuple(Person(who, self._new_title(ref, who), stances.get(who.id or who.name)) for ref, who in kept)

    def _only_mentioned(self, told: Told, refs: Sequence[Ref], number: int) -> bool:
        """Whether somebody is spoken of and was not there."""
        ref = refs[number]
        before = told.said[: ref.start - told.clause.start]
        after = told.said[ref.end - told.clause.start :]
        if _ORIGINALLY.search(before[-8:]) or re.match(
            "那(?:台|个|套|批|张|笔|案)|的(?!\ue001)(?:秘书|助理|意见|想法|顾虑|特助|老板|下属|人|部下|签|同意|意思)|'s (?:assistant|secretary|boss|team|pa\\b|office)",
            after,
        ):
            return True
        if _UNSEEN.search(before[-30:]):
            return True
        if cues.cue("person", "told_of").search(before[-6:]) and not re.search("跟|和|找|见", before[-2:]):
            return True
        # What one person says about another one.
        return (
            number > 0
            and re.search(f"{PERSON}[^\ue001]{{0,4}}(?:说|讲|表示|提|says?|said|mention|told)", before) is not None
        )

    def _new_title(self, ref: Ref, who: Named) -> str:
        """The title that is told of somebody unknown: "a new buyer called Wendy", 新來的特助李冠廷, "Samuel Oh, owner"."""
        if not who.is_new:
            return ""
        text = self.mentions.message.text
        after = text[ref.end : ref.end + 40]
        if match := re.match(r"\s*[（(]\s*([A-Za-z][\w .&-]{2,30})[)）]", after):
            return match[1] if len(match[1].split()) <= 4 else ""
        if match := re.match(
            r"\s*,\s*((?:[a-z]+\s){0,3}(?:lead|manager|director|engineer|officer|head|buyer|owner|vp(?:\s\w+)?|specialist|supervisor|coordinator|executive|analyst|architect))\b",
            after,
            re.I,
        ):
            return match[1]
        return ""

    def _rep(self) -> Named | None:
        named = [
            r
            for r in self.segment.refs
            if r.colleagues
            and self.cast.is_rep(r)
            and self._is_ours(r)
            and not cues.has("person", "absent", self.mentions.masked[r.end : r.end + 6])
            and not _ADDRESSED.search(self.mentions.masked[r.end : r.end + 3])
        ]
        return self.cast.colleague(named[0]) if named else self.spoken.rep

    def _is_ours(self, ref: Ref) -> bool:
        return ref.kind == "colleague" or self.cast.contact(ref, self.segment.account) is None

    def _amount(self) -> int | None:
        here = [
            a for a in self.mentions.amounts if self.segment.clauses[0].start <= a.start < self.segment.clauses[-1].end
        ]
        return here[-1].value if here else None

    # Complaints

    def _complaint(self, event: Told | None) -> Told | None:
        """The clause that complains: in so many words; or by telling what went wrong, unless that was a visit's subject."""
        for told in self.told:
            if told.clause.conditional or cues.has("complaint", "never", told.said):
                continue
            if cues.has("complaint", "strong", told.said) and not (event and told.tense == "future"):
                return told
        if event and not _INBOUND.search(self.mentions.masked):
            strong_event = event.activity not in (None, Activity.MESSAGE, Activity.CALL)
            if strong_event:
                return None
        people = any(ref.kind in ("contact", "account") for ref in self.segment.refs) and not self._fell_through()
        for told in self.told:
            if (
                people
                and told.real
                and not cues.has("complaint", "never", told.said)
                and cues.has("complaint", "problem", told.said)
            ):
                return told
        return None

    def _only_complaint(self, event: Told, complaint: Told) -> bool:
        """Whether what took place was nothing but the complaint: they rang, wrote, said so."""
        if event is complaint and event.activity in (None, Activity.CALL, Activity.MESSAGE):
            return True
        if event.activity in (None, Activity.CALL, Activity.MESSAGE):
            between = [t for t in self.told if event.clause.start < t.clause.start < complaint.clause.start]
            return _INBOUND.search(self.mentions.masked) is not None or not between
        return False

    def _complained(self, complaint: Told, event: Told | None, visit: Frame | None = None) -> Frame:
        index = list(self.told).index(complaint)
        if visit is None:
            steps = [t for t in self.told if t is not complaint and self._is_step(t) and t.when and t.when.day]
            people = self._attending([t for t in self.told if t not in steps])
        else:
            steps = []
            near = [t for t in (complaint, *reversed(self.told[:index])) if self._people_in(t.clause)]
            people = self._attending([near[0]])[:1] if near else ()
            people = people or visit.contacts[:1]
        said = " ".join(t.said for t in self.told)
        severity = None
        if cues.has("complaint", "low", said):
            severity = Severity.LOW
        elif cues.has("complaint", "high", said):
            severity = Severity.HIGH
        step = steps[0] if steps else None
        first = event or complaint
        return Frame(
            Intent.LOG_COMPLAINT,
            account=self.segment.account,
            contacts=tuple(replace(p, stance=None) for p in people),
            date=visit.date if visit else self._complaint_day(first, steps),
            time=visit.time if visit else self._time(self.told),
            topic=self._problem(complaint),
            complaint_severity=severity,
            next_step=self._words(step) if step else "",
            next_date=step.when.day.future if step and step.when and step.when.day else None,
            rep=visit.rep if visit else self._rep(),
        )

    def _complaint_day(self, first: Told, steps: Sequence[Told]) -> date | None:
        spoken = [
            t
            for t in (first, *self.told)
            if t not in steps and (t.activity or self._names_somebody(t) or t is first or _DATED.search(t.said))
        ]
        if len(self.told) > 1:
            spoken = [t for t in spoken if t.activity or self._names_somebody(t) or _DATED.search(t.said)]
        spoken = [t for t in spoken if not _PROMISED.search(t.said)]
        days = [
            t.when.day.past
            for t in spoken
            if t.when and t.when.day and not t.deadline and t.when.day.past <= self.today
        ]
        return days[0] if days else self.spoken.day if _LATER.search(self._before() + first.said) else None

    # What was done, what is news, what is to come

    def _completed(self) -> Frame | None:
        done = [t for t in self.told if t.real and t.tense != "future" and cues.has("completed", "cue", t.said)]
        return self._done(done[0]) if done and (self.segment.refs or len(self.told) < 4) else None

    def _done(self, done: Told) -> Frame:
        return Frame(
            Intent.COMPLETE_ACTION,
            account=self.segment.account,
            contacts=tuple(replace(p, stance=None) for p in self._attending(self.told)),
            date=self._complaint_day(done, ()),
            topic=self._trimmed(self._longest(self.told)),
        )

    def _news(self) -> list[Frame]:
        """What changed about people: one frame for each of whom something is told."""
        people = [t for t in self.told if self._people_in(t.clause) and t.clause.question is False]
        cue = [t for t in self.told if t.real and cues.has("update", "cue", t.said)]
        data = self.mentions.phone or self.mentions.email
        return self._changed() if people and (cue or data) else []

    def _changed(self) -> list[Frame]:
        frames: list[Frame] = []
        for told in self.told:
            for ref in self._people_in(told.clause):
                who = self.cast.contact(ref, self.segment.account)
                if (
                    who is None
                    or self._is_same(ref, who, frames)
                    or any((f.contacts[0].who.id or f.contacts[0].who.name) == (who.id or who.name) for f in frames)
                ):
                    continue
                stances = stances_of(self.segment.clauses, [(ref, who)], self.cast)
                title = self._news_title(ref, who)
                frames.append(
                    Frame(
                        Intent.UPDATE_CONTACT,
                        account=self.segment.account,
                        contacts=(Person(who, title, stances.get(who.id or who.name)),),
                        topic="" if title or who.is_new else self._trimmed(told),
                    )
                )
        told_data = {
            "phone": self.mentions.words(self.mentions.phone) if self.mentions.phone else "",
            "email": self.mentions.words(self.mentions.email) if self.mentions.email else "",
        }
        place = (self.mentions.phone or self.mentions.email or (0, 0))[0]
        owner = max((n for n, f in enumerate(frames) if self._place(f) <= place), default=0)
        return [replace(f, **told_data) if n == owner else f for n, f in enumerate(frames)]

    def _is_same(self, ref: Ref, who: Named, frames: Sequence[Frame]) -> bool:
        """Whether an unknown name is that of somebody told of already, with the new title: 吳工 and 吳課長."""
        known = [f.contacts[0].who for f in frames]
        return who.is_new and any(ref.words[:1] == each.name[:1] for each in known if "\u3400" <= ref.words[:1])

    def _place(self, frame: Frame) -> int:
        name = frame.contacts[0].who
        for ref in self.segment.refs:
            if ref.kind == "contact":
                who = self.cast.contact(ref, self.segment.account)
                if who and (who.id or who.name) == (name.id or name.name):
                    return ref.start
        return 0

    def _news_title(self, ref: Ref, who: Named) -> str:
        """The new title: 升資訊經理, "promoted to VP", "Ivan Tse, IT manager", 罗敬文，采购主管."""
        text = self.mentions.message.text
        after = text[ref.end : ref.end + 60]
        from bot.understanding.names import words

        titles = words.one_of(title for title in words.spoken_titles() if len(title) > 1)
        folded = self.mentions.message.folded[ref.end : ref.end + 60]
        if match := re.search(
            f"(?:升任?为?上?|当上?|转任|接任|改当|代理|职称改?为?|现在是(?:[^，,。]{1, 8}的)?|是|，|,|:|：)\\s*(?P<title>[\u3400-\u9fffA-Za-z]{{0,5}}(?:{titles}))",
            folded,
        ):
            return after[match.start("title") : match.end("title")]
        if match := re.search(
            r"(?:promoted to|is now(?: the)?|now the|,|as(?: the)?)\s+((?:[A-Za-z/&]+\s){0,3}(?:manager|director|head|lead|officer|engineer|vp|president|buyer|supervisor|chief|analyst|cio|cto|cfo|ceo|coo)(?:\s(?:of\s)?[A-Z][\w]+)?)",
            after,
            re.I,
        ):
            return match[1].strip()
        return self._new_title(ref, who)

    def _plan(self) -> Frame | None:
        ahead = [
            t
            for t in self.told
            if t.tense == "future" and not t.clause.question and not (t.clause.negated and not t.when)
        ]
        if not ahead and self._fell_through():
            ahead = [
                t
                for t in self.told
                if t.when and t.when.day and t.when.day.future > self.today and not t.clause.negated
            ]
        if not ahead:
            return None
        dated = [t for t in (*ahead, *self.told) if t.when and t.when.day and t.when.day.future >= self.today]
        if self._fell_through():
            dated = [t for t in dated if t.when and t.when.day and t.when.day.future > self.today]
        main = next((t for t in dated if not t.clause.negated and not re.search("原|本来", t.said)), None)
        if self._fell_through() and main is None:
            return None
        return self._planned(ahead, main or ahead[0])

    def _planned(self, ahead: Sequence[Told], first: Told) -> Frame:
        supposed = [t for t in self.told if t.clause.conditional]
        spoken = [t for t in self.told if t not in supposed]
        return Frame(
            Intent.PLAN_ACTION,
            account=self.segment.account,
            contacts=tuple(replace(p, stance=None) for p in self._attending(spoken)),
            date=first.when.day.future if first.when and first.when.day else None,
            time=self._time(spoken),
            activity_type=next((t.activity for t in (first, *ahead, *spoken) if t.activity), None),
            topic=self._trimmed(first) if not self._topic(first, spoken) else self._topic(first, spoken),
            amount=self._amount(),
            rep=self._rep(),
        )

    # Words

    def _topic(self, event: Told, spoken: Sequence[Told]) -> str:
        """What it was about, in the message's words: after "about", 談, 聊; else what is left of the clause, or the next one."""
        for told in (event, *[t for t in spoken if t is not event]):
            match = _ABOUT.search(told.said)
            if match and match.end() < len(told.said):
                words = self._clean(told.clause.start + match.end(), told.clause.end)
                if len(words) > 1:
                    return words
        rest = self._remains(event)
        if len(rest) > 1:
            return rest
        others = [t for t in spoken if t is not event and t.real]
        return next((w for t in others if len(w := self._trimmed(t)) > 2), "")

    def _problem(self, complaint: Told) -> str:
        """What went wrong: the clause that says it, from the complaint on."""
        place = list(self.told).index(complaint)
        match = cues.cue("complaint", "problem").search(complaint.said)
        strong = re.search("抱怨|反映|投诉|说|讲|complain\\w*(?: about| that)?|says?|said", complaint.said)
        if strong and len(self._clean(complaint.clause.start + strong.end(), complaint.clause.end)) > 2:
            return self._clean(complaint.clause.start + strong.end(), complaint.clause.end)
        if match:
            return self._trimmed(complaint)
        for told in (*self.told[place + 1 :], *self.told[:place]):
            if cues.has("complaint", "problem", told.said):
                return self._trimmed(told)
        return self._trimmed(self.told[place + 1] if place + 1 < len(self.told) else complaint)

    def _remains(self, told: Told) -> str:
        """A clause without its names, dates and the words for the interaction."""
        said = re.sub(f"[{PERSON}{COLLEAGUE}{DATE}{TIME}\ue000]", "\0", told.said)
        for name in cues.names("activity"):
            said = cues.cue("activity", name).sub(lambda m: "\0" * len(m[0]), said)
        pieces = re.split("\0+", said)
        longest = max(pieces, key=len)
        place = said.index(longest) if longest else 0
        return (
            self._clean(told.clause.start + place, told.clause.start + place + len(longest)) if len(longest) > 3 else ""
        )

    def _longest(self, told: Sequence[Told]) -> Told:
        return max(told, key=lambda t: len(t.said))

    def _words(self, told: Told) -> str:
        return self._trimmed(told)

    def _trimmed(self, told: Told) -> str:
        """A clause without its date and the little words before and after."""
        start, end = told.clause.start, told.clause.end
        if told.when:
            if told.when.start - start < 6:
                start = told.when.end
            elif end - told.when.end < 3:
                end = told.when.start
        return self._clean(start, end)

    def _clean(self, start: int, end: int) -> str:
        text = self.mentions.message.text[start:end]
        return _TRAILING.sub("", _LEADING.sub("", text.strip(" ,，。.、;；:：-"))).strip(" ,，。.、;；:：-")


_INSTEAD = re.compile("改由|改跟|换成.{0,6}接|接待|instead|stepped in|是\ue001+接")
_CALLED_AWAY = re.compile("临时|突然|被叫|遭喊|被抓|called away|pulled into|had to")
_DATED = re.compile("日期|时间|反馈|told me|她说|他说")
_UNSEEN = re.compile(
    "(?:没有?(?:遇到|见到|见着|跟|和|找到|碰到|看到|约到)|不是|唔系|并未与|instead of|not|didn't (?:end up )?(?:meet|see|meeting|seeing)(?: with)?)\\s?$"
)
_NUMBER_NEWS = re.compile("(?:电话|手机|邮箱|信箱|email)(?:也)?(?:改|换|号|是|为|:)|\ue006")
_RUNS_OUT = re.compile("到期|过期|expires?|生效|放假|出国")
_WANTS = re.compile(f"{PERSON}(?:今天|刚)?(?:要|叫|让|请|希望|想|催|约|说要|wants|asked|needs)")
_PROMISED = re.compile("承诺|答应|上次|上回|交付的|promised|last time|said they would")
_MET = re.compile(
    "(?:聊|谈|说|碰|见|sync|对|走|捋|顺|过).{0,2}(?:完|过|了)|在.{1,20}[聊谈]|(?:过|走|捋|对|顺)了?一遍|spoke|talked|sync"
)
_ADDRESSED = re.compile("^(?:你?好|您好|，我|,)")
_ABOUT = re.compile(
    "(?:谈了?|聊了?|聊的是|讲的是|讨论了?|关于|沟通了?|确认了?|议题为?|主要|傾|过了一遍|about |abt |regarding |re |re: |discussed |talked |covering )"
)
_LEADING = re.compile(
    "^(?:然后|他说|她说|说|要?我们|我|就|了|的|要|会|得|再次|前|之前|以前|就|and |to |by |we |i'll |i |will |need to |also |that )+"
)
_TRAILING = re.compile("(?:\\s(?:by|on|before|b4|due|until|at)|前|的时候|啦|了啦|喔|哦|耶|欸)$")


def _without_shorter(people: Sequence[tuple[Ref, Named]]) -> list[tuple[Ref, Named]]:
    """People without the second, shorter mention of somebody unknown: Marcus after Marcus Teo."""
    return [
        (ref, who)
        for ref, who in people
        if not (who.is_new and any(who.name != o.name and o.is_new and who.name in o.name for _, o in people))
    ]
