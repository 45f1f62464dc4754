"""What the coach keeps out of is told from what it is there for."""

import pytest

from bot.understanding.limits import Limit, _limits, limit_of
from knowledge.language import Language
from knowledge.pages import SHIPPED, Playbook

KEPT_OUT = {
    "bribe": [
        "客戶暗示要回扣，怎麼辦",
        "可以塞錢給採購嗎",
        "给他一点好处能不能拿到单",
        "给采购经理好处",
        "給採購五萬塊讓他簽",
        "給採購一點甜頭",
        "塞個信封",
        "帶客戶去酒家談",
        "KTV找小姐陪客戶",
        "過年包紅包給窗口",
        "should I pay him off?",
        "how much kickback is normal",
        "pay off the buyer",
        "buy off the procurement head",
        "cash in an envelope for the manager",
        "slip the buyer some money",
        "give the purchasing manager 50,000 to sign",
        "pay the buyer a commission privately",
        "split my commission with the buyer",
    ],
    "legal": [
        "這樣報價違法嗎",
        "合同的法律效力怎么看",
        "客戶違約可以告他嗎",
        "起訴客戶",
        "要不要上法院",
        "競業禁止條款",
        "會不會違反公平交易法",
        "can we sue them for late payment?",
        "is it legal to record the call",
        "take the client to court",
        "they breached the contract, what are our rights",
        "is that against the law",
        "GDPR: may I store his birthday",
    ],
    "gossip": [
        "隔壁組的客戶最近怎樣",
        "其他團隊手上有哪些客戶",
        "採購經理單身嗎",
        "any gossip about their CFO?",
        "what is going on with another team's client",
        "who is the CFO dating",
    ],
    "other_method": [
        "SPIN 銷售法怎麼用",
        "SPIN提问法的四类问题分别是啥",
        "MEDDIC 六個字母各代表什麼",
        "how does SPIN selling work",
        "is the challenger sale any good",
    ],
    "gift": [
        "中秋節送客戶什麼禮物好",
        "客戶生日要送什麼",
        "春节给客户送点啥",
        "送茅台好嗎",
        "中秋送月餅",
        "what gift should I bring",
        "birthday present to the CEO",
        "should I give the buyer a gift",
    ],
}

WELCOME = [
    "客戶關係很好，為什麼還是拿不到單？",
    "怎麼讓客戶得到好處",
    "新產品對客戶有什麼好處",
    "給採購部門帶來什麼好處",
    "客戶的主管換人了",
    "客戶抱怨價格太高",
    "團隊怎麼分工",
    "怎麼報告客戶專案進度",
    "廣告客戶怎麼分級",
    "這件事要不要轉告他們總經理",
    "可以告訴客戶我們的成本嗎",
    "怎麼警告客戶會延期",
    "展場意外遇到總經理",
    "預算縮小三成怎麼辦",
    "大小三家客戶先跑誰",
    "給客戶現金流壓力小的方案",
    "怎麼找出檯面下的決策者",
    "同事的客戶要交接給我，先做什麼",
    "隔壁組的客戶轉給我，怎麼接手",
    "怎麼把別人的客戶搶過來",
    "客戶的法律部門卡合約",
    "收到禮物還是不簽約",
    "我們賣禮品，客戶嫌貴",
    "不送礼怎么维护关系",
    "how do I get a CTO who likes us to actually back us?",
    "the client is angry about the delay",
    "what does the iron triangle do?",
    "what issue should I raise first",
    "how do we pursue a bigger account",
    "Sue from procurement likes us",
    "our client is a law firm, who decides there",
    "we sell industrial grease, how do I stand out",
    "What should I present for the first CTO meeting?",
    "a costly affair for the client",
    "heard a rumor the budget is frozen",
    "I took over a colleague's client",
    "another rep's account was handed over to me",
    "what does our anti-bribery policy say?",
    "they sell gift cards, who is the decider",
    "liability insurance client wants a discount",
    "他是客戶的律師，怎麼跟他打交道",
]


@pytest.mark.parametrize(("name", "message"), [(name, message) for name, all_ in KEPT_OUT.items() for message in all_])
def test_it_keeps_out_of(name: str, message: str) -> None:
    limit = limit_of(message)
    assert limit is not None
    assert limit.name == name


@pytest.mark.parametrize("message", WELCOME)
def test_it_is_there_for(message: str) -> None:
    assert limit_of(message) is None


@pytest.mark.parametrize("limit", [limit for limit, *_ in _limits()], ids=lambda limit: limit.name)
def test_what_is_offered_instead_exists(limit: Limit) -> None:
    pages = {page.id for page in Playbook(SHIPPED).pages(Language.ENGLISH)}
    assert set(limit.pages) <= pages
