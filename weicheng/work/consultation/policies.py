"""What the state allows, whoever asks."""

from __future__ import annotations

from weicheng.ground.kernel.errors import NotPossible
from weicheng.work.consultation.choices import RoundState, Ruling
from weicheng.work.consultation.models import Reply, Round
from weicheng.work.plans.choices import PlanState
from weicheng.work.plans.models import Plan
from weicheng.work.plans.policies import check_can_review_plan, check_can_work_in


def is_open(round_: Round) -> bool:
    """Whether units may reply: the round is open and its plan is still under review."""
    plan = round_.plan
    return round_.state == RoundState.OPEN and plan.state == PlanState.REVIEW and not plan.campaign.is_closed


def check_can_open_round(plan: Plan) -> None:
    check_can_review_plan(plan)
    if plan.rounds.filter(state=RoundState.OPEN).exists():
        raise NotPossible(f"《{plan.title}》正在征求意见，先结束这一轮再开下一轮。")


def check_can_reply(round_: Round) -> None:
    check_can_work_in(round_.plan.campaign)
    if round_.state != RoundState.OPEN:
        raise NotPossible(f"{round_}已结束，不再收答复。有意见请直接联系创卫办。")
    if round_.plan.state != PlanState.REVIEW:
        raise NotPossible(f"《{round_.plan.title}》{round_.plan.get_state_display()}，不再收答复。")


def check_can_rule(reply: Reply) -> None:
    check_can_reply(reply.round)
    if reply.ruling != Ruling.OPEN:
        who = f"，{reply.ruled_by}" if reply.ruled_by else ""
        raise NotPossible(f"这条意见{reply.get_ruling_display()}{who}，不能再裁定。")


def check_can_sign(plan: Plan) -> None:
    check_can_work_in(plan.campaign)
    if plan.state != PlanState.PUBLISHED:
        raise NotPossible(f"《{plan.title}》{plan.get_state_display()}，不用签收。")
