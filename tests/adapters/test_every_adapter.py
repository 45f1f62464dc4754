"""What every chat platform must do, tried on each adapter that is found. A new adapter adds its way to be opened to `SHOWN`."""

import asyncio
import inspect
import io
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import adapters
from adapters.terminal import Terminal
from bot.messages import Button, Points, Quote, Reply, Text

NAMES = adapters.names()


def shown_by_terminal(reply: Reply) -> str:
    target = io.StringIO()
    asyncio.run(Terminal("ren", io.StringIO(), target).send("ren", reply))
    return target.getvalue()


SHOWN: dict[str, Callable[[Reply], str]] = {"terminal": shown_by_terminal}
"""What a platform's people see of a reply, by adapter."""

anything = st.text(st.characters(exclude_categories=()), max_size=120)
"""Any text there can be, with control characters and half characters."""
replies = st.builds(
    Reply,
    blocks=st.lists(
        st.one_of(
            st.builds(Text, anything, st.sampled_from(["plain", "heading", "note"])),
            st.builds(Points, st.lists(anything, max_size=4).map(tuple), st.booleans()),
            st.builds(Quote, anything),
        ),
        max_size=4,
    ).map(tuple),
    buttons=st.lists(st.builds(Button, anything, st.just("ask_playbook:price-war")), max_size=3).map(tuple),
)


def test_the_terminal_is_found() -> None:
    assert "terminal" in NAMES


def test_every_adapter_found_is_tried_here() -> None:
    assert set(NAMES) == set(SHOWN)


@pytest.mark.parametrize("name", NAMES)
def test_an_adapter_opens_without_options_and_is_called_like_its_module(name: str) -> None:
    opened = adapters.open_adapter(name)
    assert opened.name == name
    assert inspect.iscoroutinefunction(opened.run)
    assert inspect.iscoroutinefunction(opened.send)
    assert isinstance(opened.serves("a conversation of somebody else"), bool)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_fits_the_database(name: str) -> None:
    assert len(name) <= 32
    assert name.isidentifier()


@pytest.mark.parametrize("name", NAMES)
def test_everything_of_a_reply_is_shown(name: str) -> None:
    blocks = (Text("標題", "heading"), Text("plain"), Points(("one", "two"), numbered=True), Quote("quoted"))
    shown = SHOWN[name](Reply((*blocks, Text("小字", "note")), (Button("為什麼", "x:y"), Button("Example", "x:z"))))
    places = [shown.find(part) for part in ("標題", "plain", "one", "two", "quoted", "小字", "為什麼", "Example")]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=150, deadline=None)
@given(reply=replies)
def test_no_text_becomes_a_command_of_the_platform(name: str, reply: Reply) -> None:
    shown = SHOWN[name](reply)
    commands = {c for c in shown if c != "\n" and unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")}
    turned = {c for c in shown if unicodedata.bidirectional(c) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI")}
    assert commands | turned == set()


@pytest.mark.parametrize("name", NAMES)
def test_an_escape_sequence_is_not_passed_on(name: str) -> None:
    for text in (
        "\x1b[2J\x1b[31mred",
        "\x9b31m",
        "\x1b]0;title\x07",
        "a\rb",
        "a\bb",
        "a\u202eb",
        "a\u2067b",
        "a\ud800",
    ):
        shown = SHOWN[name](Reply((Text(text), Quote(text), Points((text,))), (Button(text, "x:y"),)))
        assert not set("\x1b\x9b\x07\r\b\u202e\u2067\ud800") & set(shown)
