"""Chinese date expressions, on folded text."""

import re
from collections.abc import Callable
from datetime import date
from functools import cache

from bot.understanding.dates import calendar
from bot.understanding.dates.calendar import Day
from bot.understanding.dates.words import NUMBER, any_of, days, number, vague, weekdays

Rule = tuple[re.Pattern[str], Callable[[re.Match[str], date], Day | None]]
"""An expression, and the day it means; None when it names no day."""

_WEEK = "(?:周|星期|礼拜)"
_END = "(?:月底|月末)"


@cache
def rules() -> list[Rule]:
    """All of them."""
    weekday = "".join(weekdays("zh"))
    day = f"(?P<day>{NUMBER})"
    month = f"(?P<month>{NUMBER})"
    written = [
        (any_of(days("zh")), _word),
        (f"(?P<weeks>上上+个?|下下+个?|上个?|下个?|这个?|本)?(?P<week>{_WEEK})(?P<weekday>[{weekday}])(?![0-9])", _weekday),
        (f"(?P<n>{NUMBER}|半)个?(?P<unit>天|日|周|星期|礼拜|月|工作日)(?:之|以)?(?P<side>前|后)", _distance),
        (f"(?:再)?过(?P<n>{NUMBER})个?(?P<unit>天|周|星期|礼拜|月)", _distance),
        (f"(?P<year>(?:19|20|21)[0-9]{{2}}|[一二][〇零一二三四五六七八九]{{3}}|今|明|去)年[ ]?的?{month}[ ]?月[ ]?(?:份的?)?{day}[ ]?[日号]?", _full),
        (f"(?<![0-9.])(?P<year>(?:19|20|21)[0-9]{{2}})(?P<mark>[-/.]){month}(?P=mark){day}(?![0-9])", _full),
        (f"(?:元月|{month}[ ]?月)(?:份的?)?[ ]?{day}(?:[ ]?[日号]|(?![0-9]|[个天次万块元点台件家位人套年月周]))", _month_day),
        (r"(?<![0-9./$-])(?<![0-9]:)(?P<month>1[0-2]|0?[1-9])/(?P<day>3[01]|[12][0-9]|0?[1-9])(?![0-9/%]|\.[0-9])", _month_day),
        (r"(?<![0-9./$-])(?<![0-9]:)(?P<month>1[0-2]|0?[1-9])\.(?P<day>3[01]|[12][0-9]|0[1-9])(?![0-9.%万亿千百折倍kmMK]|[ ]?(?:%|万|亿|折|倍|个|[kmap]m?\b))", _month_day),
        (r"(?:^|(?<=\n))(?P<month>1[0-2]|[1-9])\.(?P<day>[1-9])(?=[ ]?[\u3400-\u9fff])(?![ ]?[万亿折倍个分版代元块])", _month_day),
        (f"(?<![0-9.])(?P<month>{NUMBER})月(?:份)?(?:底|末)", _named_month_end),
        (f"(?P<months>上上?个?|下下?个?|这个?|本){_END}", _month_end),
        (f"(?<![0-9一二三四五六七八九十]){_END}", _month_end),
        ("(?P<years>去|今|明)?年(?:底|末)", _year_end),
        (f"(?P<months>上上?个?|下下?个?|这个?|本)月的?[ ]?{day}[ ]?[日号]", _of_month),
        (f"(?<![0-9.月/年第])(?P<day>3[01]|[12][0-9]|0?[1-9]|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?:[ ]?号(?![楼仓机线厂馆门店桌院台车位])|日(?![内程志常子系期语本元用后報报]))", _day_alone),
        (f"(?:这|本|上|下)?个?(?:周|星期|礼拜)(?=底)底", _nothing),
        (any_of(vague("zh")), _nothing),
    ]  # fmt: skip
    return [(re.compile(f"(?<!每)(?<!每个)(?:{expression})"), meaning) for expression, meaning in written]


def _word(match: re.Match[str], today: date) -> Day:
    return calendar.after(today, days("zh")[match[0]])


def _weekday(match: re.Match[str], today: date) -> Day:
    number = weekdays("zh")[match["weekday"]]
    said = match["weeks"] or ""
    if not said:
        return calendar.weekday(today, number)
    return calendar.of_week(today, said.count("下") - said.count("上"), number)


def _distance(match: re.Match[str], today: date) -> Day:
    sign = -1 if match.groupdict().get("side") == "前" else 1
    if match["n"] == "半":
        return calendar.after(today, sign * (15 if match["unit"] == "月" else 0))
    count = number(match["n"]) * sign
    match match["unit"]:
        case "天" | "日":
            return calendar.after(today, count)
        case "月":
            return calendar.in_months(today, count)
        case "工作日":
            return calendar.working_days(today, count)
        case _:
            return calendar.after(today, 7 * count)


def _full(match: re.Match[str], today: date) -> Day:
    said = match["year"]
    near = {"今": today.year, "明": today.year + 1, "去": today.year - 1}
    year = near[said] if said in near else int(said) if said.isascii() else number(said)
    return calendar.of_year(today, number(match["month"]), number(match["day"]), year)


def _month_day(match: re.Match[str], today: date) -> Day:
    return calendar.of_year(today, number(match["month"] or "1"), number(match["day"]))


def _named_month_end(match: re.Match[str], today: date) -> Day:
    return calendar.named_month_end(today, number(match["month"]))


def _months(match: re.Match[str]) -> int:
    said = match.groupdict().get("months") or ""
    return said.count("下") - said.count("上")


def _month_end(match: re.Match[str], today: date) -> Day:
    return calendar.month_end(today, _months(match))


def _year_end(match: re.Match[str], today: date) -> Day:
    year = today.year + {"去": -1, "明": 1}.get(match["years"] or "", 0)
    return calendar.fixed(date(year, 12, 31))


def _of_month(match: re.Match[str], today: date) -> Day:
    return calendar.in_months(today, _months(match), number(match["day"]))


def _day_alone(match: re.Match[str], today: date) -> Day:
    return calendar.of_month(today, number(match["day"]))


def _nothing(_match: re.Match[str], _today: date) -> None:
    return None
