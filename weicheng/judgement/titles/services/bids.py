"""What of a bid is changed beside its walk: days, region code, answers to conditions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.models import User
from weicheng.judgement.titles import policies
from weicheng.judgement.titles.authority import authority
from weicheng.judgement.titles.models import Bid, ConditionAnswer
from weicheng.judgement.titles.permissions import check_user_can_edit_bid
from weicheng.judgement.titles.services.moving import check_version, locked_bid
from weicheng.judgement.titles.services.starting import check_year, enter


def change_bid(*, by: User, bid: Bid, version: int, **values: Any) -> Bid:
    """The review day, the region code, the first year of the cycle, another last day of the present stage."""
    allowed = {"review_on", "region_code", "cycle_from", "stage_due_on"}
    if set(values) - allowed:
        raise TypeError("a bid has no such value to set")
    with transaction.atomic():
        current = locked_bid(bid)
        check_user_can_edit_bid(by, current)
        check_version(current, version)
        if values.get("region_code"):
            policies.check_region_code(values["region_code"], current.package_object)
        if "cycle_from" in values:
            values["cycle_from"] = check_year(values["cycle_from"])
        changed = {name: value for name, value in values.items() if getattr(current, name) != value}
        if not changed:
            return current
        before = {name: _word(getattr(current, name)) for name in changed}
        for name, value in changed.items():
            setattr(current, name, value)
        if "cycle_from" in changed and "stage_due_on" not in changed:
            enter(current, current.stage, current.stage_since)
        current.version += 1
        current.save()
        after = {name: _word(value) for name, value in changed.items()}
        audit.record("titles.bid.changed", by=by, obj=current, before=before, after=after)
    return current


def answer_condition(*, by: User, bid: Bid, condition: str, value: Decimal, note: str = "") -> ConditionAnswer:
    """The figure for a condition of the measure, with what it rests on."""
    with transaction.atomic():
        current = locked_bid(bid)
        check_user_can_edit_bid(by, current)
        asked = next((one for one in authority(current.authority).conditions if one.key == condition), None)
        if asked is None or asked.at_least is None:
            raise Invalid("这个流程没有这个条件。", "condition")
        if not 0 <= value <= 100:
            raise Invalid(f"{asked.name}在0到100之间。", "value")
        held = ConditionAnswer.objects.filter(bid=current, condition=condition).first()
        before = {"value": str(held.value)} if held else {}
        held = held or ConditionAnswer(bid=current, condition=condition)
        held.value, held.note, held.by = value, note.strip()[:200], by
        held.save()
        after = {"condition": asked.name, "value": str(value)}
        audit.record("titles.condition.answered", by=by, obj=current, before=before, after=after, reason=held.note)
    return held


def _word(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
