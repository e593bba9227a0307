"""Confirmed progress becomes evidence, and stays true to the task and to what the office decides."""

from datetime import date
from uuid import uuid4

import pytest

from weicheng.ground.evidence.models import Evidence
from weicheng.ground.evidence.services import classify_evidence
from weicheng.ground.evidence.tests import files
from weicheng.ground.evidence.tests.conftest import clauses, edition, home  # noqa: F401  (fixtures)
from weicheng.work.plans.models import ProgressEntry, TaskClause
from weicheng.work.plans.services import evidencing, progress
from weicheng.work.plans.services.clauses import Pick, set_clauses

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(task, liaison, bureau):
    upload = [files.picture(name="IMG_1.jpg"), files.word("公厕验收。", name="公厕验收记录.docx")]
    return progress.report_progress(
        by=liaison, task=task, unit=bureau, on=date(2026, 5, 6), key=uuid4(), value=12, text="已建12座", files=upload
    )


def rows():
    return list(Evidence.objects.order_by("id"))


def test_files_become_evidence_only_when_the_office_has_confirmed(entry, task, clerk, bureau, clauses):  # noqa: F811
    TaskClause.objects.create(task=task, clause=clauses[1], is_primary=True)
    TaskClause.objects.create(task=task, clause=clauses[2])
    assert not rows()

    progress.confirm_entry(by=clerk, entry=entry)

    photo, record = rows()
    assert photo.title == "新建改建公厕46座（2026年5月6日）" and record.title == "公厕验收记录"
    assert (photo.kind, record.kind, photo.unit, photo.year, photo.on) == ("photo", "record", bureau, 2026, entry.on)
    assert photo.origin_word == f"任务{task.number}的进展" and str(task.uid) in photo.origin_url
    assert list(photo.clauses.values_list("clause", "is_primary")) == [(clauses[1].pk, True), (clauses[2].pk, False)]


def test_a_return_after_all_takes_the_evidence_down_with_its_reason(entry, clerk):
    progress.confirm_entry(by=clerk, entry=entry)
    entry.refresh_from_db()
    progress.return_entry(by=clerk, entry=entry, reason="照片不是这个公厕")

    assert [row.removed_reason for row in rows()] == ["进展被退回：照片不是这个公厕"] * 2
    assert Evidence.objects.live().count() == 0


def test_clauses_of_the_task_go_along_until_a_person_has_sorted(entry, task, clerk, clauses):  # noqa: F811
    progress.confirm_entry(by=clerk, entry=entry)
    set_clauses(by=clerk, task=task, picks=[Pick(clauses[0])])
    photo, record = rows()
    assert [list(row.clauses.values_list("clause", flat=True)) for row in (photo, record)] == [[clauses[0].pk]] * 2

    classify_evidence(by=clerk, evidence=[record], add=[clauses[2]])
    set_clauses(by=clerk, task=task, picks=[Pick(clauses[1])])
    assert list(photo.clauses.values_list("clause", flat=True)) == [clauses[1].pk]
    assert list(record.clauses.values_list("clause", flat=True)) == [clauses[0].pk, clauses[2].pk]


def test_what_was_confirmed_before_the_library_comes_in_once(entry, clerk):
    ProgressEntry.objects.filter(pk=entry.pk).update(state="confirmed")
    assert evidencing.rebuild() == 2
    assert evidencing.rebuild() == 0
    assert len(rows()) == 2
