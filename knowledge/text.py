"""One form of text for every comparison: clean, folded to one Chinese script, cut into tokens.

Traditional and Simplified text, full-width and half-width, must find each other, so both what is indexed and what
is asked go through `fold` and `terms`. Measured on colloquial questions, single characters plus character pairs beat
a word segmenter, which cuts the same words differently in a question and in a document.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path

from opencc import OpenCC
from Stemmer import Stemmer

# Zero-width and directional marks, soft hyphen, variation selectors, tags: invisible, so they must not change meaning.
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
                        "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]")  # fmt: skip
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = re.compile(rf"[^\W_{_HAN}]+(?:['’][^\W\d_{_HAN}]+)?")
_TERM = re.compile(rf"(?P<han>[{_HAN}]+)|(?P<word>{_WORD.pattern})")


def clean(text: str) -> str:
    """Text as a person meant it: NFKC, without invisible or control characters, line ends as newlines."""
    text = _CONTROL.sub("", _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
    return unicodedata.normalize("NFKC", text)


def fold(text: str) -> str:
    """Cleaned text in one script and case, for comparing: Simplified characters with Mainland terms, lower case.

    By way of Traditional, since OpenCC changes terms only in Traditional characters: 指標 becomes 指针, 指标 would not.
    The terms are changed twice, since one can become another: 程式, 程序, 进程.
    """
    cleaned = clean(text)
    return cleaned.lower() if cleaned.isascii() else _mainland(_mainland(converter("s2t").convert(cleaned))).lower()


def fold_all(texts: Sequence[str]) -> list[str]:
    """Many texts folded at once, which takes a fraction of the time when they are short."""
    # A control character: no text has one once it is clean.
    whole = "\x1f".join(map(clean, texts))
    return _mainland(_mainland(converter("s2t").convert(whole))).lower().split("\x1f") if texts else []


def _mainland(text: str) -> str:
    return str(converter("tw2sp").convert(text))


@cache
def converter(config: str) -> OpenCC:
    """An OpenCC converter by its configuration name, loaded once (about 5 ms each)."""
    return OpenCC(config)


def terms(folded: str) -> Iterator[str]:
    """The index terms of folded text: each Chinese character, each pair of neighbours, each stemmed Latin word."""
    for han, word in runs(folded):
        if han:
            yield from han
            yield from pairs(han)
        else:
            yield stem(word)


def runs(folded: str) -> Iterator[tuple[str, str]]:
    """The text's runs in order, each either (Chinese characters, "") or ("", one word or number)."""
    for match in _TERM.finditer(folded):
        yield match["han"] or "", match["word"] or ""


def words(folded: str) -> list[str]:
    """The text's words and numbers that are not in Chinese characters, in order."""
    return _WORD.findall(folded)


def with_gaps(phrase: str, most: int) -> str:
    """The expression for a phrase of a word list, in which each "*" stands for up to so many characters."""
    return f".{{0,{most}}}".join(map(re.escape, phrase.split("*")))


def pairs(han: str) -> Iterator[str]:
    """Neighbouring characters of a Chinese run, two by two."""
    return (han[i : i + 2] for i in range(len(han) - 1))


def content_terms(folded: str) -> Iterator[str]:
    """The terms that carry a text's subject: pairs of Chinese characters, characters that stand alone, words but stop words."""
    for han, word in runs(folded):
        if len(han) == 1:
            yield han
        elif han:
            yield from pairs(han)
        elif word not in stop_words():
            yield stem(word)


# Words the stemmer would join to one of another meaning.
_KEPT = {"customer": "customer", "customers": "customer", "client": "client", "clients": "client", "news": "news"}


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """A Latin word's English stem; words of other alphabets and numbers come back as they are."""
    word = word.replace("’", "'").removesuffix("'s")
    return _KEPT.get(word) or str(_stemmer().stemWord(word))


@cache
def stop_words() -> frozenset[str]:
    """English words, and folded Chinese phrases, that say nothing of a question's subject (`stopwords.toml`)."""
    lists = tomllib.loads((Path(__file__).parent / "stopwords.toml").read_text(encoding="utf-8"))
    return frozenset([*lists["en"], *map(fold, lists["zh"])])


@cache
def _stop_phrases() -> re.Pattern[str]:
    return re.compile("|".join(sorted((w for w in stop_words() if not w.isascii()), key=len, reverse=True)))


def stop_phrases_in(folded: str) -> Iterator[tuple[int, int]]:
    """Where Chinese phrases stand that say nothing of the subject, as start and end."""
    return (match.span() for match in _stop_phrases().finditer(folded))


def without_stop_phrases(folded: str, or_nothing: bool = False) -> str:
    """Folded text with a space where a Chinese phrase says nothing of the subject.

    Where nothing would be left it comes back as it was, unless nothing will do.
    """
    shorter = _stop_phrases().sub(" ", folded)
    return shorter if or_nothing or shorter.strip() else folded


@cache
def _stemmer() -> Stemmer:
    return Stemmer("english")
