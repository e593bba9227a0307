"""The ledger's pages: who sees what, partial and whole, no script that the policy would block, as many queries for many tasks."""

import html
import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.campaigns.tests.factories import PhaseFactory
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import Unit, User
from weicheng.ground.org.tests.factories import user_with_role
from weicheng.work.plans.choices import EntryState, OwnerRole
from weicheng.work.plans.deadlines import PostponementRequest
from weicheng.work.plans.models import ProgressEntry, Task, TaskOwner
from weicheng.work.plans.services.progress import confirm_entry, report_progress
from weicheng.work.plans.tests.conftest import signed_in
from weicheng.work.plans.tests.factories import EntryFactory, TaskFactory

HTMX = {"HTTP_HX_REQUEST": "true"}
FACES = ("/ledger/", "/ledger/timeline/", "/ledger/calendar/", "/ledger/matrix/")


def many_tasks(campaign: Campaign, lead: Unit, number: int, first: int) -> None:
    today = timezone.localdate()
    tasks = Task.objects.bulk_create(
        Task(
            campaign=campaign,
            number=f"QH-2026-{first + n:04d}",
            title=f"第{n}项",
            due_on=today + timedelta(days=n % 40 - 10),
            category="environment",
        )
        for n in range(number)
    )
    TaskOwner.objects.bulk_create(TaskOwner(task=one, unit=lead, role=OwnerRole.LEAD) for one in tasks)


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200
    return len(caught)


# ---- who sees what


@pytest.mark.parametrize("path", FACES)
def test_the_office_sees_every_task_on_every_face(office: Client, task: Task, foreign: Task, path: str) -> None:
    page = office.get(path, {"month": "2026-06"} if "calendar" in path else {}).content.decode()
    assert task.title in page or "区城管局" in page
    assert foreign.title in page or "区水务局" in page


@pytest.mark.parametrize("path", FACES)
def test_a_liaison_sees_only_the_tasks_of_her_unit(unit_client: Client, task: Task, foreign: Task, path: str) -> None:
    page = unit_client.get(path, {"month": "2026-06"} if "calendar" in path else {}).content.decode()
    assert foreign.title not in page
    assert "区水务局" not in page


def test_a_task_out_of_reach_is_a_404_by_every_address(unit_client: Client, foreign: Task) -> None:
    uid = foreign.uid
    for path in (f"/ledger/tasks/{uid}/", f"/ledger/tasks/{uid}/edit/"):
        assert unit_client.get(path).status_code == 404
    assert unit_client.post(f"/ledger/tasks/{uid}/report/", {"unit": 1}).status_code == 404
    entry = EntryFactory(task=foreign)
    assert unit_client.post(f"/ledger/entries/{entry.pk}/confirm/").status_code == 404


def test_an_account_without_a_role_sees_no_task(db: None, task: Task) -> None:
    other = signed_in(user_with_role(Role.LIAISON))
    page = other.get("/ledger/").content.decode()
    assert task.title not in page
    assert "还没有您单位的任务" in page
    assert other.get(f"/ledger/tasks/{task.uid}/").status_code == 404


def test_without_login_the_ledger_leads_to_the_login_page(task: Task) -> None:
    answer = Client().get("/ledger/")
    assert answer.status_code == 302
    assert "/login/" in answer["Location"]


def test_a_leader_reads_everything_and_is_offered_no_change(task: Task, foreign: Task) -> None:
    leader = signed_in(user_with_role(Role.LEADER))
    page = leader.get("/ledger/").content.decode()
    assert task.title in page and foreign.title in page
    assert "data-tick" not in page and "导入改过的表" not in page
    drawer = leader.get(f"/ledger/tasks/{task.uid}/", **HTMX).content.decode()
    assert "修改" not in drawer and "报进展" not in drawer
    assert leader.get(f"/ledger/tasks/{task.uid}/edit/").status_code == 403
    assert leader.get("/ledger/import/").status_code == 403


# ---- list


def test_the_address_is_the_filter_and_the_chips_say_it(
    office: Client, task: Task, foreign: Task, bureau: Unit
) -> None:
    page = office.get("/ledger/", {"unit": bureau.pk, "q": "公厕", "group": "unit"}).content.decode()
    assert task.title in page and foreign.title not in page
    assert "单位：区城管局" in page and "包含：公厕" in page
    assert 'class="wc-group"' in page


def test_a_filter_that_finds_nothing_offers_to_be_cleared(office: Client, task: Task) -> None:
    page = office.get("/ledger/", {"q": "没有这个词"}).content.decode()
    assert "没有符合条件的任务" in page and "清除筛选" in page


def test_a_new_campaign_leads_to_the_first_plan(office: Client, campaign: Campaign) -> None:
    page = office.get("/ledger/").content.decode()
    assert "上传第一份方案" in page and "/plans/upload/" in page


def test_paging_keeps_the_filter(office: Client, campaign: Campaign, bureau: Unit) -> None:
    many_tasks(campaign, bureau, 130, 1)
    first = office.get("/ledger/", {"unit": bureau.pk}).content.decode()
    assert "共130项，第1页，共2页" in first and f"unit={bureau.pk}&amp;page=2" in first
    second = office.get("/ledger/", {"unit": bureau.pk, "page": "2"}).content.decode()
    assert second.count("<tr id=") == 30
    assert "第2页，共2页" in office.get("/ledger/", {"page": "99"}).content.decode()
    assert office.get("/ledger/", {"page": "²"}).status_code == 200


@pytest.mark.parametrize("path", [*FACES, "/ledger/?group=unit", "/ledger/?group=category&due=30late", "/"])
def test_three_hundred_tasks_cost_as_many_queries_as_twenty(
    office: Client, campaign: Campaign, bureau: Unit, path: str
) -> None:
    many_tasks(campaign, bureau, 20, 1)
    queries(office, path)  # what is read once per process is warm now
    few = queries(office, path)
    many_tasks(campaign, bureau, 280, 100)
    assert queries(office, path) == few


@pytest.mark.parametrize(
    "path",
    [
        "/ledger/",
        "/ledger/timeline/",
        "/ledger/calendar/",
        "/ledger/matrix/",
        "/ledger/feeds/",
        "/ledger/import/",
        "/",
        "TASK",
        "EDIT",
        "REPORT",
    ],
)
def test_pages_hold_no_script_and_no_style_that_the_policy_would_block(office: Client, task: Task, path: str) -> None:
    EntryFactory(task=task, unit=task.owners.first().unit, state=EntryState.SUBMITTED)
    places = {
        "TASK": f"/ledger/tasks/{task.uid}/",
        "EDIT": f"/ledger/tasks/{task.uid}/edit/",
        "REPORT": f"/ledger/tasks/{task.uid}/?report=1",
    }
    answer = office.get(places.get(path, path))
    page = answer.content.decode()
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    for attributes, body in re.findall(r"<script\b([^>]*)>(.*?)</script>", page, re.S):
        assert "src=" in attributes or 'type="application/json"' in attributes or "nonce=" in attributes, body[:80]
    assert "<style" not in page
    assert not re.search(r"\son(click|change|submit|load|input)=", page)
    assert "javascript:" not in page


def test_what_was_reported_in_percent_is_not_shown_as_an_amount_of_nothing(
    office: Client, clerk: User, campaign: Campaign, bureau: Unit
) -> None:
    task = TaskFactory(campaign=campaign, lead=bureau, target_value=100, target_unit="%")
    assert "0<small> / 100%" in office.get("/ledger/").content.decode()
    entry = report_progress(
        by=clerk, task=task, unit=bureau, on=timezone.localdate(), key=uuid.uuid4(), percent=100, text=""
    )
    confirm_entry(by=clerk, entry=entry)
    listed, drawer = (office.get(path).content.decode() for path in ("/ledger/", f"/ledger/tasks/{task.uid}/"))
    assert "<em>100<small>%" in listed and "0<small> / 100%" not in listed
    assert "<b>100%</b>" in drawer and "<b>0</b>" not in drawer


# ---- drawer


def test_the_drawer_is_a_part_for_htmx_and_a_page_by_itself(office: Client, task: Task) -> None:
    part = office.get(f"/ledger/tasks/{task.uid}/", **HTMX)
    whole = office.get(f"/ledger/tasks/{task.uid}/")
    assert b"<html" not in part.content and b"<html" in whole.content
    assert "HX-Request" in part["Vary"]
    for answer in (part, whole):
        page = answer.content.decode()
        assert "区城管局牵头，新建改建公厕46座" in page
        assert f"/paper/?source={task.sources.get().pk}" in page


def test_confirming_moves_the_amount_and_stands_in_the_record(office: Client, task: Task, bureau: Unit) -> None:
    entry = EntryFactory(task=task, unit=bureau, value=31, percent=None)
    page = office.get(f"/ledger/tasks/{task.uid}/", **HTMX).content.decode()
    assert "确认31座" in page and "等创卫办确认" in page
    answer = office.post(f"/ledger/entries/{entry.pk}/confirm/", **HTMX)
    assert "<b>31</b>" in answer.content.decode()
    assert "wcSay" in answer["HX-Trigger"]
    task.refresh_from_db()
    assert task.done_value == 31


def test_returning_needs_a_reason_and_the_unit_reads_it(
    office: Client, unit_client: Client, task: Task, bureau: Unit
) -> None:
    entry = EntryFactory(task=task, unit=bureau, value=31, percent=None)
    refused = office.post(f"/ledger/entries/{entry.pk}/return/", {"reason": " "}, **HTMX)
    assert refused.status_code == 422
    office.post(f"/ledger/entries/{entry.pk}/return/", {"reason": "照片是4月的，请补拍"}, **HTMX)
    entry.refresh_from_db()
    assert entry.state == EntryState.RETURNED
    assert "照片是4月的，请补拍" in unit_client.get(f"/ledger/tasks/{task.uid}/").content.decode()


def test_a_report_sent_twice_is_one_entry(unit_client: Client, task: Task, bureau: Unit) -> None:
    form = unit_client.get(f"/ledger/tasks/{task.uid}/?report=1", **HTMX).content.decode()
    assert "约40秒" in form and 'name="value"' in form
    values = {
        "unit": bureau.pk,
        "on": timezone.localdate().isoformat(),
        "value": "12",
        "text": "3座完工",
        "key": str(uuid.uuid4()),
    }
    first = unit_client.post(f"/ledger/tasks/{task.uid}/report/", values, **HTMX)
    unit_client.post(f"/ledger/tasks/{task.uid}/report/", values, **HTMX)
    entry = ProgressEntry.objects.get()
    assert (entry.value, entry.text, entry.unit) == (12, "3座完工", bureau)
    assert "已报送" in first["HX-Trigger"].encode().decode("unicode_escape")


def test_a_refused_report_keeps_what_was_typed(unit_client: Client, task: Task, bureau: Unit) -> None:
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    key = str(uuid.uuid4())
    answer = unit_client.post(
        f"/ledger/tasks/{task.uid}/report/",
        {"unit": bureau.pk, "on": tomorrow, "value": "12", "text": "三座完工", "key": key},
        **HTMX,
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "不能提前填报" in page and "三座完工" in page and 'value="12"' in page and key in page
    assert not ProgressEntry.objects.exists()


@pytest.mark.parametrize("values", [{"unit": "x"}, {"unit": ""}])
def test_a_report_for_no_unit_is_not_found(unit_client: Client, task: Task, values: dict[str, str]) -> None:
    assert unit_client.post(f"/ledger/tasks/{task.uid}/report/", values).status_code == 404


@pytest.mark.parametrize("field", [{"on": "2026-13-45"}, {"percent": "许多"}, {"value": "许多"}])
def test_a_report_that_cannot_be_read_is_refused_in_words(
    unit_client: Client, task: Task, bureau: Unit, field: dict[str, str]
) -> None:
    answer = unit_client.post(f"/ledger/tasks/{task.uid}/report/", {"unit": bureau.pk, "value": "1", **field}, **HTMX)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


# ---- changing


def fields_of(task: Task, **more: str) -> dict[str, object]:
    """The form as the drawer sends it, with some fields changed."""
    owners = list(task.owners.all())
    return {
        "version": task.version,
        "title": task.title,
        "category": task.category,
        "start_on": "",
        "due_on": task.due_on.isoformat() if task.due_on else "",
        "target_value": "46",
        "target_unit": "座",
        "target_comparator": "=",
        "phase": task.phase_id or "",
        "owners_given": "1",
        "owner_unit": [owner.unit_id for owner in owners],
        "owner_role": [owner.role for owner in owners],
        "owner_person": ["" for _ in owners],
        **more,
    }


def test_the_form_changes_fields_owners_and_writes_one_record(
    office: Client, task: Task, bureau: Unit, health: Unit
) -> None:
    values = fields_of(task, title="新建改建公厕46座，达到二类标准", reason="按会议纪要")
    values |= {"owner_unit": [health.pk, bureau.pk], "owner_role": ["lead", "coop"]}
    answer = office.post(f"/ledger/tasks/{task.uid}/edit/", values, **HTMX)
    assert answer.status_code == 200
    assert {(owner.unit, owner.role) for owner in task.owners.all()} == {(health, "lead"), (bureau, "coop")}
    page = answer.content.decode()
    assert "达到二类标准" in page and "理由：按会议纪要" in page
    assert AuditEvent.objects.filter(action="plans.task.changed", object_id=str(task.pk)).count() == 1


def test_taking_every_owner_away_leaves_the_task_without_lead(office: Client, task: Task) -> None:
    values = fields_of(task) | {"owner_unit": [], "owner_role": [], "owner_person": []}
    assert "缺牵头" in office.post(f"/ledger/tasks/{task.uid}/edit/", values, **HTMX).content.decode()
    assert not task.owners.exists()


def test_a_later_deadline_needs_a_reason_and_approval_and_the_old_one_stays_visible(
    office: Client, colleague: User, task: Task
) -> None:
    later = fields_of(task, due_on="2026-09-30")
    refused = office.post(f"/ledger/tasks/{task.uid}/edit/", later, **HTMX)
    assert refused.status_code == 422
    assert "写明原因" in refused.content.decode() and 'value="2026-09-30"' in refused.content.decode()
    asked = office.post(f"/ledger/tasks/{task.uid}/edit/", {**later, "reason": "管线迁改"}, **HTMX)
    assert "等批准" in asked.content.decode() and "2026-06-30" in asked.content.decode()
    request = PostponementRequest.objects.get()
    signed_in(colleague).post("/ledger/postponements/decide/", {"requests": request.pk, "verb": "approve"})
    page = office.get(f"/ledger/tasks/{task.uid}/", **HTMX).content.decode()
    assert "2026-09-30" in page and "原6月30日，已推迟1次" in page


def shown_by(form: str) -> dict[str, str]:
    """What a form just opened would send back of itself."""
    (was,) = re.findall(r'name="was" value="([^"]*)"', form)
    (version,) = re.findall(r'name="version" value="(\d+)"', form)
    return {"was": html.unescape(was), "version": version}


def test_a_second_editor_is_told_and_loses_nothing_and_undoes_nothing(
    office: Client, colleague: User, task: Task
) -> None:
    path = f"/ledger/tasks/{task.uid}/edit/"
    mine = fields_of(task, note="我写的备注") | shown_by(office.get(path, **HTMX).content.decode())
    signed_in(colleague).post(path, fields_of(task, title="公厕50座"), **HTMX)
    answer = office.post(path, mine, **HTMX)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "吴某" in page and "我写的备注" in page
    assert re.search(r'name="title"[^>]*>公厕50座<', page)  # theirs where I altered nothing
    task.refresh_from_db()
    assert (task.title, task.note) == ("公厕50座", "")
    office.post(path, fields_of(task, note="我写的备注") | shown_by(page), **HTMX)
    task.refresh_from_db()
    assert (task.title, task.note) == ("公厕50座", "我写的备注")


def test_many_tasks_change_at_once(office: Client, task: Task, foreign: Task, health: Unit) -> None:
    phase = PhaseFactory(campaign=task.campaign, name="集中攻坚")
    chosen = [task.uid, foreign.uid, "no-uid"]
    answer = office.post("/ledger/bulk/", {"tasks": chosen, "phase": phase.pk, "lead": health.pk}, **HTMX)
    assert answer["HX-Refresh"] == "true"
    for one in (task, foreign):
        one.refresh_from_db()
        assert one.phase == phase
        assert one.owners.get(role="lead").unit == health


def test_a_bulk_change_without_tasks_or_without_a_change_is_refused(
    office: Client, unit_client: Client, task: Task
) -> None:
    assert office.post("/ledger/bulk/", {"category": "other"}, **HTMX).status_code == 422
    assert office.post("/ledger/bulk/", {"tasks": [task.uid]}, **HTMX).status_code == 422
    assert unit_client.post("/ledger/bulk/", {"tasks": [task.uid], "category": "funding"}, **HTMX).status_code == 403
    task.refresh_from_db()
    assert task.category == "other"
