"""任务分解表 as a Word paper: the whole campaign, grouped as the ledger is, or one unit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from weicheng.engines import gongwen
from weicheng.engines.gongwen import Align, Block, Column, Number, Title
from weicheng.ground.campaigns.models import Campaign
from weicheng.work.letters.documents.phrases import day_words, owners_words, short_day
from weicheng.work.plans.breakdown_table import rhythm_words, target_words
from weicheng.work.plans.models import Task
from weicheng.work.plans.task_words import task_snapshot

COLUMNS = (
    Column("序号", 12.5, Align.CENTRE),
    Column("编号", 29, Align.CENTRE),
    Column("工作任务", 70),
    Column("牵头单位", 32),
    Column("配合单位", 36),
    Column("时限", 22, Align.CENTRE),
    Column("频次", 18, Align.CENTRE),
    Column("目标", 20, Align.CENTRE),
    Column("责任人", 18, Align.CENTRE),
)


def breakdown_document(campaign: Campaign, name: str, tasks: Sequence[Task], on: date) -> gongwen.Document:
    """``tasks`` are dressed; ``name`` is the unit's, or empty for the whole campaign."""
    rows = [_cells(task, serial) for serial, task in enumerate(tasks, 1)]
    heading = f"{campaign.area}{campaign.name}\n{name}任务分解表"
    blocks: list[Block] = [
        Title(heading),
        Number(f"共{len(rows)}项　{day_words(on)}"),
        gongwen.Table(COLUMNS, rows),
    ]
    return gongwen.Document(
        name=heading.replace("\n", ""), on=on, blocks=blocks, layout=gongwen.layouts.SHEET, across=True
    )


def _cells(task: Task, serial: int) -> list[str]:
    values = task_snapshot(task, task.owners.all())
    leads, coops = owners_words(task)
    shown = (leads, coops, short_day(task.due_on), rhythm_words(values), target_words(values), task.in_charge)
    return [str(serial), task.number, task.title, *(text or "—" for text in shown)]
