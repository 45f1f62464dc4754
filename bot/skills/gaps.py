"""Shows a manager what was asked and nothing answers yet: what the playbook or the company's documents should say next.

Its button carries `gaps:<number>`: how many to leave out, those that were shown before.
"""

from datetime import tzinfo

from bot.access import Person, scope_of
from bot.evaluation.gaps import Gap
from bot.messages import Block, Button, Points, Reply, Text
from bot.skills import Outcome, Tools, Turn
from bot.wording import say
from knowledge.language import Language

NAME = "gaps"
SHOWN = 10


def handle(turn: Turn, tools: Tools) -> Outcome:
    """The gap list of the people this person answers for."""
    scope = scope_of(turn.person)
    if scope is None:
        return Outcome(Reply((Text(say(turn.language, "gaps.for_managers")),)), topic=turn.topic)
    found = tools.gaps(scope)
    if not found:
        return Outcome(Reply((Text(say(turn.language, "gaps.none")),)), topic=turn.topic)
    first = _first(turn.message.action, len(found))
    lines = tuple(line(gap, turn.language, turn.now.tzinfo) for gap in found[first : first + SHOWN])
    blocks: list[Block] = [Text(say(turn.language, "gaps.opening")), Points(lines)]
    left = len(found) - first - SHOWN
    if left <= 0:
        return Outcome(Reply(tuple(blocks)), topic=turn.topic)
    blocks.append(Text(say(turn.language, "gaps.more", more=left), "note"))
    next_page = Button(say(turn.language, "gaps.next"), f"{NAME}:{first + SHOWN}")
    return Outcome(Reply(tuple(blocks), (next_page,)), topic=turn.topic)


def _first(action: str, count: int) -> int:
    """How many to leave out; none when there are no longer so many."""
    wanted = action.partition(":")[2]
    return int(wanted) if wanted.isdecimal() and len(wanted) < 6 and int(wanted) < count else 0


def line(gap: Gap, language: Language, zone: tzinfo | None) -> str:
    """A gap in one line; its day is that of the zone."""
    day = f"{gap.last_asked.astimezone(zone):%Y-%m-%d}"
    return say(language, "gaps.line", question=gap.question, times=gap.times, people=gap.people, day=day)


def examples(language: Language, person: Person) -> tuple[str, ...]:
    """For those who may see it."""
    return (say(language, "gaps.example"),) if scope_of(person) else ()
