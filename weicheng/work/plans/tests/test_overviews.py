"""Home, matrix, timeline, calendar: the numbers are those of the ledger."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from weicheng.ground.campaigns.tests.factories import PhaseFactory
from weicheng.ground.kernel.errors import Invalid, NotAllowed
from weicheng.ground.org.access import scope_of
from weicheng.ground.org.choices import UnitKind
from weicheng.ground.org.tests.factories import UnitFactory
from weicheng.work.plans.choices import PlanState, RowState
from weicheng.work.plans.models import SavedView, Task
from weicheng.work.plans.selectors.home import home_numbers
from weicheng.work.plans.selectors.ledger import LedgerFilter
from weicheng.work.plans.selectors.matrix import responsibility_matrix
from weicheng.work.plans.selectors.plans import plan_for, plan_list
from weicheng.work.plans.selectors.timeline import calendar_month, timeline_rows, timeline_scale
from weicheng.work.plans.services import feeds, views
from weicheng.work.plans.tests.factories import EntryFactory, PlanFactory, RowFactory, SourceFactory, TaskFactory

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 5, 18)
PLAIN = LedgerFilter()


@pytest.fixture
def today(monkeypatch):
    """Monday, 18 May 2026."""
    monkeypatch.setattr(timezone, "localdate", lambda value=None, timezone=None: value.date() if value else MONDAY)
    return MONDAY


class TestHome:
    def test_late_tasks_stand_by_unit_with_working_days(self, today, clerk, campaign, bureau, health) -> None:
        for due in (date(2026, 5, 4), date(2026, 5, 15)):
            TaskFactory(campaign=campaign, lead=bureau, due_on=due)
        TaskFactory(campaign=campaign, lead=health, due_on=date(2026, 5, 13))
        TaskFactory(campaign=campaign, lead=health, due_on=date(2026, 5, 1), done_on=date(2026, 5, 2))
        numbers = home_numbers(campaign, clerk)
        assert [(late.name, late.days) for late in numbers.late] == [("区城管局", [10, 1]), ("区卫健局", [3])]
        assert numbers.late_total == 3

    def test_the_coming_week_stands_by_day(self, today, clerk, campaign, bureau) -> None:
        for days in (0, 0, 1, 3, 7, 8):
            TaskFactory(campaign=campaign, lead=bureau, due_on=MONDAY + timedelta(days=days))
        numbers = home_numbers(campaign, clerk)
        assert [(day.word, day.number) for day in numbers.due] == [
            ("今天", 2),
            ("明天", 1),
            ("周四", 1),
            ("周一", 1),
        ]
        assert numbers.due_total == 5

    def test_the_series_compares_published_dates_with_what_was_done(self, today, clerk, campaign, bureau) -> None:
        for week in range(4):
            due = MONDAY - timedelta(weeks=week)
            TaskFactory(campaign=campaign, due_on=due, done_on=due if week % 2 else None)
        late = TaskFactory(campaign=campaign, due_on=MONDAY + timedelta(weeks=8))
        late.original_due_on = MONDAY - timedelta(weeks=1)
        late.save()
        series = home_numbers(campaign, clerk).series
        assert (series.planned_now, series.done_now, series.behind) == (5, 2, 3)
        assert series.planned == sorted(series.planned)
        assert len(series.done) <= len(series.weeks) == len(series.planned)
        assert all(week.weekday() == 6 for week in series.weeks)

    def test_what_waits_for_the_office_is_counted(self, today, clerk, campaign, bureau) -> None:
        PhaseFactory(campaign=campaign, name="集中攻坚", starts_on=date(2026, 5, 1), ends_on=date(2026, 6, 30))
        EntryFactory(task=TaskFactory(campaign=campaign, lead=bureau), unit=bureau)
        plan = PlanFactory(campaign=campaign)
        for state in (RowState.OPEN, RowState.OPEN, RowState.CHECKED):
            RowFactory(plan=plan, state=state)
        numbers = home_numbers(campaign, clerk)
        assert (numbers.waiting, numbers.to_review, numbers.phase.name) == (1, [(plan, 2)], "集中攻坚")

    def test_an_empty_campaign_has_an_empty_home(self, clerk, campaign) -> None:
        numbers = home_numbers(campaign, clerk)
        assert numbers.is_empty
        assert (numbers.late, numbers.due, numbers.series.weeks) == ([], [], [])

    def test_a_liaison_s_home_shows_her_own_tasks(self, today, liaison, campaign, bureau, health) -> None:
        TaskFactory(campaign=campaign, lead=bureau, due_on=date(2026, 5, 4))
        TaskFactory(campaign=campaign, lead=health, due_on=date(2026, 5, 4))
        RowFactory(plan=PlanFactory(campaign=campaign))
        numbers = home_numbers(campaign, liaison)
        assert (numbers.counts.total, numbers.to_review) == (1, [])

    def test_the_queries_do_not_grow_with_the_tasks(self, clerk, campaign, bureau) -> None:
        scope_of(clerk)

        def cost():
            with CaptureQueriesContext(connection) as seen:
                home_numbers(campaign, clerk)
            return len(seen)

        def fill(number):
            for _ in range(number):
                EntryFactory(task=TaskFactory(campaign=campaign, lead=bureau, due_on=timezone.localdate()), unit=bureau)

        fill(5)
        few = cost()
        fill(60)
        assert cost() == few


class TestMatrix:
    def test_roles_stand_where_unit_and_task_cross(self, clerk, campaign, bureau, health, towns) -> None:
        TaskFactory(campaign=campaign, number="1", lead=bureau, coops=[health])
        TaskFactory(campaign=campaign, number="2")
        matrix = responsibility_matrix(campaign, clerk, PLAIN)
        assert [(column.unit, column.lead, column.coop) for column in matrix.units] == [(bureau, 1, 0), (health, 0, 1)]
        assert [row.cells for row in matrix.rows] == [["lead", "coop"], ["", ""]]
        assert [task.number for task in matrix.tasks_without_lead] == ["2"]
        assert matrix.units_without_task == towns

    def test_a_unit_whose_section_has_a_task_is_no_hole(self, clerk, campaign, bureau) -> None:
        section = UnitFactory(name="环卫科", parent=bureau, kind=UnitKind.OFFICE)
        TaskFactory(campaign=campaign, lead=section)
        assert responsibility_matrix(campaign, clerk, PLAIN).units_without_task == []

    def test_withdrawn_tasks_and_other_campaigns_fill_no_hole(self, clerk, campaign, bureau) -> None:
        TaskFactory(campaign=campaign, lead=bureau, withdrawn_at=timezone.now())
        TaskFactory(lead=bureau)
        assert responsibility_matrix(campaign, clerk, PLAIN).units_without_task == [bureau]

    def test_the_filter_chooses_the_tasks(self, clerk, campaign, bureau, health) -> None:
        TaskFactory(campaign=campaign, lead=bureau)
        TaskFactory(campaign=campaign, lead=health)
        assert len(responsibility_matrix(campaign, clerk, LedgerFilter(unit=health.pk)).rows) == 1


class TestTimeline:
    def test_bars_run_from_start_to_due_and_lie_within_the_scale(self, clerk, campaign, bureau) -> None:
        TaskFactory(campaign=campaign, lead=bureau, start_on=date(2026, 5, 1), due_on=date(2026, 5, 31))
        TaskFactory(
            campaign=campaign, start_on=date(2026, 6, 1), due_on=date(2026, 7, 31), original_due_on=date(2026, 6, 30)
        )
        TaskFactory(campaign=campaign, due_on=None)
        bars = timeline_rows(campaign, clerk, PLAIN)
        assert [(bar.group, bar.start, bar.end) for bar in bars] == [
            ("区城管局", date(2026, 5, 1), date(2026, 5, 31)),
            ("没有牵头单位", date(2026, 6, 1), date(2026, 7, 31)),
        ]
        assert [round(bar.left) for bar in bars] == [0, 34]
        assert bars[1].left + bars[1].width == pytest.approx(100)
        assert (bars[0].moved_from, bars[1].moved_from) == (None, date(2026, 6, 30))

    def test_months_fill_the_scale(self) -> None:
        bars = [SimpleNamespace(start=date(2025, 12, 15), end=date(2026, 2, 3))]
        scale = timeline_scale(bars, today=date(2026, 1, 15))
        assert [month.label for month in scale.months] == ["12月", "1月", "2月"]
        assert [year.label for year in scale.years] == ["2025年", "2026年"]
        assert [quarter.label for quarter in scale.quarters] == ["", "1季度"]  # one month is too narrow for 4季度
        for marks in (scale.months, scale.quarters, scale.years):
            assert sum(mark.width for mark in marks) == pytest.approx(100)
        assert scale.today == pytest.approx(50, abs=1)
        assert timeline_scale(bars, today=date(2027, 1, 1)).today is None

    @pytest.mark.parametrize(
        ("end", "years", "span"),
        [
            (date(2026, 12, 31), ["2026年"], 12),
            (date(2028, 12, 31), ["2026年", "2027年", "2028年"], 36),
            (date(2029, 1, 31), ["2026年", "2027年", "2028年", ""], 60),
            (date(2034, 12, 31), [f"{year}年" for year in range(2026, 2035)], 0),
        ],
    )
    def test_the_style_sheet_learns_how_many_months_want_room(self, end: date, years: list[str], span: int) -> None:
        scale = timeline_scale([SimpleNamespace(start=date(2026, 1, 1), end=end)])
        assert ([year.label for year in scale.years], scale.span) == (years, span)

    def test_no_task_gives_the_month_of_today(self, clerk, campaign) -> None:
        assert timeline_rows(campaign, clerk, PLAIN) == []
        assert len(timeline_scale([]).months) == 1


class TestCalendar:
    def test_the_month_is_whole_weeks_with_due_and_recurring_tasks(self, clerk, campaign) -> None:
        due = TaskFactory(campaign=campaign, due_on=date(2026, 5, 29))
        weekly = TaskFactory(campaign=campaign, due_on=None, rrule="FREQ=WEEKLY;BYDAY=FR")
        TaskFactory(campaign=campaign, due_on=date(2026, 9, 1))
        days = {day.day: day for day in calendar_month(campaign, clerk, PLAIN, 2026, 5)}
        assert (min(days), max(days), len(days)) == (date(2026, 4, 27), date(2026, 5, 31), 35)
        assert days[date(2026, 5, 29)].tasks == [due]
        fridays = [day for day, found in days.items() if found.recurring == [weekly]]
        assert fridays == [date(2026, 5, day) for day in (1, 8, 15, 22, 29)]
        assert not days[date(2026, 5, 1)].is_workday
        assert not days[date(2026, 4, 30)].in_month

    def test_a_rhythm_ends_with_the_task_or_the_campaign(self, clerk, campaign) -> None:
        TaskFactory(campaign=campaign, due_on=date(2026, 5, 10), rrule="FREQ=DAILY", start_on=date(2026, 5, 8))
        days = calendar_month(campaign, clerk, PLAIN, 2026, 5)
        assert [day.day.day for day in days if day.recurring] == [8, 9]

    def test_a_rule_that_cannot_be_carried_out_is_left_out(self, clerk, campaign) -> None:
        TaskFactory(campaign=campaign, rrule="FREQ=SOMETIMES")
        TaskFactory(campaign=campaign, quota={"value": 2, "comparator": ">=", "per": "fortnight"})
        assert not any(day.recurring for day in calendar_month(campaign, clerk, PLAIN, 2026, 5))


class TestPapers:
    def test_the_list_counts_rows_and_tasks(self, clerk, campaign, bureau) -> None:
        plan = PlanFactory(campaign=campaign)
        for state in (RowState.OPEN, RowState.CHECKED, RowState.CHECKED, RowState.DROPPED):
            RowFactory(plan=plan, state=state)
        for _ in range(2):
            SourceFactory(task=TaskFactory(campaign=campaign), plan=plan)
        (found,) = plan_list(campaign, clerk)
        assert (found.rows_total, found.rows_open, found.rows_checked, found.rows_dropped, found.tasks_total) == (
            3,
            1,
            2,
            1,
            2,
        )

    def test_a_unit_sees_papers_that_give_it_a_task(self, liaison, campaign, bureau) -> None:
        mine = PlanFactory(campaign=campaign, state=PlanState.PUBLISHED)
        other = PlanFactory(campaign=campaign)
        SourceFactory(task=TaskFactory(campaign=campaign, lead=bureau), plan=mine)
        assert list(plan_list(campaign, liaison)) == [mine]
        assert plan_for(liaison, other.pk) is None


class TestViews:
    def test_a_view_keeps_what_the_filter_understands(self, clerk, campaign) -> None:
        view = views.save_view(by=clerk, campaign=campaign, name=" 本周 到期 ", query="?due=7&page=3&x=1")
        assert (view.name, view.query) == ("本周 到期", "due=7")
        again = views.save_view(by=clerk, campaign=campaign, name="本周 到期", query="due=30")
        assert (again.pk, again.query) == (view.pk, "due=30")

    def test_others_see_only_what_is_shared(self, clerk, colleague, liaison, campaign) -> None:
        views.save_view(by=clerk, campaign=campaign, name="我的", query="due=7")
        shared = views.save_view(by=clerk, campaign=campaign, name="全办", query="due=30", shared=True)
        assert list(SavedView.objects.for_user(colleague)) == [shared]
        assert not SavedView.objects.for_user(liaison).exists()

    def test_only_its_owner_changes_or_deletes_a_view(self, clerk, colleague, campaign) -> None:
        view = views.save_view(by=clerk, campaign=campaign, name="全办", query="", shared=True)
        with pytest.raises(NotAllowed):
            views.delete_view(by=colleague, view=view)
        views.save_view(by=clerk, campaign=campaign, name="另一个", query="")
        with pytest.raises(Invalid, match="已经有"):
            views.rename_view(by=clerk, view=view, name="另一个")
        views.delete_view(by=clerk, view=view)
        assert SavedView.objects.count() == 1

    def test_a_liaison_shares_nothing(self, liaison, campaign) -> None:
        with pytest.raises(NotAllowed):
            views.save_view(by=liaison, campaign=campaign, name="全办", query="", shared=True)

    @pytest.mark.parametrize("name", ["", "  ", "长" * 31])
    def test_a_name_is_asked_for(self, clerk, campaign, name) -> None:
        with pytest.raises(Invalid):
            views.save_view(by=clerk, campaign=campaign, name=name, query="")


class TestFeedAddress:
    def test_it_is_made_once_and_can_be_changed(self, liaison, campaign, bureau) -> None:
        feed = feeds.feed_for(by=liaison, campaign=campaign, unit=bureau)
        assert feeds.feed_for(by=liaison, campaign=campaign, unit=bureau) == feed
        before = feed.secret
        assert len(before) >= 40
        assert feeds.renew_feed(by=liaison, feed=feed).secret != before

    def test_another_unit_s_address_is_not_shown(self, liaison, campaign, health) -> None:
        with pytest.raises(NotAllowed):
            feeds.feed_for(by=liaison, campaign=campaign, unit=health)


def test_every_task_of_the_page_is_live(clerk, campaign) -> None:
    TaskFactory(campaign=campaign, withdrawn_at=timezone.now())
    assert Task.objects.count() == 1
    assert home_numbers(campaign, clerk).is_empty
