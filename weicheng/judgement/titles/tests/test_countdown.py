"""The calendar counting back from the review day, and what reviews found as tasks of the ledger."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from weicheng.engines.worktime.workdays import WorkCalendar
from weicheng.ground.campaigns.tests.factories import PhaseFactory
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.notices.models import Notice
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import user_with_role
from weicheng.judgement.titles.models import Bid, CountdownItem
from weicheng.judgement.titles.selectors.bids import next_review, readiness
from weicheng.judgement.titles.selectors.countdown import calendar_file, item_day, visit_lines
from weicheng.judgement.titles.services import countdown
from weicheng.judgement.titles.services.bids import change_bid
from weicheng.judgement.titles.tests.making import bid_of, step, title_of
from weicheng.work.plans.models import Task
from weicheng.work.plans.tests.factories import TaskFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def test_days_and_workdays_count_back_from_the_review_day():
    calendar = WorkCalendar()
    review = date(2026, 10, 12)  # the working days before it: 10 Oct (a worked Saturday), 9, 8; before that the holiday
    day = CountdownItem(number=30, unit_of="day")
    workdays = CountdownItem(number=4, unit_of="workday")
    assert item_day(day, review, calendar) == date(2026, 9, 12)
    assert item_day(workdays, review, calendar) == date(2026, 9, 30)
    assert item_day(CountdownItem(number=0, unit_of="workday"), review, calendar) == review
    assert item_day(day, None, calendar) is None


def test_a_bid_begins_with_the_template_and_moves_with_its_review_day(bid, office):
    first = {line.item.pk: line.due_on for line in readiness(bid, office).lines}
    change_bid(by=office, bid=bid, version=1, review_on=bid.review_on + timedelta(days=7))
    then = {line.item.pk: line.due_on for line in readiness(Bid.objects.get(pk=bid.pk), office).lines}
    by_days = bid.countdown.filter(unit_of="day").values_list("pk", flat=True)
    assert len(first) == 13 and all(then[pk] == first[pk] + timedelta(days=7) for pk in by_days)


def test_without_a_review_day_the_lines_have_none_and_nothing_is_late(title, office):
    ready = readiness(bid_of(title, office, review_on=None), office)
    assert ready.days_left is None and ready.late_lines == 0 and all(line.due_on is None for line in ready.lines)


def test_lines_are_the_offices_own_after_that(bid, office, bureau):
    key = uuid.uuid4()
    values = {"by": office, "bid": bid, "key": key, "name": "请专家预评", "number": 20, "unit_of": "workday"}
    item = countdown.save_item(**values)
    assert countdown.save_item(**values | {"number": 25, "unit": bureau}).pk == item.pk
    item.refresh_from_db()
    assert (item.number, item.unit) == (25, bureau)
    countdown.mark_item(by=office, item=item, is_done=True)
    assert next(line for line in readiness(bid, office).lines if line.item == item).code == "done"
    countdown.remove_item(by=office, item=item)
    countdown.remove_item(by=office, item=item)
    assert not CountdownItem.objects.filter(pk=item.pk).exists()


def test_what_the_system_counts_as_lacking_is_not_ticked(bid, office):
    ready = readiness(bid, office)
    line = next(line for line in ready.lines if line.item.watch == "package")
    assert line.is_ready is False and line.counted == f"还差{len(ready.package.lacking)}项材料"
    with pytest.raises(NotPossible, match="还不能算完成"):
        countdown.mark_item(by=office, item=line.item, is_done=True)
    CountdownItem.objects.filter(pk=line.item.pk).update(done_on=TODAY)  # ticked while it was whole
    assert next(one for one in readiness(bid, office).lines if one.item == line.item).code != "done"


@pytest.mark.parametrize(
    ("values", "said"), [({"name": " "}, "要完成什么"), ({"number": 9999}, "天数"), ({"unit_of": "moon"}, "天或工作日")]
)
def test_a_line_that_cannot_be_is_refused(bid, office, values, said):
    good = {"name": "预评", "number": 20, "unit_of": "day"}
    with pytest.raises(Invalid, match=said):
        countdown.save_item(by=office, bid=bid, key=uuid.uuid4(), **(good | values))


def test_the_ledger_is_counted_up_to_the_review_day_by_phase(bid, office, campaign, bureau):
    first = PhaseFactory(campaign=campaign, name="攻坚", order=1)
    TaskFactory(campaign=campaign, due_on=TODAY - timedelta(days=1), phase=first, lead=bureau)
    TaskFactory(campaign=campaign, due_on=TODAY + timedelta(days=9), phase=first)
    TaskFactory(campaign=campaign, due_on=TODAY + timedelta(days=9), done_on=TODAY)
    TaskFactory(campaign=campaign, due_on=None)
    TaskFactory(campaign=campaign, due_on=bid.review_on + timedelta(days=1))
    TaskFactory(due_on=TODAY)
    ledger = readiness(bid, office).ledger
    assert (ledger.total, ledger.done, ledger.open, ledger.late) == (4, 1, 3, 1)
    assert [(one.name, one.number, one.late) for one in ledger.phases] == [("攻坚", 2, 1), ("不在阶段里", 1, 0)]


def test_the_bid_of_a_unit_counts_the_tasks_of_the_unit(campaign, office, bureau):
    TaskFactory(campaign=campaign, due_on=TODAY, lead=bureau)
    TaskFactory(campaign=campaign, due_on=TODAY)
    title = title_of(campaign, office, kind="unit", name="文明卫生单位", object_name="", unit=bureau, level="county")
    bid = bid_of(title, office, "unit-ladder", package_object="unit")
    assert readiness(bid, office).ledger.total == 1


def test_a_finding_becomes_one_task_with_owner_day_and_origin_and_its_liaison_hears(bid, office, bureau):
    liaison, key = user_with_role(Role.LIAISON, bureau), uuid.uuid4()
    values = {
        "by": office,
        "bid": bid,
        "key": key,
        "text": "南门市场活禽区没有隔离",
        "unit": bureau,
        "due_on": TODAY + timedelta(days=9),
    }
    made = countdown.add_finding(**values)
    assert countdown.add_finding(**values).pk == made.pk and Task.objects.count() == 1
    task = made.task
    assert (task.lead_unit, task.due_on, task.origin) == (bureau, values["due_on"], f"{bid}“自查”反馈")
    assert task.origin_url == f"/titles/bids/{bid.pk}/"
    assert Notice.objects.filter(user=liaison, code="titles.finding").count() == 1
    assert readiness(bid, office).findings_open == 1
    Task.objects.filter(pk=task.pk).update(done_on=TODAY)
    assert readiness(bid, office).findings_open == 0


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"text": ""}, "什么问题"),
        ({"unit": None}, "责任单位"),
        ({"due_on": None}, "整改期限"),
        ({"due_on": date(2020, 1, 1)}, "整改期限"),
    ],
)
def test_a_finding_needs_words_an_owner_and_a_day(bid, office, bureau, values, said):
    good = {"text": "有积水", "unit": bureau, "due_on": TODAY}
    with pytest.raises(Invalid, match=said):
        countdown.add_finding(by=office, bid=bid, key=uuid.uuid4(), **(good | values))
    assert not Task.objects.exists()


def test_a_bid_that_has_ended_takes_no_more(bid, office, bureau):
    for one in ("ready", "accepted", "passed", "recommended", "failed"):
        step(bid, office, one)
    with pytest.raises(NotPossible, match="不能再改"):
        countdown.add_finding(by=office, bid=bid, key=uuid.uuid4(), text="x", unit=bureau, due_on=TODAY)


def test_a_re_review_in_two_steps_shows_both_windows_and_their_results(campaign, office):
    held = title_of(campaign, office, name="省级卫生区", level="province", granted_on=date(2023, 1, 1), term_years=4)
    bid = bid_of(held, office, "province-two-step", "review", started_on=date(2026, 1, 5))
    lines = visit_lines(bid, [])
    assert [(line.stage.visit, line.when) for line in lines] == [
        ("unannounced", "5月至6月"),
        ("announced", "7月至12月"),
    ]
    assert (lines[0].starts_on, lines[0].ends_on) == (date(2026, 5, 1), date(2026, 6, 30))
    step(bid, office, "ready", date(2026, 1, 20))
    step(bid, office, "accepted", date(2026, 2, 20))
    bid.refresh_from_db()
    assert (bid.stage, bid.stage_due_on) == ("secret_visit", date(2026, 6, 30))
    step(bid, office, "passed", date(2026, 6, 3), note="一次通过")
    first = visit_lines(bid, list(bid.moves.all()))[0]
    assert [(move.note, word) for move, word in first.results] == [("一次通过", "一次通过暗访")]


def test_the_calendar_file_holds_what_is_still_ahead(bid, office):
    item = bid.countdown.first()
    countdown.mark_item(by=office, item=item, is_done=True)
    events = Calendar.from_ical(calendar_file(bid, list(readiness(bid, office).lines))).walk("VEVENT")
    summaries = [str(event["summary"]) for event in events]
    assert len(summaries) == 13 and item.name not in summaries and f"{bid}：迎检" in summaries


def test_the_next_review_of_the_area_is_the_nearest_that_is_ahead(bid, campaign, office, bureau):
    held = title_of(campaign, office, name="省级卫生区", level="province", granted_on=date(2023, 1, 1))
    near = bid_of(held, office, "generic", "review", review_on=TODAY + timedelta(days=30))
    unit = title_of(campaign, office, kind="unit", name="文明卫生单位", object_name="", unit=bureau, level="county")
    bid_of(unit, office, "unit-ladder", review_on=TODAY + timedelta(days=3), package_object="unit")
    assert next_review(campaign) == near
    Bid.objects.filter(pk=near.pk).update(review_on=TODAY - timedelta(days=1))
    assert next_review(campaign) == bid
