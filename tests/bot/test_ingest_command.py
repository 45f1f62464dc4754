"""`salescoach ingest`: a company's own documents, read once, followed when they change, seen by those they are for."""

import asyncio
import io
import json
from pathlib import Path

import pytest

from adapters.terminal import Terminal
from bot.bootstrap import Application
from bot.evaluation.tables import ChatIdentity, Role, Team, User
from bot.settings import Settings
from bot.wording import say
from knowledge.language import Language
from tests.conftest import Run

RETURNS = """# 退貨辦法

## 退貨期限

客戶收到貨品後三十天內可以退貨，退貨前先填退貨單。

## 運費

公司寄錯貨品時，退貨的運費由公司負擔。
"""
WARRANTY = (
    "Gearbox warranty\n\nThe warranty of a gearbox lasts twenty-four months. Claims go to the Tainan service desk.\n"
)
HANT = Language.TRADITIONAL


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """A folder with two documents, and what is no document."""
    folder = tmp_path / "documents"
    (folder / "inner").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    (folder / "returns.md").write_text(RETURNS, encoding="utf-8")
    (folder / "inner" / "warranty.txt").write_text(WARRANTY, encoding="utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    (folder / "~$returns.docx").write_bytes(b"a lock file")
    (folder / ".hidden" / "secret.md").write_text("# 不該讀的檔案\n\n藏起來的內容。\n", encoding="utf-8")
    return folder


def done(read: int, unchanged: int, removed: int, failed: int, passages: int, name: str = "company") -> str:
    counts = {"read": read, "unchanged": unchanged, "removed": removed, "failed": failed, "passages": passages}
    return say(HANT, "ingest.done", name=name, **counts)


def found(run: Run, question: str, collection: str = "company") -> list[str]:
    ran = run("search", "--json", "--collection", collection, question)
    return [result["source"] for result in json.loads(ran.out)["results"]]


def test_a_folder_is_read_once_and_followed_when_it_changes(run: Run, home: Path, documents: Path) -> None:
    first = run("ingest", documents)
    assert (first.code, first.out.strip()) == (0, done(2, 0, 0, 0, 3))
    assert found(run, "退貨期限幾天")[0] == f"{documents / 'returns.md'}:5-5 › 退貨辦法 › 退貨期限"
    assert found(run, "how long is the gearbox warranty")[0].startswith(f"{documents / 'inner' / 'warranty.txt'}:")
    assert not any("hidden" in source for source in found(run, "藏起來的內容"))

    asked = run("ask", "退貨期限是幾天？")
    assert say(HANT, "ask.document_says") in asked.out
    assert "│ 客戶收到貨品後三十天內可以退貨" in asked.out
    assert "出處：退貨辦法 › 退貨期限" in asked.out

    again = run("ingest", documents)
    assert (again.code, again.out.strip()) == (0, done(0, 2, 0, 0, 0))

    (documents / "returns.md").write_text(RETURNS.replace("三十天", "四十五天"), encoding="utf-8")
    changed = run("ingest", documents)
    assert (changed.code, changed.out.strip()) == (0, done(1, 1, 0, 0, 2))
    asked = run("ask", "退貨期限是幾天？")
    assert "四十五天" in asked.out
    assert "三十天" not in asked.out

    (documents / "inner" / "warranty.txt").unlink()
    deleted = run("ingest", documents)
    assert (deleted.code, deleted.out.strip()) == (0, done(0, 1, 1, 0, 0))
    assert not any("warranty" in source for source in found(run, "how long is the gearbox warranty"))
    assert run("doctor").out.endswith(say(HANT, "doctor.all_well") + "\n")


def test_what_cannot_be_read_is_named_and_the_rest_is_read(run: Run, home: Path, documents: Path) -> None:
    (documents / "empty.txt").touch()
    (documents / "letter.pdf").write_bytes(b"%PDF-1.4 and then nothing")
    missing = documents / "nowhere.md"
    ran = run("ingest", documents, missing, documents / "picture.png")
    assert ran.code == 1
    assert ran.out.splitlines()[-1] == done(2, 0, 0, 4, 3)
    assert say(HANT, "ingest.failed", path=documents / "empty.txt", reason=say(HANT, "reason.empty")) in ran.out
    kind = say(HANT, "reason.unsupported_type")
    assert say(HANT, "ingest.failed", path=documents / "picture.png", reason=kind) in ran.out
    for path in (missing, documents / "letter.pdf"):
        assert str(path) in ran.out
    assert found(run, "退貨期限幾天")


@pytest.mark.parametrize("place", ["nowhere", "empty"])
def test_a_path_with_nothing_to_read_ends_with_1(run: Run, home: Path, tmp_path: Path, place: str) -> None:
    (tmp_path / "empty").mkdir()
    ran = run("ingest", tmp_path / place)
    assert ran.code == 1
    assert str(tmp_path / place) in ran.out
    assert "Traceback" not in ran.err


def person(application: Application, name: str, role: Role, team: int | None) -> None:
    """Somebody who types in a terminal under their name."""
    with application.database.writing() as session:
        user = User(name=name, role=role, team_id=team)
        session.add(user)
        session.flush()
        session.add(ChatIdentity(adapter="terminal", sender=name, user_id=user.id))


def told(application: Application, name: str, question: str) -> str:
    screen = io.StringIO()
    asyncio.run(application.serve([Terminal(name, io.StringIO(question + "\n"), screen)]))
    return screen.getvalue()


def test_readers_nobody_has_heard_of_are_refused(run: Run, home: Path, documents: Path) -> None:
    ran = run("ingest", documents, "--readers", "North")
    assert ran.code == 1
    assert "North" in ran.err
    assert "company" not in run("search", "--collection", "nowhere", "x").err


def test_a_document_is_quoted_to_its_readers_only(run: Run, home: Path, documents: Path) -> None:
    application = Application(Settings())
    with application.database.writing() as session:
        session.add_all([Team(id=1, name="North"), Team(id=2, name="South")])
    person(application, "rep", Role.REP, None)
    person(application, "northern", Role.REP, 1)
    person(application, "southern", Role.REP, 2)
    person(application, "manager", Role.MANAGER, 2)
    assert run("ingest", documents / "returns.md", "--collection", "rules", "--readers", "managers").code == 0
    assert run("ingest", documents / "inner", "--collection", "north", "--readers", "North").code == 0
    returns, warranty = "退貨期限是幾天？", "how long is the gearbox warranty?"
    seen = {
        (name, question): secret in told(application, name, question)
        for name in ("mei", "manager", "northern", "southern", "rep", "stranger")
        for question, secret in ((returns, "三十天"), (warranty, "twenty-four months"))
    }
    assert {name for (name, question), shown in seen.items() if shown and question == returns} == {"mei", "manager"}
    assert {name for (name, question), shown in seen.items() if shown and question == warranty} == {"mei", "northern"}
    application.database.close()

    opened = run("ingest", documents / "returns.md", "--collection", "rules", "--readers", "everyone")
    assert opened.out.strip() == done(0, 1, 0, 0, 0, "rules")
    assert "三十天" in told(Application(Settings()), "rep", returns)
