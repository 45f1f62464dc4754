"""A message cut into clauses, and what each is: told of the past or to come, denied, supposed, or asked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from bot.understanding import cues
from bot.understanding.mentions import DATE, TIME, Mentions

_BLANK = re.compile("(?<=[\u3400-\u9fff0-9])\\s+(?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff])\\s+(?=[0-9])")
"""A blank between Chinese characters stands for a comma."""
_MARK = re.compile(r"[,，。;；!！?？\n:：…「」『』“”\"()（）—|]+|\.{2,}|\.(?=\s|$)|\s[-–]\s|(?<=\w)\s{2,}")


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a message with one thing to say."""

    start: int
    end: int
    said: str
    """Its masked text."""
    past: bool
    future: bool
    negated: bool
    conditional: bool
    question: bool


def clauses_of(mentions: Mentions) -> list[Clause]:
    """The clauses in order."""
    masked = mentions.masked
    found: list[Clause] = []
    for start, end in _spans(mentions):
        said = masked[start:end]
        supposed = cues.has("mode", "conditional", said)
        found.append(
            Clause(
                start,
                end,
                said,
                past=cues.has("tense", "past", said),
                future=cues.has("tense", "future", said),
                negated=cues.has("mode", "negated", said),
                conditional=supposed or cues.has("mode", "rumour", said),
                question=masked[end : end + 1] in ("?", "？") or _asks(said),
            )
        )
    return found


_ALL = re.compile(
    "(?:什么|怎么|谁|哪里?)(?:都|也)|没什么|没怎么|不怎么|没多少|几个人|多少有|怎么说|无论如何|不管怎|无论怎|不知道"
)


def _asks(said: str) -> bool:
    """Whether a clause without a question mark is a question: Chinese by its words, English by how it begins."""
    found = cues.cue("question", "cue").search(_ALL.sub("", said).strip())
    return found is not None and (not found[0].isascii() or found.start() == 0)


def _spans(mentions: Mentions) -> list[tuple[int, int]]:
    masked = mentions.masked
    cuts = {0, len(masked)}
    for match in _MARK.finditer(masked):
        if not (match[0] in ":：" and masked[match.start() - 1 : match.start()].isdigit()):
            cuts |= {match.start(), match.end()}
    cuts |= {match.start() for match in _BLANK.finditer(mentions.message.text) if _parts(mentions, match)}
    cuts |= {match.start() for match in _joins().finditer(masked) if match.start() > 2}
    bounds = sorted(cuts)
    pieces: list[tuple[int, int]] = []
    held: int | None = None
    for start, end in pairwise(bounds):
        for piece_start, piece_end in _by_date(masked, start, end):
            piece = masked[piece_start:piece_end]
            if not any(c.isalnum() or c >= "\ue000" for c in piece):
                continue
            if _ONLY_WHEN.fullmatch(piece):
                if (
                    pieces
                    and DATE not in masked[slice(*pieces[-1])]
                    and not _ENDED.search(masked[pieces[-1][1] : piece_start])
                ):
                    pieces[-1] = (pieces[-1][0], piece_end)  # "a meeting with Priya, Wed 3pm"
                else:
                    held = piece_start if held is None else held  # 昨天，我去了…
                continue
            pieces.append((piece_start if held is None else held, piece_end))
            held = None
    return pieces if held is None else [*pieces, (held, len(masked))]


_ENDED = re.compile("[。.;；!！?？\n:：]")
_ONLY_WHEN = re.compile(f"[\\s{DATE}{TIME}]*(?:log|补登|補登|早上|上午|下午|晚上)?[\\s{DATE}{TIME}]*")


def _parts(mentions: Mentions, blank: re.Match[str]) -> bool:
    """Whether a blank parts two clauses: a number beside it must be a date's, or HL7 介接 would be two."""
    beside = (blank.start() - 1, blank.end())
    return all(not mentions.message.text[place].isdigit() or mentions.masked[place] == DATE for place in beside)


def _by_date(masked: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A stretch without punctuation has one date a clause: a second date begins the next."""
    dates = list(re.finditer(f"{DATE}+", masked[start:end]))
    for date in dates[1:]:
        cut = start + date.start()
        if cut - start > 1:
            yield start, cut
            start = cut
            dates = []
    yield start, end


@cache
def _joins() -> re.Pattern[str]:
    return cues.cue("clause", "begins")
