"""The ledger leaves the house: a 任务分解表 that comes back, a csv, a calendar."""

from __future__ import annotations

import csv
import io

from django.db.models import Prefetch
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import Unit, User
from weicheng.work.plans.breakdown_table import COLUMNS, done_words, names_of, rhythm_words, target_words
from weicheng.work.plans.choices import Category, OwnerRole, TaskStatus
from weicheng.work.plans.models import Plan, Task, TaskSource
from weicheng.work.plans.selectors.feed import calendar_feed
from weicheng.work.plans.selectors.ledger import LedgerFilter, ledger_tasks
from weicheng.work.plans.selectors.tasks import dress, with_relations
from weicheng.work.plans.selectors.workbook import Workbook
from weicheng.work.plans.status import Moment
from weicheng.work.plans.task_words import task_snapshot

__all__ = ["calendar_feed", "export_ledger_csv", "export_ledger_xlsx"]
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")  # Excel takes the full-width ones too


def export_ledger_xlsx(user: User, campaign: Campaign, chosen: LedgerFilter, per_unit: bool = False) -> bytes:
    """The filtered ledger as a formatted 任务分解表; ``per_unit``: a sheet for all, then one for each unit with a role.

    It carries each task's id and version in hidden columns: edited and uploaded again, it says what was changed.
    """
    tasks = exported_tasks(user, campaign, chosen)
    conditions = "，".join(f"{chip.label}：{chip.value}" for chip in chosen.chips(user))
    book = Workbook(campaign, timezone.localdate(), conditions)
    book.add_sheet("任务分解表", f"{campaign}任务分解表", tasks)
    if per_unit:
        for unit, own in _by_unit(tasks):
            book.add_sheet(unit.short_name or unit.name, f"{unit}任务清单", own)
    return book.close()


def export_ledger_csv(user: User, campaign: Campaign, chosen: LedgerFilter) -> bytes:
    """The same columns for other programs: UTF-8 with a mark that Excel understands, no cell that runs as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.head for column in COLUMNS])
    for serial, task in enumerate(exported_tasks(user, campaign, chosen), 1):
        writer.writerow([_harmless(cell) for cell in cells_of(task, serial)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def exported_tasks(user: User, campaign: Campaign, chosen: LedgerFilter) -> list[Task]:
    """The filtered tasks, dressed, with their sources."""
    moment = Moment.of(campaign)
    plans = Prefetch("plan", Plan.objects.only("pk", "title"))
    sources = Prefetch("sources", TaskSource.objects.prefetch_related(plans).order_by("-plan_id", "start"))
    tasks = list(with_relations(ledger_tasks(campaign, user, chosen, moment)).prefetch_related(sources))
    dress(tasks, moment)
    return tasks


def cells_of(task: Task, serial: int) -> list[str]:
    """The visible cells of a task, in the order of the columns."""
    snapshot = task_snapshot(task, task.owners.all())
    return [
        str(serial),
        task.number,
        str(Category(task.category).label),
        task.title,
        names_of(snapshot, OwnerRole.LEAD),
        names_of(snapshot, OwnerRole.COOP),
        str(task.due_on or ""),
        rhythm_words(snapshot),
        target_words(snapshot),
        done_words(task),
        str(TaskStatus(task.status).label),
        task.in_charge,
        task.note,
        source_words(task),
    ]


def source_words(task: Task) -> str:
    """《方案》：the sentence; one line for each paper."""
    return "\n".join(f"《{source.plan.title}》：{source.quote}" for source in task.sources.all())


def _by_unit(tasks: list[Task]) -> list[tuple[Unit, list[Task]]]:
    """Each unit with what it leads, then what it helps with."""
    units: dict[int, Unit] = {}
    led: dict[int, list[Task]] = {}
    helped: dict[int, list[Task]] = {}
    for task in tasks:
        leads = {owner.unit_id for owner in task.leads}
        for owner in [*task.leads, *task.coops]:
            units[owner.unit_id] = owner.unit
            if owner.role == OwnerRole.LEAD:
                led.setdefault(owner.unit_id, []).append(task)
            elif owner.unit_id not in leads:
                helped.setdefault(owner.unit_id, []).append(task)
    ordered = sorted(units.values(), key=lambda unit: (unit.order, unit.pk))
    return [(unit, led.get(unit.pk, []) + helped.get(unit.pk, [])) for unit in ordered]


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
