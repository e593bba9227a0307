"""任务通知单: what of a unit's tasks is late or due soon, with a receipt to tear off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from weicheng.engines import gongwen
from weicheng.engines.gongwen import Align, Block, Column, Cut, Field, Fields, Number, Paragraph, Title
from weicheng.ground.campaigns.models import Campaign
from weicheng.work.letters.documents.phrases import day_words, short_day
from weicheng.work.plans.breakdown_table import done_words, target_words
from weicheng.work.plans.choices import TaskStatus
from weicheng.work.plans.models import Task
from weicheng.work.plans.task_words import task_snapshot

COLUMNS = (
    Column("序号", 11, Align.CENTRE),
    Column("编号", 28, Align.CENTRE),
    Column("任务", 43),
    Column("完成/目标", 26, Align.CENTRE),
    Column("时限", 22, Align.CENTRE),
    Column("状态", 26, Align.CENTRE),
)


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """``tasks`` are dressed; ``answer_by`` is the day on which the receipt, or the answer, is owed."""

    campaign: Campaign
    unit_name: str
    number: str
    on: date
    tasks: Sequence[Task]
    office: str
    answer_by: date


def notice_document(facts: NoticeFacts) -> gongwen.Document:
    late = sum(task.status == TaskStatus.LATE for task in facts.tasks)
    due = len(facts.tasks) - late
    counted = [f"已逾期{late}项"] * bool(late) + [f"即将到期{due}项"] * bool(due)
    blocks: list[Block] = [
        Title(f"{facts.campaign.area}{facts.campaign.name}\n任务通知单"),
        Number(facts.number or f"通知单〔{facts.on.year}〕第　　号"),
        Paragraph(f"{facts.unit_name}：", indent=False),
        Paragraph(
            f"截至{day_words(facts.on)}，你单位牵头的任务中，{'、'.join(counted)}。请抓紧办理，"
            "办结的及时在台账中报告；到期确实办不完的，写明原因和措施报我办。"
        ),
        gongwen.Table(COLUMNS, task_cells(facts.tasks)),
        Paragraph(facts.office, indent=False, align=Align.RIGHT),
        Paragraph(day_words(facts.on), indent=False, align=Align.RIGHT),
        Cut(f"回　执（请于{day_words(facts.answer_by)}前交回）"),
        Fields(
            (
                Field("通知单", facts.number),
                Field("单位", facts.unit_name),
                Field("签收人"),
                Field("签收日期"),
                Field("联系电话"),
                Field("办理意见"),
            ),
            across=2,
        ),
    ]
    name = f"任务通知单 {facts.unit_name}"
    return gongwen.Document(name=name, on=facts.on, blocks=blocks, layout=gongwen.layouts.HOUSE, author=facts.office)


def task_cells(tasks: Sequence[Task]) -> list[list[str]]:
    rows = []
    for serial, task in enumerate(tasks, 1):
        target = target_words(task_snapshot(task, task.owners.all()))
        state = task.due_words.replace("逾期", "逾期\n", 1) or TaskStatus(task.status).label
        done = f"{done_words(task)} / {target}" if target else done_words(task)
        values = (task.number, task.title, done, short_day(task.due_on), str(state))
        rows.append([str(serial), *(value or "—" for value in values)])
    return rows
