"""A slip of the finger in a report: asked back once, taken back by the unit, told apart and settled by the office."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from weicheng.ground.kernel.errors import NotAllowed
from weicheng.ground.org.models import Unit, User
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role
from weicheng.work.plans.choices import EntryState
from weicheng.work.plans.errors import Doubtful, NotPossible
from weicheng.work.plans.models import ProgressEntry, Task
from weicheng.work.plans.services import progress
from weicheng.work.plans.tests.conftest import signed_in
from weicheng.work.plans.tests.factories import TaskFactory

DAY = date(2026, 5, 1)
HTMX = {"headers": {"HX-Request": "true"}}


def report(by: User, task: Task, unit: Unit, value: object, **values: object) -> ProgressEntry:
    sent = {"on": DAY, "key": uuid.uuid4(), "value": value, **values}
    return progress.report_progress(by=by, task=task, unit=unit, **sent)  # type: ignore[arg-type]


def states(task: Task) -> list[str]:
    return [entry.state for entry in task.entries.order_by("pk")]


@pytest.fixture
def thirty(liaison: User, clerk: User, task: Task, bureau: Unit) -> ProgressEntry:
    """30 of 46 confirmed."""
    return progress.confirm_entry(by=clerk, entry=report(liaison, task, bureau, 30))


# ---- asked back once


@pytest.mark.parametrize(("value", "words"), [("20", "反而少了"), ("999", "21.7倍")])
def test_a_figure_that_looks_like_a_slip_is_taken_when_it_is_said_once_more(
    unit_client: Client, task: Task, bureau: Unit, thirty: ProgressEntry, value: str, words: str
) -> None:
    form = {"unit": bureau.pk, "on": timezone.localdate().isoformat(), "value": value, "key": uuid.uuid4()}
    asked = unit_client.post(f"/ledger/tasks/{task.uid}/report/", form, **HTMX)
    page = asked.content.decode()
    assert asked.status_code == 422 and words in page and "再点一次" in page
    assert task.entries.count() == 1
    sure = page.split('name="sure" value="')[1].split('"')[0]
    other = unit_client.post(f"/ledger/tasks/{task.uid}/report/", {**form, "value": "998", "sure": sure}, **HTMX)
    assert other.status_code == 422 and task.entries.count() == 1
    assert unit_client.post(f"/ledger/tasks/{task.uid}/report/", {**form, "sure": sure}, **HTMX).status_code == 200
    assert task.entries.count() == 2


@pytest.mark.parametrize(
    ("unit", "target", "comparator", "value", "is_asked"),
    [
        ("座", 46, ">=", 92, False),
        ("座", 46, ">=", 93, True),
        ("%", 90, ">=", 96, False),
        ("%", 40, ">=", 95, False),
        ("%", 90, ">=", 950, True),
        ("只", 3, "<=", 9, True),
        ("座", None, "=", 5000, False),
    ],
)
def test_far_above_the_target_is_asked_and_a_little_more_is_not(
    liaison: User, campaign, bureau: Unit, unit: str, target: int | None, comparator: str, value: int, is_asked: bool
) -> None:
    task = TaskFactory(
        campaign=campaign, lead=bureau, target_value=target, target_unit=unit, target_comparator=comparator
    )
    if is_asked:
        with pytest.raises(Doubtful):
            report(liaison, task, bureau, value, sure=False)
        assert not task.entries.exists()
    else:
        assert report(liaison, task, bureau, value, sure=False).value == value


def test_what_was_so_on_an_earlier_day_is_not_compared_with_a_later_one(
    liaison: User, task: Task, bureau: Unit, thirty: ProgressEntry
) -> None:
    assert report(liaison, task, bureau, 20, on=DAY - timedelta(days=9), sure=False).value == 20
    with pytest.raises(Doubtful, match="5月1日已确认30座，这次报20座"):
        report(liaison, task, bureau, 20, sure=False)


def test_a_percentage_below_the_confirmed_one_is_asked(liaison: User, clerk: User, campaign, bureau: Unit) -> None:
    task = TaskFactory(campaign=campaign, lead=bureau)
    progress.confirm_entry(by=clerk, entry=report(liaison, task, bureau, None, percent=60))
    with pytest.raises(Doubtful, match="已确认60%，这次报50%"):
        report(liaison, task, bureau, None, percent=50, sure=False)


# ---- told apart and settled


def test_each_entry_that_waits_has_its_own_buttons(
    office: Client, liaison: User, task: Task, bureau: Unit, thirty: ProgressEntry
) -> None:
    entries = [report(liaison, task, bureau, value) for value in (35, 20, 999)]
    drawer = office.get(f"/ledger/tasks/{task.uid}/", **HTMX).content.decode()
    for entry, words in zip(entries, ("确认35座", "确认20座", "确认999座"), strict=True):
        assert f"/ledger/entries/{entry.pk}/confirm/" in drawer and words in drawer
        assert f'data-open-dialog="return-{entry.pk}"' in drawer and f'id="return-{entry.pk}"' in drawer


def test_confirming_the_latest_settles_what_the_unit_reported_before(
    liaison: User, clerk: User, task: Task, bureau: Unit, health: Unit, thirty: ProgressEntry
) -> None:
    photo = ContentFile(b"GIF89a" + b"0" * 60, name="照片.gif")
    fits = report(liaison, task, bureau, 35, files=[photo])
    for value in (20, 999):
        report(liaison, task, bureau, value)
    others = report(user_with_role("liaison", health), task, health, 7)
    last = report(liaison, task, bureau, 40)
    later = report(liaison, task, bureau, 44, on=DAY + timedelta(days=3))
    progress.confirm_entry(by=clerk, entry=last)
    confirmed, replaced, waits = EntryState.CONFIRMED, EntryState.REPLACED, EntryState.SUBMITTED
    assert states(task) == [confirmed, confirmed, replaced, replaced, waits, confirmed, waits]
    task.refresh_from_db()
    assert task.done_value == 40
    assert fits.files.get().file.evidence.count() == 1
    assert {others.pk, later.pk} == set(task.entries.filter(state=waits).values_list("pk", flat=True))
    progress.return_entry(by=clerk, entry=last, reason="照片不对")
    task.refresh_from_db()
    assert task.done_value == 35  # and not 999
    assert progress.rebuild() == []


def test_nobody_confirms_along_what_she_wrote_herself(
    clerk: User, colleague: User, liaison: User, task: Task, bureau: Unit
) -> None:
    report(clerk, task, bureau, 10)
    progress.confirm_entry(by=clerk, entry=report(liaison, task, bureau, 20))
    assert states(task) == [EntryState.REPLACED, EntryState.CONFIRMED]


# ---- taken back


def test_the_unit_takes_back_what_it_reported_by_mistake(
    unit_client: Client, office: Client, liaison: User, task: Task, bureau: Unit, thirty: ProgressEntry
) -> None:
    wrong = report(liaison, task, bureau, 46)
    task.refresh_from_db()
    assert task.reported_on == DAY
    assert "收回5月1日报的46座" in unit_client.get(f"/ledger/tasks/{task.uid}/", **HTMX).content.decode()
    answer = unit_client.post(f"/ledger/entries/{wrong.pk}/withdraw/", **HTMX)
    assert "收回，不计入完成数" in answer.content.decode()
    task.refresh_from_db()
    assert (task.done_value, task.reported_on) == (30, None)
    drawer = office.get(f"/ledger/tasks/{task.uid}/", **HTMX).content.decode()
    assert f"/ledger/entries/{wrong.pk}/" not in drawer
    with pytest.raises(NotPossible):
        progress.withdraw_entry(by=liaison, entry=wrong)


def test_only_the_unit_takes_back_and_only_what_waits(
    clerk: User, liaison: User, task: Task, bureau: Unit, thirty: ProgressEntry
) -> None:
    wrong = report(liaison, task, bureau, 40)
    stranger = user_with_role("liaison", UnitFactory())
    for person in (clerk, stranger):
        with pytest.raises(NotAllowed):
            progress.withdraw_entry(by=person, entry=wrong)
    with pytest.raises(NotPossible):
        progress.withdraw_entry(by=liaison, entry=thirty)
    assert signed_in(stranger).post(f"/ledger/entries/{wrong.pk}/withdraw/").status_code == 404
    assert states(task) == [EntryState.CONFIRMED, EntryState.SUBMITTED]
