"""The same task in several papers, or in a body and its table: one task, all sources kept."""

from __future__ import annotations

from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.models import User
from weicheng.work.plans.choices import RowState
from weicheng.work.plans.errors import NotPossible
from weicheng.work.plans.models import DraftRow, Task
from weicheng.work.plans.services.batch import row_batch
from weicheng.work.plans.services.revising import revised_tasks


def join_rows(*, by: User, row: DraftRow, same_as: DraftRow | Task) -> DraftRow:
    """Say that the row is the same task as another row of its campaign or as a task of the ledger.

    At publishing it becomes a further source of that task instead of a task of its own. Raises Invalid for a circle.
    """
    with row_batch(by=by, plan=row.plan, rows=[row.pk], verb="joined") as batch:
        current = batch[row.pk]
        if isinstance(same_as, Task):
            if same_as.campaign_id != batch.plan.campaign_id or same_as.withdrawn_at is not None:
                raise NotPossible("这项任务不在本活动的台账里。")
            current.same_as, current.same_as_task = None, same_as
        else:
            root = _root(current, same_as)
            # A row that is a task of the ledger already hands that task on: the ledger must not get it twice.
            task = root.same_as_task
            handed = task is not None and task.withdrawn_at is None
            current.same_as, current.same_as_task = (None, task) if handed else (root, None)
    return current


def separate_row(*, by: User, row: DraftRow) -> DraftRow:
    """Take the joining back: the row stands for itself again."""
    with row_batch(by=by, plan=row.plan, rows=[row.pk], verb="separated") as batch:
        current = batch[row.pk]
        current.same_as, current.same_as_task = None, None
    return current


def reject_proposal(*, by: User, row: DraftRow, other: DraftRow | Task) -> DraftRow:
    """Say that the two are different tasks: the pair is not proposed again."""
    with row_batch(by=by, plan=row.plan, rows=[row.pk], verb="rejected") as batch:
        current = batch[row.pk]
        key = rejection_key(other)
        if key not in current.rejected:
            current.rejected = [*current.rejected, key]
    return current


def set_continuation(*, by: User, row: DraftRow, task: Task | None) -> DraftRow:
    """In a revised paper, say which task of the old one the row goes on with (None: it is new).

    Another row that went on with the same task becomes new. Raises NotPossible for a task the old paper did not give.
    """
    with row_batch(by=by, plan=row.plan, rows=None, verb="continued") as batch:
        current = batch[row.pk]
        if task is not None and task.pk not in {known.pk for known in revised_tasks(batch.plan)}:
            raise NotPossible("这项任务不是它修订的方案里的，不能接着做。")
        for other in batch.rows.values():
            if task is not None and other.continues_id == task.pk:
                other.continues = None
        current.continues = task
    return current


def rejection_key(other: DraftRow | Task) -> str:
    return f"task:{other.pk}" if isinstance(other, Task) else f"row:{other.pk}"


def _root(row: DraftRow, other: DraftRow) -> DraftRow:
    """The row that stands for all that were joined to ``other``; no chain is longer than one step."""
    other = DraftRow.objects.select_related("plan", "same_as_task", "same_as__plan", "same_as__same_as_task").get(
        pk=other.pk
    )
    root = other.same_as or other
    if root.plan.campaign_id != row.plan.campaign_id:
        raise NotPossible("只能与本活动的任务合并。")
    if root.pk == row.pk:
        raise Invalid("这两行已经是同一任务。", "same_as")
    if root.state == RowState.DROPPED:
        raise NotPossible("那一行已判为不是任务，不能并到它。")
    DraftRow.objects.filter(same_as=row).update(same_as=root)
    return root
