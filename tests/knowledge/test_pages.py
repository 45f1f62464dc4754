"""The shipped playbook keeps to its format, and a company's own pages are read or said to be broken."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.language import Language
from knowledge.pages import ASKED, HEADINGS, SHIPPED, WRITTEN_IN, Page, PageError, Playbook, Section, read_page

HANT, HANS, EN = Language.TRADITIONAL, Language.SIMPLIFIED, Language.ENGLISH
MODULES = {
    "basics", "elite-and-process", "framework", "strategy", "insight-and-design", "three-layers", "organisational", "team",
    "evaluation", "empowerment", "practice",
}  # fmt: skip
FACTS = {f"F{number}" for number in range(1, 91)}
NEEDED = (Section.WHAT, Section.WHY, Section.HOW, Section.PITFALLS, Section.WORDS)
FILES = [(language, path) for language in WRITTEN_IN for path in sorted((SHIPPED / language).glob("*.md"))]
every_file = pytest.mark.parametrize(("language", "path"), FILES, ids=[f"{lang}-{path.stem}" for lang, path in FILES])


@pytest.fixture(scope="module")
def shipped() -> Playbook:
    return Playbook(SHIPPED)


@every_file
def test_a_shipped_page_keeps_to_the_format(language: Language, path: Path) -> None:
    page = read_page(path, language)
    order = list(Section)
    assert page.id == path.stem
    assert page.language is language
    assert page.module in MODULES
    assert page.point
    assert [*page.sections] == sorted(page.sections, key=order.index)
    assert set(NEEDED) <= set(page.sections)
    assert all(page.sections.values())
    assert 3 <= len(page.sections[Section.HOW]) <= 6
    assert len(set(page.questions)) == len(page.questions) >= 6
    assert len(set(page.aliases)) == len(page.aliases)


@every_file
def test_a_shipped_page_is_plain_text(language: Language, path: Path) -> None:
    page = read_page(path, language)
    for line in [page.point, *(line for lines in page.sections.values() for line in lines)]:
        assert not re.search(r"\*\*|__|\]\(|^#|^>|`|\|.*\|", line), line
        assert not re.match(r"\d+[.、)]\s|[-*•]\s", line), line
        assert line == line.strip()


@every_file
def test_the_headings_in_the_file_are_in_the_order_of_the_table(language: Language, path: Path) -> None:
    written = re.findall(r"^## (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    order = list(HEADINGS[language])
    assert written == sorted(written, key=order.index)
    assert len(set(written)) == len(written)


def test_there_are_no_faults(shipped: Playbook) -> None:
    assert shipped.faults() == []
    assert len(shipped.pages(HANT)) == len(shipped.pages(EN)) == len(FILES) // 2 >= 50


def test_both_languages_say_the_same_things(shipped: Playbook) -> None:
    chinese = {page.id: page for page in shipped.pages(HANT)}
    english = {page.id: page for page in shipped.pages(EN)}
    assert set(chinese) == set(english)
    for page_id, page in chinese.items():
        other = english[page_id]
        for same in ("module", "source", "related"):
            assert getattr(page, same) == getattr(other, same), (page_id, same)
        assert set(page.facts) == set(other.facts), page_id
        assert [*page.sections] == [*other.sections], page_id


def test_related_pages_are_others_that_exist(shipped: Playbook) -> None:
    ids = {page.id for page in shipped.pages(EN)}
    for page in shipped.pages(EN):
        assert set(page.related) <= ids - {page.id}, page.id
        assert len(set(page.related)) == len(page.related), page.id


@pytest.mark.parametrize("language", WRITTEN_IN)
def test_every_fact_of_the_method_is_on_a_page(shipped: Playbook, language: Language) -> None:
    told = {fact for page in shipped.pages(language) for fact in page.facts}
    assert {fact for fact in told if fact.startswith("F")} == FACTS


@pytest.mark.parametrize("language", WRITTEN_IN)
def test_ways_to_ask_are_for_pages_that_exist(shipped: Playbook, language: Language) -> None:
    asked = tomllib.loads((SHIPPED / language / ASKED).read_text(encoding="utf-8"))
    pages = {page.id: page for page in shipped.pages(language)}
    assert set(asked) <= set(pages)
    for page_id, ways in asked.items():
        assert ways
        assert pages[page_id].questions[-len(ways) :] == tuple(ways)
        assert len(set(ways)) == len(ways), page_id


def test_titles_are_short_and_each_stands_once(shipped: Playbook) -> None:
    for language in WRITTEN_IN:
        titles = [page.title for page in shipped.pages(language)]
        assert len(set(titles)) == len(titles)
        assert all(len(title) <= 60 for title in titles)


def test_chinese_readers_of_both_scripts_get_the_same_file(shipped: Playbook) -> None:
    assert shipped.page("client-grading", HANS) is shipped.page("client-grading", HANT)
    assert shipped.page("client-grading", EN) is not shipped.page("client-grading", HANT)
    assert shipped.page("no-such-page", EN) is None
    assert shipped.page("../en/client-grading", EN) is None


# A company's own pages

OWN = """---
id: trade-fairs
title: "Trade fairs: whom to meet"
module: practice
aliases: [exhibition]
questions: [one, two, three, four, five, six]
source: practice
related: [executive-visits]
---
Meet three people you
have named beforehand.

## What it is
A fair.

Two halls.
## Why
Because.
## How
1. Name three people.
2.Book a table.
3. Go.
## Pitfalls
- Handing out pens.
* Standing about.
• Sitting.
## Words to use
- "Shall we sit down?"
"""

CHINESE = """---
id: trade-fairs
title: 參展
module: practice
questions: [一, 二, 三, 四, 五, 六]
source: practice
---
先約好三個人。

## 是什麼
展覽。
## 為什麼
因為。
## 怎麼做
1. 列三個人。
2、訂位。
3. 去。
## 常見錯誤
- 發筆。
## 可以這樣說
- 「要不要坐下來談？」
"""

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a page into a company's folder."""

    def written(content: str | bytes = OWN, name: str = "trade-fairs", language: Language = EN) -> Path:
        path = tmp_path / "own" / language / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return written


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "own"


def test_a_page_is_read_as_it_is_written(write: Write) -> None:
    page = read_page(write(), EN)
    assert page == Page(
        id="trade-fairs",
        language=EN,
        title="Trade fairs: whom to meet",
        module="practice",
        aliases=("exhibition",),
        questions=("one", "two", "three", "four", "five", "six"),
        facts=(),
        source="practice",
        related=("executive-visits",),
        point="Meet three people you have named beforehand.",
        sections={
            Section.WHAT: ("A fair.", "Two halls."),
            Section.WHY: ("Because.",),
            Section.HOW: ("Name three people.", "Book a table.", "Go."),
            Section.PITFALLS: ("Handing out pens.", "Standing about.", "Sitting."),
            Section.WORDS: ('"Shall we sit down?"',),
        },
    )
    assert page.body.startswith(
        "Meet three people you have named beforehand.\nA fair.\nTwo halls.\nBecause.\nName three"
    )


@pytest.mark.parametrize(
    "content", [OWN.replace("\n", "\r\n"), "\ufeff" + OWN, OWN.replace("## Why\n", "##   Why  \n\n\n")]
)
def test_the_editor_does_not_matter(write: Write, content: str) -> None:
    plain, other = read_page(write(), EN), read_page(write(content), EN)
    assert other == plain


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("1.5 million devices a year.", "1.5 million devices a year."),
        ("-5% is the most.", "-5% is the most."),
        ("2013 was the year.", "2013 was the year."),
        ("10. Ten.", "Ten."),
        ("3、第三步", "第三步"),
        ("- 2.5 times", "2.5 times"),
    ],
)
def test_only_list_marks_are_left_out(write: Write, line: str, read: str) -> None:
    assert read_page(write(OWN.replace("Because.", line)), EN).sections[Section.WHY] == (read,)


def _without(line: str) -> str:
    assert line in OWN
    return OWN.replace(line + "\n", "")


def _with(old: str, new: str) -> str:
    assert old in OWN
    return OWN.replace(old, new)


BROKEN: dict[str, tuple[str | bytes, str, str]] = {
    "not utf-8": (OWN.replace("fair", "展覽").encode("big5", "ignore"), "unreadable", ""),
    "empty": ("", "no_front_matter", ""),
    "no front matter": (OWN.split("---\n", 2)[2], "no_front_matter", ""),
    "front matter not closed": (OWN.replace("\n---\n", "\n", 1), "no_front_matter", ""),
    "text above the front matter": ("Hello\n" + OWN, "no_front_matter", ""),
    "colon without quotes": (_with('"Trade fairs: whom to meet"', "Trade fairs: whom to meet"), "broken_front_matter", "3"),
    "list not closed": (_with("[exhibition]", "[exhibition"), "broken_front_matter", "6"),
    "tab": (_with("source: practice", "\tsource: practice"), "broken_front_matter", "7"),
    "an object": (_with("module: practice", "module: !!python/object:os.system {}"), "broken_front_matter", "4"),
    "a NUL": (_with("module: practice", "module: pra\0ctice"), "broken_front_matter", ""),
    "a day that is none": (_with("module: practice", "module: 2026-13-45"), "broken_front_matter", ""),
    "not a mapping": ("---\n- a\n- b\n---\n" + OWN.split("---\n", 2)[2], "wrong_field", ""),
    "nothing in it": ("---\n\n---\n" + OWN.split("---\n", 2)[2], "wrong_field", ""),
    "no title": (_without('title: "Trade fairs: whom to meet"'), "wrong_field", "title"),
    "empty title": (_with('"Trade fairs: whom to meet"', '"  "'), "wrong_field", "title"),
    "title a number": (_with('"Trade fairs: whom to meet"', "2026"), "wrong_field", "title"),
    "no id": (_without("id: trade-fairs"), "wrong_field", "id"),
    "id with capitals": (_with("id: trade-fairs", "id: Trade-Fairs"), "wrong_field", "id"),
    "id that climbs": (_with("id: trade-fairs", "id: ../trade-fairs"), "wrong_field", "id"),
    "no module": (_without("module: practice"), "wrong_field", "module"),
    "too few questions": (_with(", five, six", ""), "wrong_field", "questions"),
    "an empty question": (_with("two", '""'), "wrong_field", "questions.1"),
    "unknown source": (_with("source: practice", "source: hearsay"), "wrong_field", "source"),
    "no such fact": (_with("source: practice", "facts: [X1]\nsource: practice"), "wrong_field", "facts.0"),
    "four related": (_with("[executive-visits]", "[a, b, c, d]"), "wrong_field", "related"),
    "unknown field": (_with("module: practice", "module: practice\nauthor: me"), "wrong_field", "author"),
    "another id": (_with("id: trade-fairs", "id: fairs"), "id_is_not_the_file_name", "fairs"),
    "no point": (_without("Meet three people you\nhave named beforehand."), "no_point", ""),
    "no text at all": (OWN.split("Meet")[0], "no_point", ""),
    "unknown heading": (_with("## Why", "## Wherefore"), "unknown_heading", "Wherefore"),
    "heading of the other language": (_with("## Why", "## 為什麼"), "unknown_heading", "為什麼"),
    "deeper heading only": (_with("## Why", "### Why"), "missing_section", "why"),
    **{
        f"no {section}": (re.sub(rf"## {heading}\n(?:[^#].*\n|\n)*", "", OWN), "missing_section", section)
        for heading, section in HEADINGS[EN].items()
        if section in NEEDED
    },
    "empty section": (_with("Because.\n", ""), "missing_section", "why"),
}  # fmt: skip


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_page_says_what_is_wrong(write: Write, own: Path, fault: str) -> None:
    content, problem, where = BROKEN[fault]
    path = write(content)
    write(OWN.replace("id: trade-fairs", "id: sound"), "sound")
    with pytest.raises(PageError) as raised:
        read_page(path, EN)
    assert (raised.value.path, raised.value.problem, raised.value.where) == (path, problem, where)
    playbook = Playbook(own)
    assert [(error.path, error.problem) for error in playbook.faults()] == [(path, problem)]
    assert playbook.page("trade-fairs", EN) is None
    assert [page.id for page in playbook.pages(EN)] == ["sound"]


def test_a_page_that_is_a_folder_or_gone_is_unreadable(own: Path) -> None:
    (own / "en" / "odd.md").mkdir(parents=True)
    for path in (own / "en" / "odd.md", own / "en" / "gone.md"):
        with pytest.raises(PageError, match="unreadable"):
            read_page(path, EN)
    assert [error.problem for error in Playbook(own).faults()] == ["unreadable"]


def test_an_empty_section_that_may_be_left_out_is_left_out(write: Write) -> None:
    page = read_page(write(OWN.replace("## Words to use", "## Example\n\n## Words to use")), EN)
    assert Section.EXAMPLE not in page.sections


class TestTwoFolders:
    """What a company writes comes before what is shipped."""

    @pytest.fixture
    def base(self, write: Write, own: Path, tmp_path: Path) -> Path:
        """Stands for the shipped pages, of which there are many."""
        write()
        write(CHINESE, language=HANT)
        (own / "en" / ASKED).write_text('trade-fairs = ["seven"]', encoding="utf-8")
        return own.rename(tmp_path / "base")

    def test_a_page_replaces_the_one_of_its_id_in_its_language(self, base: Path, own: Path, write: Write) -> None:
        write(OWN.replace("Because.", "For us, because."))
        playbook = Playbook(base, own)
        english, chinese = playbook.page("trade-fairs", EN), playbook.page("trade-fairs", HANS)
        assert english is not None
        assert english.sections[Section.WHY] == ("For us, because.",)
        assert english.questions[-1] == "seven"
        assert chinese == Playbook(base).page("trade-fairs", HANT)
        assert [page.id for page in playbook.pages(EN)] == ["trade-fairs"]

    def test_a_page_of_another_id_is_added(self, base: Path, own: Path, write: Write) -> None:
        write(OWN.replace("id: trade-fairs", "id: a-new-one"), "a-new-one")
        playbook = Playbook(base, own)
        assert [page.id for page in playbook.pages(EN)] == ["a-new-one", "trade-fairs"]
        assert [page.id for page in playbook.pages(HANS)] == ["trade-fairs"]

    def test_a_broken_page_does_not_hide_the_one_it_would_replace(self, base: Path, own: Path, write: Write) -> None:
        path = write(OWN.replace("## Why", "## Wherefore"))
        playbook = Playbook(base, own)
        assert playbook.page("trade-fairs", EN) == Playbook(base).page("trade-fairs", EN)
        assert [fault.path for fault in playbook.faults()] == [path]

    def test_ways_to_ask_are_added_to_those_there_are(self, base: Path, own: Path) -> None:
        (own / "en").mkdir(parents=True)
        (own / "en" / ASKED).write_text('trade-fairs = ["eight", "nine"]', encoding="utf-8")
        page = Playbook(base, own).page("trade-fairs", EN)
        assert page is not None
        assert page.questions[-4:] == ("six", "seven", "eight", "nine")

    @pytest.mark.parametrize(
        "content",
        [b"trade-fairs = [", b"\xff", b"trade-fairs = 5", b'trade-fairs = "one string"', b"trade-fairs = [5]",
         b'[trade-fairs]\nquestions = ["a"]'],
    )  # fmt: skip
    def test_ways_to_ask_that_cannot_be_read_add_nothing_and_are_told(
        self, base: Path, own: Path, content: bytes
    ) -> None:
        (own / "en").mkdir(parents=True)
        (own / "en" / ASKED).write_bytes(content)
        playbook = Playbook(base, own)
        assert playbook.pages(EN) == Playbook(base).pages(EN)
        assert [(fault.path, fault.problem) for fault in playbook.faults()] == [(own / "en" / ASKED, "broken_asked")]

    @pytest.mark.parametrize("content", ["", 'no-such-page = ["hello?"]', "trade-fairs = []"])
    def test_ways_to_ask_for_nothing_change_nothing(self, base: Path, own: Path, content: str) -> None:
        (own / "en").mkdir(parents=True)
        (own / "en" / ASKED).write_text(content, encoding="utf-8")
        assert Playbook(base, own).pages(EN) == Playbook(base).pages(EN)
        assert Playbook(base, own).faults() == []


def test_the_fingerprint_follows_every_change(write: Write, own: Path) -> None:
    states = [Playbook(own).fingerprint()]
    path = write()
    states.append(Playbook(own).fingerprint())
    write(OWN.replace("Because.", "Because!"))
    states.append(Playbook(own).fingerprint())
    write(CHINESE, language=HANT)
    states.append(Playbook(own).fingerprint())
    (own / "en" / ASKED).write_text('trade-fairs = ["fair?"]')
    states.append(Playbook(own).fingerprint())
    path.unlink()
    states.append(Playbook(own).fingerprint())
    assert len(set(states)) == len(states)
    assert Playbook(own).fingerprint() == states[-1]
