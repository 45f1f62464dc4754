"""Documents are cut where a reader would cut them, and nothing is lost on the way."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.documents import Passage, split_passages
from knowledge.documents.cleaning import clean_text
from knowledge.documents.frontmatter import front_matter_end
from knowledge.documents.sentences import cost


def breadcrumbs(text: str) -> list[tuple[str, ...]]:
    return [passage.heading for passage in split_passages(text)]


def size(passage: Passage, word_cost: float = 350 / 170) -> float:
    return cost(passage.text, word_cost)


def test_markdown_headings_become_breadcrumbs() -> None:
    passages = split_passages("# 手冊\n前言。\n\n## **價格** ##\n太貴。\n\n## 品質\n很好。\n")
    assert passages == [
        Passage("前言。", ("手冊",), 2, 2),
        Passage("太貴。", ("手冊", "價格"), 5, 5),
        Passage("很好。", ("手冊", "品質"), 8, 8),
    ]


def test_underlined_headings() -> None:
    assert breadcrumbs("Manual\n======\n\nPrice\n-----\nHigh.") == [("Manual", "Price")]


def test_plain_numbering_nests() -> None:
    text = """第一章 開場
一、準備
先查資料。
（一）公司
看他們的網站。
二、提問
多聽少說。
第二章 成交
1. 報價
先給高的。
2. 簽約
當天就簽。
"""
    assert breadcrumbs(text) == [
        ("第一章 開場", "一、準備"),
        ("第一章 開場", "一、準備", "（一）公司"),
        ("第一章 開場", "二、提問"),
        ("第二章 成交", "1. 報價"),
        ("第二章 成交", "2. 簽約"),
    ]


def test_questions_head_their_answers() -> None:
    text = "# 常見問題\nQ: 客戶說太貴怎麼辦？\nA: 問他跟誰比。\n\nQ2：客戶不回電？\nA：換個管道。\n"
    passages = split_passages(text)
    assert [passage.heading[-1] for passage in passages] == ["Q: 客戶說太貴怎麼辦？", "Q2：客戶不回電？"]
    assert [passage.text for passage in passages] == ["A: 問他跟誰比。", "A：換個管道。"]


def test_a_question_with_its_answer_in_one_line_is_text() -> None:
    assert split_passages("Q: 貴嗎？ A: 不貴。")[0].text == "Q: 貴嗎？ A: 不貴。"


@pytest.mark.parametrize("heading", ["【開場白】", "**開場白**", "① 開場白", "1.1 開場白", "Chapter 1 Opening"])
def test_other_plain_headings(heading: str) -> None:
    passages = split_passages(f"{heading}\n先自我介紹，再問問題。\n")
    assert passages == [Passage("先自我介紹，再問問題。", (heading.strip("*"),), 2, 2)]


def test_a_numbered_list_is_not_headings() -> None:
    passages = split_passages("1. 價格\n2. 品質\n3. 服務\n\n以上三點都要講到。\n")
    assert len(passages) == 1
    assert passages[0].heading == ()
    assert passages[0].text == "1. 價格\n2. 品質\n3. 服務\n\n以上三點都要講到。"


def test_numbered_sentences_are_not_headings() -> None:
    assert breadcrumbs("1. 先問需求，再報價。\n然後等他說。\n") == [()]


def test_headings_with_nothing_below_are_kept_as_text() -> None:
    passages = split_passages("# 手冊\n## 空的\n## 也是空的\n### 深\n內容。\n# 最後\n")
    assert [(passage.heading, passage.text) for passage in passages] == [
        (("手冊",), "空的"),
        (("手冊", "也是空的", "深"), "內容。"),
        ((), "最後"),
    ]


def test_hashtags_are_not_headings() -> None:
    assert split_passages("#限時優惠 #買一送一\n")[0].text == "#限時優惠 #買一送一"


def test_front_matter_is_dropped_and_lines_still_count() -> None:
    passages = split_passages("---\ntitle: 手冊\ntags: [a]\n---\n\n內容。\n")
    assert passages == [Passage("內容。", (), 6, 6)]


def test_a_ruled_line_is_not_front_matter() -> None:
    assert split_passages("---\n內容。\n---\n更多。\n")[0].text == "內容。\n\n更多。"


def test_a_list_keeps_its_lead_in() -> None:
    lead = "拜訪前要準備這些東西："
    items = [f"- 第{n}項，請事先確認好數量與內容，不要到了現場才發現少帶。" for n in range(40)]
    passages = split_passages("\n".join(["前文。" * 100, "", lead, *items]))
    with_items = [passage for passage in passages if "- 第" in passage.text]
    assert len(with_items) > 2
    assert all(passage.text.startswith(lead) for passage in with_items)
    assert [item for passage in with_items for item in passage.text.split("\n")[1:]] == items
    assert with_items[1].start_line == with_items[0].end_line + 1


def test_an_item_keeps_what_is_indented_below_it() -> None:
    items = [f"{n}. 項目{n}\n   - 細節甲，{'說明' * 20}。\n   - 細節乙。" for n in range(1, 30)]
    passages = split_passages("\n".join(items))
    assert len(passages) > 1
    assert all(re.match(r"\d+\. 項目", passage.text) for passage in passages)
    assert all(passage.heading == () for passage in passages)


def test_a_long_table_repeats_its_header() -> None:
    rows = [f"| 產品{n} | {n}00 元 |" for n in range(200)]
    passages = split_passages("\n".join(["# 價目", "| 品名 | 價格 |", "| --- | --- |", *rows]))
    assert len(passages) > 3
    for passage in passages:
        assert passage.text.startswith("| 品名 | 價格 |\n| --- | --- |\n| 產品")
    assert [row for passage in passages for row in passage.text.split("\n")[2:]] == rows
    assert passages[1].start_line == passages[0].end_line + 1
    sizes = [size(passage) for passage in passages]
    assert max(sizes) <= 350 * 1.5
    assert min(sizes) >= 350 * 0.5


def test_code_is_not_read_as_headings() -> None:
    passages = split_passages("範例：\n```\n# not a heading\n\n- x\n```\n")
    assert passages[0].heading == ()
    assert "# not a heading" in passages[0].text


def test_an_unclosed_fence_does_not_swallow_the_rest() -> None:
    assert breadcrumbs("```\ncode\n\n# 標題\n內容。\n")[-1] == ("標題",)


def test_short_paragraphs_under_one_heading_go_together() -> None:
    passages = split_passages("# 價格\n" + "\n\n".join(f"這是第{n}段，不長。" for n in range(20)))
    assert len(passages) == 1


def test_no_tiny_passage_is_left_at_the_end_of_a_section() -> None:
    paragraph = "客戶說太貴的時候，先問他拿什麼比較。" * 18
    passages = split_passages(f"# 價格\n{paragraph}\n\n記得微笑。\n\n# 品質\n很好。\n")
    assert [passage.heading for passage in passages] == [("價格",), ("品質",)]
    assert passages[0].text.endswith("記得微笑。")


@pytest.mark.parametrize(
    "sentence",
    [
        "客戶說太貴的時候，先問他拿什麼比較，再回到他的需求。",
        "他說：「我們再考慮看看。」",
        "The price is 3.5 dollars, e.g. for Mr. Smith of ACME Inc. in the U.S. market. ",
        "Is it too expensive? ",
    ],
)
def test_sentences_stay_whole(sentence: str) -> None:
    passages = split_passages(sentence * 200)
    assert len(passages) > 3
    for passage in passages:
        assert len((passage.text + " ").replace(sentence.strip(), "").split()) == 0
        assert size(passage) <= 350 * 1.5


def test_an_endless_sentence_is_cut_at_its_clauses() -> None:
    passages = split_passages("先問他拿什麼比較，" * 200)
    assert all(passage.text.endswith("，") for passage in passages)


def test_words_stay_whole_where_nothing_else_does() -> None:
    passages = split_passages("discount " * 2000)
    assert set(" ".join(passage.text for passage in passages).split()) == {"discount"}


def test_wrapped_lines_of_one_paragraph_keep_their_numbers() -> None:
    lines = [f"這是第{n}行，說的是怎麼和客戶談價格而不讓步。" for n in range(60)]
    passages = split_passages("\n".join(lines))
    for passage in passages:
        assert passage.text == "\n".join(lines[passage.start_line - 1 : passage.end_line])


def test_targets_can_be_chosen() -> None:
    text = "客戶說太貴的時候，先問他拿什麼比較。" * 100
    assert len(split_passages(text, target_characters=100)) > 2 * len(split_passages(text))


def test_nothing_gives_nothing() -> None:
    assert split_passages("") == split_passages("\n \n---\n\u200b\n") == []


_PIECES = (
    "客戶說太貴。", "價格，", "我們", "# 標題", "## 小標", "一、準備", "1. 項目", "2. 第二", "- 點",
    "  - 子點", "| a | b |", "|---|---|", "Q: 為何？", "A: 因為", "```", "~~~", "---", "===", "**粗體**",
    "第一章 開場", "1.1 細", "（一）甲", "① 圈", "\t", "hello world.", "Mr. X said hi!", "    indented",
    "【附錄】", "> 引", ":", "：", "#", "##", "#tag", "-", "1.", "title: x", "\x0b", "\u200b", "\r", "",
)  # fmt: skip
_LINES = (
    st.sampled_from(_PIECES)
    | st.lists(st.sampled_from(_PIECES), max_size=4).map(" ".join)
    | st.text(max_size=30)
    | st.text(alphabet="價a 。.,，\n", max_size=400)
)


def squash(text: str) -> str:
    return "".join(text.split())


@settings(deadline=None, max_examples=200)
@given(st.lists(_LINES, max_size=40).map("\n".join))
def test_no_line_is_lost(text: str) -> None:
    passages = split_passages(text, target_characters=60, target_words=30)
    lines = clean_text(text).split("\n")
    whole = squash("\n".join(passage.text for passage in passages))
    headings = "\n".join(squash(heading) for passage in passages for heading in passage.heading)
    for line in lines[front_matter_end(lines) :]:
        wanted = squash(line)
        if not any(map(str.isalnum, wanted)):
            continue
        shown = squash(re.sub(r"^[#\s]*[*_]*|[*_]*[#\s]*$", "", line.strip()))
        found = wanted in whole or shown in whole or shown in headings
        # A row above all limits is cut, and its parts then have the header between them.
        assert found or all(squash(part) in whole for part in re.split(r"[。.,，\s|]+", line))
    last = 0
    for passage in passages:
        assert passage.text.strip()
        assert last <= passage.start_line <= passage.end_line <= len(lines)
        assert size(passage, 2.0) <= 60 * 1.5
        last = passage.start_line


@pytest.mark.parametrize(
    "unit",
    [
        "價",
        "a",
        "a ",
        "價格太貴，客戶說。",
        "!",
        "。」",
        ". ",
        "#",
        "價格\n",
        "# a\n",
        "1. a\n",
        "|a|b|\n",
        "```\n~~~a\n",
        "![](",
        "Q: a\n",
    ],
)
def test_a_long_monotonous_text_is_cut_like_any_other(unit: str) -> None:
    # Anything quadratic in 300,000 characters would outlast the patience of whoever runs the tests.
    passages = split_passages(unit * (300_000 // len(unit)))
    assert all(len(passage.text) <= 350 * 7.5 for passage in passages)
    assert 100 < len(passages) < 1000


def test_a_huge_gap_does_not_get_into_a_passage() -> None:
    passages = split_passages("價格" + " " * 1_000_000 + "太貴")
    assert sum(len(passage.text) for passage in passages) < 20
