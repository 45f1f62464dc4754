"""What kind of answer a question asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import text
from knowledge.kinds import Kind, read

KINDS = [
    ("副總多久要去看一次客戶", Kind.HOW_OFTEN),
    ("S 級客戶一年要拜訪幾次", Kind.HOW_OFTEN),
    ("多久复盘一次客户计划", Kind.HOW_OFTEN),
    ("how often should I see a B client", Kind.HOW_OFTEN),
    ("when should we hold the strategy meeting", Kind.HOW_OFTEN),
    ("鐵三角是什麼", Kind.WHAT),
    ("什么叫决策链", Kind.WHAT),
    ("MCR 是什麼意思", Kind.WHAT),
    ("what is the decision chain", Kind.WHAT),
    ("What does VCT mean?", Kind.WHAT),
    ("客戶說太貴我該怎麼說", Kind.WORDS),
    ("老板问我进度，我怎么回复", Kind.WORDS),
    ("跟採購第一次見面怎麼開口", Kind.WORDS),
    ("What do I say when he asks for a discount?", Kind.WORDS),
    ("give me a line for the first call", Kind.WORDS),
    ("給我一個例子", Kind.EXAMPLE),
    ("客户分级有没有实际案例", Kind.EXAMPLE),
    ("can you give me an example of a good account plan", Kind.EXAMPLE),
    ("關鍵客戶關係跟普遍客戶關係差在哪", Kind.COMPARE),
    ("精英销售和流程型销售有什么区别", Kind.COMPARE),
    ("difference between key and general relationship", Kind.COMPARE),
    ("iron triangle vs single seller", Kind.COMPARE),
    ("誰該負責客戶資料", Kind.WHO),
    ("决策链里谁最重要", Kind.WHO),
    ("who should own the client information base", Kind.WHO),
    ("客戶關係要怎麼衡量", Kind.MEASURE),
    ("支持度怎么打分", Kind.MEASURE),
    ("how do we measure client relationships", Kind.MEASURE),
    ("how do I know if he supports us", Kind.MEASURE),
    ("拜訪前要準備什麼", Kind.CHECKLIST),
    ("what should I prepare before the visit", Kind.CHECKLIST),
    ("is there a checklist for receptions", Kind.CHECKLIST),
    ("高層互訪常見錯誤", Kind.PITFALLS),
    ("价格战有什么风险", Kind.PITFALLS),
    ("what mistakes do people make with account plans", Kind.PITFALLS),
    ("what can go wrong with a gift", Kind.PITFALLS),
    ("為什麼要做客戶分級", Kind.WHY),
    ("为啥要轮岗", Kind.WHY),
    ("why bother with general relationships", Kind.WHY),
    ("客戶不理我怎麼辦", Kind.HOW),
    ("怎么提高客户支持度", Kind.HOW),
    ("How do I raise support?", Kind.HOW),
    ("what should I do if the buyer leaves", Kind.HOW),
    ("客戶的採購換人了", None),
    ("the buyer has just left the company", None),
    ("😀", None),
    ("", None),
]


@pytest.mark.parametrize(("question", "kind"), KINDS)
def test_kind(question: str, kind: Kind | None) -> None:
    assert read(question).kind is kind


@pytest.mark.parametrize(("question", "kind"), [row for row in KINDS if not row[0].isascii()])
def test_kind_is_the_same_in_both_scripts(question: str, kind: Kind | None) -> None:
    for config in ("t2s", "s2t"):
        assert read(text.converter(config).convert(question)) == read(question)


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("為什麼？", ()),
        ("怎麼做", ()),
        ("why", ()),
        ("How?", ()),
        ("举个例子", ()),
        ("有沒有實際案例", ()),
        ("可以舉例嗎", ()),
        ("要準備什麼", ()),
        ("會不會有什麼風險", ()),
        ("那是什麼意思", ()),
        ("tell me more", ()),
        ("give me an example", ()),
        ("什麼是鐵三角", ("铁三", "三角")),
        ("what is the decision chain", ("decis", "chain")),
        ("why visit clients", ("visit", "client")),
    ],
)
def test_subject_is_what_is_left_without_the_way_of_asking(question: str, subject: tuple[str, ...]) -> None:
    assert read(question).subject == subject


@pytest.mark.parametrize(
    ("question", "goes_on"),
    [
        ("那 B 級客戶呢", True),
        ("那為什麼", True),
        ("如果他不肯呢？", True),
        ("还有呢", True),
        ("，然後呢", True),
        ("and for B clients?", True),
        ("But what if he refuses?", True),
        ("tell me more", True),
        ("ok so who signs", True),
        ("什麼是鐵三角", False),
        ("what is the iron triangle", False),
        ("android or iphone for the team?", False),
        ("sophisticated buyers", False),
        ("客戶那邊沒有預算", False),
    ],
)
def test_goes_on(question: str, goes_on: bool) -> None:
    assert read(question).goes_on is goes_on


@given(st.text(st.characters(), max_size=80))
def test_any_text_can_be_read(question: str) -> None:
    asked = read(question)
    assert asked.kind is None or asked.kind in set(Kind)
    assert len(set(asked.subject)) == len(asked.subject)
