"""What the state allows, whoever asks. Each ``check_can_...`` raises NotPossible with a sentence."""

from __future__ import annotations

from datetime import date

from weicheng.ground.kernel.errors import NotPossible
from weicheng.work.duties.models import Duty, DutyRecord, Occurrence
from weicheng.work.plans.models import Task
from weicheng.work.plans.policies import check_can_work_in


def check_can_change(duty: Duty) -> None:
    check_can_work_in(duty.campaign)
    if duty.ended_at is not None:
        raise NotPossible(f"常态工作“{duty}”已停止，不能再改。")


def check_can_make_of(task: Task) -> None:
    """A task of the ledger gives one duty."""
    check_can_work_in(task.campaign)
    if task.withdrawn_at is not None:
        raise NotPossible(f"任务{task.number}已撤回，不能再建常态工作。")
    if not (task.rrule or task.quota or task.recurrence_text):
        raise NotPossible(f"任务{task.number}没有写频次，做完一次就完成，不是常态工作。")
    if task.duties.filter(ended_at=None).exists():
        raise NotPossible(f"任务{task.number}已经建了常态工作。")


def check_can_record(occurrence: Occurrence, today: date) -> None:
    check_can_work_in(occurrence.duty.campaign)
    if occurrence.excused_at is not None:
        raise NotPossible("这一次创卫办已同意免做，不用再记。")
    if occurrence.first > today:
        raise NotPossible(f"还没到日子：这一次从{occurrence.first:%-m月%-d日}开始记。")


def check_can_excuse(occurrence: Occurrence) -> None:
    check_can_work_in(occurrence.duty.campaign)
    if occurrence.excused_at is not None:
        raise NotPossible("这一次已经免做。")
    if occurrence.needed and occurrence.count >= occurrence.needed:
        raise NotPossible("这一次已经做了，不用免。")


def check_can_take_back(record: DutyRecord) -> None:
    check_can_work_in(record.occurrence.duty.campaign)
    if record.withdrawn_at is not None:
        raise NotPossible("这条记录已经撤销。")
