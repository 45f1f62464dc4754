"""What day an expression means, seen from Wednesday 18 March 2026."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.understanding.dates import find_dates, find_times
from bot.understanding.written import written

TODAY = date(2026, 3, 18)
FIXED = {
    "今天": "03-18", "昨天": "03-17", "昨日": "03-17", "前天": "03-16", "大前天": "03-15", "明天": "03-19", "后天": "03-20",
    "後天": "03-20", "大後天": "03-21", "聽日": "03-19", "尋日": "03-17", "上週四": "03-12", "上周四": "03-12",
    "上星期五": "03-13", "上禮拜一": "03-09", "本週五": "03-20", "這週五": "03-20", "这周一": "03-16", "下週一": "03-23",
    "下周一": "03-23", "下下週一": "03-30", "下下周一": "03-30", "上上週四": "03-05", "下個月5號": "04-05",
    "下个月五号": "04-05", "這個月底": "03-31", "月底": "03-31", "本月底": "03-31", "下個月底": "04-30", "年底": "12-31",
    "三天前": "03-15", "3天後": "03-21", "兩週後": "04-01", "两周后": "04-01", "2026年3月5日": "03-05",
    "2026/03/05": "03-05", "2026-3-5": "03-05", "二〇二六年三月五日": "03-05", "今年3月5日": "03-05",
    "yesterday": "03-17", "today": "03-18", "tomorrow": "03-19", "tmrw": "03-19", "last night": "03-17",
    "the day before yesterday": "03-16", "last Friday": "03-13", "last Thursday": "03-12", "next Monday": "03-23",
    "this Friday": "03-20", "in two weeks": "04-01", "in 3 days": "03-21", "3 days ago": "03-15", "two weeks ago": "03-04",
    "end of month": "03-31", "end of next month": "04-30", "EOM": "03-31", "end of the year": "12-31",
    "end of the week": "03-20", "5 March 2026": "03-05", "March 5, 2026": "03-05", "a week from Monday": "03-30",
}  # fmt: skip
TWO_SIDED = {
    "3/12": ("2026-03-12", "2027-03-12"),
    "10.27": ("2025-10-27", "2026-10-27"),
    "28號": ("2026-02-28", "2026-03-28"),
    "28号": ("2026-02-28", "2026-03-28"),
    "三月十二日": ("2026-03-12", "2027-03-12"),
    "週四": ("2026-03-12", "2026-03-19"),
    "星期四": ("2026-03-12", "2026-03-19"),
    "Thursday": ("2026-03-12", "2026-03-19"),
    "the 28th": ("2026-02-28", "2026-03-28"),
    "March 12": ("2026-03-12", "2027-03-12"),
}


@pytest.mark.parametrize(("said", "day"), FIXED.items())
def test_a_day_that_is_the_same_for_past_and_future(said: str, day: str) -> None:
    (found,) = find_dates(written(said), TODAY)
    expected = date.fromisoformat(f"2026-{day}")
    assert found.day is not None
    assert (found.day.past, found.day.future) == (expected, expected)
    assert (found.start, found.end) == (0, len(said))


@pytest.mark.parametrize(("said", "days"), TWO_SIDED.items())
def test_a_day_that_is_another_one_for_past_and_future(said: str, days: tuple[str, str]) -> None:
    (found,) = find_dates(written(said), TODAY)
    assert found.day is not None
    assert (found.day.past.isoformat(), found.day.future.isoformat()) == days


@pytest.mark.parametrize(
    "said", ["2月31日", "2/30", "31 February 2026", "2026-13-40", "1890年3月5日", "2090/1/1", "99999天後"]
)
def test_a_day_that_no_calendar_has_is_said_to_be_impossible(said: str) -> None:
    assert all(found.day is None for found in find_dates(written(said), TODAY))


@pytest.mark.parametrize("said", ["下週", "soon", "改天"])
def test_a_vague_expression_names_no_day(said: str) -> None:
    assert all(found.day is None for found in find_dates(written(said), TODAY))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.text(max_size=6),
            st.sampled_from(
                [*FIXED, *TWO_SIDED, "週", "月", "號", "年", "/", ".", "-", "十", "last", "next", "in", "99"]
            ),
        ),
        max_size=8,
    ),
    st.dates(date(2001, 1, 1), date(2059, 12, 31)),
)
def test_no_text_ends_the_reading_and_every_place_is_inside_of_it(pieces: list[str], today: date) -> None:
    message = written("".join(pieces))
    end = 0
    for found in find_dates(message, today):
        assert end <= found.start < found.end <= len(message.text)
        end = found.end
    for time in find_times(message):
        assert 0 <= time.start < time.end <= len(message.text)
