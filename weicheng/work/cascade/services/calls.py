"""The office asks the units for their own plans, changes the day, and reminds those that have not answered."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.notices.choices import Level
from weicheng.ground.notices.services import liaisons_of, notify
from weicheng.ground.org.models import User
from weicheng.work.cascade.models import Call
from weicheng.work.cascade.permissions import check_user_can_call, check_user_can_open_call
from weicheng.work.cascade.selectors import missing_units, units_of
from weicheng.work.plans.models import Plan
from weicheng.work.plans.policies import check_can_work_in


def open_call(*, by: User, plan: Plan, reply_by: date, note: str = "") -> Call:
    """Ask every unit with a task in the plan for its own; their liaisons are told."""
    check_user_can_open_call(by, plan)
    _check_day(reply_by)
    with transaction.atomic():
        locked = Plan.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=plan.pk)
        check_user_can_open_call(by, locked)
        call = Call.objects.create(plan=locked, reply_by=reply_by, note=note.strip(), by=by)
        after = {"reply_by": reply_by.isoformat(), "note": call.note}
        audit.record("cascade.call.opened", by=by, obj=call, after=after, campaign_id=locked.campaign_id)
        _tell(call, list(units_of(call)), "opened")
    return call


def change_call(*, by: User, call: Call, reply_by: date) -> Call:
    """Another last day."""
    check_user_can_call(by)
    check_can_work_in(call.plan.campaign)
    _check_day(reply_by)
    with transaction.atomic():
        current = Call.objects.select_for_update(of=("self",)).select_related("plan").get(pk=call.pk)
        before = {"reply_by": current.reply_by.isoformat()}
        current.reply_by = reply_by
        current.save(update_fields=["reply_by"])
        after = {"reply_by": reply_by.isoformat()}
        audit.record(
            "cascade.call.changed",
            by=by,
            obj=current,
            before=before,
            after=after,
            campaign_id=current.plan.campaign_id,
        )
    return current


def remind_missing(*, by: User, call: Call) -> int:
    """Tell the liaisons of units that have not handed in, once a day; how many units."""
    check_user_can_call(by)
    check_can_work_in(call.plan.campaign)
    units = list(missing_units(call))
    _tell(call, units, f"remind-{timezone.localdate():%Y%m%d}", Level.YELLOW)
    return len(units)


def _tell(call: Call, units: list, why: str, level: str = Level.INFO) -> None:  # type: ignore[type-arg]
    notify(
        to=liaisons_of(units),
        code="cascade.call",
        key=f"cascade.call.{call.pk}.{why}",
        title=f"请报本单位落实《{call.plan.title}》的方案",
        text=f"{call.reply_by:%-m月%-d日}前报送。{call.note}",
        url=reverse("cascade:call", args=[call.pk]),
        level=level,
        campaign_id=call.plan.campaign_id,
    )


def _check_day(day: date) -> None:
    if day < timezone.localdate():
        raise Invalid("报送期限要在今天或以后。", "reply_by")
