"""What the coach keeps out of is told from what it is there for."""

import pytest

from bot.understanding.limits import Limit, _limits, limit_of
from knowledge.language import Language
from knowledge.pages import SHIPPED, Playbook

KEPT_OUT = [
    ("客戶暗示要回扣，怎麼辦", "bribe"),
    ("可以塞錢給採購嗎", "bribe"),
    ("给他一点好处能不能拿到单", "bribe"),
    ("should I pay him off?", "bribe"),
    ("how much kickback is normal", "bribe"),
    ("這樣報價違法嗎", "legal"),
    ("合同的法律效力怎么看", "legal"),
    ("can we sue them for late payment?", "legal"),
    ("is it legal to record the call", "legal"),
    ("隔壁組的客戶最近怎樣", "gossip"),
    ("其他團隊手上有哪些客戶", "gossip"),
    ("any gossip about their CFO?", "gossip"),
    ("what is going on with another team's client", "gossip"),
    ("中秋節送客戶什麼禮物好", "gift"),
    ("what gift should I bring", "gift"),
]

WELCOME = [
    "客戶關係很好，為什麼還是拿不到單？",
    "怎麼讓客戶得到好處",
    "新產品對客戶有什麼好處",
    "客戶的主管換人了",
    "客戶抱怨價格太高",
    "團隊怎麼分工",
    "how do I get a CTO who likes us to actually back us?",
    "the client is angry about the delay",
    "what does the iron triangle do?",
    "what issue should I raise first",
    "how do we pursue a bigger account",
]


@pytest.mark.parametrize(("message", "name"), KEPT_OUT)
def test_it_keeps_out_of(message: str, name: str) -> None:
    limit = limit_of(message)
    assert limit is not None
    assert limit.name == name


@pytest.mark.parametrize("message", WELCOME)
def test_it_is_there_for(message: str) -> None:
    assert limit_of(message) is None


@pytest.mark.parametrize("limit", [limit for limit, _ in _limits()], ids=lambda limit: limit.name)
def test_what_is_offered_instead_exists(limit: Limit) -> None:
    pages = {page.id for page in Playbook(SHIPPED).pages(Language.ENGLISH)}
    assert set(limit.pages) <= pages
