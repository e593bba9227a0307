"""What this room says on the pages of a plan: the round while it is under review, the receipts once it is published."""

from __future__ import annotations

from django.urls import reverse

from weicheng.ground.org.access import scope_of
from weicheng.ground.org.models import User
from weicheng.work.consultation.choices import RoundState
from weicheng.work.consultation.models import Round
from weicheng.work.consultation.selectors.rounds import board_of
from weicheng.work.plans.choices import PlanState
from weicheng.work.plans.models import Plan
from weicheng.work.plans.plan_notes import PlanNote, plan_note


@plan_note
def consultation_note(plan: Plan, user: User) -> PlanNote | None:
    """The counts of objections without a ruling and of units without a reply."""
    if not scope_of(user).sees_everything:
        return None
    if plan.state == PlanState.PUBLISHED:
        return PlanNote("各单位签收", "checks", reverse("consultation:receipts", args=[plan.pk]))
    if plan.state != PlanState.REVIEW:
        return None
    url = reverse("consultation:plan", args=[plan.pk])
    found = Round.objects.filter(plan=plan, state=RoundState.OPEN).select_related("plan__campaign").first()
    if found is None:
        return PlanNote("征求意见", "message", url)
    return PlanNote("征求意见", "message", url, lambda: _what_is_open(found))


def _what_is_open(found: Round) -> str:
    board = board_of(found)
    parts = []
    if board.open_objections:
        parts.append(f"{len(board.open_objections)}条意见还没有裁定")
    if board.missing:
        parts.append(f"{len(board.missing)}家单位还没有答复完")
    return f"第{found.number}轮征求意见还没有完：{'，'.join(parts)}。" if parts else ""
