"""The calendar of a unit holds its due days and its rhythms, and its address can be taken away."""

from datetime import date, datetime, time

import pytest
from dateutil.rrule import rrulestr
from icalendar import Calendar

from weicheng.ground.org.tests.factories import UnitFactory
from weicheng.work.plans.rhythms import feed_rule, task_occurrences
from weicheng.work.plans.selectors.exports import calendar_feed
from weicheng.work.plans.services.feeds import feed_for, renew_feed
from weicheng.work.plans.tests.factories import TaskFactory

pytestmark = pytest.mark.django_db


def events(content: bytes) -> list:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def test_due_days_of_the_unit_and_its_sections_are_in_it(liaison, campaign, bureau, health) -> None:
    section = UnitFactory(name="环卫科", parent=bureau, kind="office")
    TaskFactory(campaign=campaign, title="新建公厕", lead=bureau, due_on=date(2026, 6, 30))
    TaskFactory(campaign=campaign, title="清运垃圾", lead=section, due_on=date(2026, 7, 31))
    TaskFactory(campaign=campaign, title="病媒消杀", lead=health, coops=[bureau], due_on=date(2026, 8, 31))
    TaskFactory(campaign=campaign, title="别家的事", lead=health)
    TaskFactory(title="别的活动", lead=bureau)
    feed = feed_for(by=liaison, campaign=campaign, unit=bureau)
    found = {str(event["summary"]): event.decoded("dtstart") for event in events(calendar_feed(feed.secret))}
    assert found == {
        "新建公厕（牵头）": date(2026, 6, 30),
        "清运垃圾（牵头）": date(2026, 7, 31),
        "病媒消杀（配合）": date(2026, 8, 31),
    }


def test_a_changed_address_stops_at_once(liaison, campaign, bureau) -> None:
    feed = feed_for(by=liaison, campaign=campaign, unit=bureau)
    old = feed.secret
    renew_feed(by=liaison, feed=feed)
    assert calendar_feed(old) is None
    assert calendar_feed(feed.secret) is not None
    assert calendar_feed("") is None


RULES = (
    "FREQ=DAILY", "FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=FR", "FREQ=WEEKLY;INTERVAL=2", "FREQ=MONTHLY", "FREQ=MONTHLY;BYMONTHDAY=-1",
    "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;INTERVAL=2", "FREQ=MONTHLY;INTERVAL=3", "FREQ=MONTHLY;INTERVAL=6", "FREQ=YEARLY",
    "FREQ=YEARLY;BYMONTH=4", "FREQ=MONTHLY;BYMONTHDAY=1,16",
)  # fmt: skip


@pytest.mark.parametrize("rrule", RULES)
def test_other_calendars_reckon_the_same_days_as_ours(liaison, campaign, bureau, rrule) -> None:
    task = TaskFactory(campaign=campaign, lead=bureau, due_on=None, rrule=rrule)
    ours = task_occurrences(task, campaign, campaign.starts_on, campaign.ends_on)
    (event,) = events(calendar_feed(feed_for(by=liaison, campaign=campaign, unit=bureau).secret))
    rule = event["rrule"].to_ical().decode()
    theirs = rrulestr(rule, dtstart=datetime.combine(event.decoded("dtstart"), time()))
    assert [moment.date() for moment in theirs] == ours
    assert ours


@pytest.mark.parametrize("per", ["day", "week", "month", "quarter", "half", "year"])
def test_a_quota_reminds_at_the_end_of_its_period(campaign, per) -> None:
    task = TaskFactory(campaign=campaign, due_on=None, quota={"value": 2, "comparator": ">=", "per": per})
    days = task_occurrences(task, campaign, campaign.starts_on, campaign.ends_on)
    rule = rrulestr(feed_rule(task), dtstart=datetime.combine(days[0], time()))
    assert [moment.date() for moment in rule.between(datetime(2026, 1, 1), datetime(2027, 12, 31), inc=True)] == days


def test_a_quota_over_the_whole_campaign_has_no_rhythm(campaign) -> None:
    assert feed_rule(TaskFactory(campaign=campaign, quota={"value": 14, "per": "campaign"})) == ""
