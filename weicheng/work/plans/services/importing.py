"""The exported table comes back edited: first what would change, then all of it or nothing.

Rows are known by their hidden id, whatever their order. A row is compared with what the table showed when it was exported
(its version, taken from the record), so that an old file changes only what a person edited in it; where the ledger has
changed the same cell meanwhile, the newer value stays unless it is chosen otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import IO, Any
from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.choices import Channel
from weicheng.ground.kernel.context import acting_as
from weicheng.ground.kernel.errors import Refused
from weicheng.ground.org.models import User
from weicheng.work.plans.deadlines import PostponementRequest
from weicheng.work.plans.errors import NotPossible, StaleTask
from weicheng.work.plans.models import LedgerImport, Task
from weicheng.work.plans.permissions import check_user_can_change_task, check_user_can_import_ledger
from weicheng.work.plans.services.editing import CHANGED, EDITABLE, create_task, stale, waiting_words, write_task
from weicheng.work.plans.services.import_cells import CellError
from weicheng.work.plans.services.import_payload import Known
from weicheng.work.plans.services.import_rows import Comparison, compare_rows
from weicheng.work.plans.services.import_untaken import UntakenCell
from weicheng.work.plans.services.pen import Pen, locked_tasks
from weicheng.work.plans.services.postponing import tell_office
from weicheng.work.plans.services.table_reading import read_table
from weicheng.work.plans.values import clean_changes
from weicheng.work.plans.wording import Change


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A task that the table changes. ``needs_reason``: a deadline is put off or taken away; ``waits``: that much of it
    will wait for approval.
    """

    uid: str
    number: str
    title: str
    sheet: str
    row: int
    changes: list[Change]
    needs_reason: bool = False
    waits: bool = False


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """A cell of an old file that the ledger has changed too: ``changes`` by the table, ``newer`` by ``by`` since."""

    uid: str
    number: str
    title: str
    sheet: str
    row: int
    changes: list[Change]
    newer: list[Change]
    by: str
    needs_reason: bool = False
    waits: bool = False


@dataclass(frozen=True, slots=True)
class NewRow:
    """An inserted row, offered as a new task under ``key``."""

    key: str
    title: str
    sheet: str
    row: int
    words: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class UnknownRow:
    sheet: str
    row: int
    number: str
    title: str
    reason: str


@dataclass(slots=True)
class ImportPreview:
    """What applying would do. With ``errors`` nothing can be applied."""

    token: UUID
    file_name: str
    changed: list[ChangedRow] = field(default_factory=list)
    conflicts: list[ConflictRow] = field(default_factory=list)
    new: list[NewRow] = field(default_factory=list)
    unknown: list[UnknownRow] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    untaken: list[UntakenCell] = field(default_factory=list)  # changed, but not to be changed by a table
    unchanged: int = 0

    @property
    def needs_reason(self) -> bool:
        return any(row.needs_reason for row in self.changed) or any(row.needs_reason for row in self.conflicts)

    @property
    def waiting(self) -> int:
        """How many later deadlines will wait for approval; those of conflicts only where the table is chosen."""
        return sum(row.waits for row in self.changed) + sum(row.waits for row in self.conflicts)

    @property
    def untaken_columns(self) -> str:
        """完成、状态、责任人"""
        return "、".join(dict.fromkeys(cell.column for cell in self.untaken))

    @property
    def nothing_heading(self) -> str:
        return "没有能写入的改动" if self.untaken else "没有改动"

    @property
    def nothing_text(self) -> str:
        """Said where nothing would be written."""
        if self.untaken:
            return f"能从表里改的各列和台账一样；上面列的{len(self.untaken)}格要到任务里改。"
        return "表里的内容和台账一样，没有要写入的。"

    @property
    def can_apply(self) -> bool:
        return not self.errors and bool(self.changed or self.conflicts or self.new)


@dataclass(frozen=True, slots=True)
class ImportResult:
    changed: int
    created: int
    numbers: list[str]
    waiting: int = 0

    def __str__(self) -> str:
        added = f"，新增{self.created}项（{self.numbers[0]}起）" if self.numbers else ""
        return f"已按表格修改{self.changed}项{added}{waiting_words(self.waiting)}。"


def import_preview(*, by: User, campaign: Campaign, upload: File[Any] | IO[bytes], name: str) -> ImportPreview:
    """Read an edited table and say what it would change; nothing in the ledger changes.

    Raises RefusedUpload for a file that is no such table.
    """
    check_user_can_import_ledger(by, campaign)
    upload.seek(0)
    table = read_table(upload.read())
    found = compare_rows(by, campaign, table.rows)
    warnings = [f"工作表“{sheet}”不是任务分解表，没有读。" for sheet in table.skipped_sheets]
    kept = LedgerImport.objects.create(
        campaign=campaign, user=by, file_name=name[-255:], rows={"blocked": bool(found.errors), **found.payload()}
    )
    return _preview(kept, found, [*warnings, *found.warnings])


def apply_import(
    *, by: User, token: UUID | str, conflicts: Iterable[str] = (), new: Iterable[str] = (), reason: str = ""
) -> ImportResult:
    """Write what the preview showed, all or nothing; of the conflicts (by uid) and new rows (by key) only those named.

    Raises NotPossible when the preview had errors or was applied already, StaleTask when a task changed since it was shown.
    """
    with transaction.atomic():
        kept = _locked(by, token)
        check_user_can_import_ledger(by, kept.campaign)
        payload: dict[str, Any] = kept.rows
        if payload["blocked"]:
            raise NotPossible("表格里还有不对的地方，一行也没有写入。请改好再传。")
        chosen = set(map(str, conflicts))
        todo = [*payload["changed"], *(row for row in payload["conflicts"] if row["uid"] in chosen)]
        wanted = set(map(str, new))
        added = [row for row in payload["new"] if row["key"] in wanted]
        known, why = Known.of(row["values"] for row in [*todo, *added]), reason.strip()
        written = _write(by, kept, todo, known, why)
        held: list[PostponementRequest] = [task.postponement for task, _ in written if task.postponement]
        tell_office(held, by)
        changed = sum(is_changed for _, is_changed in written)
        created = [_create(by, kept, row, known, why) for row in added]
        kept.applied_at = timezone.now()
        kept.save(update_fields=["applied_at"])
        after = {"name": kept.file_name, "changed": changed, "created": len(created), "waiting": len(held)}
        audit.record("plans.ledger.imported", by=by, obj=kept, label=kept.file_name, after=after, reason=why)
    return ImportResult(changed, len(created), [task.number for task in created], len(held))


def cancel_import(*, by: User, token: UUID | str) -> None:
    """Forget a preview."""
    LedgerImport.objects.filter(token=token, user=by, applied_at=None).delete()


def forget_previews() -> int:
    """Delete previews of more than a week ago that were never applied; how many."""
    old = timezone.now() - timedelta(days=7)
    return LedgerImport.objects.filter(applied_at=None, created_at__lt=old).delete()[0]


def _write(
    by: User, kept: LedgerImport, rows: list[dict[str, Any]], known: Known, reason: str
) -> list[tuple[Task, bool]]:
    """Write the rows together; each task, and whether anything but a request came of its row.

    Without a reason the record names the file: a later deadline alone must be given one.
    """
    keys = Task.objects.filter(campaign=kept.campaign, uid__in=[row["uid"] for row in rows]).values_list(
        "pk", flat=True
    )
    tasks = {str(task.uid): task for task in locked_tasks(keys).values()}
    pen = Pen(task.pk for task in tasks.values())
    with acting_as(channel=Channel.IMPORT):
        written = [(_apply_row(by, tasks, row, known, reason, pen), row["version"]) for row in rows]
        pen.write(by=by, action=CHANGED, reason=reason or f"由表格“{kept.file_name}”修改")
    return [(task, task.version > version) for task, version in written]


def _apply_row(by: User, tasks: dict[str, Task], row: dict[str, Any], known: Known, reason: str, pen: Pen) -> Task:
    task = tasks.get(row["uid"])
    place = f"工作表“{row['sheet']}”第{row['row']}行"
    if task is None:
        raise NotPossible(f"{place}的任务已不在台账里，一行也没有写入。")
    try:
        check_user_can_change_task(by, task)
        if task.version != row["version"]:
            raise stale(task, row["version"])
        return write_task(by, task, clean_changes(known.values(row["values"]), EDITABLE), reason, pen=pen)
    except StaleTask:
        raise
    except Refused as error:
        raise NotPossible(f"{place}：{error}一行也没有写入。", [task]) from error


def _create(by: User, kept: LedgerImport, row: dict[str, Any], known: Known, reason: str) -> Task:
    values = known.values(row["values"])
    owners = values.pop("owners", [])
    why = reason or f"由表格“{kept.file_name}”新增"
    return create_task(by=by, campaign=kept.campaign, values=values, owners=owners, reason=why, channel=Channel.IMPORT)


def _locked(by: User, token: UUID | str) -> LedgerImport:
    kept = (
        LedgerImport.objects.select_for_update(of=("self",))
        .select_related("campaign")
        .filter(token=token, user=by)
        .first()
    )
    if kept is None:
        raise NotPossible("这次导入已经取消，请重新上传表格。")
    if kept.applied_at is not None:
        raise NotPossible("这次导入已经写入过了。")
    return kept


def _preview(kept: LedgerImport, found: Comparison, warnings: list[str]) -> ImportPreview:
    preview = ImportPreview(kept.token, kept.file_name, errors=found.errors, warnings=warnings)
    preview.unchanged, preview.untaken = found.unchanged, found.untaken
    for change in found.changed:
        where = (str(change.task.uid), change.task.number, change.task.title, change.sheet, change.row)
        if change.newer:
            preview.conflicts.append(
                ConflictRow(*where, change.words, change.newer, change.newer_by, change.needs_reason, change.waits)
            )
        else:
            preview.changed.append(ChangedRow(*where, change.words, change.needs_reason, change.waits))
    preview.new = [NewRow(row.key, row.title, row.sheet, row.row, row.words) for row in found.new]
    preview.unknown = [
        UnknownRow(row.sheet, row.row, row.number, str(row.cells.get("title", "")), reason)
        for row, reason in found.unknown
    ]
    return preview
