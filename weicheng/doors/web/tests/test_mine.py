"""我的: one list for a unit, due first, in a fixed number of queries; reports from it arrive once."""

# ruff: noqa: F811  (fixtures of the ledger room)
from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from weicheng.doors.web.mine import MineItem, grouped, items_of, viewer_of
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role
from weicheng.work.difficulties.services.answering import answer_difficulty
from weicheng.work.difficulties.services.raising import Words, raise_difficulty
from weicheng.work.plans.models import ProgressEntry
from weicheng.work.plans.services.progress import report_progress, return_entry
from weicheng.work.plans.tests.conftest import (  # noqa: F401
    bureau,
    campaign,
    clerk,
    foreign,
    health,
    liaison,
    signed_in,
    task,
)
from weicheng.work.plans.tests.factories import TaskFactory
from weicheng.work.reminders.services.asking import ask_again

pytestmark = pytest.mark.django_db


def test_days_fall_into_their_groups_due_first():
    sunday = timezone.localdate() + timedelta(days=6 - timezone.localdate().weekday())
    monday = sunday - timedelta(days=6)
    items = [MineItem("任务", str(day), "/", "报", monday + timedelta(days=day)) for day in (-1, 0, 6, 7)]
    found = [
        (group.word, [item.title for item in group.items])
        for group in grouped([*items, MineItem("任务", "无", "/", "报")], monday)
    ]
    assert found == [("逾期", ["-1"]), ("今天", ["0"]), ("本周", ["6"]), ("以后", ["7", "无"])]


def test_tasks_returned_entries_questions_and_difficulties_stand_in_one_list(clerk, liaison, campaign, bureau, task):
    today = timezone.localdate()
    back = TaskFactory(campaign=campaign, lead=bureau, title="退回过的", due_on=today)
    asked = TaskFactory(campaign=campaign, lead=bureau, title="被追问的", due_on=today + timedelta(days=40))
    sent = {"by": liaison, "unit": bureau, "on": today, "percent": 40}
    return_entry(by=clerk, entry=report_progress(task=back, key=uuid.uuid4(), **sent), reason="请补照片")
    ask_again(by=clerk, entry=report_progress(task=asked, key=uuid.uuid4(), **sent), text="是哪一处？")
    hard = {"by": liaison, "campaign": campaign, "unit": bureau}
    raise_difficulty(words=Words("自己能办的难事"), key=uuid.uuid4(), **hard)
    raise_difficulty(words=Words("办公室还没有答复", sort="counterpart"), key=uuid.uuid4(), **hard)
    answered = raise_difficulty(words=Words("答复过的难事", sort="counterpart"), key=uuid.uuid4(), **hard)
    answer_difficulty(by=clerk, difficulty=answered, text="已协调")
    items = items_of(viewer_of(liaison), campaign, today)
    assert {(item.kind, item.title) for item in items if item.kind != "周报"} == {
        ("签收", f"《{task.sources.get().plan.title}》的任务"),
        ("任务", task.title),
        ("任务", "被追问的"),
        ("退回", "退回过的"),
        ("追问", "被追问的"),
        ("难点", "自己能办的难事"), ("难点", "答复过的难事"),
    }  # fmt: skip
    due = [item.due_on for item in items if item.due_on]
    assert due == sorted(due)
    shown = signed_in(liaison).get("/mine/").content.decode()
    assert "请补照片" in shown and "办公室还没有答复" not in shown


def test_the_office_looks_through_the_eyes_of_a_unit_and_another_unit_sees_nothing(
    clerk, campaign, bureau, task, foreign
):
    office = signed_in(clerk)
    assert task.title not in office.get("/mine/").content.decode()
    shown = office.get(f"/mine/?unit={bureau.pk}").content.decode()
    assert task.title in shown and foreign.title not in shown
    assert office.get("/mine/?unit=987654").status_code == 404
    other = signed_in(user_with_role(Role.LIAISON))
    assert task.title not in other.get(f"/mine/?unit={bureau.pk}").content.decode()


def test_a_cooperating_unit_has_only_what_nobody_leads(campaign, bureau, health):
    TaskFactory(campaign=campaign, lead=bureau, coops=[health], title="有人牵头")
    TaskFactory(campaign=campaign, coops=[health], title="无人牵头")
    viewer = viewer_of(user_with_role(Role.LIAISON, health))
    items = items_of(viewer, campaign, timezone.localdate())
    assert [item.title for item in items if item.kind == "任务"] == ["无人牵头"]


def test_a_report_from_the_sheet_sent_twice_is_one_entry(liaison, task, bureau):
    client = signed_in(liaison)
    form = client.get(f"/ledger/tasks/{task.uid}/?report=1", headers={"HX-Request": "true"}).content.decode()
    assert "capture" in form and "难在哪里" in form
    sent = {"unit": bureau.pk, "value": "5", "key": uuid.uuid4(), "difficulty": "缺车"}
    for _ in range(2):
        answer = client.post(f"/ledger/tasks/{task.uid}/report/", sent, headers={"HX-Request": "true"})
        assert answer.status_code == 200
    assert ProgressEntry.objects.count() == 1


def test_two_hundred_things_ask_as_often_as_ten(liaison, campaign, bureau):
    def asked() -> int:
        client = signed_in(liaison)
        client.get("/mine/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/mine/").status_code == 200
        return len(queries)

    def grow(number: int) -> None:
        for _ in range(number):
            TaskFactory(campaign=campaign, lead=bureau, coops=[UnitFactory()])

    grow(10)
    few = asked()
    grow(100)
    assert asked() <= few
