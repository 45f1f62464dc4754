"""Questions that count wrongly are told from those that do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wording import say
from knowledge.language import Language
from knowledge.pages import SHIPPED, Playbook
from knowledge.premises import _claims, _Counted, _counts, correction

WRONG = [
    ("what are the five grades of clients?", "client_grades"),
    ("五級客戶怎麼分？", "client_grades"),
    ("客户分五级对吗", "client_grades"),
    ("客戶分成三級，是哪三級", "client_grades"),
    ("客戶為什麼分五級", "client_grades"),
    ("五個等級的客戶怎麼顧", "client_grades"),
    ("第十個關鍵動作是什麼", "key_actions"),
    ("十二大关键动作", "key_actions"),
    ("what is the tenth key action", "key_actions"),
    ("key action 10", "key_actions"),
    ("鐵四角是哪四個人", "iron_triangle"),
    ("鐵三角是哪四個角色", "iron_triangle"),
    ("why does the iron triangle have four roles", "iron_triangle"),
    ("iron square", "iron_triangle"),
    ("客戶關係分四層嗎", "three_layers"),
    ("five layers of customer relationship", "three_layers"),
    ("the four types of market", "market_types"),
    ("市場有四類", "market_types"),
    ("營銷五要素", "marketing_elements"),
    ("五大營銷要素", "marketing_elements"),
    ("業務設計七要素是什麼", "design_elements"),
    ("business design has seven elements, right?", "design_elements"),
    ("the five improvement plans", "improvement_plans"),
    ("多久拜訪一次 S 級客戶", "visit_frequency"),
    ("B 类客户一年要拜访几次", "visit_frequency"),
    ("how often must we see a B client", "visit_frequency"),
    ("關係好就一定有訂單，對吧", "friendship_and_orders"),
    ("鹽鹼地市場看營收可以嗎", "saline_revenue"),
    ("推拉結合是以推為主嗎", "push_first"),
    ("客戶關係只有 AR 負責？", "only_the_account_owner"),
]

RIGHT = [
    "鐵三角是什麼",
    "高層多久拜訪一次客戶",
    "推和拉哪個為主",
    "how many visits a week is sensible",
    "how often must we review the plan",
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
    "我有八個客戶等級都是B，先跑誰",
    "我手上有十個客戶等級是A",
    "寫了五份提升計畫",
    "review 12 improvement plans from my team",
    "客戶關係有一層隔閡",
    "這週的三大關鍵動作",
    "前五大關鍵動作",
    "the two key actions I should never skip",
    "the two grades B and C differ",
    "steel in 12 grades",
    "five grades of paint",
    "5 tiers of customer service",
    "pig iron 10 tons",
    "市場分兩種情況",
    "客戶分三等份",
    "這個客戶有五個等級的採購權限",
    "我們公司把客戶分五級，怎麼對應",
    "our five client grades",
    "",
]


@pytest.mark.parametrize(("question", "thing"), WRONG)
def test_a_correction_is_noticed(question: str, thing: str) -> None:
    wrong = correction(question)
    assert wrong is not None
    assert wrong.thing == thing


@pytest.mark.parametrize("question", RIGHT)
def test_a_right_count_or_another_thing_is_let_pass(question: str) -> None:
    assert correction(question) is None


ENGLISH = {
    "client_grades": "client grades",
    "key_actions": "key actions",
    "three_layers": "relationship layers",
    "market_types": "market types",
    "marketing_elements": "marketing elements",
    "design_elements": "elements of business design",
    "improvement_plans": "improvement plans",
}


@pytest.mark.parametrize("counted", _counts(), ids=lambda counted: counted.thing.thing)
def test_more_than_there_are_is_wrong_and_the_true_number_is_not(counted: _Counted) -> None:
    if counted.thing.thing in ENGLISH:
        asked = {number: f"what are the {number} {ENGLISH[counted.thing.thing]}" for number in range(counted.count, 13)}
        assert [number for number, question in asked.items() if correction(question) is None] == [counted.count]


def test_every_thing_has_its_page_and_its_sentence() -> None:
    pages = {page.id for page in Playbook(SHIPPED).pages(Language.ENGLISH)}
    assert {each.thing.page for each in (*_counts(), *_claims())} <= pages
    for language in Language:
        assert all(say(language, f"premise.{each.thing.thing}") for each in (*_counts(), *_claims()))


@given(st.text(max_size=40) | st.from_regex(r"第?[0-9十百一二三五兩]{0,3}(個|大)?(關鍵動作|級客戶)", fullmatch=True))
def test_any_text_is_read_without_a_fault(question: str) -> None:
    correction(question)
