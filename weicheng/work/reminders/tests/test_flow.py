"""Reminding in steps, confirming many, asking again, returned sheets, tasks without anybody present."""

from __future__ import annotations

import uuid
import zipfile
from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from python_calamine import CalamineWorkbook

from weicheng.ground.campaigns.calendar import work_calendar
from weicheng.ground.kernel import jobs
from weicheng.ground.kernel.errors import Invalid, NotAllowed, NotPossible
from weicheng.ground.kernel.models import Job
from weicheng.ground.notices.models import Notice
from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import Post, RoleAssignment
from weicheng.ground.org.services.handover import hand_over
from weicheng.ground.org.tests.factories import PersonFactory, PostFactory, UnitFactory, user_with_role
from weicheng.work.difficulties.models import Difficulty
from weicheng.work.plans.choices import EntryState
from weicheng.work.plans.models import ProgressEntry, Task, TaskOwner
from weicheng.work.plans.services.progress import confirm_entry, report_progress
from weicheng.work.plans.tests.conftest import (  # noqa: F401
    bureau,
    campaign,
    clerk,
    colleague,
    foreign,
    health,
    liaison,
    signed_in,
    task,
)
from weicheng.work.plans.tests.factories import EntryFactory, TaskFactory
from weicheng.work.reminders import selectors
from weicheng.work.reminders.models import EntryQuestion, Reminded, Reminder
from weicheng.work.reminders.services.asking import answer_question, ask_again
from weicheng.work.reminders.services.checking import confirm_many
from weicheng.work.reminders.services.reminding import remind
from weicheng.work.reminders.services.rules import set_reminder_rule

pytestmark = pytest.mark.django_db
DUE = date(2026, 6, 30)
RULE = {
    "is_on": True,
    "blue_days": 5,
    "yellow_days": 0,
    "red_days": 5,
    "late_stays_late": False,
    "late_by_original": True,
}


def entry(unit, by, task, **fields):  # noqa: F811
    return EntryFactory(task=task, unit=unit, by=by, state=EntryState.SUBMITTED, **fields)


class TestReminding:
    def test_blue_yellow_and_red_come_once_each_and_red_reaches_the_office(self, task, liaison, clerk):  # noqa: F811
        calendar = work_calendar()
        blue, red = calendar.add_workdays(DUE, -5), calendar.add_workdays(DUE, 5)
        told = []
        for day in (blue - timedelta(days=1), blue, blue + timedelta(days=1), DUE, red - timedelta(days=1), red, red):
            told.append(remind(day))
        assert told == [0, 1, 0, 1, 0, 1, 0]
        assert [one.stage for one in Reminder.objects.order_by("pk")] == ["blue", "yellow", "red"]
        assert list(Notice.objects.filter(user=liaison).order_by("pk").values_list("level", flat=True)) == [
            "blue", "yellow", "red",
        ]  # fmt: skip
        assert list(Notice.objects.filter(user=clerk).values_list("level", flat=True)) == ["red"]

    def test_a_task_that_is_done_is_reminded_of_no_more_and_the_old_reminders_are_closed(self, task, liaison, clerk):  # noqa: F811
        remind(DUE)
        assert Notice.objects.filter(user=liaison, settled_at=None).count() == 1
        remind(DUE)
        assert Notice.objects.filter(user=liaison, settled_at=None).count() == 1, "still open: it stays"
        Task.objects.filter(pk=task.pk).update(reported_on=DUE)
        remind(DUE + timedelta(days=1))
        assert not Notice.objects.filter(user=liaison, settled_at=None).exists()

    def test_a_day_of_downtime_skips_to_the_step_that_is_reached(self, task, liaison):  # noqa: F811
        remind(DUE + timedelta(days=40))
        assert [one.stage for one in Reminder.objects.all()] == ["red"]

    def test_a_new_deadline_is_reminded_of_anew(self, task, liaison):  # noqa: F811
        remind(DUE)
        Task.objects.filter(pk=task.pk).update(due_on=DUE + timedelta(days=60))
        assert remind(DUE + timedelta(days=60)) == 1

    def test_what_is_done_or_reported_done_or_withdrawn_is_left_in_peace(self, campaign, bureau, liaison):  # noqa: F811
        TaskFactory(campaign=campaign, lead=bureau, done_on=DUE)
        TaskFactory(campaign=campaign, lead=bureau, reported_on=DUE)
        TaskFactory(campaign=campaign, lead=bureau, withdrawn_at=timezone.now())
        assert remind(DUE + timedelta(days=90)) == 0

    def test_a_unit_without_liaison_is_said_to_the_office_and_in_the_log(self, campaign, clerk):  # noqa: F811
        unit = UnitFactory(short_name="区无人局")
        TaskFactory(campaign=campaign, lead=unit)
        remind(DUE)
        assert Notice.objects.filter(user=clerk, level="yellow").exists()
        assert Reminded.objects.get().user is None
        assert "没有联络员" in signed_in(clerk).get("/reminders/").content.decode()

    def test_the_log_keeps_the_name_of_the_day_and_reads_by_day(self, campaign, task, bureau, liaison, clerk):  # noqa: F811
        remind(DUE)
        bureau.short_name = "区综合执法局"
        bureau.save()
        told = selectors.reminded(campaign, on=DUE).get().told.get()
        assert (told.unit_name, told.user_name) == ("区城管局", "王某")
        assert not selectors.reminded(campaign, on=DUE + timedelta(days=1)).exists()
        book = CalamineWorkbook.from_filelike(BytesIO(signed_in(clerk).get("/reminders/export/").content))
        assert book.get_sheet_by_index(0).to_python()[1][5] == "区城管局"

    def test_a_liaison_sees_only_the_reminders_of_her_unit(self, task, foreign, liaison):  # noqa: F811
        remind(DUE)
        shown = signed_in(liaison).get("/reminders/").content.decode()
        assert task.title in shown and foreign.title not in shown

    def test_the_rules_are_the_offices_and_make_sense(self, campaign, clerk, liaison, task):  # noqa: F811
        with pytest.raises(NotAllowed):
            set_reminder_rule(by=liaison, campaign=campaign, values=RULE)
        with pytest.raises(Invalid):
            set_reminder_rule(by=clerk, campaign=campaign, values={**RULE, "yellow_days": 5})
        set_reminder_rule(by=clerk, campaign=campaign, values={**RULE, "is_on": False})
        assert remind(DUE) == 0

    def test_done_late_stays_marked_only_where_the_rule_says_so(self, campaign, clerk, bureau):  # noqa: F811
        late = TaskFactory(
            campaign=campaign, lead=bureau, due_on=DUE + timedelta(30), original_due_on=DUE, done_on=DUE + timedelta(9)
        )
        page = signed_in(clerk)
        assert late.title not in page.get("/reminders/late/").content.decode()
        page.post("/reminders/rules/", {**{k: v for k, v in RULE.items() if v is not False}, "is_on": "1",
                                        "late_stays_late": "1", "late_by_original": "1"})  # fmt: skip
        assert late.title in page.get("/reminders/late/").content.decode()
        page.post("/reminders/rules/", {"is_on": "1", "blue_days": 5, "yellow_days": 0, "red_days": 5,
                                        "late_stays_late": "1", "late_by_original": ""})  # fmt: skip
        assert late.title not in page.get("/reminders/late/").content.decode()


class TestUnattended:
    def test_the_thirty_tasks_of_a_person_who_left_stand_in_the_list(self, campaign, clerk, bureau, liaison):  # noqa: F811
        person = PersonFactory(name="王某", user=liaison)
        PostFactory(person=person, unit=bureau)
        for _ in range(30):
            TaskFactory(campaign=campaign, lead=bureau)
        assert not selectors.unattended(campaign)
        hand_over(by=clerk, leaving=person, successor=None, on=timezone.localdate() - timedelta(days=1))
        found = selectors.unattended(campaign)
        reasons = {one.reason for one in selectors.reasons_of(found)}
        assert len(found) == 30 and reasons == {"区城管局没有在岗的联络员"}
        assert "30项任务没有人在岗" in signed_in(clerk).get("/reminders/unattended/").content.decode()

    def test_a_person_in_charge_who_moved_on_is_named(self, campaign, bureau, liaison):  # noqa: F811
        gone = PersonFactory(name="赵某")
        PostFactory(person=gone, unit=bureau, end=date(2026, 3, 1))
        made = TaskFactory(campaign=campaign, lead=bureau)
        TaskOwner.objects.filter(task=made).update(person=gone)
        assert [one.reason for one in selectors.reasons_of(selectors.unattended(campaign))] == [
            "责任人赵某已不在区城管局"
        ]


class TestChecking:
    def test_many_are_confirmed_at_once_and_the_rest_says_why(self, clerk, colleague, liaison, campaign, bureau):  # noqa: F811
        rows = [entry(bureau, liaison, TaskFactory(campaign=campaign, lead=bureau)) for _ in range(4)]
        own = entry(bureau, clerk, TaskFactory(campaign=campaign, lead=bureau))
        ask_again(by=clerk, entry=rows[3], text="是哪几处？")
        result = confirm_many(by=clerk, entries=[*rows, own])
        assert result.done == 3 and len(result.left) == 2
        assert ProgressEntry.objects.filter(state=EntryState.CONFIRMED).count() == 3

    def test_asked_again_the_unit_answers_and_the_entry_stays_unconfirmed(self, clerk, liaison, task, bureau):  # noqa: F811
        one = entry(bureau, liaison, task)
        question = ask_again(by=clerk, entry=one, text="照片是哪一处？")
        own = signed_in(liaison)
        assert "照片是哪一处" in own.get("/mine/").content.decode()
        with pytest.raises(NotAllowed):
            answer_question(by=user_with_role(Role.LIAISON), question=question, text="别人的")
        own.post(f"/reminders/questions/{question.pk}/", {"text": "竹行巷"})
        one.refresh_from_db()
        assert one.state == EntryState.SUBMITTED
        assert EntryQuestion.objects.get().answer == "竹行巷"
        with pytest.raises(NotPossible):
            answer_question(by=liaison, question=question, text="再答")
        assert "竹行巷" in signed_in(clerk).get("/reminders/checking/").content.decode()
        assert not Notice.objects.filter(code="reminders.question.asked", settled_at=None).exists(), "answered"
        assert confirm_many(by=clerk, entries=[one]).done == 1
        assert Notice.objects.filter(user=clerk, code="reminders.question.answered", settled_at=None).exists()
        remind(DUE - timedelta(days=90))
        assert not Notice.objects.filter(user=clerk, code="reminders.question.answered", settled_at=None).exists()

    def test_no_question_on_a_decided_entry(self, clerk, colleague, liaison, task, bureau):  # noqa: F811
        one = confirm_entry(by=clerk, entry=entry(bureau, liaison, task))
        with pytest.raises(NotPossible):
            ask_again(by=clerk, entry=one, text="是吗？")

    def test_the_page_shows_thumbnails_and_asks_as_often_for_fifty_as_for_five(self, clerk, liaison, campaign, bureau):  # noqa: F811
        def asked() -> int:
            client = signed_in(clerk)
            client.get("/reminders/checking/")
            with CaptureQueriesContext(connection) as queries:
                assert client.get("/reminders/checking/").status_code == 200
            return len(queries)

        def grow(number: int) -> None:
            for _ in range(number):
                made = TaskFactory(campaign=campaign, lead=bureau)
                photo = ContentFile(b"\xff\xd8\xff\xe0" + uuid.uuid4().bytes, "a.jpg")
                report_progress(
                    by=liaison,
                    task=made,
                    unit=bureau,
                    on=timezone.localdate(),
                    key=uuid.uuid4(),
                    percent=5,
                    files=[photo],
                )

        grow(5)
        few = asked()
        grow(30)
        assert asked() <= few
        assert "<img" in signed_in(clerk).get("/reminders/checking/").content.decode()


class TestReturnedSheets:
    def sheets(self, clerk) -> dict[str, bytes]:  # noqa: F811
        answer = signed_in(clerk).get("/reminders/sheets/export/")
        with zipfile.ZipFile(BytesIO(answer.content)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    def filled(self, data: bytes, **cells: object) -> bytes:
        book = openpyxl.load_workbook(BytesIO(data))
        sheet = book.active
        heads = {cell.value: cell.column for cell in sheet[4]}
        for row in range(5, sheet.max_row + 1):
            for head, value in cells.items():
                sheet.cell(row, heads[head]).value = value
        out = BytesIO()
        book.save(out)
        return out.getvalue()

    def handed_in(self, clerk, files: dict[str, bytes]) -> Job:  # noqa: F811
        uploads = [ContentFile(data, name) for name, data in files.items()]
        answer = signed_in(clerk).post("/reminders/sheets/", {"files": uploads})
        assert answer.status_code == 302, answer.content.decode()
        return jobs.run_inline(Job.objects.filter(kind="reminders.sheets").latest("created_at"))

    def test_a_hundred_sheets_are_one_job_with_an_error_sheet(self, clerk, campaign):  # noqa: F811
        for place in range(100):
            TaskFactory(campaign=campaign, lead=UnitFactory(short_name=f"第{place}局"))
        out = self.sheets(clerk)
        assert len(out) == 100
        back = {
            name: self.filled(data, 百分比="40%", 说明="正在办", 难点="缺钱", 措施="自筹") for name, data in out.items()
        }
        wrong = sorted(back)[:2]
        back[wrong[0]] = self.filled(out[wrong[0]], 百分比="120")
        back[wrong[1]] = b"not a table"
        job = self.handed_in(clerk, back)
        assert (job.result["files"], job.result["written_files"], job.result["entries"]) == (100, 98, 98)
        assert ProgressEntry.objects.filter(on_behalf=True, percent=40).count() == 98 == Difficulty.objects.count()
        answer = signed_in(clerk).get(f"/reminders/sheets/{job.pk}/errors/")
        rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
        assert rows[1][0] == wrong[0] and rows[1][2:5] == ["5", "百分比", "120"]
        assert rows[2][0] == wrong[1] and rows[2][2] == "整份"
        again = self.handed_in(clerk, back)
        assert (again.result["entries"], again.result["same"]) == (0, 98)
        assert ProgressEntry.objects.count() == 98

    def test_one_wrong_row_keeps_its_whole_file_out(self, clerk, campaign, bureau):  # noqa: F811
        for _ in range(2):
            TaskFactory(campaign=campaign, lead=bureau)
        name, data = next(iter(self.sheets(clerk).items()))
        book = openpyxl.load_workbook(BytesIO(data))
        book.active["H5"], book.active["H6"] = "30", "很多"
        out = BytesIO()
        book.save(out)
        job = self.handed_in(clerk, {name: out.getvalue()})
        assert job.result["written_files"] == 0 and not ProgressEntry.objects.exists()
        assert [(one["row"], one["column"]) for one in job.result["errors"]] == [(6, "百分比")]

    def test_a_zip_of_sheets_and_a_unit_merged_meanwhile(self, clerk, campaign, bureau, health):  # noqa: F811
        made = TaskFactory(campaign=campaign, lead=bureau, target_value=46, target_unit="座")
        out = self.sheets(clerk)
        TaskOwner.objects.filter(task=made).update(unit=health)
        bureau.merged_into = health
        bureau.save()
        packed = BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for name, data in out.items():
                archive.writestr(f"收回/{name}", self.filled(data, 完成数="12"))
        job = self.handed_in(clerk, {"收回.zip": packed.getvalue()})
        assert job.result["entries"] == 1, job.result
        assert ProgressEntry.objects.get().unit == health

    def test_who_is_not_the_office_gets_no_sheets(self, liaison, campaign):  # noqa: F811
        client = signed_in(liaison)
        assert client.get("/reminders/sheets/").status_code == 403
        assert client.get("/reminders/sheets/export/").status_code == 403

    def test_the_list_holds_every_task_that_nobody_answers_for_and_no_other(self, campaign, bureau, health, liaison):  # noqa: F811
        here, gone = PersonFactory(), PersonFactory()
        PostFactory(person=here, unit=bureau)
        PostFactory(person=gone, unit=bureau, end=date(2026, 3, 1))
        for lead in (None, bureau, health):
            for coop in (None, bureau, UnitFactory()):
                for person in (None, here, gone):
                    made = TaskFactory(campaign=campaign, lead=lead, coops=[coop] if coop and coop != lead else [])
                    TaskOwner.objects.filter(task=made, unit=bureau).update(person=person)
        every = Task.objects.filter(campaign=campaign)
        found = selectors.unattended(campaign)
        assert set(found) == {one for one in every if not _somebody(one)}
        assert 0 < len(found) < len(every)
        assert all(one.reason for one in selectors.reasons_of(found))


def _somebody(made):
    """A reading of its own: nobody in charge has left, and one of those who answer has a liaison."""
    owners = list(made.owners.all())
    leads = [owner for owner in owners if owner.role == "lead"] or owners
    left = [one for one in leads if one.person and not Post.objects.on(timezone.localdate()).filter(person=one.person)]
    there = [one for one in leads if RoleAssignment.objects.filter(unit=one.unit, role="liaison", user__is_active=True)]
    return not left and bool(there)
