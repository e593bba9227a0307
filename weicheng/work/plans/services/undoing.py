"""Undoing one's own last action on the rows of a plan, from the values that the audit trail kept."""

from __future__ import annotations

from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.org.models import User
from weicheng.work.plans.errors import NotPossible, StaleRow
from weicheng.work.plans.models import DraftRow, Plan
from weicheng.work.plans.services.batch import BATCH, VERSION, RowBatch, later_changes, row_batch, row_events
from weicheng.work.plans.snapshots import put_back
from weicheng.work.plans.wording import action_words

UNDOES = "_undoes"
_LOOK_BACK = 2000
_UNDONE = "plans.row.undone"


def undo_last(*, by: User, plan: Plan) -> str:
    """Take back the last action of ``by`` on the rows of the plan; says which. Called again, the one before it.

    Raises NotPossible when there is nothing left, StaleRow when somebody else has changed one of the rows since.
    """
    with row_batch(by=by, plan=plan, rows=None, verb="undone") as batch:
        events = _last_action(batch, by)
        for event in events:
            _check_untouched(batch, event)
        action = events[0].after[BATCH]
        for event in events:
            _take_back(batch, event)
        batch.note(**{UNDOES: action})
        what = action_words(events[0].action)
        first = events[0].object_label
    return f"{what}“{first}”" if len(events) == 1 else f"{what}{len(events)}行"


def _last_action(batch: RowBatch, by: User) -> list[AuditEvent]:
    """The entries of the last action that is not undone yet."""
    undone: set[str] = set()
    found: list[AuditEvent] = []
    for event in row_events(batch.rows).filter(actor_id=by.pk)[:_LOOK_BACK]:
        name = event.after.get(BATCH)
        if event.action == _UNDONE:
            undone.add(event.after.get(UNDOES, ""))
        elif found and name != found[0].after.get(BATCH):
            break
        elif name and name not in undone:
            found.append(event)
    if not found:
        raise NotPossible("没有可以撤销的修改了。")
    return found


def _check_untouched(batch: RowBatch, event: AuditEvent) -> None:
    row = batch.rows.get(int(event.object_id))
    if row is None:
        raise NotPossible("这一行已经不在方案里，不能撤销。")
    others = [
        later
        for later in later_changes(row, event.after.get(VERSION, 0))
        if later.actor_id != event.actor_id and not event.after.get("_deleted")
    ]
    if others:
        batch.expect(row, event.after.get(VERSION, 0))
        raise StaleRow(row, others[0].actor_name, others[0].at, [])


def _take_back(batch: RowBatch, event: AuditEvent) -> None:
    row = batch[int(event.object_id)]
    if not event.before:  # the action made the row
        DraftRow.objects.filter(same_as=row).update(same_as=None)
        batch.delete(row)
        return
    owners = put_back(row, event.before)
    if owners is not None:
        batch.owners[row.pk] = owners
