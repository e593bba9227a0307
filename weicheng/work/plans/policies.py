"""What the state allows, whoever asks. Each ``check_can_...`` raises NotPossible with a sentence."""

from __future__ import annotations

from datetime import date

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import Unit
from weicheng.work.plans.choices import EntryState, OwnerRole, PlanState, PostponementState, RowState
from weicheng.work.plans.deadlines import PostponementRequest
from weicheng.work.plans.errors import NotPossible
from weicheng.work.plans.models import DraftRow, Plan, ProgressEntry, Task
from weicheng.work.plans.transitions import DISCARDABLE, ENTRY, PLAN, ROW

REPORTING_ROLES = (OwnerRole.LEAD, OwnerRole.COOP)


def next_plan_state(plan: Plan, verb: str, sentence: str) -> PlanState:
    """The state after ``verb``; raises NotPossible with ``sentence`` where the table has no such move."""
    move = PLAN[PlanState(plan.state)].get(verb)
    if move is None:
        raise NotPossible(f"方案《{plan.title}》{plan.get_state_display()}，{sentence}。")
    return move


def next_row_state(row: DraftRow, verb: str) -> RowState:
    move = ROW[RowState(row.state)].get(verb)
    if move is None:
        raise NotPossible(f"这一行{row.get_state_display()}，不能这样改。")
    return move


def next_entry_state(entry: ProgressEntry, verb: str) -> EntryState:
    move = ENTRY[EntryState(entry.state)].get(verb)
    if move is None:
        raise NotPossible(f"这条进展{entry.get_state_display()}，不能再处理。")
    return move


def check_can_work_in(campaign: Campaign) -> None:
    if campaign.is_closed:
        raise NotPossible(f"“{campaign}”已结束，只能查看。")


def check_can_review_plan(plan: Plan) -> None:
    check_can_work_in(plan.campaign)
    if plan.state != PlanState.REVIEW:
        raise NotPossible(f"方案《{plan.title}》{plan.get_state_display()}，不在审阅中，不能修改任务行。")


def check_can_publish_plan(plan: Plan) -> None:
    check_can_work_in(plan.campaign)
    next_plan_state(plan, "publish", "不能发布")
    if plan.revises is not None and plan.revises.state != PlanState.PUBLISHED:
        raise NotPossible(f"它修订的方案《{plan.revises.title}》{plan.revises.get_state_display()}，不能再修订。")


def check_can_withdraw_plan(plan: Plan) -> None:
    """The tasks themselves are looked at by services.publishing.blocking_tasks."""
    check_can_work_in(plan.campaign)
    next_plan_state(plan, "withdraw", "不能撤回")
    if plan.revises_id:
        raise NotPossible("修订稿发布后原有任务已随之更改，不能撤回；要改回去，请再上传一份修订稿。")


def check_can_discard_plan(plan: Plan) -> None:
    if plan.state not in DISCARDABLE or plan.sources.exists():
        raise NotPossible(f"方案《{plan.title}》已有任务进过台账，不能删除。")


def check_can_change_task(task: Task) -> None:
    check_can_work_in(task.campaign)
    if task.withdrawn_at is not None:
        raise NotPossible(f"任务{task.number}已撤回，不能再改。")


def postpones(was: date | None, now: date | None) -> bool:
    """Whether a deadline moves back or goes away; a task without one can only be given one."""
    return was is not None and (now is None or now > was)


def check_can_decide_postponement(request: PostponementRequest) -> None:
    check_can_change_task(request.task)
    if request.state != PostponementState.PENDING:
        who = f"，{request.decided_by}" if request.decided_by else ""
        raise NotPossible(f"任务{request.task.number}的这条延期申请{request.get_state_display()}{who}，不能再处理。")


def check_can_report_progress(task: Task, unit: Unit) -> None:
    check_can_change_task(task)
    if not task.owners.filter(unit=unit, role__in=REPORTING_ROLES).exists():
        raise NotPossible(f"{unit}不是任务{task.number}的牵头或配合单位，不用填报它的进展。")


def check_can_confirm_entry(entry: ProgressEntry) -> None:
    check_can_change_task(entry.task)
    next_entry_state(entry, "confirm")


def check_can_return_entry(entry: ProgressEntry) -> None:
    check_can_change_task(entry.task)
    next_entry_state(entry, "return")


def check_can_withdraw_entry(entry: ProgressEntry) -> None:
    check_can_change_task(entry.task)
    next_entry_state(entry, "withdraw")
