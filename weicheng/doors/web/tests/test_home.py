"""The first page: the sentence and the number of the day, each opening its rows; a liaison sees the same of her unit."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from weicheng.doors.web import home
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.campaigns.tests.factories import CampaignFactory, PhaseFactory
from weicheng.ground.kernel import audit
from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import Unit, User
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role
from weicheng.work.plans.choices import PlanState
from weicheng.work.plans.selectors.home import HeatDay
from weicheng.work.plans.tests.factories import EntryFactory, PlanFactory, RowFactory, TaskFactory

TODAY = date(2026, 5, 18)  # a Monday


@pytest.fixture(autouse=True)
def on_a_monday(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(
        timezone, "localdate", lambda *args, **kwargs: TODAY if not args and not kwargs else args[0].date()
    )
    yield


@pytest.fixture
def campaign(db: None) -> Campaign:
    campaign = CampaignFactory(code="QH")
    PhaseFactory(campaign=campaign, name="动员部署", order=0, starts_on=date(2026, 1, 1), ends_on=date(2026, 2, 28))
    PhaseFactory(campaign=campaign, name="集中攻坚", order=1, starts_on=date(2026, 3, 1), ends_on=date(2026, 6, 30))
    return campaign


@pytest.fixture
def bureau(db: None) -> Unit:
    return UnitFactory(name="青禾区城市管理局", short_name="区城管局")


def page_for(user: User) -> str:
    client = Client()
    client.force_login(user)
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def clerk(db: None) -> User:
    return user_with_role(Role.OFFICE)


def test_late_tasks_are_cells_with_their_working_days(campaign: Campaign, bureau: Unit, clerk: User) -> None:
    old = TaskFactory(campaign=campaign, title="井盖更换", due_on=TODAY - timedelta(days=14), lead=bureau)
    TaskFactory(campaign=campaign, due_on=TODAY - timedelta(days=3), lead=bureau)
    page = page_for(clerk)
    assert "逾期2项" in page and "1个单位" in page
    cells = re.findall(r'task=([0-9a-f-]+)" class="(wc-old)?"[^>]*>(\d+)</a>', page)
    assert cells[0] == (str(old.uid), "wc-old", "10")  # 9 May 2026 is a Saturday at work
    assert cells[1][1:] == ("", "1")


def test_every_number_of_the_day_opens_its_rows(campaign: Campaign, bureau: Unit, clerk: User) -> None:
    task = TaskFactory(campaign=campaign, due_on=TODAY + timedelta(days=2), lead=bureau)
    TaskFactory(campaign=campaign)
    EntryFactory(task=task, unit=bureau)
    plan = PlanFactory(campaign=campaign, title="背街小巷整治方案", state=PlanState.REVIEW)
    RowFactory(plan=plan)
    page = page_for(clerk)
    figures = dict(re.findall(r'<a href="([^"]+)"><b>(\d+)</b>', page))
    assert figures == {
        "/ledger/?unconfirmed=1": "1",
        f"/plans/{plan.pk}/review/": "1",
        "/ledger/?due=7": "1",
        "/ledger/?no_lead=1": "1",
        "/ledger/?status=done": "0",
    }
    client = Client()
    client.force_login(clerk)
    for address in figures:
        assert client.get(address).status_code == 200


def test_a_liaison_sees_the_same_page_of_her_unit_only(campaign: Campaign, bureau: Unit) -> None:
    TaskFactory(campaign=campaign, title="我们的任务", due_on=TODAY + timedelta(days=1), lead=bureau)
    foreign = TaskFactory(campaign=campaign, title="别家的任务", due_on=TODAY - timedelta(days=9), lead=UnitFactory())
    audit.record("plans.task.changed", obj=foreign, before={"note": ""}, after={"note": "x"})
    page = page_for(user_with_role(Role.LIAISON, bureau))
    assert "我们的任务" in page and "区城管局" in page
    assert "别家的任务" not in page and "没有逾期的任务" in page
    assert "缺牵头" not in page and "行方案待审" not in page


def test_a_new_campaign_says_what_to_do_first(campaign: Campaign, clerk: User) -> None:
    page = page_for(clerk)
    assert "上传第一份方案" in page and "/plans/upload/" in page
    assert "登记单位" in page and "/org/" in page
    assert "echarts" not in page


def test_a_unit_without_tasks_is_told_that_they_will_come(campaign: Campaign, bureau: Unit) -> None:
    page = page_for(user_with_role(Role.LIAISON, bureau))
    assert "还没有区城管局的任务" in page and "上传第一份方案" not in page


def test_the_phase_bar_knows_today(campaign: Campaign, bureau: Unit, clerk: User) -> None:
    TaskFactory(campaign=campaign, lead=bureau)
    page = page_for(clerk)
    assert "5月18日" in page and "周一" in page
    assert "集中攻坚第12周，本阶段还有" in page
    spans = home.phase_spans(list(campaign.phases.all()), TODAY)
    assert [(span.is_past, span.is_now) for span in spans] == [(True, False), (False, True)]
    assert home.today_share(spans, TODAY) == pytest.approx(100 * (59 + 78) / 181)
    later = date(2027, 1, 1)
    assert home.today_share(home.phase_spans(list(campaign.phases.all()), later), later) is None


def test_news_is_the_last_that_happened_to_each_task(campaign: Campaign, bureau: Unit, clerk: User) -> None:
    task = TaskFactory(campaign=campaign, title="农贸市场改造", lead=bureau)
    for note in "甲乙丙":
        audit.record(
            "plans.task.changed", by=clerk, obj=task, before={"note": ""}, after={"note": note}, reason=f"第{note}次"
        )
    page = page_for(clerk)
    assert page.count(f"/ledger/tasks/{task.uid}/") == 1
    assert "理由：第丙次" in page


@pytest.mark.parametrize(("behind", "words"), [(17, "比计划少完成17项"), (-2, "比计划多完成2项"), (0, "和计划一样多")])
def test_the_heading_of_the_chart_says_the_sentence(behind: int, words: str) -> None:
    assert home.trend_heading(behind) == words


def test_heat_shows_weekends_only_where_they_matter() -> None:
    monday = date(2026, 5, 18)
    week = [HeatDay(monday + timedelta(days=n), 0, n < 5) for n in range(7)]
    assert [line.word for line in home.heat_lines([week])] == list("一二三四五")
    week[5] = HeatDay(week[5].day, 7, False)
    lines = home.heat_lines([week])
    assert lines[-1].word == "六" and lines[-1].cells == [(week[5], 3)]


def test_home_asks_for_login(db: None) -> None:
    answer = Client().get("/")
    assert answer.status_code == 302 and "/login/" in answer["Location"]


def test_without_a_campaign_home_leads_to_the_start(clerk: User) -> None:
    client = Client()
    client.force_login(clerk)
    assert client.get("/")["Location"] == "/campaign/start/"
