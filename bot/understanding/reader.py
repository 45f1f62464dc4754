"""Reads a rep's message: what it wants, and every fact it states. It guesses nothing: what is unsure becomes a question."""

from dataclasses import replace
from datetime import datetime

from bot.directory import Directory
from bot.understanding import cues
from bot.understanding.cast import Cast, Ref, refs_of
from bot.understanding.clauses import clauses_of
from bot.understanding.corrections import corrected
from bot.understanding.doubts import questions_of
from bot.understanding.frames import Spoken, frame_as, frames_of
from bot.understanding.handing import handed
from bot.understanding.mentions import Mentions, find_mentions
from bot.understanding.names.gazetteer import Gazetteer
from bot.understanding.reading import Doubt, Frame, Intent, Person, Question, Reading
from bot.understanding.segments import Segment, segments_of
from bot.understanding.verdicts import RECORDS, decided, is_doubted
from bot.understanding.votes import Votes
from bot.understanding.wishes import wish_of
from bot.understanding.written import written

LONGEST = 4000
"""Characters of a message that is read."""


class Reader:
    """Reads messages of people who share a directory. Safe to share between threads; made anew when the directory changes."""

    def __init__(self, directory: Directory, votes: Votes) -> None:
        """Lays out the names, which takes a moment for thousands of them."""
        self.revision = directory.revision
        self._votes = votes
        self._gazetteer = Gazetteer(directory)
        self._cast = Cast(self._gazetteer)

    def read(self, message: str, now: datetime, pending: Frame | None = None) -> Reading:
        """Read a message sent at a moment, which is local to its sender. `pending` is the card on the sender's screen.

        What is longer than `LONGEST` characters is no message of a rep, and nothing is read out of it.
        """
        if len(message) > LONGEST:
            return Reading((Frame(Intent.OTHER),))
        mentions = find_mentions(written(message), self._gazetteer, now.date())
        refs = refs_of(mentions)
        clauses = clauses_of(mentions)
        if pending is not None:
            frame = corrected(pending, mentions, clauses, refs, self._cast, now.date())
            if frame is not None:
                asked = [Question(Doubt.CORRECTION)] if frame == pending else []
                return Reading((frame,), (*asked, *questions_of([frame], mentions, now.date())), corrects=True)
        segments = segments_of(clauses, refs, self._cast, mentions.masked)
        frames: list[Frame] = []
        spoken = Spoken()
        for segment in segments:
            frames += frames_of(segment, mentions, self._cast, now.date(), spoken)
            days = {f.intent is Intent.PLAN_ACTION: f.date for f in reversed(frames) if f.date}
            spoken = Spoken(day=days.get(False), ahead=days.get(True) if False not in days else None)
        told = any(
            frame.intent in (Intent.LOG_VISIT, Intent.LOG_COMPLAINT) and (frame.account or frame.contacts or frame.date)
            for frame in frames
        )
        wish = wish_of(mentions, clauses, refs, told)
        found = wish or (frames[0].intent if frames else Intent.OTHER)
        votes = self._votes.of(mentions, clauses)
        intent = decided(found, votes, bool(refs), cues.has("wish", "mine", mentions.masked))
        if intent is found and wish is None:
            asked = [Question(Doubt.KIND)] if is_doubted(found, votes) else []
            return Reading(tuple(frames or [Frame(intent)]), (*asked, *questions_of(frames, mentions, now.date())))
        if intent in RECORDS and intent is not Intent.HANDOVER and segments:
            main = next((segment for segment in segments if segment.refs), segments[0])
            frames = [frame_as(intent, main, mentions, self._cast, now.date())]
            return Reading(tuple(frames), (Question(Doubt.KIND), *questions_of(frames, mentions, now.date())))
        return Reading((self._wished(intent, segments, mentions, refs, now),))

    def _wished(
        self, wish: Intent, segments: list[Segment], mentions: Mentions, refs: list[Ref], now: datetime
    ) -> Frame:
        frame = Frame(wish)
        if wish in (Intent.UNDO, Intent.HELP, Intent.SHOW_SCORE):
            return frame
        segment = segments[0] if segments else None
        if segment:
            frame = replace(frame, account=next((s.account for s in segments if s.account), None))
        if wish is Intent.PREPARE_VISIT and segment:
            plans = [
                f
                for f in frames_of(segment, mentions, self._cast, now.date(), Spoken())
                if f.intent is Intent.PLAN_ACTION
            ]
            if plans:
                return replace(plans[0], intent=wish)
        if wish is Intent.HANDOVER:
            giver, taker = handed(mentions, refs, self._cast)
            frame = replace(frame, rep=giver, to=taker)
        if wish is Intent.SET_GOAL_OR_KPI and mentions.amounts:
            frame = replace(frame, amount=mentions.amounts[-1].value)
        if wish in (Intent.ASK, Intent.SET_GOAL_OR_KPI, Intent.SUBMIT_CASE):
            frame = replace(frame, topic=mentions.message.text.strip())
        if wish in (Intent.HANDOVER, Intent.LIST_FOLLOWUPS, Intent.PREPARE_VISIT) and (
            days := [
                d.day for d in mentions.dates if d.day and (wish is not Intent.HANDOVER or d.day.future > now.date())
            ]
        ):
            frame = replace(frame, date=days[0].future)
        if wish is Intent.PREPARE_VISIT and segment:
            people = [self._cast.contact(ref, frame.account) for ref in refs if ref.kind == "contact"]
            frame = replace(frame, contacts=tuple(Person(p) for p in people if p))
        return frame
