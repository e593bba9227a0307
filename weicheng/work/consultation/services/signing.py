"""Receipts for published tasks: one press signs what a unit has not signed yet."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import NotPossible
from weicheng.ground.kernel.periodic import each
from weicheng.ground.notices.services import liaisons_of, notify, settle
from weicheng.ground.org.access import scope_of
from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import Unit, User
from weicheng.work.consultation.models import Receipt, ReceiptCall
from weicheng.work.consultation.permissions import check_user_can_remind_receipts, check_user_can_sign
from weicheng.work.consultation.selectors.receipts import sign_lines
from weicheng.work.consultation.services.rounds import Reminded, remind
from weicheng.work.plans.choices import PlanState
from weicheng.work.plans.models import Plan
from weicheng.work.plans.services.batch import locked_plan

_HEAVY = ("text", "blocks", "tables", "facts")


def sign(*, by: User, plan: Plan, unit: Unit) -> Receipt:
    """Sign for all tasks of the plan that the unit has not signed yet. Pressed again, it is the receipt of before.

    Raises NotPossible for a unit that has no task in the plan.
    """
    with transaction.atomic():
        current = locked_plan(plan)
        check_user_can_sign(by, current, unit)
        line = next(iter(sign_lines([current], [unit])), None)
        if line is None:
            raise NotPossible(f"{unit}在《{current.title}》里没有任务，不用签收。")
        if line.is_done and line.receipts:
            return line.receipts[-1]
        receipt = Receipt.objects.create(
            plan=current,
            unit=unit,
            unit_name=unit.name_on(timezone.localdate()),
            prints={str(one.task.pk): one.print for one in line.to_sign},
            on_behalf=not scope_of(by).reaches(unit, Role.LIAISON),
            by=by,
        )
        settle(prefix=f"consultation.receipt.{current.pk}.", users=liaisons_of([unit]))
        audit.record(
            "consultation.receipt.signed", by=by, obj=receipt, after={"unit": receipt.unit_name, "tasks": len(line.to_sign)},
            campaign_id=current.campaign_id, unit_id=unit.pk,
        )  # fmt: skip
    return receipt


def remind_receipts(*, by: User, plan: Plan) -> Reminded:
    """Tell the liaisons of the units that have not signed; at most once a day."""
    with transaction.atomic():
        current = locked_plan(plan)
        check_user_can_remind_receipts(by, current)
        units = [line.unit for line in sign_lines([current]) if not line.is_done]
        found = remind(
            units,
            code="consultation.receipt.reminded",
            key=f"consultation.receipt.{current.pk}.reminded.{timezone.localdate()}",
            title=f"还没有签收：《{current.title}》里您单位的任务",
            url=reverse("consultation:list"),
            campaign_id=current.campaign_id,
        )
        if found.accounts:
            after = {"units": found.units, "accounts": found.accounts}
            audit.record("consultation.receipt.reminded", by=by, obj=current, after=after)
    return found


def call_receipts() -> int:
    """Tell the units of plans published since: there are tasks to sign for; how many plans. Called by the worker."""
    called = dict(ReceiptCall.objects.values_list("plan_id", "published_at"))
    plans = Plan.objects.defer(*_HEAVY).filter(state=PlanState.PUBLISHED, campaign__is_closed=False)
    fresh = [plan for plan in plans if plan.published_at and called.get(plan.pk) != plan.published_at]
    each(fresh, _call)
    return len(fresh)


@transaction.atomic
def _call(plan: Plan) -> None:
    assert plan.published_at is not None
    ReceiptCall.objects.update_or_create(plan=plan, defaults={"published_at": plan.published_at})
    units = [line.unit for line in sign_lines([plan]) if not line.is_done]
    notify(
        to=liaisons_of(units),
        code="consultation.receipt.called",
        key=f"consultation.receipt.{plan.pk}.called.{plan.published_at:%Y%m%d%H%M%S}",
        title=f"《{plan.title}》已发布，请签收您单位的任务",
        url=reverse("consultation:list"),
        campaign_id=plan.campaign_id,
    )
