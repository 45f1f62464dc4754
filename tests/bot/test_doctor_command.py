"""`salescoach doctor`, and the same damage met by a question: indexes are made again, the rest is named."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.wording import say
from knowledge.language import Language
from tests.conftest import Run

COLLECTIONS = ("playbook.en", "playbook.zh-Hant")
PAGE = "knowledge/playbook/en/price-war.md"
HANT = Language.TRADITIONAL


def lexical(home: Path) -> list[Path]:
    folders = sorted((home / "index" / "lexical").iterdir())
    assert len(folders) == 2
    return folders


def vector_files(home: Path, pattern: str) -> list[Path]:
    files = sorted((home / "index" / "vectors").rglob(pattern))
    assert files
    return files


def cut(file: Path) -> None:
    with file.open("r+b") as stream:
        stream.truncate(file.stat().st_size // 2)


def without_lexical(home: Path) -> None:
    shutil.rmtree(home / "index" / "lexical")


def without_one_file(home: Path) -> None:
    for folder in lexical(home):
        (folder / "weights.npy").unlink()


def cut_lexical(home: Path) -> None:
    for folder in lexical(home):
        cut(folder / "codes.npy")


def empty_lexical(home: Path) -> None:
    for folder in lexical(home):
        (folder / "rows.npy").write_bytes(b"")


def wrong_state(home: Path) -> None:
    for folder in lexical(home):
        (folder / "state.json").write_text("[]")


def without_vectors(home: Path) -> None:
    shutil.rmtree(home / "index" / "vectors")


def cut_vectors(home: Path) -> None:
    for file in vector_files(home, "chroma.sqlite3"):
        cut(file)


def no_vector_database(home: Path) -> None:
    for file in vector_files(home, "chroma.sqlite3"):
        file.write_bytes(b"")


def wrong_pointer(home: Path) -> None:
    (home / "index" / "vectors" / "current").write_text("../../..")


def without_indexes(home: Path) -> None:
    without_lexical(home)
    without_vectors(home)
    (home / "index" / "playbook.stamp").unlink()


LEXICAL = [without_lexical, without_one_file, cut_lexical, empty_lexical, wrong_state]
VECTORS = [without_vectors, cut_vectors, no_vector_database, wrong_pointer]


def test_a_sound_home_is_in_order(run: Run, home: Path) -> None:
    ran = run("doctor")
    assert (ran.code, ran.err) == (0, "")
    told = ran.out.splitlines()
    assert told[0] == say(HANT, "doctor.settings_ok")
    assert told[1] == say(HANT, "doctor.home_ok", home=home)
    assert told[2] == say(HANT, "doctor.database_ok", where="SQLite")
    assert told[3:5] == [say(HANT, "doctor.index_ok", name=name, count=54) for name in COLLECTIONS]
    assert told[5:] == [say(HANT, "doctor.all_well")]


@pytest.mark.parametrize("damage", [cut_lexical, *VECTORS], ids=lambda damage: damage.__name__)
def test_a_damaged_index_is_made_again(run: Run, home: Path, damage: Callable[[Path], None]) -> None:
    damage(home)
    ran = run("doctor")
    assert ran.code == 0
    repaired = say(HANT, "doctor.index_repaired", name=COLLECTIONS[0], count=54)
    rebuilt = say(HANT, "search.rebuilt", name=COLLECTIONS[0])
    assert repaired in ran.out or rebuilt in ran.err
    assert ran.out.endswith(say(HANT, "doctor.all_well") + "\n")
    again = run("doctor")
    assert say(HANT, "doctor.index_ok", name=COLLECTIONS[0], count=54) in again.out
    assert again.err == ""


def test_indexes_that_are_all_gone_are_made_again_for_a_question(run: Run, home: Path) -> None:
    without_indexes(home)
    ran = run("ask", "什麼是鐵三角？")
    assert (ran.code, "客戶負責人（AR）" in ran.out) == (0, True)
    assert ran.err.startswith(say(HANT, "init.preparing"))
    assert run("doctor").out.endswith(say(HANT, "doctor.all_well") + "\n")


@pytest.mark.parametrize("damage", LEXICAL, ids=lambda damage: damage.__name__)
def test_a_question_is_answered_on_a_damaged_index(run: Run, home: Path, damage: Callable[[Path], None]) -> None:
    damage(home)
    ran = run("ask", "什麼是鐵三角？")
    assert ran.code == 0
    assert "客戶負責人（AR）" in ran.out
    assert say(HANT, "search.rebuilt", name="playbook.zh-Hant") in ran.err
    assert run("ask", "什麼是鐵三角？").err == ""


def test_a_question_needs_no_vectors(run: Run, home: Path) -> None:
    cut_vectors(home)
    ran = run("ask", "什麼是鐵三角？")
    assert ran.code == 0
    assert "客戶負責人（AR）" in ran.out


def own_page(home: Path, change: Callable[[str], str]) -> Path:
    folder = home / "playbook" / "en"
    folder.mkdir(parents=True)
    (folder / "price-war.md").write_text(change(Path(PAGE).read_text(encoding="utf-8")), encoding="utf-8")
    return folder / "price-war.md"


@pytest.mark.parametrize(
    ("change", "problem", "where"),
    [
        (lambda text: text.replace("## Why\n", "## Wherefore\n"), "unknown_heading", "Wherefore"),
        (lambda text: text.replace("title:", "titel:"), "wrong_field", "title"),
        (lambda text: text.replace("id: price-war", "id: peace"), "id_is_not_the_file_name", "peace"),
        (lambda text: text.partition("---\n")[2], "no_front_matter", ""),
    ],
)
def test_a_broken_page_is_named_and_the_rest_goes_on(
    run: Run, home: Path, change: Callable[[str], str], problem: str, where: str
) -> None:
    path = own_page(home, change)
    ran = run("doctor")
    assert ran.code == 1
    said = say(HANT, f"page.{problem}", where=where)
    assert say(HANT, "doctor.page_fault", path=path, problem=said) in ran.out
    assert say(HANT, "doctor.index_ok", name="playbook.zh-Hant", count=54) in ran.out
    assert say(HANT, "doctor.all_well") not in ran.out


def test_an_own_page_takes_the_place_of_the_shipped_one(run: Run, home: Path) -> None:
    question = "They say we're too dear and the spec's identical. Now what?"
    page = own_page(home, lambda text: text.replace("If all you offer is a standard", "At Acme, if all you offer is a"))
    assert "At Acme, if all you offer is a" in run("ask", question).out
    page.write_text("no page any more", encoding="utf-8")
    broken = run("ask", question)
    assert (broken.code, broken.out.strip() != "") == (0, True)
    assert str(page) in broken.err
    page.unlink()
    assert "If all you offer is a standard" in run("ask", question).out


def test_a_database_that_is_no_database_is_named(run: Run, home: Path) -> None:
    for file in home.glob("salescoach.db*"):
        file.unlink()
    (home / "salescoach.db").write_bytes(b"Dear client, " * 1000)
    ran = run("doctor")
    assert ran.code == 1
    assert ran.err.strip() == say(HANT, "error.database_damaged", file=home / "salescoach.db")
