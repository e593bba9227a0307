"""Which row of a revised paper goes on with which task: by words, by the number in its table, or as a person says."""

import io

import docx
import pytest
from django.core.files.base import ContentFile

from weicheng.ground.kernel import jobs
from weicheng.work.plans.choices import RowState
from weicheng.work.plans.errors import NotPossible
from weicheng.work.plans.models import Plan, Task
from weicheng.work.plans.services import joining, undoing, uploading
from weicheng.work.plans.services.publishing import Decisions, publication_preview, publish_plan
from weicheng.work.plans.services.revising import match_revision
from weicheng.work.plans.tests.factories import PlanFactory, RowFactory, TaskFactory

pytestmark = pytest.mark.django_db
HEADS = ("序号", "工作任务", "牵头单位", "完成时限")
ROWS = (
    ("1", "新建改建公厕46座", "区城管局", "2026年6月30日"),
    ("2", "整治背街小巷58条", "区城管局", "2026年6月30日"),
    ("3", "印制宣传折页5万份", "区卫健局", "2026年4月30日"),
)
REVISED = (
    ("1", "新建改建公厕52座", "区城管局", "2026年6月30日"),
    ("2", "整治背街小巷58条", "区城管局", "2026年9月30日"),
    ("3", "发放控烟宣传海报2万张", "区卫健局", "2026年4月30日"),
    ("4", "建设电动车充电桩80处", "区城管局", "2026年10月31日"),
)


def table(rows) -> ContentFile:
    document = docx.Document()
    document.add_paragraph("青禾区2026年任务分解表")
    grid = document.add_table(rows=0, cols=len(HEADS))
    for line in (HEADS, *rows):
        for cell, text in zip(grid.add_row().cells, line, strict=True):
            cell.text = text
    out = io.BytesIO()
    document.save(out)
    return ContentFile(out.getvalue())


@pytest.fixture
def papers(clerk, campaign, bureau, health):
    """The first table published, the revised one read: both through upload, job and review."""

    def read(rows, revises=None):
        plan = uploading.upload_plan(
            by=clerk, campaign=campaign, upload=table(rows), name="分解表.docx", revises=revises
        )
        jobs.run_inline(plan.job)
        return Plan.objects.get(pk=plan.pk)

    old = read(ROWS)
    publish_plan(by=clerk, plan=old, decisions=Decisions(only_checked=False))
    return old, read(REVISED, revises=Plan.objects.get(pk=old.pk))


def row_with(plan, words):
    return plan.rows.get(quote__contains=words)


def test_a_revised_table_is_compared_row_by_row(papers) -> None:
    diff = publication_preview(papers[1]).revision
    assert [draft.row.quote for draft in diff.added] == ["发放控烟宣传海报2万张", "建设电动车充电桩80处"]
    changed = {one.draft.row.quote: {label for label, _, _ in one.changes} for one in diff.changed}
    assert changed == {"新建改建公厕52座": {"数量"}, "整治背街小巷58条": {"时限", "时限原文"}}
    assert [task.sources.get().quote for task in diff.gone] == ["印制宣传折页5万份"]


def test_a_person_says_that_a_row_is_new(clerk, papers) -> None:
    _, new = papers
    row = row_with(new, "52座")
    task = row.continues
    joining.set_continuation(by=clerk, row=row, task=None)
    diff = publication_preview(new).revision
    assert row in [draft.row for draft in diff.added]
    assert task in diff.gone
    undoing.undo_last(by=clerk, plan=new)
    row.refresh_from_db()
    assert row.continues == task


def test_a_task_goes_on_in_one_row_only(clerk, papers) -> None:
    _, new = papers
    first, other = row_with(new, "52座"), row_with(new, "充电桩")
    task = first.continues
    joining.set_continuation(by=clerk, row=other, task=task)
    first.refresh_from_db()
    other.refresh_from_db()
    assert (first.continues, other.continues) == (None, task)


def test_a_task_of_another_paper_is_not_gone_on_with(clerk, campaign, papers) -> None:
    _, new = papers
    with pytest.raises(NotPossible):
        joining.set_continuation(by=clerk, row=new.rows.first(), task=TaskFactory(campaign=campaign))


def test_publishing_the_revision_changes_the_tasks_in_place(clerk, papers) -> None:
    _, new = papers
    numbers = dict(Task.objects.values_list("sources__quote", "number"))
    gone = frozenset(task.pk for task in publication_preview(new).revision.gone)
    publish_plan(by=clerk, plan=new, decisions=Decisions(only_checked=False, withdraw_gone=gone))
    assert Task.objects.get(number=numbers["新建改建公厕46座"]).target_value == 52
    assert str(Task.objects.get(number=numbers["整治背街小巷58条"]).due_on) == "2026-09-30"
    assert Task.objects.live().count() == len(REVISED)


def test_each_task_is_matched_once_with_its_best_row(clerk, campaign, bureau) -> None:
    old = PlanFactory(campaign=campaign)
    RowFactory(plan=old, title="整治背街小巷58条", quote="整治背街小巷58条", state=RowState.CHECKED, lead=bureau)
    publish_plan(by=clerk, plan=old)
    new = PlanFactory(campaign=campaign, revises=Plan.objects.get(pk=old.pk))
    near = RowFactory(plan=new, title="整治背街小巷30条", quote="整治背街小巷30条")
    exact = RowFactory(plan=new, title="整治背街小巷58条", quote="整治背街小巷58条")
    assert match_revision(new) == 1
    near.refresh_from_db()
    exact.refresh_from_db()
    assert near.continues is None
    assert exact.continues is not None
