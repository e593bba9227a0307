"""What hangs on a report is told by its content; days are days of Shanghai."""

from __future__ import annotations

import uuid
import zipfile
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from unittest.mock import patch

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from weicheng.ground.evidence.models import StoredFile
from weicheng.ground.kernel.errors import Invalid, NotAllowed, NotPossible
from weicheng.work.plans.errors import RefusedUpload
from weicheng.work.plans.lateness import done_late, is_done_late
from weicheng.work.plans.models import ProgressEntry, Task
from weicheng.work.plans.selectors.forecasts import forecast_of
from weicheng.work.plans.services.progress import confirm_entry, report_progress
from weicheng.work.plans.tests.factories import TaskFactory

pytestmark = pytest.mark.django_db
JPEG = b"\xff\xd8\xff\xe0 photo"


def packed(name: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "<x/>")
    return out.getvalue()


GOOD = {
    "照片.jpg": JPEG,
    "照片": JPEG,
    "说明.pdf": b"%PDF-1.4 x",
    "总结.docx": packed("word/document.xml"),
    "表.xlsx": packed("xl/workbook.xml"),
    "录像.mp4": b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 20,
    "录像.mov": b"\x00\x00\x00\x14ftypqt  " + b"\x00" * 20,
    "录像.avi": b"RIFF\x00\x00\x00\x00AVI LIST",
}
BAD = {
    "照片.jpg": b"MZ\x90\x00 program",
    "程序.exe": JPEG,
    "通知.pdf": b"<!DOCTYPE html><script>alert(1)</script>",
    "图.png": b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
    "图.svg": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
    "材料.zip": packed("a.txt"),
    "脚本.docx": b"#!/bin/sh\nrm -rf /",
    "空.jpg": b"",
}


def report(by, task, unit, **fields) -> ProgressEntry:
    sent = {"on": timezone.localdate(), "key": uuid.uuid4(), "percent": 10, **fields}
    return report_progress(by=by, task=task, unit=unit, **sent)


@pytest.fixture
def plain(campaign, bureau) -> Task:
    return TaskFactory(campaign=campaign, lead=bureau)


@pytest.mark.parametrize("name", GOOD)
def test_photos_documents_and_video_are_taken(liaison, plain, bureau, name):
    assert report(liaison, plain, bureau, files=[ContentFile(GOOD[name], name)]).files.count() == 1


@pytest.mark.parametrize("name", BAD)
def test_what_runs_or_is_empty_is_refused_and_nothing_is_kept(liaison, plain, bureau, name):
    with pytest.raises(RefusedUpload, match=name):
        report(liaison, plain, bureau, files=[ContentFile(JPEG, "好.jpg"), ContentFile(BAD[name], name)])
    assert not ProgressEntry.objects.exists() and not StoredFile.objects.exists()


def test_the_page_refuses_in_words_and_keeps_what_was_typed(unit_client, plain, bureau):
    sent = {"unit": bureau.pk, "percent": "20", "text": "写了很久", "difficulty": "缺车", "key": uuid.uuid4(),
            "files": ContentFile(b"MZ program", "照片.jpg")}  # fmt: skip
    answer = unit_client.post(f"/ledger/tasks/{plain.uid}/report/", sent, headers={"HX-Request": "true"})
    words = answer.content.decode()
    assert answer.status_code == 422 and "是程序" in words and "写了很久" in words and "缺车" in words


def test_a_remedy_without_a_difficulty_asks_what_is_hard(unit_client, plain, bureau):
    answer = unit_client.post(
        f"/ledger/tasks/{plain.uid}/report/", {"unit": bureau.pk, "percent": "20", "remedy": "加班"},
        headers={"HX-Request": "true"},
    )  # fmt: skip
    assert answer.status_code == 422 and "还要写明难在哪里" in answer.content.decode()


def test_somebody_elses_task_and_a_campaign_that_ended_take_no_report(liaison, foreign, plain, bureau, campaign):
    with pytest.raises((NotAllowed, NotPossible)):
        report(liaison, foreign, bureau)
    campaign.is_closed = True
    campaign.save()
    plain.refresh_from_db()
    with pytest.raises(NotPossible, match="已结束"):
        report(liaison, plain, bureau)


def test_the_day_is_that_of_shanghai_whatever_the_clock_of_the_machine(liaison, plain, bureau):
    with patch("django.utils.timezone.now", return_value=datetime(2026, 6, 1, 17, 0, tzinfo=UTC)):  # 01:00 on 2 June
        assert report(liaison, plain, bureau, on=date(2026, 6, 2)).on == date(2026, 6, 2)
        with pytest.raises(Invalid, match="日期还没到"):
            report(liaison, plain, bureau, on=date(2026, 6, 3))
    with pytest.raises(Invalid, match="太早"):
        report(liaison, plain, bureau, on=date(1970, 1, 1))


def test_what_is_done_late_is_told_alike_by_python_and_sql(campaign, bureau):
    due = date(2026, 6, 30)
    for moved in (0, 20):
        for done in (None, -1, 0, 1, 19, 21):
            TaskFactory(
                campaign=campaign, lead=bureau, due_on=due + timedelta(moved), original_due_on=due,
                done_on=None if done is None else due + timedelta(done),
            )  # fmt: skip
    TaskFactory(campaign=campaign, due_on=None, original_due_on=None, done_on=due)
    for campaign.late_stays_late in (False, True):
        for campaign.late_by_original in (False, True):
            by_sql = set(Task.objects.filter(done_late(campaign)))
            assert by_sql == {task for task in Task.objects.all() if is_done_late(task, campaign)}
    assert by_sql


def test_the_drawer_forecasts_from_confirmed_totals_only(liaison, clerk, task, bureau, unit_client):
    today = timezone.localdate()
    Task.objects.filter(pk=task.pk).update(start_on=today - timedelta(days=70))
    task.refresh_from_db()
    for place, value in enumerate((5, 10, 16, 20)):
        entry = report(liaison, task, bureau, on=today - timedelta(days=56 - 14 * place), percent=None, value=value)
        if place < 3:
            confirm_entry(by=clerk, entry=entry)
    assert "满4次才能预计" in unit_client.get(f"/ledger/tasks/{task.uid}/").content.decode()
    confirm_entry(by=clerk, entry=entry)
    shown = unit_client.get(f"/ledger/tasks/{task.uid}/").content.decode()
    assert "八成可能在" in shown and "<polyline" in shown
    assert forecast_of(TaskFactory.build(target_value=None), [], [], today) is None
