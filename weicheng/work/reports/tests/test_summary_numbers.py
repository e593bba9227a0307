"""The numbers of the summary are those of the ledger on the same day; its sentences are sentences."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role
from weicheng.work.plans.selectors.ledger import whole_counts
from weicheng.work.plans.tests.factories import TaskFactory
from weicheng.work.reports.choices import Kind
from weicheng.work.reports.periods import Period
from weicheng.work.reports.selectors.summary import assembled_summary

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return user_with_role(Role.OFFICE)


def running() -> Period:
    """A month that began ten days ago and ends in eight."""
    today = timezone.localdate()
    return Period(Kind.MONTH, today - timedelta(days=10), today + timedelta(days=8), "本月")


def late_and_coming(campaign, unit) -> None:
    today: date = timezone.localdate()
    for place, days in enumerate([-20, -3, -1, 2, 5, 8, 9, 20]):
        TaskFactory(campaign=campaign, title=f"任务{place}", lead=unit, due_on=today + timedelta(days=days))


def test_while_the_period_runs_what_is_late_is_late_today_and_as_many_as_in_the_ledger(office) -> None:
    campaign = CampaignFactory()
    late_and_coming(campaign, UnitFactory())
    today = timezone.localdate()
    texts = {line.key: line.text for line in assembled_summary(campaign, office, running())}
    assert f"截至{today.month}月{today.day}日累计完成0项" in texts["overall"]
    assert "逾期3项" in texts["overall"]
    assert "另有3项已经逾期" in texts["next"]
    assert texts["next"].startswith("本期余下几天到期3项，")
    assert whole_counts(campaign, office).late() == 3


def test_nothing_is_said_of_reports_that_nobody_has_handed_in(office) -> None:
    campaign = CampaignFactory()
    late_and_coming(campaign, UnitFactory())
    text = next(line.text for line in assembled_summary(campaign, office, running()) if line.key == "overall")
    assert text.startswith("台账共8项任务")


def test_a_title_that_begins_with_done_makes_no_broken_sentence(office) -> None:
    campaign, today = CampaignFactory(), timezone.localdate()
    unit = UnitFactory(short_name="区卫健局")
    TaskFactory(
        campaign=campaign,
        title="完成党政机关无烟单位创建",
        lead=unit,
        done_on=today,
        stage="done",
        category="organisation",
    )
    texts = [line.text for line in assembled_summary(campaign, office, running())]
    said = next(text for text in texts if "无烟单位" in text)
    assert said.endswith("完成1项：区卫健局“党政机关无烟单位创建”。")
