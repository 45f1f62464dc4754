"""A company's documents, made up: business paragraphs put together from the sentences of the shipped playbook.

The same every time, for any size; the first passages of a large corpus are those of a small one.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from knowledge.language import Language
from knowledge.pages import SHIPPED, Playbook

CHINESE = 0.65
"""The share of passages in Chinese."""
CHARACTERS = {True: 240, False: 560}
"""About how long a passage is, in Chinese and in English: below what a passage may have, so a section stays one."""
A_FILE = 100


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and a paragraph below it: one passage."""

    heading: str
    paragraph: str

    @property
    def text(self) -> str:
        """As it is embedded and searched."""
        return f"{self.heading}\n{self.paragraph}"


def sections(count: int) -> list[Section]:
    """The first `count` sections."""
    return list(islice(_sections(), count))


def write_files(folder: Path, count: int) -> None:
    """The first `count` sections as markdown files of `A_FILE` each."""
    folder.mkdir(parents=True)
    made = sections(count)
    for start in range(0, count, A_FILE):
        body = "\n\n".join(f"## {section.heading}\n\n{section.paragraph}" for section in made[start : start + A_FILE])
        name = f"{start // A_FILE:04}"
        (folder / f"account-notes-{name}.md").write_text(f"# 客戶檔案 {name}\n\n{body}\n", encoding="utf-8")


def questions(count: int) -> list[str]:
    """What people ask, in Chinese and in English by turns, from all over the playbook."""
    asked = [
        [question for page in Playbook(SHIPPED).pages(language) for question in page.questions]
        for language in (Language.TRADITIONAL, Language.ENGLISH)
    ]
    spread = [each[:: len(each) // (count // 2)] for each in asked]
    return [question for pair in zip(*spread, strict=False) for question in pair][:count]


def _sections() -> Iterator[Section]:
    choice = random.Random("salescoach")
    lines = {True: _lines(Language.TRADITIONAL), False: _lines(Language.ENGLISH)}
    characters = sorted({c for line in lines[True] for c in line if "\u4e00" <= c <= "\u9fff"})
    while True:
        chinese = choice.random() < CHINESE
        client = _name(choice, characters, chinese)
        year, quarter, amount = choice.randint(2019, 2026), choice.randint(1, 4), choice.randint(12, 980)
        number = f"CL-{choice.randint(10000, 99999)}"
        if chinese:
            heading = f"{client} {year} Q{quarter} 拜訪紀錄"
            opening = f"{client}（案號 {number}）在 {year} 年第 {quarter} 季的需求約 {amount} 萬。"
        else:
            heading = f"{client}, Q{quarter} {year} account review"
            opening = f"{client} (case {number}) expects to spend about {amount}k in Q{quarter} {year}."
        said = [opening]
        while sum(map(len, said)) < CHARACTERS[chinese]:
            other = choice.random() < 0.08  # a colleague quotes the other language
            said.append(choice.choice(lines[chinese is not other]))
        yield Section(heading, ("" if chinese else " ").join(said))


def _name(choice: random.Random, characters: list[str], chinese: bool) -> str:
    if chinese:
        return "".join(choice.choices(characters, k=2)) + choice.choice(["科技", "材料", "電子", "物流"])
    syllables = ["ka", "ri", "mon", "tel", "va", "dor", "sen", "lu", "bri", "nor", "fex", "ost"]
    return "".join(choice.choices(syllables, k=3)).capitalize() + " " + choice.choice(["Ltd", "Foods", "Systems"])


def _lines(language: Language) -> list[str]:
    """The playbook's sentences that are no list of something: a line each, closed by its full stop."""
    lines = [line for page in Playbook(SHIPPED).pages(language) for line in page.body.split("\n")]
    return [line for line in lines if line.endswith(("。", ".")) and len(line) < CHARACTERS[language.is_chinese]]
