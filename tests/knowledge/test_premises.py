"""Questions that count wrongly are told from those that do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wording import say
from knowledge.language import Language
from knowledge.pages import SHIPPED, Playbook
from knowledge.premises import _all, _Counted, wrong_count

WRONG = [
    ("what are the five grades of clients?", "client_grades"),
    ("五級客戶怎麼分？", "client_grades"),
    ("客户分五级对吗", "client_grades"),
    ("客戶分成三級，是哪三級", "client_grades"),
    ("第十個關鍵動作是什麼", "key_actions"),
    ("十二大关键动作", "key_actions"),
    ("what is the tenth key action", "key_actions"),
    ("key action 10", "key_actions"),
    ("鐵四角是哪四個人", "iron_triangle"),
    ("iron square", "iron_triangle"),
    ("客戶關係分四層嗎", "three_layers"),
    ("the four types of market", "market_types"),
    ("營銷五要素", "marketing_elements"),
    ("業務設計七要素是什麼", "design_elements"),
    ("五個提升計畫怎麼做", "improvement_plans"),
]

RIGHT = [
    "鐵三角是什麼",
    "九大關鍵動作是哪些",
    "先做哪三個關鍵動作",
    "第三大關鍵動作是什麼",
    "key action 3",
    "the four client grades",
    "the first grades we gave",
    "two tiers of customers",
    "支援度有五個等級嗎",
    "are there five grades of support?",
    "五個客戶要怎麼分配時間",
    "我有十個關鍵客戶",
    "二級部門的主管",
    "三個月沒見面",
    "客戶關係三層",
    "",
]


@pytest.mark.parametrize(("question", "thing"), WRONG)
def test_a_wrong_count_is_noticed(question: str, thing: str) -> None:
    wrong = wrong_count(question)
    assert wrong is not None
    assert wrong.thing == thing


@pytest.mark.parametrize("question", RIGHT)
def test_a_right_count_or_another_thing_is_let_pass(question: str) -> None:
    assert wrong_count(question) is None


ENGLISH = {
    "client_grades": "client grades",
    "key_actions": "key actions",
    "three_layers": "relationship layers",
    "market_types": "market types",
    "marketing_elements": "marketing elements",
    "design_elements": "elements of business design",
    "improvement_plans": "improvement plans",
}


@pytest.mark.parametrize("counted", _all(), ids=lambda counted: counted.wrong.thing)
def test_all_of_them_are_just_so_many(counted: _Counted) -> None:
    if counted.wrong.thing in ENGLISH:
        asked = {number: f"the {number} {ENGLISH[counted.wrong.thing]}" for number in range(2, 13)}
        assert [number for number, question in asked.items() if wrong_count(question) is None] == [counted.count]


def test_every_thing_has_its_page_and_its_sentence() -> None:
    pages = {page.id for page in Playbook(SHIPPED).pages(Language.ENGLISH)}
    assert {counted.wrong.page for counted in _all()} <= pages
    for language in Language:
        assert all(say(language, f"premise.{counted.wrong.thing}") for counted in _all())


@given(st.text(max_size=40) | st.from_regex(r"第?[0-9十百一二三五兩]{0,3}(個|大)?(關鍵動作|級客戶)", fullmatch=True))
def test_any_text_is_read_without_a_fault(question: str) -> None:
    wrong_count(question)
