"""A report writes itself from the records, is changed by a person, is frozen when handed in, and is missed when it is not."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.kernel.errors import Invalid, NotAllowed, NotPossible
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.notices.models import Notice
from weicheng.ground.org.choices import Role
from weicheng.ground.org.services import rename_unit
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role
from weicheng.work.plans.choices import EntryState
from weicheng.work.plans.models import ProgressEntry
from weicheng.work.plans.services.progress import confirm_entry, report_progress, retally, return_entry
from weicheng.work.plans.tests.factories import EntryFactory, TaskFactory
from weicheng.work.reports import periods
from weicheng.work.reports.choices import Kind, Part, ReportState
from weicheng.work.reports.models import Report
from weicheng.work.reports.selectors import lists
from weicheng.work.reports.selectors.burden import COSTS, asked_twice, burdens
from weicheng.work.reports.selectors.drafting import assembled, draft_lines
from weicheng.work.reports.selectors.tallies import running_tallies
from weicheng.work.reports.services import drafts

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
BACKEND = "weicheng.doors.web.authentication.DemoAwareBackend"


@pytest.fixture
def campaign():
    return CampaignFactory()


@pytest.fixture
def bureau():
    return UnitFactory(name="青禾区城市管理局", short_name="区城管局")


@pytest.fixture
def office():
    return user_with_role(Role.OFFICE, name="周某")


@pytest.fixture
def liaison(bureau):
    return user_with_role(Role.LIAISON, bureau, name="王某")


@pytest.fixture
def week(campaign):
    return periods.period_of(campaign, Kind.WEEK, TODAY)


@pytest.fixture
def task(campaign, bureau, week):
    made = TaskFactory(
        campaign=campaign, title="新建公厕46座", lead=bureau, target_value=Decimal(46), target_unit="座",
        due_on=week.last + timedelta(days=3),
    )  # fmt: skip
    retally(made)
    return made


@pytest.fixture
def entry(task, bureau, week, liaison):
    return EntryFactory(
        task=task, unit=bureau, on=week.first, by=liaison, percent=None, value=Decimal(31), text="完成3座主体施工"
    )


def texts(campaign, unit, week, part=None):
    return [line.text for line in assembled(campaign, unit, week) if part in (None, line.part)]


def place(campaign, unit, week):
    return {"campaign": campaign, "unit": unit, "period": week}


def test_what_was_recorded_and_what_falls_due_is_written(campaign, bureau, week, task, entry) -> None:
    done, coming = assembled(campaign, bureau, week)
    assert done.text == "新建公厕46座：完成3座主体施工，累计完成31座（目标46座）（待创卫办确认）。"
    assert [(source.kind, source.id) for source in done.sources] == [("entry", entry.pk)]
    assert coming.part == Part.NEXT
    assert "新建公厕46座" in coming.text
    assert [(source.kind, source.id) for source in coming.sources] == [("task", task.pk)]


def test_an_entry_returned_or_deleted_takes_its_sentence_along_even_when_changed(
    campaign, bureau, week, task, entry, liaison, office
) -> None:
    key = assembled(campaign, bureau, week)[0].key
    drafts.write_sentence(
        by=liaison, **place(campaign, bureau, week), source=key, part=Part.DONE, text="公厕建设按期推进。"
    )
    report = Report.objects.get()
    assert draft_lines(report, assembled(campaign, bureau, week))[0].text == "公厕建设按期推进。"
    return_entry(by=office, entry=entry, reason="数不对")
    assert not [line for line in draft_lines(report, assembled(campaign, bureau, week)) if line.part == Part.DONE]
    again = report_progress(
        by=liaison, task=task, unit=bureau, on=TODAY, key="7b0d2f0e-8f9f-4a0b-9d3c-2b8f34f9c001", value=32
    )
    assert texts(campaign, bureau, week, Part.DONE)
    ProgressEntry.objects.filter(pk=again.pk).delete()
    assert not texts(campaign, bureau, week, Part.DONE)


def test_a_sentence_sent_twice_is_one_and_a_made_up_name_is_refused(campaign, bureau, week, liaison) -> None:
    for _ in range(2):
        drafts.write_sentence(
            by=liaison, **place(campaign, bureau, week), source="", part=Part.PROBLEM, text="缺资金。"
        )
    assert Report.objects.get().edits.count() == 1
    with pytest.raises(Invalid, match="来源已经撤销"):
        drafts.write_sentence(
            by=liaison, **place(campaign, bureau, week), source="own:" + "x" * 80, part=Part.DONE, text="一句。"
        )


def test_a_report_handed_in_stays_as_it_was(campaign, bureau, week, entry, liaison, office) -> None:
    report = drafts.submit_report(by=liaison, **place(campaign, bureau, week))
    before = list(report.sentences.values_list("text", flat=True))
    confirm_entry(by=office, entry=entry)
    assert texts(campaign, bureau, week, Part.DONE) != before[:1]
    assert list(report.sentences.values_list("text", flat=True)) == before
    with pytest.raises(NotPossible, match="已经报送"):
        drafts.write_sentence(by=liaison, **place(campaign, bureau, week), source="", part=Part.DONE, text="再加一句")
    assert drafts.submit_report(by=liaison, **place(campaign, bureau, week)).pk == report.pk


def test_the_office_asks_again_and_the_edits_are_still_there(campaign, bureau, week, entry, liaison, office) -> None:
    drafts.write_sentence(by=liaison, **place(campaign, bureau, week), source="", part=Part.PROBLEM, text="缺资金。")
    report = drafts.submit_report(by=liaison, **place(campaign, bureau, week))
    with pytest.raises(Invalid):
        drafts.return_report(by=office, report=report, reason=" ")
    drafts.return_report(by=office, report=report, reason="请写明缺多少")
    report.refresh_from_db()
    assert report.state == ReportState.DRAFT
    assert "缺资金。" in [line.text for line in draft_lines(report, assembled(campaign, bureau, week))]
    assert Notice.objects.filter(user=liaison, code="reports.returned", settled_at=None).exists()
    drafts.submit_report(by=liaison, **place(campaign, bureau, week))
    assert not Notice.objects.filter(code="reports.returned", settled_at=None).exists()


def test_a_sentence_left_out_stays_out_until_all_is_restored(campaign, bureau, week, entry, liaison) -> None:
    key = assembled(campaign, bureau, week)[0].key
    report = drafts.drop_sentence(by=liaison, **place(campaign, bureau, week), source=key)
    assert key not in [line.key for line in draft_lines(report, assembled(campaign, bureau, week))]
    drafts.restore_sentences(by=liaison, **place(campaign, bureau, week))
    assert key in [line.key for line in draft_lines(report, assembled(campaign, bureau, week))]


def test_who_has_not_handed_in_is_listed_and_told_once_a_day(campaign, bureau, week, entry, liaison, office) -> None:
    assert list(lists.missing_units(campaign, week)) == [bureau]
    for _ in range(2):
        drafts.remind_missing(by=office, campaign=campaign, period=week)
    assert Notice.objects.filter(user=liaison, code="reports.missing").count() == 1
    assert AuditEvent.objects.filter(action="reports.missing.reminded", actor_id=office.pk).exists()
    drafts.submit_report(by=liaison, **place(campaign, bureau, week))
    assert not lists.missing_units(campaign, week)
    assert not Notice.objects.filter(code="reports.missing", settled_at=None).exists()


def test_what_was_planned_last_week_is_held_against_what_was_done(campaign, bureau, week, liaison) -> None:
    last = periods.before(campaign, week)
    names = {}
    for name in ("完成的", "动了的", "没动的"):
        names[name] = TaskFactory(campaign=campaign, title=name, lead=bureau, due_on=week.last)
        retally(names[name])
    drafts.submit_report(by=liaison, **place(campaign, bureau, last))
    for name, percent in (("完成的", 100), ("动了的", 30)):
        EntryFactory(task=names[name], unit=bureau, on=week.first, percent=percent, state=EntryState.CONFIRMED)
        retally(names[name])
    kept = {one.text[:3]: one.outcome for one in lists.planned_and_done(campaign, bureau, week)}
    assert kept == {"完成的": "done", "动了的": "moved", "没动的": "still"}


def test_the_offices_summary_counts_and_quotes_the_units(campaign, bureau, week, entry, liaison, office) -> None:
    drafts.write_sentence(by=liaison, **place(campaign, bureau, week), source="", part=Part.PROBLEM, text="缺资金。")
    drafts.submit_report(by=liaison, **place(campaign, bureau, week))
    lines = [line.text for line in drafts.lines_of(campaign, None, week, office)]
    assert lines[0].startswith("1个责任单位，报送1个。台账共1项任务")
    assert "区城管局：缺资金。" in lines
    report = drafts.submit_report(by=office, **place(campaign, None, week))
    assert report.unit is None
    assert report.sentences.count() == len(lines)


def test_months_and_stages_are_written_the_same_way(campaign, bureau, entry, liaison) -> None:
    for kind in (Kind.MONTH, Kind.STAGE):
        period = periods.period_of(campaign, kind, entry.on)
        if period is not None:
            assert "新建公厕46座" in texts(campaign, bureau, period, Part.DONE)[0]
    assert periods.period_of(campaign, Kind.MONTH, entry.on) is not None


def test_running_tallies_add_what_is_confirmed_up_to_the_day(campaign, bureau, task, office) -> None:
    for days, value, state in ((20, 10, "confirmed"), (5, 25, "confirmed"), (1, 40, "submitted")):
        EntryFactory(task=task, unit=bureau, on=TODAY - timedelta(days=days), percent=None, value=value, state=state)
    assert [(one.done, one.target, one.unit) for one in running_tallies(campaign, office, TODAY)] == [(25, 46, "座")]
    assert running_tallies(campaign, office, TODAY - timedelta(days=10))[0].done == 10


def test_the_burden_counts_what_a_unit_handed_in(campaign, bureau, task, liaison, week) -> None:
    report_progress(by=liaison, task=task, unit=bureau, on=TODAY, key="7b0d2f0e-8f9f-4a0b-9d3c-2b8f34f9c002", value=3)
    drafts.submit_report(by=liaison, **place(campaign, bureau, week))
    burden = burdens(campaign, week.first)[0]
    assert (burden.unit, dict(burden.forms)) == (bureau, {"进展": 1, "周报、月报": 1})
    assert burden.minutes == COSTS["plans.entry.reported"].minutes + COSTS["reports.report.submitted"].minutes
    assert burden.by_week[-1] == burden.minutes


def test_the_same_task_given_twice_to_a_unit_is_flagged(campaign, bureau, office) -> None:
    first = TaskFactory(campaign=campaign, title="清理背街小巷卫生死角120处", lead=bureau)
    second = TaskFactory(campaign=campaign, title="清理背街小巷卫生死角120处", lead=bureau)
    TaskFactory(campaign=campaign, title="举办健康教育讲座", lead=bureau)
    assert [(one.first, one.second) for one in asked_twice(campaign)] == [(first, second)]


def test_a_renamed_unit_keeps_the_name_of_the_day(campaign, bureau, week, entry, liaison, office) -> None:
    report = drafts.submit_report(by=liaison, **place(campaign, bureau, week))
    rename_unit(by=office, unit=bureau, name="青禾区综合执法局", short_name="区执法局", on=TODAY)
    report.refresh_from_db()
    assert report.unit_name == "区城管局"


def test_a_finished_campaign_takes_no_report(campaign, bureau, week, entry, liaison) -> None:
    campaign.is_closed = True
    campaign.save()
    with pytest.raises(NotPossible, match="已结束"):
        drafts.submit_report(by=liaison, **place(campaign, bureau, week))


GRID = {"write": ("office", "liaison"), "submit": ("office", "liaison"), "summary": ("office",), "remind": ("office",),
        "return": ("office",)}  # fmt: skip


@pytest.mark.parametrize("role", ["office", "leader", "liaison", "other", "inspector", "auditor", "admin"])
@pytest.mark.parametrize("action", GRID)
def test_who_may(action, role, campaign, bureau, week, entry, office) -> None:
    units = {"liaison": bureau, "other": UnitFactory()}
    user = user_with_role("liaison" if role == "other" else role, units.get(role))
    mine = place(campaign, bureau, week)
    handed = drafts.submit_report(by=office, **mine) if action == "return" else None
    acts = {
        "write": lambda: drafts.write_sentence(by=user, **mine, source="", part=Part.DONE, text="一句。"),
        "submit": lambda: drafts.submit_report(by=user, **mine),
        "summary": lambda: drafts.submit_report(by=user, **place(campaign, None, week)),
        "remind": lambda: drafts.remind_missing(by=user, campaign=campaign, period=week),
        "return": lambda: drafts.return_report(by=user, report=handed, reason="请补"),
    }
    if role in GRID[action]:
        acts[action]()
    else:
        with pytest.raises(NotAllowed):
            acts[action]()


def test_pages_ask_the_database_equally_often_for_many(
    campaign, bureau, week, entry, office, django_assert_max_num_queries
) -> None:
    client = Client()
    client.force_login(office, backend=BACKEND)
    day = week.first.isoformat()
    pages = [
        reverse("reports:week", args=["week", day]),
        reverse("reports:report", args=[bureau.pk, "week", day]),
        reverse("reports:report", args=[0, "week", day]),
        reverse("reports:tallies"),
        reverse("reports:burden"),
    ]

    def ask() -> list[int]:
        counts = []
        for url in pages:
            client.get(url)
            with django_assert_max_num_queries(60) as asked:
                assert client.get(url).status_code == 200, url
            counts.append(len(asked))
        return counts

    few = ask()
    for number in range(6):
        unit = UnitFactory()
        one = TaskFactory(campaign=campaign, title=f"第{number}类不同的事项", lead=unit, coops=[bureau], due_on=TODAY)
        retally(one)
        EntryFactory(task=one, unit=unit, on=week.first, by=office)
        EntryFactory(task=one, unit=bureau, on=week.first, by=office)
    assert ask() == few


def test_what_was_typed_stays_when_it_is_refused(campaign, bureau, week, entry, liaison) -> None:
    client = Client()
    client.force_login(liaison, backend=BACKEND)
    url = reverse("reports:write", args=[bureau.pk, "week", week.first.isoformat()])
    page = client.post(url, {"source": "", "part": "done", "text": "很长" * 600})
    assert page.status_code == 422
    assert "很长很长" in page.content.decode()
    assert not Report.objects.exists()
