"""Two at once, and things that break in the middle: one wins, the other hears why, nothing is half done."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.flows.world import World, build_world
from weicheng.ground.evidence.models import StoredFile
from weicheng.ground.kernel.errors import NotPossible as OrgNotPossible
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.org.errors import CodeRefused
from weicheng.ground.org.models import RoleAssignment, Unit, User
from weicheng.ground.org.services import disable_account, dissolve_unit, issue_codes, merge_units, redeem_code
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role
from weicheng.work.plans.choices import EntryState
from weicheng.work.plans.errors import NotPossible, StaleTask
from weicheng.work.plans.models import LedgerImport, Plan, ProgressEntry, Task, TaskOwner
from weicheng.work.plans.selectors.exports import export_ledger_xlsx
from weicheng.work.plans.selectors.ledger_filter import LedgerFilter
from weicheng.work.plans.services import progress, publishing
from weicheng.work.plans.services.importing import apply_import, import_preview

together = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """What each returned or raised; all start at the same moment, each on its own connection."""
    barrier, outcomes = threading.Barrier(len(works)), [None] * len(works)

    def run(place: int, work: Callable[[], Any]) -> None:
        try:
            barrier.wait(60)
            outcomes[place] = work()
        except Exception as error:
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    return outcomes


def refusals(outcomes: list[Any]) -> list[type]:
    return [type(outcome) for outcome in outcomes if isinstance(outcome, Exception)]


def edited_table(world: World, title: str) -> LedgerImport:
    """A preview of the exported ledger in which the title of the first task was changed."""
    import io

    from openpyxl import load_workbook

    book = load_workbook(export_ledger_xlsx(world.users["office"], world.campaign, LedgerFilter()))
    sheet = book.worksheets[0]
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == "新建公厕":
                cell.value = title
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    preview = import_preview(by=world.users["office"], campaign=world.campaign, upload=out, name="表.xlsx")
    assert preview.can_apply
    return LedgerImport.objects.get(token=preview.token)


@together
def test_one_import_confirmed_twice_at_once_is_written_once():
    world = build_world()
    kept = edited_table(world, "新建改建公厕")
    work = lambda: apply_import(by=world.users["office"], token=kept.token)  # noqa: E731
    assert refusals(at_once(work, work)) == [NotPossible]
    assert Task.objects.get(pk=world.task_pk).version == 2
    assert AuditEvent.objects.filter(action="plans.ledger.imported").count() == 1


@together
def test_of_two_imports_of_one_task_the_second_is_refused_whole():
    world = build_world()
    first, second = edited_table(world, "甲改的公厕"), edited_table(world, "乙改的公厕")
    outcomes = at_once(
        *(lambda kept=kept: apply_import(by=world.users["office"], token=kept.token) for kept in (first, second))
    )
    assert refusals(outcomes) == [StaleTask]
    assert Task.objects.get(pk=world.task_pk).version == 2
    assert LedgerImport.objects.filter(applied_at=None, pk__in=[first.pk, second.pk]).count() == 1


@together
def test_an_entry_confirmed_twice_at_once_is_confirmed_once():
    world = build_world()
    entry = ProgressEntry.objects.get()
    office = world.users["office"]
    work = lambda: progress.confirm_entry(by=office, entry=entry)  # noqa: E731
    assert refusals(at_once(work, work)) == [NotPossible]
    entry.refresh_from_db()
    assert entry.state == EntryState.CONFIRMED
    assert Task.objects.get(pk=world.task_pk).percent == 50
    assert AuditEvent.objects.filter(action="plans.entry.confirmed").count() == 1


@together
def test_a_login_code_used_twice_at_once_opens_once():
    world = build_world()
    slip = issue_codes(by=world.users["admin"], users=[world.users["liaison"]])[0]
    work = lambda: redeem_code(code=slip.code, password="Xin-De-2027!", address="10.0.0.1")  # noqa: E731
    assert refusals(at_once(work, work)) == [CodeRefused]


@together
def test_the_last_two_administrators_cannot_shut_each_other_out():
    one, other = user_with_role("admin"), user_with_role("admin")
    outcomes = at_once(lambda: disable_account(by=one, user=other), lambda: disable_account(by=other, user=one))
    assert refusals(outcomes) == [OrgNotPossible]
    assert User.objects.filter(is_active=True, role_assignments__role="admin").count() == 1
    assert RoleAssignment.objects.filter(role="admin", user__is_active=True).count() == 1


@pytest.mark.django_db
def test_a_unit_merged_while_a_paper_was_reviewed_gets_no_task_of_its_own():
    world = build_world()
    office, into = world.users["office"], UnitFactory(name="青禾区综合执法局")
    mine = Unit.objects.get(pk=world.args["unit"][0])
    merge_units(by=office, units=[mine], into=into, on=timezone.localdate())
    publishing.publish_plan(
        by=office, plan=Plan.objects.get(pk=world.args["review"][0]), decisions=publishing.Decisions(only_checked=False)
    )
    fresh = TaskOwner.objects.exclude(task_id=world.task_pk)
    assert set(fresh.values_list("unit_id", flat=True)) == {into.pk}


@pytest.mark.django_db
def test_a_unit_dissolved_while_a_paper_was_reviewed_is_named_and_gets_no_task():
    world = build_world()
    office, mine = world.users["office"], Unit.objects.get(pk=world.args["unit"][0])
    for below in mine.children.all():
        dissolve_unit(by=office, unit=below, on=timezone.localdate() - timedelta(days=1))
    dissolve_unit(by=office, unit=mine, on=timezone.localdate() - timedelta(days=1))
    plan = Plan.objects.get(pk=world.args["review"][0])
    publishing.publish_plan(by=office, plan=plan, decisions=publishing.Decisions(only_checked=False))
    assert not TaskOwner.objects.exclude(task_id=world.task_pk).filter(unit=mine).exists()


@pytest.mark.django_db
def test_a_disk_that_fills_up_during_an_upload_leaves_no_plan_and_no_file(monkeypatch):
    world = build_world()
    client = Client()
    client.force_login(world.users["office"])
    before = (Plan.objects.count(), StoredFile.objects.count())
    kept = files_on_disk()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    paper = ContentFile("区城管局牵头，6月底前新建公厕4座。".encode(), name="方案.txt")
    answer = client.post(reverse("plans:upload"), {"files": paper})
    assert (answer.status_code, "磁盘满了" in answer.content.decode()) == (422, True)
    report = {"unit": world.args["unit"][0], "percent": "60", "files": ContentFile(b"%PDF-1.4 x", name="照片.pdf")}
    refused = client.post(reverse("ledger:report", args=world.args["task"]), report, headers={"HX-Request": "true"})
    assert (refused.status_code, "磁盘满了" in refused.content.decode()) == (422, True)
    assert (Plan.objects.count(), StoredFile.objects.count(), ProgressEntry.objects.count()) == (*before, 1)
    assert files_on_disk() == kept


def files_on_disk() -> set[Path]:
    return {path for path in (Path(settings.HOME) / "files").rglob("*") if path.is_file()}


@pytest.mark.django_db
def test_what_breaks_in_the_middle_of_publishing_leaves_everything_as_it_was(monkeypatch):
    world = build_world()
    plan = Plan.objects.get(pk=world.args["review"][0])
    before = (Task.objects.count(), AuditEvent.objects.count(), plan.campaign.last_serial)

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(publishing, "_join", broken)
    with pytest.raises(RuntimeError):
        publishing.publish_plan(by=world.users["office"], plan=plan, decisions=publishing.Decisions(only_checked=False))
    plan = Plan.objects.get(pk=plan.pk)
    assert (Task.objects.count(), AuditEvent.objects.count(), plan.campaign.last_serial) == before
    assert plan.state == "review"
