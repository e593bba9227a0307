"""What the state allows, whoever asks."""

from __future__ import annotations

from weicheng.ground.kernel.errors import NotPossible
from weicheng.work.cascade.choices import AnswerState
from weicheng.work.cascade.models import Call, UnitPlan
from weicheng.work.cascade.transitions import ANSWER, EDITABLE
from weicheng.work.plans.choices import PlanState
from weicheng.work.plans.models import Plan
from weicheng.work.plans.policies import check_can_work_in


def check_can_open_call(plan: Plan) -> None:
    check_can_work_in(plan.campaign)
    if plan.state != PlanState.PUBLISHED:
        raise NotPossible(f"方案《{plan.title}》{plan.get_state_display()}，发布以后才能要求单位分解。")
    if Call.objects.filter(plan=plan).exists():
        raise NotPossible(f"已经要求单位分解过《{plan.title}》。")


def check_can_edit_answer(answer: UnitPlan) -> None:
    check_can_work_in(answer.call.plan.campaign)
    if answer.state not in EDITABLE:
        raise NotPossible(f"{answer.unit_name}的方案{answer.get_state_display()}，要改请先收回，或请创卫办退回。")


def next_answer_state(answer: UnitPlan, verb: str) -> AnswerState:
    check_can_work_in(answer.call.plan.campaign)
    move = ANSWER[AnswerState(answer.state)].get(verb)
    if move is None:
        raise NotPossible(f"{answer.unit_name}的方案{answer.get_state_display()}，不能这样做。")
    return move
