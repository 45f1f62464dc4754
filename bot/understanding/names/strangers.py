"""Names that no directory has, told by what stands around them: a surname with a title, a company's ending, "met", 拜訪.

What is found here is only a guess: it makes the coach ask whether somebody is new, and keeps it from taking the nearest known name.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from bot.understanding.names import words
from bot.understanding.written import Written, folded


@dataclass(frozen=True, slots=True)
class Stranger:
    """What looks like a name, at its place."""

    start: int
    end: int
    kind: Literal["account", "contact"]
    surname: str = ""
    """Folded, when it is a surname with a title or a courtesy."""
    title: str = ""
    """The title or courtesy after the surname, folded."""


Taken = Sequence[tuple[int, int]]


def find_strangers(message: Written, taken: Taken) -> list[Stranger]:
    """Everything that looks like an unknown name, outside of what is taken by known names and dates."""
    kept: list[Stranger] = []
    for found in (*_titled(message), *_companies(message, taken), *_called(message), *_english(message)):
        occupied = [*taken, *((other.start, other.end) for other in kept)]
        if not any(found.start < end and start < found.end for start, end in occupied):
            kept.append(found)
    return sorted(kept, key=lambda each: each.start)


def _titled(message: Written) -> Iterator[Stranger]:
    """A surname with a title: 駱廠長, 賈總, 歐陽處長; or with a courtesy: 許小姐."""
    for match in _title_pattern().finditer(message.folded):
        surname, title = match["surname"], match["title"] or match["courtesy"]
        before = message.folded[match.start() - 1 : match.start()]
        after = message.folded[match.end() : match.end() + 1]
        if before and before in words.not_after().get(surname, ""):
            continue
        if len(title) == 1 and after and after in words.not_before().get(title, ""):
            continue
        yield Stranger(match.start(), match.end(), "contact", surname, title)


@cache
def _title_pattern() -> re.Pattern[str]:
    spoken = frozenset().union(*words.spoken_titles().values())
    titles = "|".join(sorted(map(re.escape, spoken), key=len, reverse=True))
    polite = "|".join(words.courtesies()[0])
    surnames = "|".join(sorted(words.surnames(), key=len, reverse=True))
    return re.compile(f"(?P<surname>{surnames})(?:(?P<title>{titles})|(?P<courtesy>{polite}))")


def _companies(message: Written, taken: Taken) -> Iterator[Stranger]:
    """What ends like a company, or stands between 拜訪 and a person."""
    lists = _lists()
    for match in lists["company"].finditer(message.folded):
        start = match.start() + _lead(match[0])
        name = message.folded[start : match.end()]
        if len(name) > 2 and name not in lists["not_names"]:
            yield Stranger(start, match.end(), "account")
    for match in lists["at"].finditer(message.folded):
        start, end = match.span("name")
        follows = any(
            other == end or message.folded[end:other] in ("的", "那边的", "那边", "他们") for other, _ in taken
        )
        if (follows or match["person"]) and match["name"] not in lists["not_names"]:
            yield Stranger(start, end, "account")


def _lead(name: str) -> int:
    """How many characters before a company's name do not belong to it: 今天去, 跟, 客戶."""
    leads = [match.end() for match in _lists()["lead"].finditer(name) if match.end() < len(name) - 2]
    return max(leads, default=0)


def _called(message: Written) -> Iterator[Stranger]:
    """A full Chinese name between words that go with a person: 叫盧一鳴, 跟武司遠談."""
    for match in _lists()["met"].finditer(message.folded):
        name = match["name"]
        if name not in _lists()["not_names"] and not any(c in _FUNCTION for c in name[1:]):
            yield Stranger(*match.span("name"), "contact")


_FUNCTION = frozenset(
    "的了在是我你他她们不就都和跟与去来要会有这那也还很没吗呢吧啊把被让给说讲谈聊到过着上下里个一二三四五六七八九十对向为从因所但而或如想能可以及等面开见打电话通吃喝客户约报价"
)

_CAPITAL = r"[A-Z][\w'’-]*"
_NAME = rf"{_CAPITAL}(?:\s+(?:&\s+)?{_CAPITAL}){{0,3}}"
_MET = (
    r"(?:[Mm]et(?:\s+(?:up\s+)?with)?|[Mm]eeting\s+with|[Ss]aw|[Ss]een|[Cc]alled|[Rr]ang|[Pp]honed|[Ee]mailed|[Ss]poke\s+(?:to|with)|"
    r"[Tt]alked\s+(?:to|with)|[Cc]hat(?:ted)?\s+with|[Ww]ith|[Ww]/|[Aa]nd|[Pp]lus|[Ss]ee|[Cc]all|[Mm]eet|guy|colleague|named|called|contact|owner|buyer|\+|&|,)"
)
_PERSON_EN = re.compile(rf"(?<!\w){_MET}\s*:?\s*(?P<name>{_NAME})")
_TITLED_EN = re.compile(
    r"\b(?P<name>(?:Mr|Ms|Mrs|Miss|Mdm|Dr|Prof|Datuk|Dato)\.?\s+[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)?)"
)
_AT_EN = re.compile(rf"(?<!\w)(?:at|@|from|visited|into|over\s+to|of|by|with)\s*(?P<name>{_NAME})")
_COMPANY_EN = re.compile(rf"(?P<name>{_CAPITAL}(?:\s+(?:&\s+)?{_CAPITAL}){{1,4}})")
_OWNED_EN = re.compile(rf"(?P<name>{_CAPITAL}(?:\s+{_CAPITAL}){{0,2}})['’]s\s")
_NO_NAME = frozenset(
    "I I'm I'll I'd I've The They We He She It Q1 Q2 Q3 Q4 PO POC NDA SOW RFP RFQ FAT SAT UAT IT HR CEO CFO CTO CIO COO VP PM AR SR FR API ERP MES SLA SOP Zoom "
    "Teams Line LINE WeChat WhatsApp Slack Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Tues Wed Thu Thur Thurs "
    "Fri Sat Sun Jan Feb Mar Apr May Jun Jul Aug Sep Sept Oct Nov Dec January February March April June July August September "
    "October November December Today Yesterday Tomorrow Our Their My His Her This That These Those Finance Procurement Purchasing "
    "Legal Engineering Ops Quote Demo Call Lunch Dinner Meeting Next Also Please Pls And But So Then Mr Ms Dr Christmas CNY".split()
)


def _english(message: Written) -> Iterator[Stranger]:
    """Capitalised words where a person or a company is spoken of."""
    endings = _lists()["company_en"]
    for match in _TITLED_EN.finditer(message.text):
        yield Stranger(*match.span("name"), "contact")
    for match in _COMPANY_EN.finditer(message.text):
        span = match.span("name")
        if match["name"].split()[-1].lower().rstrip(".") in endings and match["name"].split()[0] not in _NO_NAME:
            yield Stranger(*span, "account")
    for pattern, kind in ((_AT_EN, "account"), (_PERSON_EN, "contact")):
        for match in pattern.finditer(message.text):
            parts = match["name"].split()
            while parts and parts[-1] in _NO_NAME:
                parts.pop()
            if parts and parts[0] not in _NO_NAME and not parts[0].isupper():
                start = match.start("name")
                end = (
                    start + len(match["name"])
                    if len(parts) == len(match["name"].split())
                    else message.text.index(parts[-1], start) + len(parts[-1])
                )
                said = message.text[match.start() : start].strip().lower()
                yield Stranger(start, end, "contact" if said == "with" else kind)  # type: ignore[arg-type]


@cache
def _lists() -> dict[str, re.Pattern[str] | frozenset[str]]:
    read = tomllib.loads((Path(__file__).with_suffix(".toml")).read_text(encoding="utf-8"))

    def either(name: str) -> str:
        return "|".join(sorted(map(re.escape, map(folded, read[name])), key=len, reverse=True))

    surnames = "|".join(sorted(words.surnames(), key=len, reverse=True))
    person = (
        _title_pattern().pattern.replace("?P<surname>", "?:").replace("?P<title>", "?:").replace("?P<courtesy>", "?:")
    )
    return {
        "company": re.compile(f"[\u3400-\u9fff]{{1,12}}?(?:{either('company')})+"),
        "lead": re.compile(
            f"{either('at')}|{either('met')}|[在的了把被给帮向从对说讲个位为由]|今天|昨天|明天|客户|早上|下午|上午|中午|晚上"
        ),
        "at": re.compile(
            f"(?:{either('at')}|{either('met')})(?P<name>[\u3400-\u9fff]{{2,4}}?)(?:的|那边的?|他们的?)?(?P<person>(?:{person}))?(?=$|[^\u3400-\u9fff]|.)"
        ),
        "met": re.compile(
            f"(?:{either('met')})(?P<name>(?:{surnames})[\u3400-\u9fff]{{1,2}}?)(?=$|[^\\w]|{either('did')}|{either('met')})"
        ),
        "not_names": frozenset(map(folded, read["not_names"])),
        "company_en": frozenset(read["company_en"]),
    }
