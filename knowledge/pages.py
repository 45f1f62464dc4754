"""Playbook pages: advice a rep can use in the ten minutes before a meeting (format: docs/playbook-pages.md)."""

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from knowledge.language import Language

SHIPPED = Path(__file__).parent / "playbook"
ASKED = "asked.toml"
"""Beside the pages: page ids, each with more ways in which people ask for it."""
WRITTEN_IN = (Language.TRADITIONAL, Language.ENGLISH)
"""The languages pages are written in; Simplified Chinese is converted from Traditional."""

PLAYBOOK = "playbook"
PAGE_SOURCE = "page:"
"""What the source of a page's passage begins with."""

_Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The same language; eight times as fast where libyaml is there."""
_ASKED = TypeAdapter(dict[str, list[str]])


class Section(StrEnum):
    """The parts of a page, in their order."""

    WHAT = "what"
    WHY = "why"
    HOW = "how"
    CHECKLIST = "checklist"
    MEASURE = "measure"
    PITFALLS = "pitfalls"
    EXAMPLE = "example"
    WORDS = "words"


HEADINGS: Mapping[Language, Mapping[str, Section]] = {
    Language.ENGLISH: {
        "What it is": Section.WHAT,
        "Why": Section.WHY,
        "How": Section.HOW,
        "Checklist": Section.CHECKLIST,
        "How it is measured": Section.MEASURE,
        "Pitfalls": Section.PITFALLS,
        "Example": Section.EXAMPLE,
        "Words to use": Section.WORDS,
    },
    Language.TRADITIONAL: {
        "是什麼": Section.WHAT,
        "為什麼": Section.WHY,
        "怎麼做": Section.HOW,
        "檢查清單": Section.CHECKLIST,
        "怎麼衡量": Section.MEASURE,
        "常見錯誤": Section.PITFALLS,
        "例子": Section.EXAMPLE,
        "可以這樣說": Section.WORDS,
    },
}


class _FrontMatter(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
    title: _Line
    module: _Line
    aliases: list[_Line] = []
    questions: list[_Line] = Field(min_length=6)
    facts: list[Annotated[str, StringConstraints(pattern=r"^[FB]\d{1,3}$")]] = []
    source: Literal["method", "practice"]
    related: list[_Line] = Field(default=[], max_length=3)


@dataclass(frozen=True, slots=True)
class Page:
    """One page in one language."""

    id: str
    language: Language
    title: str
    module: str
    aliases: tuple[str, ...]
    questions: tuple[str, ...]
    """How people ask for it: those of its front matter, then those of the folder's `asked.toml`."""
    facts: tuple[str, ...]
    source: str
    related: tuple[str, ...]
    point: str
    """One or two sentences that answer the most likely question by themselves."""
    sections: Mapping[Section, tuple[str, ...]]
    """Each section's paragraphs or list items, without list marks."""

    @property
    def names(self) -> tuple[str, ...]:
        """What it is called: its title, the part of that before a colon, and its other names."""
        return (self.title, re.split("[:：]", self.title)[0], *self.aliases)

    @property
    def body(self) -> str:
        """All that the page says, as plain lines."""
        return "\n".join([self.point, *(line for lines in self.sections.values() for line in lines)])


class PageError(Exception):
    """A page that cannot be used: `problem` names what is wrong with it (a key), `where` the line or field."""

    def __init__(self, path: Path, problem: str, where: str = "") -> None:
        """The path is the file's."""
        super().__init__(f"{path}: {problem} {where}")
        self.path = path
        self.problem = problem
        self.where = where


def read_page(path: Path, language: Language) -> Page:
    """Read one page. Raises `PageError` for anything that is not as the format says."""
    try:
        written = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise PageError(path, "unreadable") from error
    matter, body = _parts(path, written.replace("\r\n", "\n"))
    if matter.id != path.stem:
        raise PageError(path, "id_is_not_the_file_name", matter.id)
    point, sections = _sections(path, body, language)
    return Page(
        id=matter.id,
        language=language,
        title=matter.title,
        module=matter.module,
        aliases=tuple(matter.aliases),
        questions=tuple(matter.questions),
        facts=tuple(matter.facts),
        source=matter.source,
        related=tuple(matter.related),
        point=point,
        sections=sections,
    )


def _parts(path: Path, written: str) -> tuple[_FrontMatter, str]:
    match = re.match(r"---\n(.*?\n)---\n(.*)", written, re.DOTALL)
    if not match:
        raise PageError(path, "no_front_matter")
    try:
        return _FrontMatter.model_validate(yaml.load(match[1], _LOADER)), match[2]  # noqa: S506 - a safe one
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise PageError(path, "broken_front_matter", str(mark.line + 2) if mark else "") from error
    except ValidationError as error:
        raise PageError(path, "wrong_field", ".".join(map(str, error.errors()[0]["loc"]))) from error
    except ValueError as error:  # what looks like a date and is none
        raise PageError(path, "broken_front_matter") from error


def _sections(path: Path, body: str, language: Language) -> tuple[str, dict[Section, tuple[str, ...]]]:
    lead, *rest = re.split(r"^## +(.+?) *$", body, flags=re.MULTILINE)
    if not lead.strip():
        raise PageError(path, "no_point")
    sections: dict[Section, tuple[str, ...]] = {}
    for heading, content in zip(rest[::2], rest[1::2], strict=True):
        section = HEADINGS[language].get(heading)
        if section is None:
            raise PageError(path, "unknown_heading", heading)
        if lines := tuple(_lines(content)):
            sections[section] = lines
    for needed in (Section.WHAT, Section.WHY, Section.HOW, Section.PITFALLS, Section.WORDS):
        if needed not in sections:
            raise PageError(path, "missing_section", needed)
    return " ".join(lead.split("\n")).strip(), sections


_MARK = re.compile(r"^(\d+[.、](?!\d)|[-*](?=\s)|•)\s*")  # 1.5 and -5 % are no list marks


def _lines(content: str) -> Iterator[str]:
    for line in content.split("\n"):
        if line := _MARK.sub("", line.strip()):
            yield line


class Playbook:
    """All pages: the shipped ones, and a company's own in the same format, which come before a shipped page of the same id."""

    def __init__(self, *folders: Path) -> None:
        """`folders` hold one folder a language; a later one's page replaces an earlier one's."""
        self._paths: dict[tuple[Language, str], list[Path]] = {}
        for folder in reversed(folders):
            for language in WRITTEN_IN:
                for path in sorted((folder / language).glob("*.md")):
                    self._paths.setdefault((language, path.stem), []).append(path)
        self._folders = folders
        self._asked = {language: _asked(folders, language) for language in WRITTEN_IN}
        self._read: dict[tuple[Language, str], Page] = {}

    def fingerprint(self) -> str:
        """Tells this state of the page files from any other."""
        digest = hashlib.sha256()
        digest.update(repr(self._asked).encode())
        for key, paths in sorted(self._paths.items()):
            for path in paths:
                digest.update(f"{key}{path}".encode("utf-8", "surrogateescape"))
                try:
                    digest.update(path.read_bytes())
                except OSError:
                    digest.update(b"?")
        return digest.hexdigest()

    def page(self, page_id: str, language: Language) -> Page | None:
        """The page of that id, in the language it is written in for readers of `language`; none when there is no such page."""
        key = (written_for(language), page_id)
        for path in self._paths.get(key, ()) if key not in self._read else ():
            try:
                page = read_page(path, key[0])
            except PageError:
                continue  # a company's broken page does not hide the shipped one; `faults` tells of it
            self._read[key] = replace(page, questions=(*page.questions, *self._asked[key[0]].get(page_id, ())))
            break
        return self._read.get(key)

    def pages(self, language: Language) -> list[Page]:
        """All pages readers of `language` get, by id; those that cannot be read are left out: see `faults`."""
        ids = sorted(page_id for written, page_id in self._paths if written is written_for(language))
        return [page for page_id in ids if (page := self.page(page_id, language))]

    def faults(self) -> list[PageError]:
        """What is wrong with pages that cannot be used."""
        found = []
        for (language, _), paths in self._paths.items():
            for path in paths:
                try:
                    read_page(path, language)
                except PageError as error:
                    found.append(error)
        for folder in self._folders:
            for language in WRITTEN_IN:
                try:
                    _read_asked(folder / language / ASKED)
                except PageError as error:
                    found.append(error)
        return found


def _asked(folders: Sequence[Path], language: Language) -> dict[str, list[str]]:
    """More ways to ask for each page, from the folders' `asked.toml`; one that cannot be read adds nothing."""
    asked: dict[str, list[str]] = {}
    for folder in folders:
        with suppress(PageError):
            for page_id, ways in _read_asked(folder / language / ASKED).items():
                asked.setdefault(page_id, []).extend(ways)
    return asked


def _read_asked(path: Path) -> dict[str, list[str]]:
    """Page ids with ways to ask for them; nothing when there is no such file. Raises `PageError` when it is none."""
    if not path.exists():
        return {}
    try:
        return _ASKED.validate_python(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise PageError(path, "broken_asked") from error


def playbook_name(language: Language) -> str:
    """The name of the collection that holds the pages for readers of a language."""
    return f"{PLAYBOOK}.{written_for(language)}"


def written_for(language: Language) -> Language:
    """The language of the page files that a reader of `language` is served from."""
    return Language.TRADITIONAL if language.is_chinese else Language.ENGLISH
