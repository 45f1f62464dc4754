"""`salescoach directory`, as a person uses it."""

import json
from pathlib import Path

import pytest

from bot.cli import main
from bot.wording import say
from knowledge.language import Language
from tests.bot.directory.conftest import COMPANY
from tests.conftest import Run

HANT = Language.TRADITIONAL


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "company.json"
    path.write_text(json.dumps(COMPANY, ensure_ascii=False), encoding="utf-8")
    return path


def test_a_file_in_and_out_again(run: Run, file: Path, tmp_path: Path) -> None:
    done = run("directory", "import", file)
    assert (done.code, done.out.splitlines()) == (0, [say(HANT, "directory.imported", new=11, changed=0, same=0)])
    out = tmp_path / "out.xlsx"
    done = run("directory", "export", out)
    assert done.out.splitlines() == [say(HANT, "directory.exported", path=out, accounts=2, contacts=2, people=5)]
    done = run("directory", "import", out)
    assert done.out.splitlines() == [say(HANT, "directory.imported", new=0, changed=0, same=11)]


def test_whoever_was_imported_is_answered_in_the_terminal(
    run: Run, home: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("directory", "import", file).code == 0
    monkeypatch.setenv("LOGNAME", "tina")
    assert say(HANT, "access.stranger") not in run("chat", typed="什麼是鐵三角？\n").out
    monkeypatch.setenv("LOGNAME", "nobody-knows")
    assert say(HANT, "access.stranger") in run("chat", typed="什麼是鐵三角？\n").out


def test_a_bad_file_is_told_row_by_row_and_nothing_is_imported(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "sheets"
    folder.mkdir()
    (folder / "accounts.csv").write_text("id,name,grade\nA1,Aster,S\nA2,,Q\n", encoding="utf-8")
    (folder / "contacts.csv").write_text("id,account,name\nC1,A7,\x1b[31mAda\n", encoding="utf-8")
    for verb in ("check", "import"):
        done = run("directory", verb, folder)
        assert done.code == 1
        assert done.out.splitlines()[-4:] == [
            say(HANT, "directory.refused", count=3),
            "accounts.csv 第 3 列：缺少「name」",
            "accounts.csv 第 3 列：「grade」不能是「Q」，請從這些選一個：S, A, B, C",
            "contacts.csv 第 2 列：沒有 id 是「A7」的客戶",
        ]
    assert run("directory", "check").out.splitlines() == [
        say(HANT, "directory.all_well", accounts=0, contacts=0, people=0)
    ]


def test_a_check_of_a_file_tells_what_would_get_in_the_way(run: Run, file: Path) -> None:
    done = run("directory", "check", file)
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        "1 家客戶還沒有負責人（AR）：=HYPERLINK(1) (A2)",
        "1 位聯絡人還沒有填決策鏈角色：Ada (C2)",
    ]
    assert run("directory", "import", file).code == 0
    assert run("directory", "check").out == done.out


def test_merging_and_taking_it_back(run: Run, file: Path) -> None:
    run("directory", "import", file)
    done = run("directory", "merge", "account", "A1", "A2")
    assert done.out.splitlines() == [say(HANT, "directory.merge_done", keep="A1", gone="A2", moved=1, dropped=0)]
    again = run("directory", "merge", "account", "A1", "A2")
    assert (again.code, again.err.strip()) == (1, say(HANT, "error.merge_again", id="A2", into="A1"))
    assert run("directory", "merge", "contact", "C1", "C2").code == 0
    for _ in range(3):
        assert run("directory", "undo").code == 0
    assert run("directory", "undo").err.strip() == say(HANT, "error.undo_nothing_left")
    assert run("directory", "check").out.splitlines() == [
        say(HANT, "directory.all_well", accounts=0, contacts=0, people=0)
    ]


def test_what_cannot_be_read_is_told_in_a_sentence(run: Run, tmp_path: Path) -> None:
    done = run("directory", "import", tmp_path / "nowhere.json")
    assert (done.code, done.out) == (1, "")
    assert done.err.strip() == say(HANT, "error.file", path=tmp_path / "nowhere.json", problem="沒有這個檔案")


@pytest.mark.parametrize("name", ["form.json", "form.xlsx", "form"])
def test_a_template_can_be_imported_as_it_is(run: Run, tmp_path: Path, name: str) -> None:
    assert run("directory", "template", tmp_path / name).code == 0
    done = run("directory", "import", tmp_path / name)
    assert (done.code, done.out.splitlines()[-1]) == (0, say(HANT, "directory.imported", new=0, changed=0, same=0))


def test_a_verb_is_needed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["directory"])
    assert "VERB" in capsys.readouterr().err
