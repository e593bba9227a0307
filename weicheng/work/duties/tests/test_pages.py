"""The pages of standing work: what each shows to whom, with how many queries, and what a press does."""

import io
from datetime import date
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from icalendar import Calendar
from python_calamine import CalamineWorkbook

from weicheng.ground.org import services as org
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role
from weicheng.work.duties.models import Duty, DutyRecord, Occurrence
from weicheng.work.duties.permissions import (
    user_can_arrange,
    user_can_change_duty,
    user_can_create_duty,
    user_can_excuse,
    user_can_keep_headcounts,
    user_can_record,
)
from weicheng.work.duties.selectors.rows import duty_rows, duty_units
from weicheng.work.duties.services.generation import generate_all
from weicheng.work.duties.tests.conftest import TODAY, signed_in
from weicheng.work.duties.tests.making import make_duty, on, press
from weicheng.work.plans.services.feeds import feed_for
from weicheng.work.plans.tests.factories import TaskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def duty(clerk, campaign, bureau, health) -> Duty:
    return make_duty(clerk, campaign, "每周三", [bureau, health], title="清扫责任路段")


def said(response) -> str:
    return "".join(str(message) for message in get_messages(response.wsgi_request))


@pytest.mark.parametrize(
    ("role", "bound", "allowed"),
    [
        (Role.OFFICE, None, "create change keep arrange record excuse"),
        (Role.LIAISON, "bureau", "record"),
        (Role.LIAISON, "health", ""),
        (Role.LEADER, None, ""),
        (Role.INSPECTOR, None, ""),
        (Role.AUDITOR, None, ""),
        (Role.ADMIN, None, ""),
    ],
)
def test_who_may_do_what(role, bound, allowed, duty, campaign, request, today):
    user = user_with_role(role, request.getfixturevalue(bound)) if bound else user_with_role(role)
    due = on(duty, today, request.getfixturevalue("bureau"))
    answers = {
        "create": user_can_create_duty(user, campaign),
        "change": user_can_change_duty(user, duty),
        "keep": user_can_keep_headcounts(user, campaign),
        "arrange": user_can_arrange(user, duty),
        "record": user_can_record(user, due),
        "excuse": user_can_excuse(user, due),
    }
    assert {name for name, may in answers.items() if may} == set(allowed.split())


def test_one_press_on_the_week_page_and_the_same_press_again(duty, liaison, bureau, today):
    client = signed_in(liaison)
    page = client.get("/duties/week/").content.decode()
    assert "清扫责任路段" in page and "做了，记一次" in page and "免做</summary>" not in page
    due = on(duty, today, bureau)
    form = {"key": str(uuid4()), "back": "/duties/week/"}
    for _ in range(2):
        response = client.post(f"/duties/occurrences/{due.pk}/record/", form)
        assert response.status_code == 302 and response.headers["Location"] == "/duties/week/"
    assert "已记：清扫责任路段" in said(response)
    assert DutyRecord.objects.get().on == today


def test_a_press_for_another_unit_is_not_found_and_a_bad_value_is_said(duty, liaison, bureau, health, today):
    client = signed_in(liaison)
    assert client.post(f"/duties/occurrences/{on(duty, today, health).pk}/record/", {}).status_code == 404
    due = on(duty, today, bureau)
    for sent, words in (
        ({"on": "2026-13-45"}, "日期"),
        ({"people": "很多"}, "到场人数"),
        ({"number": "十几车吧"}, "数"),
    ):
        answer = client.post(f"/duties/occurrences/{due.pk}/record/", sent)
        assert answer.status_code == 302 and words in said(answer)
    assert not DutyRecord.objects.exists()
    away = client.post(f"/duties/occurrences/{due.pk}/record/", {"key": str(uuid4()), "back": "https://evil.example/"})
    assert away.headers["Location"] == "/duties/week/"


def test_the_list_shows_each_unit_its_own_with_next_time_and_marks(duty, clerk, liaison, bureau, health, today):
    press(clerk, on(duty, date(2026, 3, 4), bureau), on=date(2026, 3, 4))
    office = signed_in(clerk).get("/duties/").content.decode()
    assert "区城管局" in office and "区卫健局" in office
    assert 'aria-label="3月4日已做"' in office and 'aria-label="3月4日未做"' in office and "3月11日" in office
    own = signed_in(liaison).get("/duties/").content.decode()
    assert "区城管局" in own and "区卫健局" not in own


def test_the_strip_holds_the_last_eight_the_oldest_first(clerk, liaison, campaign, bureau, today):
    duty = make_duty(clerk, campaign, "每天1次", [bureau], starts_on=date(2026, 2, 20))
    press(liaison, on(duty, date(2026, 3, 9)), on=date(2026, 3, 9))
    (row,) = duty_rows(duty_units(clerk, campaign), today)
    assert [one.day.day for one in row.strip] == [3, 4, 5, 6, 7, 8, 9, 10]
    assert [one.state for one in row.strip] == ["missed"] * 6 + ["done", "missed"]
    assert row.next.day == today and row.missed == 7


@pytest.mark.parametrize(
    "path", ["/duties/", "/duties/week/?unit={unit}", "/duties/{duty}/", "/duties/unsettled/", "/duties/from-ledger/"]
)
def test_a_page_asks_the_database_as_often_for_many_as_for_few(path, clerk, campaign, bureau, today):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in(clerk)
    first = make_duty(clerk, campaign, "每天1次", [bureau])
    make_duty(clerk, campaign, "定期", [bureau])
    TaskFactory(campaign=campaign, rrule="FREQ=DAILY", due_on=None, lead=bureau)
    press(clerk, on(first, today, bureau))
    address = path.format(unit=bureau.pk, duty=first.pk)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        assert client.get(address).status_code == 200
    others = [bureau, *(UnitFactory() for _ in range(12))]
    Duty.objects.filter(pk=first.pk).update(title="清扫")
    for n in range(5):
        make_duty(clerk, campaign, "每天1次", others, title=f"清扫{n}")
        make_duty(clerk, campaign, "定期", others, title=f"清掏{n}")
        TaskFactory(campaign=campaign, rrule="FREQ=DAILY", due_on=None, lead=bureau)
    for occurrence in Occurrence.objects.filter(day__in=[today, date(2026, 3, 9), date(2026, 3, 2)], unit=bureau):
        press(clerk, occurrence)
    with CaptureQueriesContext(connection) as many:
        assert client.get(address).status_code == 200
    assert len(many) <= len(few)


def test_the_form_says_back_how_it_understood_and_makes_the_duty(clerk, campaign, bureau, health, today):
    client = signed_in(clerk)
    said_back = client.get(
        "/duties/understood/", {"rhythm": "每月最后一个星期五下午", "holiday": "before"}
    ).content.decode()
    assert "读成：<b>每月最后一个星期五下午</b>" in said_back and "3月27日" in said_back
    assert "没有看出多久一次" in client.get("/duties/understood/", {"rhythm": "适时"}).content.decode()
    form = {
        "title": "清扫责任路段",
        "rhythm": "每周五下午",
        "holiday": "before",
        "starts_on": "2026-03-11",
        "units": [bureau.pk],
    }
    made = client.post("/duties/new/", form)
    duty = Duty.objects.get()
    assert made.headers["Location"] == f"/duties/{duty.pk}/" and duty.part == "pm"
    answer = client.post(
        f"/duties/{duty.pk}/edit/", {**form, "rhythm": "每季度不少于1次", "version": 1, "units": [health.pk]}
    )
    assert answer.status_code == 302
    duty.refresh_from_db()
    assert duty.quota == {"value": 1, "comparator": ">=", "per": "quarter"} and duty.rhythm_words == "每周五下午"
    assert not Occurrence.objects.filter(unit=bureau).exists()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"units": []}, "请选至少一个单位"),
        ({"starts_on": "明天"}, "处要改"),
        ({"rhythm": ""}, "处要改"),
        ({"people": "0"}, "处要改"),
    ],
)
def test_a_wrong_form_comes_back_with_what_was_typed(sent, words, clerk, campaign, bureau):
    form = {
        "title": "清扫责任路段",
        "rhythm": "每周五下午",
        "holiday": "keep",
        "starts_on": "2026-03-11",
        "units": [bureau.pk],
    }
    answer = signed_in(clerk).post("/duties/new/", form | sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and words in page and "清扫责任路段" in page
    assert not Duty.objects.exists()


def test_the_unsettled_page_settles_an_interval_and_a_rule(clerk, campaign, bureau, today):
    client = signed_in(clerk)
    duty = make_duty(clerk, campaign, "定期", [bureau])
    assert "原文：“定期”" in client.get("/duties/unsettled/").content.decode()
    client.post(f"/duties/{duty.pk}/settle/rhythm/", {"picked": "每半月1次"})
    assert Duty.objects.get().quota["per"] == "half_month"
    client.post("/duties/rules/new/", {"name": "清扫", "words": "5人以下组织1人；5-10人，组织3人；15以上，组织4人"})
    page = client.get("/duties/unsettled/").content.decode()
    assert "11至14人的单位派几人，文件没有写。" in page and "派1人还是3人？" in page
    bands = {"low": ["", "5", "15", ""], "high": ["4", "14", "", ""], "people": ["1", "3", "4", ""], "version": "1"}
    client.post(f"/duties/rules/{campaign.headcount_rules.get().pk}/", bands)
    assert campaign.headcount_rules.get().problems() == []
    broken = client.post(f"/duties/rules/{campaign.headcount_rules.get().pk}/", {**bands, "low": ["x"], "version": "2"})
    assert "只填数字" in said(broken)


def test_the_task_shows_its_duty_and_offers_to_make_one(clerk, campaign, bureau, today):
    task = TaskFactory(campaign=campaign, rrule="FREQ=WEEKLY;BYDAY=FR", due_on=None, lead=bureau)
    client = signed_in(clerk)
    assert "建成常态工作" in client.get(reverse("ledger:task", args=[task.uid])).content.decode()
    client.post(f"/duties/from-task/{task.uid}/")
    page = client.get(reverse("ledger:task", args=[task.uid])).content.decode()
    assert "常态工作：每周五" in page and f"/duties/from-task/{task.uid}/" not in page


def test_the_moved_day_says_which_day_it_was_and_why(clerk, liaison, campaign, bureau, at):
    at(date(2026, 9, 28))
    duty = make_duty(clerk, campaign, "每周五", [bureau], holiday="before", starts_on=date(2026, 9, 28))
    page = signed_in(liaison).get("/duties/week/").content.decode()
    assert "9月30日" in page and "原定10月2日，逢节假日提前到前一个工作日" in page
    assert "原定2日" in signed_in(liaison).get(f"/duties/{duty.pk}/?month=2026-09").content.decode()


def test_a_merged_unit_stands_in_the_list_under_its_successor(clerk, other, campaign, bureau, health, today):
    duty = make_duty(clerk, campaign, "每周三", [bureau], title="巡查")
    press(clerk, on(duty, date(2026, 3, 4)), on=date(2026, 3, 4))
    org.merge_units(by=None, units=[bureau], into=health, on=TODAY)
    generate_all(today)
    page = signed_in(other).get("/duties/").content.decode()
    assert "区卫健局" in page and 'aria-label="3月4日已做"' in page and "3月11日" in page
    assert "区城管局" in signed_in(other).get(f"/duties/{duty.pk}/").content.decode()


def test_the_table_holds_the_reach_of_its_reader(duty, clerk, liaison, bureau, today):
    press(liaison, on(duty, today, bureau))
    for user, number in ((clerk, 2), (liaison, 1)):
        content = signed_in(user).get("/duties/export/").content
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = book.get_sheet_by_name("常态工作").to_python()
        assert rows[0][:3] == ["单位", "常态工作", "频次"] and len(rows) == 1 + number
    done = book.get_sheet_by_name("应做与已做").to_python()
    assert [row[6] for row in done[1:3]] == ["未做", "已做"]


def test_the_calendar_of_a_unit_names_its_days_hours_and_notices(clerk, liaison, campaign, bureau, today, client):
    make_duty(clerk, campaign, "每周五下午", [bureau], title="绿地养护", starts_on=TODAY)
    make_duty(clerk, campaign, "每周三", [bureau], title="巡查", starts_on=TODAY)
    feed = feed_for(by=liaison, campaign=campaign, unit=bureau)
    answer = client.get(f"/duties/feeds/{feed.secret}.ics")
    events = list(Calendar.from_ical(answer.content).walk("VEVENT"))
    green = next(event for event in events if "绿地" in event["summary"])
    assert green.decoded("dtstart").hour == 14 and green.decoded("dtstart").date() == date(2026, 3, 13)
    patrol = next(event for event in events if "巡查" in event["summary"])
    assert patrol.decoded("dtstart") == today
    assert client.get("/duties/feeds/wrong.ics").status_code == 404


def test_the_list_of_all_that_waits_holds_the_duties_of_the_week(duty, clerk, liaison, bureau, health, today):
    page = signed_in(liaison).get(reverse("mine")).content.decode()
    assert "清扫责任路段" in page and "补记" in page and "记一次" in page
    for day in (date(2026, 3, 4), today):
        press(clerk, on(duty, day, bureau), on=day)
    assert "清扫责任路段" not in signed_in(liaison).get(reverse("mine")).content.decode()
