import json
from pathlib import Path

import pytest

from bot.cli import main

DIRECTORY = {
    "accounts": [{"id": "a1", "name": "北辰科技", "name_hans": "北辰科技", "name_en": "Beichen", "aliases": ["北辰"]}],
    "contacts": [{"id": "c1", "account": "a1", "name": "王建國", "title": "總經理", "aliases": ["王總"]}],
    "reps": [{"id": "r1", "name": "林美", "aliases": []}],
    "managers": [],
    "admins": [],
}


@pytest.fixture
def known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SALESCOACH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SALESCOACH_LANGUAGE", "en")
    file = tmp_path / "directory.json"
    file.write_text(json.dumps(DIRECTORY), encoding="utf-8")
    assert main(["directory", "import", str(file)]) == 0
    return tmp_path


def test_a_batch_is_read_line_by_line(known: Path, capsys: pytest.CaptureFixture[str]) -> None:
    batch = known / "batch.jsonl"
    now = "2026-03-18T16:20:00+08:00"
    card = {"intent": "log_visit", "slots": {"account": {"id": "a1", "name": "北辰科技"}, "date": "2026-03-17"}}
    lines = [
        {"id": "visit", "now": now, "text": "昨天去北辰拜訪王總談續約，他還在觀望，下週三再約"},
        {"id": "correction", "now": now, "text": "不對，是週一", "context": {"pending": card}},
        {"id": "new", "now": now, "text": "昨天拜訪北晨電子的李經理"},
        {"id": "no now", "text": "昨天拜訪北辰"},
    ]
    batch.write_text("\n".join([*map(json.dumps, lines), "no JSON"]), encoding="utf-8")
    capsys.readouterr()
    assert main(["parse", "--batch", str(batch), "--json"]) == 1
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    visit, correction, new, *bad = told
    assert visit["intent"] == "log_visit"
    assert visit["ambiguous"] == visit["more"] == []
    assert visit["slots"] | {"topic": "", "next_step": ""} == {
        "account": {"id": "a1", "name": "北辰科技"},
        "contacts": [{"id": "c1", "name": "王建國", "stance": "neutral"}],
        "date": "2026-03-17",
        "activity_type": "visit",
        "topic": "",
        "next_step": "",
        "next_date": "2026-03-25",
    }
    assert correction["slots"] == card["slots"] | {"date": "2026-03-16"}
    assert new["slots"]["account"] == {"name": "北晨電子", "new": True}
    assert new["slots"]["contacts"] == [{"name": "李經理", "new": True}]
    assert ["error" in line for line in bad] == [True, True]
    assert bad[0]["id"] == "no now"


def test_a_reading_is_told_in_words(known: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["parse", "2月31日拜訪北辰王總", "--now", "2026-03-18T16:20"]) == 0
    told = capsys.readouterr().out
    assert "client: 北辰科技 (a1)" in told
    assert "there is no such day as 2月31日" in told


def test_a_moment_that_is_none_is_named(known: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parse", "hi", "--now", "yesterday"]) == 1
    assert "yesterday" in capsys.readouterr().err
