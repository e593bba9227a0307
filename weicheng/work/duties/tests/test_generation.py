"""What falls due is written ahead, once, and only the future follows a change."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from weicheng.ground.campaigns.models import CalendarDay
from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org import services as org
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role
from weicheng.work.duties.models import Duty, Occurrence
from weicheng.work.duties.services.generation import AHEAD, generate, generate_all
from weicheng.work.duties.services.keeping import end_duty
from weicheng.work.duties.services.recording import excuse
from weicheng.work.duties.tests.conftest import TODAY
from weicheng.work.duties.tests.making import change, days, make_duty, on, press

pytestmark = pytest.mark.django_db


def test_sixty_days_ahead_are_written_for_every_unit(clerk, campaign, bureau, health):
    duty = make_duty(clerk, campaign, "每周五下午", [bureau, health], starts_on=TODAY)
    fridays = [date(2026, 3, 13) + timedelta(weeks=n) for n in range(9)]
    assert days(duty, bureau) == days(duty, health) == [day for day in fridays if day <= TODAY + AHEAD]
    assert Duty.objects.get(pk=duty.pk).generated_to == TODAY + AHEAD
    assert duty.part == "pm"


@pytest.mark.parametrize(
    ("words", "last"), [("每年不少于6次", date(2026, 12, 31)), ("活动期间2至3次", date(2026, 12, 31))]
)
def test_a_long_period_is_there_from_its_first_day(words, last, clerk, campaign, bureau, today):
    duty = make_duty(clerk, campaign, words, [bureau])
    assert [(one.first, one.day) for one in Occurrence.objects.filter(duty=duty)] == [(date(2026, 3, 1), last)]


def test_generating_again_writes_nothing_new(clerk, campaign, bureau, today):
    duty = make_duty(clerk, campaign, "每天不少于3次", [bureau])
    before = list(Occurrence.objects.order_by("pk").values())
    again = generate(duty, today)
    assert (again.created, again.changed, again.removed) == (0, 0, 0)
    assert list(Occurrence.objects.order_by("pk").values()) == before


def test_after_a_downtime_what_was_left_out_is_written_and_missed(clerk, campaign, bureau, at):
    duty = make_duty(clerk, campaign, "每周五", [bureau], starts_on=TODAY)
    later = at(TODAY + timedelta(days=120))
    generate_all(later)
    found = days(duty)
    assert found[0] == date(2026, 3, 13) and found[-1] <= later + AHEAD
    assert all((b - a).days == 7 for a, b in pairwise(found))


def test_a_changed_rhythm_changes_only_what_is_to_come_and_unrecorded(clerk, liaison, campaign, bureau, today):
    duty = make_duty(clerk, campaign, "每周三", [bureau])
    press(liaison, on(duty, today))
    excused = excuse(by=clerk, occurrence=on(duty, date(2026, 3, 18)), reason="当天全区停电检修")
    change(clerk, duty, "每周五")
    assert days(duty)[:5] == [date(2026, 3, 4), today, date(2026, 3, 13), excused.day, date(2026, 3, 20)]
    assert all(day.weekday() == 4 for day in days(duty)[5:])


def test_a_duty_that_ends_leaves_its_history(clerk, liaison, campaign, bureau, today):
    duty = make_duty(clerk, campaign, "每周三", [bureau])
    press(liaison, on(duty, today))
    end_duty(by=clerk, duty=duty, reason="已由环卫公司承接")
    assert days(duty) == [date(2026, 3, 4), today]
    generate_all(today)
    assert days(duty) == [date(2026, 3, 4), today]


def test_the_calendar_set_later_moves_what_nobody_recorded(clerk, campaign, bureau, today):
    duty = make_duty(clerk, campaign, "每周五", [bureau], holiday="before")
    CalendarDay.objects.create(day=date(2026, 3, 20), is_workday=False)
    generate_all(today)
    moved = Occurrence.objects.get(duty=duty, original_day=date(2026, 3, 20))
    assert (moved.day, moved.moved_by) == (date(2026, 3, 19), "before")
    CalendarDay.objects.all().delete()
    generate_all(today)
    moved.refresh_from_db()
    assert (moved.day, moved.moved_by) == (date(2026, 3, 20), "")


def test_a_merged_unit_hands_over_to_its_successor_and_keeps_its_history(
    clerk, liaison, campaign, bureau, health, today
):
    duty = make_duty(clerk, campaign, "每周三", [bureau])
    press(liaison, on(duty, today))
    org.merge_units(by=None, units=[bureau], into=health, on=date(2026, 3, 20))
    generate_all(today)
    assert days(duty, bureau) == [date(2026, 3, 4), today, date(2026, 3, 18)]
    assert days(duty, health)[0] == date(2026, 3, 25)


def test_two_merged_units_owe_it_once_and_a_dissolved_one_no_more(clerk, campaign, bureau, health, today):
    closed = UnitFactory(valid_to=date(2026, 3, 15))
    duty = make_duty(clerk, campaign, "每周三", [bureau, health, closed])
    org.merge_units(by=None, units=[bureau], into=health, on=TODAY)
    generate_all(today)
    assert Occurrence.objects.filter(duty=duty, original_day=date(2026, 3, 25)).count() == 1
    assert days(duty, closed) == [date(2026, 3, 4), today]


def test_a_rule_that_cannot_be_carried_out_does_not_stop_the_others(clerk, campaign, bureau, today):
    broken, sound = make_duty(clerk, campaign, "每周三", [bureau]), make_duty(clerk, campaign, "每周五", [bureau])
    Duty.objects.filter(pk=broken.pk).update(rrule="FREQ=DAILY;INTERVAL=0")
    generate_all(today + timedelta(days=7))
    assert days(sound)[-1] == date(2026, 5, 15)


def test_a_clock_set_back_takes_nothing_away(clerk, campaign, bureau, today):
    duty = make_duty(clerk, campaign, "每天1次", [bureau])
    before = days(duty)
    generate(duty, today - timedelta(days=3))
    assert days(duty) == before


def test_a_closed_campaign_and_an_open_interval_write_nothing(clerk, campaign, bureau, today):
    open_end = make_duty(clerk, campaign, "定期清掏", [bureau])
    assert (open_end.kind, open_end.rhythm_words, days(open_end)) == ("unsettled", "定期清掏", [])
    duty = make_duty(clerk, campaign, "每周三", [bureau])
    Occurrence.objects.all().delete()
    campaign.is_closed = True
    campaign.save()
    generate_all(today)
    assert days(duty) == []


def test_nothing_falls_due_after_the_duty_or_the_campaign(clerk, bureau, today):
    short = CampaignFactory(code="QD", starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 31))
    duty = make_duty(clerk, short, "每周三", [bureau])
    assert days(duty)[-1] == date(2026, 3, 25)
    ending = make_duty(clerk, short, "每周三", [bureau], ends_on=date(2026, 3, 18))
    assert days(ending)[-1] == date(2026, 3, 18)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.sampled_from(
        [
            "每天不少于3次",
            "每周五下午",
            "每半月一次",
            "每两周一次",
            "每月第二个工作日",
            "每季度一次",
            "每月",
            "每年不少于2次",
        ]
    ),
    holiday=st.sampled_from(["keep", "before", "after", "skip"]),
    steps=st.lists(st.integers(0, 70), min_size=1, max_size=5),
)
def test_run_on_any_days_the_same_is_written_as_when_run_every_day_at_once(clerk, words, holiday, steps):
    """A worker that ran on some days only, twice on others, or months late, leaves the same rows."""
    campaign = CampaignFactory(starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
    unit = UnitFactory()
    pieces, whole = (make_duty(clerk, campaign, words, [unit], holiday=holiday, starts_on=TODAY) for _ in range(2))
    day = TODAY
    for step in steps:
        day += timedelta(days=step)
        generate(pieces, day)
        generate(pieces, day)
    Occurrence.objects.filter(duty=whole).delete()
    Duty.objects.filter(pk=whole.pk).update(generated_to=None)
    generate(whole, day)
    shape = ("first", "original_day", "day", "moved_by", "needed", "most")
    rows = [
        list(Occurrence.objects.filter(duty=duty).order_by("original_day").values_list(*shape))
        for duty in (pieces, whole)
    ]
    assert rows[0] == rows[1]


def test_a_leader_generates_nothing_by_hand(campaign, bureau, today):
    from weicheng.ground.kernel.errors import NotAllowed

    with pytest.raises(NotAllowed, match="只有创卫办"):
        make_duty(user_with_role(Role.LEADER), campaign, "每周三", [bureau])


def test_a_year_typed_wrong_does_not_write_twenty_years_of_days(clerk, campaign, bureau):
    with pytest.raises(Invalid, match="年份"):
        make_duty(clerk, campaign, "每天1次", [bureau], starts_on=date(2006, 1, 1))
    assert not Occurrence.objects.exists()
