"""Which skill a message is for: courtesies and calls for help are whole messages, everything else is a question."""

import pytest

from bot.skills import registry
from bot.understanding.intents import skill_for
from tests.bot.conftest import message

SMALLTALK = [
    "你好",
    "您好！",
    "谢谢你",
    "好的，謝謝教練",
    "嗯嗯",
    "太好了",
    "OK",
    "ok, thanks so much!",
    "Thank you",
    "掰掰～",
]
NO_WORDS = ["12", "3.14", "", "  ", "👍", "?!", "……", "\u200b"]
HELP = [
    "?",
    "？",
    "說明",
    "帮助",
    "請問你是誰？",
    "這個怎麼用啊",
    "Help!",
    "what can you do?",
    "/start",
    "Who are you?",
]
QUESTIONS = [
    "客戶說謝謝就走了，怎麼辦？",
    "好客戶怎麼分",
    "how do I say thanks",
    "help me with a price war",
    "早上拜訪好嗎",
]


@pytest.mark.parametrize(
    ("text", "skill"),
    [
        *((text, "smalltalk") for text in [*SMALLTALK, *NO_WORDS]),
        *((text, "help") for text in HELP),
        *((text, "ask_playbook") for text in QUESTIONS),
    ],
)
def test_a_message_reaches_its_skill(text: str, skill: str) -> None:
    assert skill_for(message(text)) == skill
    assert skill in registry()


def test_a_button_reaches_the_skill_that_made_it() -> None:
    assert skill_for(message(action="ask_playbook:price-war:why")) == "ask_playbook"
    assert skill_for(message("說明", action="ask_playbook:price-war")) == "ask_playbook"
