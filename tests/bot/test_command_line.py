"""The command line, as a person types it: what it prints, what it ends with, and that a mishap is one clear sentence."""

import io
import json
import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select as select_rows

from bot.bootstrap import Application
from bot.cli import COMMANDS
from bot.evaluation.database import Database
from bot.evaluation.tables import OpenQuestion, Role, User
from bot.settings import Settings
from bot.wording import say
from knowledge import grading
from knowledge.language import Language
from tests.bot.test_database import set_version
from tests.conftest import Ran, Run
from tests.running import ADMIN, environment, salescoach

QUESTION = "什麼是鐵三角？"
WORDS_OF_ITS_ANSWER = "客戶負責人（AR）"
PROMPT = "› ".encode()


def open_questions() -> list[str]:
    database = Application(Settings()).database
    with database.reading() as session:
        return list(session.scalars(select_rows(OpenQuestion.question)))


def one_sentence(ran: Ran) -> str:
    """The sentence a mishap ended with; nothing else was told, least of all a traceback."""
    assert ran.code == 1
    assert "Traceback" not in ran.out + ran.err
    assert len(ran.err.strip().split("\n")) == 1, ran.err
    return ran.err.strip()


# Help


def test_help_names_every_command(run: Run) -> None:
    ran = run("--help")
    assert (ran.code, ran.err) == (0, "")
    assert "salescoach chat" in ran.out
    for command in COMMANDS:
        assert re.search(rf"^    {command}\s", ran.out, re.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(run: Run, command: str) -> None:
    ran = run(command, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"usage: salescoach {command}")


@pytest.mark.parametrize("typed", [[], ["sing"], ["ask"], ["search"], ["search", "-k", "many", "x"], ["db", "drop"]])
def test_what_cannot_be_understood_shows_the_usage(run: Run, clean: Path, typed: list[str]) -> None:
    ran = run(*typed)
    assert ran.code == 2
    assert ran.err.startswith("usage: salescoach")
    assert not clean.exists()


# init


def test_init_again_changes_nothing(run: Run, home: Path) -> None:
    again = run("init", "--name", ADMIN)
    other = run("init", "--name", "Somebody else", "--language", "en")
    assert (again.code, other.code) == (0, 0)
    assert str(home) in again.out
    assert other.out.strip() == say(Language.ENGLISH, "init.already", home=home, name=ADMIN)
    with Application(Settings()).database.reading() as session:
        assert session.scalars(select_rows(User.name)).all() == [ADMIN]
        assert session.scalars(select_rows(User.role)).all() == [Role.ADMIN]


# ask


def test_ask_answers_and_names_its_source(run: Run, home: Path) -> None:
    ran = run("ask", QUESTION)
    assert (ran.code, ran.err) == (0, "")
    assert WORDS_OF_ITS_ANSWER in ran.out
    assert "出處：教戰手冊〈鐵三角團隊〉" in ran.out
    assert open_questions() == []


def test_ask_takes_its_words_as_they_come_and_answers_in_their_language(run: Run, home: Path) -> None:
    apart = run("ask", "what", "is", "the\niron", " triangle?")
    together = run("ask", "what is the iron triangle?")
    assert apart == together
    assert "Source: playbook, “The iron triangle" in apart.out


def test_a_question_nobody_can_answer_goes_on_the_managers_list(run: Run, home: Path) -> None:
    ran = run("ask", "今天台北的天氣如何？")
    assert ran.code == 0
    assert "主管的清單" in ran.out
    assert "出處" not in ran.out
    assert open_questions() == ["今天台北的天氣如何？"]


# search


def test_search_shows_what_it_found_with_scores(run: Run, home: Path) -> None:
    ran = run("search", QUESTION, "-k", 2)
    lines = ran.out.splitlines()
    assert ran.code == 0
    assert lines[0].startswith(" 1. ")
    assert "page:iron-triangle" in lines[0]
    assert len(lines) == 4


def test_search_as_json_is_one_line_of_it(run: Run, home: Path) -> None:
    ran = run("search", "--json", "-k", "3", "--collection", "playbook", QUESTION)
    assert ran.out.count("\n") == 1
    found = json.loads(ran.out)
    assert found["abstained"] is False
    assert found["results"][0]["source"].startswith("page:iron-triangle")
    assert WORDS_OF_ITS_ANSWER in found["results"][0]["text"]
    scores = [result["score"] for result in found["results"]]
    assert scores == sorted(scores, reverse=True)
    assert 1 <= len(scores) <= 3


def test_search_for_no_words_finds_nothing(run: Run, home: Path) -> None:
    assert run("search", "👍...\u200b").out.strip() == say(Language.TRADITIONAL, "search.nothing")
    assert json.loads(run("search", "--json", "👍").out) == {"results": [], "abstained": True}


def test_search_in_a_collection_that_is_not_there_names_those_that_are(run: Run, home: Path) -> None:
    told = one_sentence(run("search", "--collection", "nowhere", QUESTION))
    assert "nowhere" in told
    assert "playbook.zh-Hant" in told


def batch(folder: Path, written: str) -> Path:
    file = folder / "questions.jsonl"
    file.write_bytes(written.encode())
    return file


def test_a_batch_answers_each_line_under_its_id(run: Run, home: Path, tmp_path: Path) -> None:
    questions = [
        {"id": "a", "question": QUESTION},
        {"id": 7, "question": "what is the iron triangle?", "more": True},
        {"id": None, "question": "今天台北的天氣如何？"},
        {"id": {"nested": "雙"}, "question": "鐵三角\u2028是什麼\x85？"},
        {"id": "last", "question": ""},
    ]
    lines = [json.dumps(each, ensure_ascii=False) for each in questions]
    written = "\ufeff" + lines[0] + "\r\n\r\n" + "\n".join(lines[1:])
    ran = run("search", "--batch", batch(tmp_path, written), "-k", 1)
    assert (ran.code, ran.err) == (0, "")
    found = [json.loads(line) for line in ran.out.splitlines()]
    assert [each["id"] for each in found] == [each["id"] for each in questions]
    sources = [each["results"][0]["source"].split(" ")[0] if each["results"] else "" for each in found]
    assert [sources[n] for n in (0, 1, 3, 4)] == ["page:iron-triangle"] * 3 + [""]
    assert [each["abstained"] for each in found] == [False, False, True, False, True]


@pytest.mark.parametrize(
    "broken",
    ["not json", "[1, 2]", '{"id": 1}', '{"question": "x"}', '{"id": 1, "question": null}'],
)
def test_a_broken_batch_stops_at_its_first_broken_line(run: Run, home: Path, tmp_path: Path, broken: str) -> None:
    good = json.dumps({"id": 1, "question": QUESTION})
    file = batch(tmp_path, f"{good}\n\n{broken}\n{good}\n")
    ran = run("search", "--batch", file, "-k", 1)
    told = one_sentence(ran)
    assert str(file) in told
    assert "3" in told
    assert [json.loads(line)["id"] for line in ran.out.splitlines()] == [1]


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00bad"])
def test_a_batch_that_cannot_be_read_is_named(run: Run, home: Path, tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "questions.jsonl"
    if content is not None:
        file.write_bytes(content)
    assert str(file) in one_sentence(run("search", "--batch", file))


# chat


def test_piped_questions_are_answered_in_turn_and_end_well(run: Run, home: Path) -> None:
    ran = run("chat", typed=f"{QUESTION}\n2\nhow do I answer a complaint?")
    assert (ran.code, ran.err) == (0, "")
    places = [ran.out.find(part) for part in (WORDS_OF_ITS_ANSWER, "虛構案例", "Handling complaints")]
    assert -1 not in places
    assert places == sorted(places)
    assert say(Language.TRADITIONAL, "chat.greeting") not in ran.out


def test_no_input_ends_well(run: Run, home: Path) -> None:
    assert run("chat") == Ran(0, "", "")


def test_bytes_that_are_no_text_do_not_end_the_conversation(run: Run, home: Path) -> None:
    ran = run("chat", typed=b"\xff\xfe\x00\xed\xa0\x80\n" + QUESTION.encode() + b"\n")
    assert (ran.code, ran.err) == (0, "")
    assert WORDS_OF_ITS_ANSWER in ran.out


def test_the_topic_of_a_chat_is_there_for_the_next_line_only_of_the_same_person(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "單打獨鬥" in run("chat", typed=f"{QUESTION}\n為什麼？\n").out
    monkeypatch.setenv("LOGNAME", "somebody-else")
    ran = run("chat", typed="為什麼？\n")
    assert ran.out.strip() == "".join(say(Language.TRADITIONAL, "access.stranger"))


def test_an_interruption_ends_with_130(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted(io.StringIO):
        def __next__(self) -> str:
            raise KeyboardInterrupt

    from bot.cli import main

    monkeypatch.setattr(sys, "stdin", Interrupted())
    assert main(["chat"]) == 130


def test_a_reader_that_has_read_enough_is_no_mishap(home: Path) -> None:
    command = [Path(sys.executable).with_name("salescoach"), "search", "-k", "50", QUESTION]
    asked = subprocess.Popen(command, env=environment(home), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert asked.stdout is not None
    asked.stdout.close()
    _, told = asked.communicate(timeout=60)
    assert (asked.returncode, told) == (0, b"")


def test_a_terminal_without_chinese_letters_shows_the_rest(home: Path) -> None:
    env = environment(home, PYTHONUTF8="0", PYTHONIOENCODING="latin-1")
    ran = salescoach("ask", "what is the iron triangle?", env=env)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert b"Source: playbook, ?The iron triangle" in ran.stdout


@pytest.fixture
def keyboard(home: Path) -> Iterator[int]:
    """A chat in a real terminal: what is written to this file is typed, what is read was shown."""
    ours, theirs = pty.openpty()
    command = [Path(sys.executable).with_name("salescoach"), "chat"]
    chat = subprocess.Popen(command, env=environment(home, TERM="xterm"), stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    yield ours
    try:
        assert chat.wait(timeout=20) == 0
    finally:
        chat.kill()
        os.close(ours)


def shown(terminal: int, awaited: str) -> str:
    """What a terminal shows up to these words and the prompt after them."""
    seen = b""
    until = time.monotonic() + 60
    while PROMPT not in seen.partition(awaited.encode())[2] and time.monotonic() < until:
        if select.select([terminal], [], [], 1)[0]:
            seen += os.read(terminal, 65536)
    assert awaited in seen.decode(errors="replace")
    return seen.decode(errors="replace")


def test_a_chat_in_a_real_terminal_greets_and_takes_numbers(keyboard: int) -> None:
    shown(keyboard, say(Language.TRADITIONAL, "chat.greeting"))
    os.write(keyboard, f"{QUESTION}\n".encode())
    first = shown(keyboard, say(Language.TRADITIONAL, "button.hint"))
    assert "\x1b[1m是什麼\x1b[0m" in first
    assert "[2] 例子" in first
    os.write(keyboard, b"2\n")
    shown(keyboard, "虛構案例")
    os.write(keyboard, b"\n")
    shown(keyboard, "\n")
    os.write(keyboard, b"\x04")


# Mishaps


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk with hardly any room."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8k", "tmpfs", disk], capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


@pytest.mark.parametrize("command", [["doctor"], ["init"], ["chat"], ["ask", "x"], ["search", "x"], ["ingest", "."]])
def test_a_home_that_cannot_be_made_is_named_in_one_sentence(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    (tmp_path / "a file").touch()
    place = tmp_path / "a file" / "home"
    monkeypatch.setenv("SALESCOACH_HOME", str(place))
    told = one_sentence(run(*command))
    assert str(place) in told
    assert "SALESCOACH_HOME" in told


@pytest.mark.parametrize("place", ["/proc/salescoach", "/dev/null", "/sys/salescoach"])
def test_a_home_that_cannot_be_written_to_is_named_in_one_sentence(
    run: Run, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.setenv("SALESCOACH_HOME", place)
    assert place in one_sentence(run("doctor"))


def test_a_full_disk_is_named_in_one_sentence(run: Run, small_disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SALESCOACH_HOME", str(small_disk / "home"))
    told = one_sentence(run("init"))
    assert str(small_disk) in told or "full" in told


def test_a_database_of_a_newer_version_is_refused_by_every_way_in(run: Run, home: Path) -> None:
    set_version(home / "salescoach.db", "9999")
    for command in (["ask", "x"], ["doctor"], ["db", "upgrade"]):
        ran = run(*command)
        assert "9999" in ran.err
        assert (ran.code, "Traceback" in ran.err) == (1, False)


def test_upgrading_what_is_up_to_date_changes_nothing(run: Run, home: Path) -> None:
    assert run("db", "upgrade").code == 0
    assert WORDS_OF_ITS_ANSWER in run("ask", QUESTION).out


@pytest.mark.filterwarnings("ignore:Query string argument")  # the driver has none, and says so
def test_a_database_that_is_away_is_told_without_its_password(
    run: Run, clean: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SALESCOACH_DATABASE_URL", f"sqlite:///{clean}/nowhere/x.db?password=secret-value")
    told = one_sentence(run("ask", "x"))
    assert "secret-value" not in told


def test_a_fault_of_ours_is_one_sentence_with_a_code_that_is_in_the_log(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    detail = "confidential"

    def broken(self: Database) -> None:
        raise LookupError(detail)

    monkeypatch.setattr(Database, "prepare", broken)
    told = one_sentence(run("ask", "x"))
    log = (home / "salescoach.log").read_text()
    assert "LookupError" in log
    assert detail not in log + told
    (code,) = {word for word in told.replace("，", " ").replace("。", " ").split() if len(word) == 6 and word.isalnum()}
    assert code in log


def test_eval_prints_a_table_beside_other_ways_to_search(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lines = [
        {"lang": "en", "question": "what does the iron triangle do", "pages": ["iron-triangle"], "kind": "what"},
        {"lang": "zh-Hans", "question": "鐵三角是什麼", "pages": ["iron-triangle"], "kind": "what"},
        {"lang": "en", "question": "how do I braise pork", "pages": []},
    ]
    (tmp_path / "playbook-few.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    monkeypatch.setattr(grading, "QUESTIONS", tmp_path)
    table = [line.strip("| ").split(" | ") for line in run("eval", "--sets", "few", "--compare").out.splitlines()]
    found = {(row[1], row[2]): row[4] for row in table[2:]}
    assert found["SalesCoach", "all"] == found["BM25 over jieba words", "en"] == "1.00"
    assert {system for system, _ in found} == {
        "SalesCoach",
        "BM25 over jieba words",
        "Chroma, local embeddings",
        "LangChain ensemble",
    }


@pytest.mark.parametrize(
    "arguments",
    [["--sets", "no-such-set"], ["--sets", "dev", "--document", "/no/such/file.txt"]],
    ids=["set", "document"],
)
def test_eval_says_what_is_not_there(run: Run, arguments: list[str]) -> None:
    told = one_sentence(run("eval", *arguments))
    assert "no-such-set" in told or "/no/such/file.txt" in told
    assert "ENOENT" not in told or "{" not in told


def test_eval_names_the_package_it_cannot_compare_with(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jieba", None)
    assert "jieba" in one_sentence(run("eval", "--compare"))
