"""The terminal: what is typed becomes a message, what is answered fits the screen and loses nothing."""

import asyncio
import io
import re
import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from adapters.terminal import WIDTH, Terminal
from bot.messages import Button, IncomingMessage, Points, Quote, Reply, Text

anything = st.text(st.characters(exclude_categories=()), max_size=400)
words = st.text("ab我們，。!「」（）“” \n\t.,x", max_size=400)
BUTTONS = (Button("Why", "ask_playbook:p:why"), Button("How", "ask_playbook:p:how"))


class Screen(io.StringIO):
    """What a real terminal is to a program."""

    def isatty(self) -> bool:
        """It is one."""
        return True


def terminal(typed: str = "", target: io.StringIO | None = None) -> Terminal:
    return Terminal("ren", io.StringIO(typed), target or io.StringIO())


def columns(line: str) -> int:
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in line)
    return len(line) + wide - sum(unicodedata.category(c) in ("Mn", "Me", "Cf") for c in line)


def visible(text: str) -> str:
    """What of a text a person sees."""
    turning = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    return "".join(
        c for c in text if not c.isspace() and unicodedata.category(c) not in ("Cc", "Cs") and c not in turning
    )


@settings(max_examples=300, deadline=None)
@given(text=anything | words)
@example(text="x" * 500)
@example(text="，" * 100)
@example(text="a" + " " * 300 + "b")
@example(text="字" * 43 + "ab，")
@example(text="https://example.com/" + "path/" * 40 + " 之後")
def test_every_form_of_a_text_fits_the_width_and_shows_all_of_it(text: str) -> None:
    forms = {
        "": Text(text),
        "•": Points((text,)),
        "1.": Points((text,), numbered=True),
        "│": Quote(text),
    }
    for mark, block in forms.items():
        lines = terminal().render(Reply((block,))).split("\n")
        assert max(map(columns, lines)) <= WIDTH
        said = "".join(line.removeprefix("  │") for line in lines) if mark == "│" else "".join(lines)
        assert visible(said) == visible(mark * (mark != "│") + text)


@settings(max_examples=100, deadline=None)
@given(labels=st.lists(anything, min_size=1, max_size=3))
@example(labels=["字" * 30] * 3)
def test_buttons_fit_the_width_and_show_all_of_their_labels(labels: list[str]) -> None:
    shown = terminal().render(Reply((), tuple(Button(label, "x:y") for label in labels)))
    assert max(map(columns, shown.split("\n"))) <= WIDTH
    assert visible(shown) == visible("".join(f"[{n}]{label}" for n, label in enumerate(labels, 1)))


def test_short_buttons_stand_on_one_line() -> None:
    assert terminal().render(Reply((Text("a"),), BUTTONS)) == "a\n\n[1] Why  [2] How"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("字" * 50, ["字" * 43, "字" * 7]),
        ("字" * 43 + "，字", ["字" * 43 + "，", "字"]),
        ("字" * 42 + "（字）", ["字" * 42, "（字）"]),
        ("word " * 20, [" ".join(["word"] * 17), " ".join(["word"] * 3)]),
        ("first\n\nsecond", ["first", "", "second"]),
        ("tab\there", ["tab here"]),
        ("", [""]),
    ],
)
def test_lines_end_where_a_reader_expects_it(text: str, lines: list[str]) -> None:
    assert terminal().render(Reply((Text(text),))).split("\n") == lines


def test_a_list_is_indented_under_its_marks() -> None:
    shown = terminal().render(Reply((Points(("字" * 50, "b"), numbered=True),)))
    assert shown.split("\n") == ["  1. " + "字" * 40, "     " + "字" * 10, "  2. b"]


def test_colours_are_for_a_real_terminal_only() -> None:
    reply = Reply((Text("title", "heading"), Text("small", "note"), Text("\x1b[31mplain")), BUTTONS)
    real = Terminal("ren", Screen(), Screen(), hint="type a number").render(reply)
    assert "\x1b[1mtitle\x1b[0m" in real
    assert "\x1b[2msmall\x1b[0m" in real
    assert "\x1b" not in re.sub(r"\x1b\[[012]m", "", real)
    assert "[31mplain" in real
    assert "type a number" in real
    assert "\x1b" not in terminal().render(reply)


@pytest.mark.parametrize(
    ("typed", "action"),
    [
        ("1", BUTTONS[0].action),
        (" 2 ", BUTTONS[1].action),
        ("２", BUTTONS[1].action),
        ("3", ""),
        ("0", ""),
        ("-1", ""),
        ("1.", ""),
        ("12", ""),
        ("1 2", ""),
        ("①", ""),
        ("²", ""),
        ("1" * 5000, ""),
        ("", ""),
    ],
)
def test_the_number_of_a_button_on_screen_presses_it(typed: str, action: str) -> None:
    here = terminal()
    asyncio.run(here.send("ren", Reply((Text("a"),), BUTTONS)))
    read = here.parse(typed, 7)
    assert (read.action, read.text) == (action, "" if action else typed)


def test_a_number_is_a_word_when_there_are_no_buttons_any_more() -> None:
    here = terminal()
    assert here.parse("1", 1).text == "1"
    asyncio.run(here.send("ren", Reply((Text("a"),), BUTTONS)))
    asyncio.run(here.send("ren", Reply((Text("b"),))))
    read = here.parse("1", 2)
    assert (read.action, read.text) == ("", "1")


def received(typed: str, target: io.StringIO | None = None) -> list[IncomingMessage]:
    messages: list[IncomingMessage] = []

    async def receive(message: IncomingMessage) -> None:
        messages.append(message)

    asyncio.run(terminal(typed, target).run(receive))
    return messages


def test_every_line_becomes_a_message_of_its_own() -> None:
    before = datetime.now(UTC)
    messages = received("first\r\n\n  三 \nlast without an end")
    assert [read.text for read in messages] == ["first", "", "  三 ", "last without an end"]
    assert len({read.message_id for read in messages}) == 4
    assert {(read.adapter, read.sender) for read in messages} == {("terminal", "ren")}
    assert len({read.conversation for read in messages}) == 1
    assert all(before <= read.sent_at <= datetime.now(UTC) for read in messages)


def test_the_same_line_in_another_session_is_another_message() -> None:
    assert received("hello")[0].message_id != received("hello")[0].message_id


def test_no_input_is_no_message() -> None:
    target = io.StringIO()
    assert received("", target) == []
    assert target.getvalue() == ""


def test_it_shows_its_own_conversation_only() -> None:
    here = terminal()
    assert here.serves(here.parse("x", 1).conversation)
    assert not here.serves("another window's")
