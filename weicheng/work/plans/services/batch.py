"""One action of a reviewer on any number of rows: locked, written and audited in a constant number of queries."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from weicheng.ground.kernel import audit
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.org.models import User
from weicheng.work.plans.errors import NotPossible, StaleRow
from weicheng.work.plans.models import DraftOwner, DraftRow, Plan
from weicheng.work.plans.permissions import check_user_can_review_plan
from weicheng.work.plans.snapshots import FIELDS, Snapshot, differences, row_snapshot
from weicheng.work.plans.wording import change_words

BATCH, VERSION = "_batch", "_version"  # bookkeeping in ``after``, without a word on the page


class RowBatch:
    """The rows of one action. Change the rows and ``owners[row.pk]`` (a list); leaving the block writes what differs."""

    def __init__(self, plan: Plan, rows: Iterable[DraftRow], by: User, verb: str, reason: str) -> None:
        self.plan, self.by, self.verb, self.reason = plan, by, verb, reason
        self.rows = {row.pk: row for row in rows}
        self.owners: dict[int, list[DraftOwner]] = {row.pk: list(row.owners.all()) for row in self.rows.values()}
        self._before: dict[int, Snapshot] = {pk: self._snapshot(row) for pk, row in self.rows.items()}
        self._created: list[DraftRow] = []
        self._deleted: list[DraftRow] = []
        self._notes: Snapshot = {}

    def __getitem__(self, pk: int) -> DraftRow:
        if pk not in self.rows:
            raise NotPossible("这一行已经不在方案里了，请刷新页面。")
        return self.rows[pk]

    def expect(self, row: DraftRow, version: int) -> None:
        """Raise StaleRow, with who changed what, unless the row is still at ``version``."""
        if row.version == version:
            return
        changes = later_changes(row, version)
        by, at = (changes[0].actor_name, changes[0].at) if changes else ("", None)
        before: Snapshot = {}
        after: Snapshot = {}
        for event in changes:  # newest first: the oldest before and the newest after remain
            before.update(event.before)
            after = {**event.after, **after}
        raise StaleRow(row, by, at, change_words(before, after))

    def create(self, row: DraftRow, owners: list[DraftOwner]) -> DraftRow:
        row.plan = self.plan
        row.save(force_insert=True)
        for owner in owners:
            owner.row = row
        self.rows[row.pk], self.owners[row.pk] = row, owners
        self._created.append(row)
        return row

    def delete(self, row: DraftRow) -> None:
        self._deleted.append(row)

    def note(self, **marks: Any) -> None:
        """Bookkeeping to be kept in ``after`` of every entry; the names begin with an underscore."""
        self._notes.update(marks)

    def changed(self) -> list[DraftRow]:
        """The rows that differ by now from what they were."""
        return [row for pk, row in self.rows.items() if self._before.get(pk) != self._snapshot(row)]

    def write(self) -> None:
        """Write the rows that differ with their next version and an audit entry each."""
        events: list[tuple[DraftRow, Snapshot, Snapshot]] = []
        marks = {BATCH: uuid.uuid4().hex[:12], **self._notes}
        gone = {row.pk for row in self._deleted}
        created = {row.pk for row in self._created}
        for pk, row in self.rows.items():
            if pk in gone:
                continue
            before, after = differences(self._before.get(pk, {}), self._snapshot(row))
            if after:
                row.version += 0 if pk in created else 1
                events.append((row, {} if pk in created else before, {**after, **marks, VERSION: row.version}))
        kept = [(row, after) for row, _, after in events if row.pk not in created]
        self._write_rows([row for row, _ in kept], {name for _, after in kept for name in after})
        self._write_owners([row for row, before, after in events if "owners" in after])
        events += [(row, self._before[row.pk], {**marks, "_deleted": True}) for row in self._deleted]
        audit.record_many(
            f"plans.row.{self.verb}", events, by=self.by, reason=self.reason, campaign_id=self.plan.campaign_id
        )
        if gone:
            DraftRow.objects.filter(pk__in=gone).delete()

    def _write_rows(self, rows: list[DraftRow], changed: set[str]) -> None:
        if rows:
            fields = [field for field in (name.removesuffix("_id") for name in FIELDS) if field in changed]
            DraftRow.objects.bulk_update(rows, [*fields, "version"])

    def _write_owners(self, rows: list[DraftRow]) -> None:
        kept = [owner.pk for row in rows for owner in self.owners[row.pk] if owner.pk]
        DraftOwner.objects.filter(row__in=rows).exclude(pk__in=kept).delete()
        for row in rows:
            for place, owner in enumerate(self.owners[row.pk]):
                owner.row, owner.order = row, place
        owners = [owner for row in rows for owner in self.owners[row.pk]]
        DraftOwner.objects.bulk_create([owner for owner in owners if owner.pk is None])
        old = [owner for owner in owners if owner.pk in set(kept)]
        if old:
            fields = ["text", "role", "unit", "person", "match", "collective", "suggestions", "doubt", "order"]
            DraftOwner.objects.bulk_update(old, fields)

    def _snapshot(self, row: DraftRow) -> Snapshot:
        return row_snapshot(row, self.owners[row.pk])


@contextmanager
def row_batch(*, by: User, plan: Plan, rows: Iterable[int] | None, verb: str, reason: str = "") -> Iterator[RowBatch]:
    """Lock the plan and the rows (ids; None = all), check that ``by`` may review, and write on leaving."""
    with transaction.atomic():
        locked = locked_plan(plan)
        check_user_can_review_plan(by, locked)
        found = DraftRow.objects.filter(plan=locked).order_by("order", "id").prefetch_related("owners__unit")
        batch = RowBatch(locked, found if rows is None else found.filter(pk__in=list(rows)), by, verb, reason)
        yield batch
        batch.write()


def locked_plan(plan: Plan) -> Plan:
    """The plan as it stands now, locked: everybody who changes its rows waits here. Its text is read only when asked for."""
    plans = Plan.objects.select_for_update(of=("self",)).select_related("campaign", "revises")
    heavy = ("text", "blocks", "tables", "facts")
    return plans.defer(*heavy, *(f"revises__{name}" for name in heavy)).get(pk=plan.pk)


def row_events(pks: Iterable[Any]) -> Any:
    """The audit entries of draft rows, newest first."""
    return AuditEvent.objects.filter(
        object_type=DraftRow._meta.label_lower, object_id__in=[str(pk) for pk in pks]
    ).order_by("-id")


def later_changes(row: DraftRow, version: int) -> list[AuditEvent]:
    """The entries that took the row beyond ``version``, newest first."""
    return [event for event in row_events([row.pk])[:50] if event.after.get(VERSION, 0) > version]
