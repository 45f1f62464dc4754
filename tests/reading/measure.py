"""How well messages are read: `make reading` prints the table that stands in docs/understanding.md.

A set is a folder with a `directory.json` and a `messages.jsonl`, written by people who had not seen the rules. The sets under
`dev` were used to improve the rules; those under `final` were looked at once.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any

from bot.directory import Account, Colleague, Contact, Directory
from bot.evaluation.tables import Role
from bot.understanding.reader import Reader
from bot.understanding.reading import Doubt, frame_of, slots
from bot.understanding.verdicts import RECORDS
from bot.understanding.votes import Votes

SETS = Path(__file__).parent / "sets"
WRITES = frozenset(intent.value for intent in RECORDS)
FIELDS = ("account", "contact", "stance", "date", "time", "activity_type", "next_date", "amount", "complaint_severity")
HEAD = (
    "| sets | messages | intent | en / mixed / Hans / Hant | wrong write | asks | needless "
    "| account | contact | date | next | visit | ms |"
)
Slots = dict[str, Any]
Told = tuple[str | None, Slots]


@dataclass
class Score:
    """Counts over a set of messages."""

    messages: int = 0
    right: Counter[str] = field(default_factory=Counter)
    """Messages with the right intent, by language."""
    asked: Counter[str] = field(default_factory=Counter)
    """Messages by language."""
    wrong_writes: list[str] = field(default_factory=list)
    """Messages of which a confirmed card would store a wrong client, person, date or kind."""
    ambiguous: int = 0
    asked_rightly: int = 0
    asked_needlessly: list[str] = field(default_factory=list)
    visits: int = 0
    visits_exact: int = 0
    """Visits with the right client, people, date and kind."""
    hits: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)

    def f1(self, name: str) -> float:
        """The harmonic mean of precision and recall of a slot."""
        return 2 * self.hits[name] / max(1, 2 * self.hits[name] + self.false[name] + self.missed[name])

    @property
    def intents(self) -> float:
        """The share of messages whose intent was read right."""
        return sum(self.right.values()) / self.messages


def score(folders: Iterable[Path], votes: Votes) -> Score:
    """Read every message of the sets and count."""
    total = Score()
    for folder in folders:
        reader = Reader(directory_of(json.loads((folder / "directory.json").read_text(encoding="utf-8"))), votes)
        for line in (folder / "messages.jsonl").read_text(encoding="utf-8").splitlines():
            _count(json.loads(line), reader, total)
    return total


def _count(message: dict[str, Any], reader: Reader, total: Score) -> None:
    wanted = message["expected"]
    pending = (message.get("context") or {}).get("pending")
    card = frame_of(pending["intent"], pending["slots"]) if pending else None
    before = time.perf_counter()
    reading = reader.read(message["text"], datetime.fromisoformat(message["now"]), card)
    total.seconds.append(time.perf_counter() - before)
    got: list[Told] = [(frame.intent.value, slots(frame)) for frame in reading.frames]
    expected: list[Told] = [(wanted["intent"], wanted["slots"])]
    expected += [(more["intent"], more["slots"]) for more in wanted.get("more", ())]
    asks = any(question.doubt in (Doubt.ACCOUNT, Doubt.CONTACT) for question in reading.questions)
    total.messages += 1
    total.asked[message["lang"]] += 1
    total.right[message["lang"]] += got[0][0] == expected[0][0]
    if wanted.get("ambiguous"):
        total.ambiguous += 1
        total.asked_rightly += asks
    elif reading.questions:
        total.asked_needlessly.append(message["id"])
    for (told, here), (meant, there) in _aligned(got, expected):
        for name in FIELDS:
            mine, theirs = set(_values(here, name)), set(_values(there, name))
            total.hits[name] += len(mine & theirs)
            total.false[name] += len(mine - theirs)
            total.missed[name] += len(theirs - mine)
        if meant == "log_visit":
            total.visits += 1
            core = ("account", "contact", "date", "activity_type")
            total.visits_exact += told == meant and all(
                sorted(_values(here, name)) == sorted(_values(there, name)) for name in core
            )
    if not reading.questions and any(map(_is_wrong, *zip(*_aligned(got, expected), strict=True))):
        total.wrong_writes.append(message["id"])


def _aligned(got: list[Told], expected: list[Told]) -> Iterator[tuple[Told, Told]]:
    for number in range(max(len(got), len(expected))):
        yield (
            got[number] if number < len(got) else (None, {}),
            expected[number] if number < len(expected) else (None, {}),
        )


def _is_wrong(got: Told, expected: Told) -> bool:
    """Whether a frame that would be stored holds a client, person, date or kind that was not meant."""
    (intent, here), (meant, there) = got, expected
    if intent not in WRITES:
        return False
    return (
        intent != meant
        or (bool(here.get("account")) and _values(here, "account") != _values(there, "account"))
        or not set(_values(here, "contact")) <= set(_values(there, "contact"))
        or any(here.get(name) and here[name] != there.get(name) for name in ("date", "next_date"))
    )


def _values(told: Slots, name: str) -> list[str]:
    """What a frame says for a slot, comparable."""
    match name:
        case "account":
            return [_key(told["account"])] if told.get("account") else []
        case "contact":
            return [_key(each) for each in told.get("contacts", ())]
        case "stance":
            return [f"{_key(each)} {each['stance']}" for each in told.get("contacts", ()) if each.get("stance")]
        case _:
            return [str(told[name])] if told.get(name) is not None else []


def _key(named: dict[str, Any]) -> str:
    if named.get("id"):
        return str(named["id"])
    return f"new {named['name'].lower()}" if named.get("new") else f"one of {sorted(named.get('candidates', ()))}"


def directory_of(form: dict[str, Any]) -> Directory:
    """A directory file as values."""

    def names(entry: dict[str, Any]) -> tuple[str, ...]:
        written = [entry["name"], entry.get("name_hans"), entry.get("name_en"), *entry.get("aliases", ())]
        return tuple(dict.fromkeys(name for name in written if name))

    return Directory(
        tuple(Account(each["id"], each["name"], names(each)) for each in form["accounts"]),
        tuple(
            Contact(each["id"], each["account"], each["name"], names(each), each.get("title") or "")
            for each in form["contacts"]
        ),
        tuple(
            Colleague(each["id"], each["name"], names(each), role)
            for role, group in ((Role.REP, "reps"), (Role.MANAGER, "managers"), (Role.ADMIN, "admins"))
            for each in form.get(group, ())
        ),
    )


def table(name: str, found: Score) -> str:
    """One row of the report."""
    languages = " / ".join(f"{found.right[lang] / n:.2f}" for lang, n in sorted(found.asked.items()))
    needless = len(found.asked_needlessly) / max(1, found.messages - found.ambiguous)
    cells = [
        name,
        str(found.messages),
        f"{found.intents:.3f}",
        languages,
        f"{len(found.wrong_writes) / found.messages:.3f}",
        f"{found.asked_rightly} of {found.ambiguous}",
        f"{needless:.3f}",
        *(f"{found.f1(slot):.3f}" for slot in ("account", "contact", "date", "next_date")),
        f"{found.visits_exact / max(1, found.visits):.2f}",
        f"{1000 * median(found.seconds):.1f}",
    ]
    return f"| {' | '.join(cells)} |"


def main(kinds: list[str]) -> None:
    """Print the table of the sets of each kind."""
    votes = Votes()
    print(HEAD)
    print("|---" * HEAD.count(" | ") + "|---|")
    for kind in kinds:
        for folder in sorted((SETS / kind).iterdir()):
            print(table(f"{kind}/{folder.name}", score([folder], votes)))
        print(table(f"{kind}, all", score(sorted((SETS / kind).iterdir()), votes)))


if __name__ == "__main__":
    main(sys.argv[1:] or ["dev"])
