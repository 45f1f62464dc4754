"""From a message to the books: what the card shows is what is written, once, with its audit, and can be taken back."""

from collections.abc import Callable
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.evaluation.database import Database
from bot.evaluation.tables import (
    Account,
    Assessment,
    Attendee,
    Companion,
    Complaint,
    Contact,
    Event,
    Interaction,
    PendingCard,
    PlanItem,
)
from bot.understanding.reading import Activity, Frame, Intent, Named, Person, Severity, Stance
from tests.bot.cards.conftest import CHEN, HONGYUE, NOW, SUNDAY, WANG, Talk, Told, reading, statements, visit
from tests.bot.conftest import Watch

Begin = Callable[..., Talk]
Stored = Callable[[Any], list[Any]]
FULL = visit(
    contacts=(Person(WANG, stance=Stance.SUPPORT), Person(CHEN)),
    time=time(14),
    activity_type=Activity.MEETING,
    next_step="送新報價",
    next_date=date(2026, 10, 30),
    amount=3_000_000,
    rep=Named("許哲瑋", "r5"),
)


def test_nothing_is_written_before_save(
    talk: Begin, told: Told, stored: Stored, events: Callable[[], list[Event]]
) -> None:
    told.messages["拜訪了宏岳"] = reading(FULL)
    talk().say("拜訪了宏岳")
    assert stored(Interaction) == []
    assert events() == []
    (card,) = stored(PendingCard)
    assert (card.closed_at, card.skill) == (None, "log_visit")


def test_the_card_shows_what_save_writes(talk: Begin, told: Told, stored: Stored) -> None:
    told.messages["昨天下午跟宏岳的王總和 Kevin 開會"] = reading(FULL)
    eason = talk()
    shown = eason.say("昨天下午跟宏岳的王總和 Kevin 開會")
    assert shown.splitlines()[2:] == [
        "• 客戶：宏岳電子（你寫「宏岳」）",
        "• 對象：王建宏（總經理）（你寫「王總」），態度：支持、陳柏宇（採購經理）（你寫「Kevin」）",
        "• 方式：會議",
        "• 日期：2026-10-25（週日） 14:00",
        "• 內容：新產線報價",
        "• 金額：3,000,000",
        "• 下一步：2026-10-30（週五）、送新報價",
        "• 同行：許哲瑋",
    ]
    assert eason.labels == ["儲存", "修改", "取消"]
    assert eason.press("儲存") == "存好了：會議｜宏岳電子、王建宏、陳柏宇｜2026-10-25（週日）"
    (row,) = stored(Interaction)
    assert (row.type, row.occurred_on, row.occurred_at, row.topic) == ("meeting", SUNDAY, time(14), "新產線報價")
    assert (row.amount, row.next_step, row.next_on) == (Decimal(3_000_000), "送新報價", date(2026, 10, 30))
    assert (row.adapter, row.message_id, row.logged_at) == ("paper", "m1", NOW)
    assert row.owner_id == row.next_owner_id
    assert len(stored(Attendee)) == 2
    assert len(stored(Companion)) == 1
    (seen,) = stored(Assessment)
    assert (seen.support, seen.intimacy, seen.evidence_id, seen.assessed_on) == (1, None, row.id, SUNDAY)


def test_every_row_has_its_audit_event(talk: Begin, told: Told, events: Callable[[], list[Event]]) -> None:
    told.messages["開會"] = reading(FULL)
    eason = talk()
    eason.say("開會")
    eason.press("儲存")
    found = events()
    assert sorted(each.subject for each in found) == ["assessment", "attendee", "attendee", "companion", "interaction"]
    assert {each.verb for each in found} == {"created"}
    assert {each.message_id for each in found} == {"m2"}


def test_a_saved_visit_takes_at_most_twelve_statements(talk: Begin, told: Told, company: Database) -> None:
    told.messages["拜訪"] = reading(visit())
    eason = talk()
    for _ in range(2):
        eason.say("拜訪")
        with statements(company) as sent:
            eason.act(eason.action("儲存"))
    # The test itself reads the reply.
    counted = [each for each in sent if "SELECT outbox_message.reply" not in each]
    while counted and counted[-1].startswith("BEGIN"):
        counted.pop()
    assert len(counted) <= 12, "\n".join(counted)


def test_save_pressed_twice_writes_once(talk: Begin, told: Told, stored: Stored) -> None:
    told.messages["拜訪"] = reading(visit())
    eason = talk()
    eason.say("拜訪")
    save = eason.action("儲存")
    eason.act(save)
    assert eason.act(save) == "這張卡片已經存過了：拜訪｜宏岳電子、王建宏｜2026-10-25（週日）"
    assert len(stored(Interaction)) == 1


def test_undo_takes_all_of_it_back(talk: Begin, told: Told, stored: Stored, events: Callable[[], list[Event]]) -> None:
    told.messages["開會"] = reading(FULL)
    eason = talk()
    eason.say("開會")
    eason.press("儲存")
    undo = eason.action("復原")
    assert eason.press("復原").startswith("已復原")
    for table in (Interaction, Attendee, Companion, Assessment):
        assert stored(table) == []
    assert len(events()) == 10
    assert eason.act(undo).startswith("這一筆存過，後來復原了")
    assert eason.say("復原").startswith("這一筆存過，後來復原了")
    assert len(events()) == 10


def test_undo_is_refused_when_something_was_changed_since(
    talk: Begin, told: Told, stored: Stored, company: Database
) -> None:
    told.messages["拜訪"] = reading(visit())
    eason = talk()
    eason.say("拜訪")
    eason.press("儲存")
    with company.writing() as session:
        session.get_one(Interaction, 1).topic = "別的"
    assert eason.press("復原").startswith("這個無法復原") or "改" in eason.say("復原")
    assert len(stored(Interaction)) == 1


def test_a_new_client_and_a_new_contact_are_made_by_choice_only(talk: Begin, told: Told, stored: Stored) -> None:
    told.messages["去了大寶五金見王小明採購"] = reading(
        visit(account=Named("大寶五金"), contacts=(Person(Named("王小明"), title="採購"),))
    )
    before = len(stored(Account)), len(stored(Contact))
    eason = talk()
    assert "名單裡沒有「大寶五金」" in eason.say("去了大寶五金見王小明採購")
    assert "儲存" not in eason.labels
    assert "名單裡沒有「王小明」" in eason.press("建立「大寶五金」")
    shown = eason.press("建立「王小明」")
    assert "大寶五金（新客戶，會建檔）" in shown
    assert "王小明（採購）（新聯絡人，會建檔）" in shown
    assert (len(stored(Account)), len(stored(Contact))) == before
    eason.press("儲存")
    (row,) = stored(Interaction)
    client = next(each for each in stored(Account) if each.name == "大寶五金")
    person = next(each for each in stored(Contact) if each.name == "王小明")
    assert (row.account_id, person.account_id, person.title) == (client.id, client.id, "採購")
    assert client.created_by == person.created_by == row.owner_id
    assert client.key.startswith("chat-")
    eason.press("復原")
    assert (len(stored(Account)), len(stored(Contact))) == before


def test_a_complaint_with_its_due_times(talk: Begin, told: Told, stored: Stored) -> None:
    told.messages["宏岳抱怨感測器又誤報"] = reading(
        Frame(
            Intent.LOG_COMPLAINT,
            HONGYUE,
            (Person(CHEN),),
            date=NOW.date(),
            topic="感測器又誤報",
            complaint_severity=Severity.HIGH,
        )
    )
    eason = talk()
    shown = eason.say("宏岳抱怨感測器又誤報")
    assert "最晚回覆：2026-10-26（週一） 14:00" in shown
    assert "最晚解決：2026-10-27（週二） 10:00" in shown
    eason.press("儲存")
    (row,) = stored(Complaint)
    assert (row.severity, row.text, row.ack_due, row.fix_due) == (
        1,
        "感測器又誤報",
        NOW + timedelta(hours=4),
        NOW + timedelta(hours=24),
    )


def test_a_plan_without_a_day_is_asked_and_may_stay_open(talk: Begin, told: Told, stored: Stored) -> None:
    told.messages["要去宏岳做展示"] = reading(
        Frame(Intent.PLAN_ACTION, HONGYUE, (Person(WANG), Person(CHEN)), time=time(10, 30), activity_type=Activity.DEMO)
    )
    eason = talk()
    eason.say("要去宏岳做展示")
    assert eason.labels[0] == "今天 10/26（週一）"
    shown = eason.press("日期未定")
    assert "要做的事：10:30 產品展示（還有 陳柏宇）" in shown
    eason.press("儲存")
    (row,) = stored(PlanItem)
    assert (row.text, row.due_on, row.status) == ("10:30 產品展示（還有 陳柏宇）", None, "open")


def test_an_unstated_day_is_asked_and_never_today(talk: Begin, told: Told, stored: Stored) -> None:
    told.messages["拜訪宏岳"] = reading(visit(date=None))
    eason = talk()
    assert "是哪一天" in eason.say("拜訪宏岳")
    assert eason.labels[:3] == ["今天 10/26（週一）", "昨天 10/25（週日）", "前天 10/24（週六）"]
    assert eason.say("存").endswith("還不能存：先回答上面的問題。")
    eason.press("前天 10/24（週六）")
    eason.press("儲存")
    (row,) = stored(Interaction)
    assert row.occurred_on == date(2026, 10, 24)


def test_an_old_card_lapses_after_a_day(talk: Begin, told: Told, stored: Stored, watch: Watch) -> None:
    told.messages["拜訪"] = reading(visit())
    eason = talk()
    eason.say("拜訪")
    save = eason.action("儲存")
    watch.forward(24 * 3600)
    assert eason.act(save).startswith("這張卡片放超過一天")
    assert stored(Interaction) == []


def test_two_frames_one_dropped(talk: Begin, told: Told, stored: Stored) -> None:
    complaint = Frame(Intent.LOG_COMPLAINT, HONGYUE, (Person(CHEN),), date=SUNDAY, topic="交期")
    told.messages["拜訪又客訴"] = reading(visit(), complaint)
    eason = talk()
    eason.say("拜訪又客訴")
    assert eason.labels == ["儲存", "修改", "不記第 1 筆", "不記第 2 筆", "取消"]
    eason.press("不記第 1 筆")
    assert eason.labels == ["儲存", "修改", "取消"]
    eason.press("儲存")
    assert (len(stored(Interaction)), len(stored(Complaint))) == (0, 1)


def test_what_was_saved_can_be_changed_and_the_change_undone(
    talk: Begin, told: Told, stored: Stored, events: Callable[[], list[Event]]
) -> None:
    from dataclasses import replace

    from bot.understanding.reading import Reading

    told.messages["開會"] = reading(FULL)
    told.messages["金額 400 萬，不是 Kevin"] = lambda pending: Reading(
        (replace(pending, amount=4_000_000, contacts=pending.contacts[:1]),), corrects=True
    )
    eason = talk()
    eason.say("開會")
    eason.press("儲存")
    assert "修改已存的往來" in eason.say("改上一筆")
    assert "4,000,000" in eason.say("金額 400 萬，不是 Kevin")
    assert len(stored(Attendee)) == 2
    assert eason.press("儲存").startswith("改好了")
    (row,) = stored(Interaction)
    assert (row.amount, len(stored(Attendee))) == (Decimal(4_000_000), 1)
    assert [(each.verb, each.subject) for each in events()[5:]] == [("removed", "attendee"), ("changed", "interaction")]
    eason.press("復原")
    (row,) = stored(Interaction)
    assert (row.amount, len(stored(Attendee))) == (Decimal(3_000_000), 2)


@pytest.mark.parametrize("text", ["存", "好", "ok", "沒錯", "save"])
def test_agreement_right_after_the_card_saves(talk: Begin, told: Told, stored: Stored, text: str) -> None:
    told.messages["拜訪"] = reading(visit())
    eason = talk()
    eason.say("拜訪")
    eason.say(text)
    assert len(stored(Interaction)) == 1


def test_agreement_to_something_else_saves_nothing(talk: Begin, told: Told, stored: Stored) -> None:
    told.messages["拜訪"] = reading(visit())
    eason = talk()
    eason.say("拜訪")
    eason.say("什麼是鐵三角？")
    assert eason.labels[-2:] == ["儲存", "取消"]
    eason.say("好")
    assert stored(Interaction) == []
