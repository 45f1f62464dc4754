"""Names that no directory has, told by what stands around them: a surname with a title, a company's ending, "met", 拜訪.

What is found here is only a guess: it makes the coach ask whether somebody is new, and keeps it from taking the nearest
known name.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from bot.understanding.names import words
from bot.understanding.written import Written


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
    for found in (
        *_titled(message),
        *_companies(message, taken),
        *_called(message),
        *_familiar(message),
        *_english(message),
    ):
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


def _familiar(message: Written) -> Iterator[Stranger]:
    """老韓, 小杜: a surname with a familiar word before it, where a person is spoken of."""
    for match in _familiar_pattern().finditer(message.folded):
        yield Stranger(*match.span("name"), "contact", match["surname"])


@cache
def _familiar_pattern() -> re.Pattern[str]:
    did = words.one_of(words.listed("did"))
    surnames = words.one_of(words.surnames() - words.listed("like_words"))
    return re.compile(f"(?P<name>[老小阿](?P<surname>{surnames}))(?=$|[^\\w]|{did})")


@cache
def _title_pattern() -> re.Pattern[str]:
    spoken = frozenset().union(*words.spoken_titles().values())
    titles = "|".join(sorted(map(re.escape, spoken), key=len, reverse=True))
    polite = "|".join(words.courtesies()[0])
    surnames = "|".join(sorted(words.surnames(), key=len, reverse=True))
    return re.compile(f"(?P<surname>{surnames})(?:(?P<title>{titles})|(?P<courtesy>{polite}))")


def _companies(message: Written, taken: Taken) -> Iterator[Stranger]:
    """What ends like a company, or stands between 拜訪 and a person."""
    for pattern in (_company(), _company_or_word()):
        for match in pattern.finditer(message.folded):
            start, end = match.span("name")
            lead = _lead(match["name"])
            start += lead
            visited = match["name"][:lead].endswith(tuple(words.listed("at")))
            if (not lead or visited or pattern is _company()) and _may_be_company(message.folded[start:end]):
                yield Stranger(start, end, "account")
    for match in (*_visited().finditer(message.folded), *_calling().finditer(message.folded)):
        if _may_be_company(match["name"]) and not _title_pattern().search(match["name"]):
            yield Stranger(*match.span("name"), "account")
    for match in _at().finditer(message.folded):
        start, end = match.span("name")
        known = any(other - end in (0, 1, 3, 4) and message.folded[end:other] in _OF for other, _ in taken)
        if (known or match["person"]) and _may_be_company(message.folded[start:end]):
            yield Stranger(start, end, "account")


_OF = ("", "的", "那边的", "那边", "他们", "他们的")


def _may_be_company(name: str) -> bool:
    bare = words.company_ending().sub("", name)
    return (
        len(name) > 1
        and bool(bare)
        and not re.search("客户|类|方面|问题|[本贵我该分总]公司", name)
        and not set(name[:2]) & words.listed("in_no_name")
        and not {name, bare} & words.listed("not_names")
    )


def _lead(name: str) -> int:
    """How many characters before a company's name do not belong to it: 今天去, 跟, 客戶."""
    last = max((place for place, character in enumerate(name) if character in words.listed("in_no_name")), default=-1)
    leads = [match.end() for match in _lead_pattern().finditer(name) if match.end() < len(name) - 2]
    return max(leads, default=0) if last < 0 else max([last + 1, *leads])


@cache
def _company() -> re.Pattern[str]:
    return re.compile(f"(?P<name>[\u3400-\u9fff]{{1,10}}?(?:{words.one_of(words.listed('company'))})+)")


@cache
def _company_or_word() -> re.Pattern[str]:
    lead = words.one_of(words.listed("at"))
    ending = words.one_of(words.listed("company_or_word"))
    return re.compile(
        f"(?:^|(?<=[,，。;；:：\\s])|{lead})(?P<name>[\u3400-\u9fff]{{2,6}}?(?:{ending})+)(?=[的跟和与找见谈聊开拜看做送吃]|[^\u3400-\u9fff]|$|{_person()})"
    )


@cache
def _at() -> re.Pattern[str]:
    lead = words.one_of(words.listed("at") | words.listed("met"))
    return re.compile(
        f"(?:{lead})(?P<name>[\u3400-\u9fff]{{2,4}}?)(?:的|那边的?|他们的?)?(?P<person>(?:{_person()}))?(?=$|.)"
    )


@cache
def _visited() -> re.Pattern[str]:
    """What is visited, or calls: 拜訪海棠跨境，; 深蘭智造來電."""
    return re.compile(
        "(?:(?<=拜访)|(?<=拜访了)|(?<=走访)|(?<=造访)|(?<=拜会))(?P<name>[\u3400-\u9fff]{2,8})(?=[,，。;；\\s]|$)"
    )


@cache
def _calling() -> re.Pattern[str]:
    """A company that gets in touch: 深蘭智造來電."""
    return re.compile(
        f"(?:^|(?<=[,，。;；\\s]))(?P<name>[\u3400-\u9fff]{{3,8}}?)(?:{words.one_of(words.listed('calls'))})"
    )


@cache
def _lead_pattern() -> re.Pattern[str]:
    return re.compile(
        f"{words.one_of(words.listed('at') | words.listed('met'))}|客户|早上|下午|上午|中午|晚上|我们|本周"
    )


@cache
def _person() -> str:
    return re.sub(r"\?P<\w+>", "?:", _title_pattern().pattern)


def _called(message: Written) -> Iterator[Stranger]:
    """A full Chinese name between words that go with a person: 叫盧一鳴, 跟武司遠談."""
    for match in (
        *_met().finditer(message.folded),
        *_listed().finditer(message.folded),
        *_latin().finditer(message.text),
    ):
        if match["name"].split()[0] in words.never_capital():
            continue
        name = match["name"]
        if name not in words.listed("not_names") and not set(name[1:]) & words.listed("in_no_name"):
            yield Stranger(*match.span("name"), "contact")


@cache
def _met() -> re.Pattern[str]:
    met, did = words.one_of(words.listed("met")), words.one_of(words.listed("did") | words.listed("met"))
    surnames, titles = (
        words.one_of(words.surnames() - words.listed("like_words")),
        words.one_of(title for title in words.spoken_titles() if len(title) > 1),
    )
    return re.compile(
        f"(?:{met}|新来的?|一位|的|{titles})(?P<name>(?:{surnames})[\u3400-\u9fff]{{1,2}}?)(?=$|[^\\w]|{did})"
    )


@cache
def _listed() -> re.Pattern[str]:
    """A three-character name that stands in a list: 聯繫人：羅敬文，."""
    surnames = words.one_of(words.surnames() - words.listed("like_words"))
    return re.compile(f"(?<=[:：、\\s])(?P<name>(?:{surnames})[\u3400-\u9fff]{{2}})(?=[，,、。\\s]|$)")


@cache
def _latin() -> re.Pattern[str]:
    """A Western name in a Chinese sentence: 叫 Wendy Hsieh, 旭澄的 Calvin 也."""
    met = "叫做?|跟|和|與|与|找|見到?|见到?|遇到|碰到|還有|还有|、|約|约|陪"
    name = "[A-Z][a-z]{2,}(?: [A-Z][a-z]+)?"
    told = f"的(?=\\s?{name}\\s?(?:也|說|说|講|讲|有|會|会|都|在|開|开|聊|談|谈|，|,|。|$))"
    return re.compile(f"(?:{met}|{told})\\s?(?P<name>{name})(?![A-Za-z0-9])")


_CAPITAL = r"[A-Z][A-Za-z0-9\u00c0-\u024f'’-]*"
_NAME = rf"{_CAPITAL}(?:\s+(?:&\s+)?{_CAPITAL}){{0,3}}"
_MET = (
    r"(?:[Mm]et(?:\s+(?:up\s+)?with)?|[Mm]eeting\s+with|[Ss]aw|[Ss]een|[Cc]alled|[Rr]ang|[Pp]honed|[Ee]mailed|[Ss]poke\s+(?:to|with)|"
    r"[Tt]alked\s+(?:to|with)|[Cc]hat(?:ted)?\s+with|[Ww]ith|[Ww]/|[Aa]nd|[Pp]lus|[Ss]ee|[Cc]all|[Mm]eet|guy|colleague|named|called|contact|owner|buyer)"
)
_PERSON_EN = re.compile(rf"(?:(?<!\w){_MET}|[+&,:])\s*:?\s*(?P<name>{_NAME})")
_COURTESY_EN = re.compile(r"(?:Mr|Ms|Mrs|Miss|Mdm)\.?\s+")
_TITLED_EN = re.compile(
    r"\b(?P<name>(?:Mr|Ms|Mrs|Miss|Mdm|Dr|Prof|Datuk|Dato)\.?\s+[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)?)"
)
_AT_EN = re.compile(rf"(?<!\w)(?:at|@|from|visited|into|over\s+to|of|by|with)\s*(?P<name>{_NAME})")
_COMPANY_EN = re.compile(rf"(?P<name>{_CAPITAL}(?:\s+(?:&\s+)?{_CAPITAL}){{1,4}})")
_OWNED_EN = re.compile(rf"(?P<name>{_CAPITAL}(?:\s+{_CAPITAL}){{0,2}})['’]s\s")


def _english(message: Written) -> Iterator[Stranger]:
    """Capitalised words where a person or a company is spoken of."""
    endings = words.listed("company_en")
    for match in _TITLED_EN.finditer(message.text):
        start, end = match.span("name")
        courtesy = _COURTESY_EN.match(match["name"])
        whole = courtesy and len(match["name"].split()) > 2  # "Mr Jens Albers" is Jens Albers, "Mr Albers" stays
        yield Stranger(start + courtesy.end() if courtesy and whole else start, end, "contact")
    for match in _COMPANY_EN.finditer(message.text):
        span = match.span("name")
        if (
            match["name"].split()[-1].lower().rstrip(".") in endings
            and match["name"].split()[0] not in words.never_capital()
        ):
            yield Stranger(*span, "account")
    for pattern, kind in ((_AT_EN, "account"), (_PERSON_EN, "contact")):
        for match in pattern.finditer(message.text):
            parts = match["name"].split()
            while parts and parts[-1] in words.never_capital():
                parts.pop()
            if (
                parts
                and parts[0] not in words.never_capital()
                and not parts[0].isupper()
                and not any(map(str.isdigit, "".join(parts)))
                and not words.not_a_person() & {p.lower() for p in parts}
            ):
                start = match.start("name")
                end = (
                    start + len(match["name"])
                    if len(parts) == len(match["name"].split())
                    else message.text.index(parts[-1], start) + len(parts[-1])
                )
                said = message.text[match.start() : start].strip().lower()
                yield Stranger(start, end, "contact" if said == "with" else kind)  # type: ignore[arg-type]
