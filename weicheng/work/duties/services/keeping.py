"""Duties: made by hand or from a task, changed, settled, ended. What follows of them is written at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from weicheng.engines.worktime.rhythm import Unspecified
from weicheng.engines.worktime.standing import Demand, read_demand
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.org.models import Unit, User
from weicheng.work.duties.choices import HolidayRule, PeopleBasis
from weicheng.work.duties.models import Duty, DutyUnit, HeadcountRule
from weicheng.work.duties.permissions import check_user_can_change_duty, check_user_can_create_duty
from weicheng.work.duties.rhythms import FIELDS, fields_of, say
from weicheng.work.duties.services.generation import generate

_PLAIN = ("title", "words", "holiday", "starts_on", "ends_on", "needs_evidence", "number_unit", "people", "people_basis",
          "headcount_rule", "note", "rhythm_words")  # fmt: skip
_BENDS = frozenset({*FIELDS, "holiday", "starts_on"})  # a change of these makes a new rhythm from today on


_EARLIEST = timedelta(days=366)  # before the campaign


@dataclass(slots=True)
class DutyValues:
    """What the form of a duty holds; ``demand`` is the rhythm as understood, ``rhythm_words`` the paper's own words."""

    title: str
    demand: Demand
    starts_on: date
    units: Sequence[Unit] = ()
    exempt: Sequence[Unit] = ()
    exempt_reason: str = ""
    words: str = ""
    rhythm_words: str = ""
    holiday: str = HolidayRule.KEEP
    ends_on: date | None = None
    needs_evidence: bool = False
    number_unit: str = ""
    people: int | None = None
    people_basis: str = PeopleBasis.EACH
    headcount_rule: HeadcountRule | None = None
    note: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


def create_duty(*, by: User, campaign: Campaign, values: DutyValues) -> Duty:
    """A new duty with its units, and what falls due of it for the next 60 days."""
    check_user_can_create_duty(by, campaign)
    _check(campaign, values)
    with transaction.atomic():
        duty = Duty(campaign=campaign, created_by=by, rhythm_since=values.starts_on, **values.extra)
        _fill(duty, values)
        duty.save()
        _set_units(duty, values)
        audit.record("duties.duty.created", by=by, obj=duty, after=_shown(duty))
        generate(duty, timezone.localdate())
    duty.refresh_from_db()
    return duty


def change_duty(*, by: User, duty: Duty, values: DutyValues, version: int) -> Duty:
    """Change it; a new rhythm holds from today on: what was recorded, and what lies behind, stays. Stale is refused."""
    today = timezone.localdate()
    with transaction.atomic():
        locked = _locked(duty)
        check_user_can_change_duty(by, locked)
        if locked.version != version:
            raise NotPossible("别人刚改过这项常态工作，您的修改没有写入，请看过以后再改。")
        _check(locked.campaign, values)
        generate(locked, today)  # what the old rhythm still owes up to yesterday
        before = _shown(locked)
        old = {name: getattr(locked, name) for name in _BENDS}
        _fill(locked, values)
        if any(getattr(locked, name) != old[name] for name in _BENDS):
            begins_later = locked.starts_on > today
            locked.rhythm_since = locked.starts_on if begins_later else max(locked.rhythm_since, today)
        locked.version += 1
        locked.save()
        _set_units(locked, values)
        after = _shown(locked)
        changed = [name for name in after if after[name] != before.get(name)]
        audit.record(
            "duties.duty.changed",
            by=by,
            obj=locked,
            before={name: before.get(name) for name in changed},
            after={name: after[name] for name in changed},
        )
        generate(locked, today)
    locked.refresh_from_db()
    return locked


def settle_rhythm(*, by: User, duty: Duty, words: str) -> Duty:
    """The office fixes the interval that the paper left open; the paper's words stay beside it."""
    demand = read_demand(words)
    if not demand.is_settled:
        raise Invalid(f"没有从“{words}”里看出多久一次，请写成“每月不少于1次”这样。", "rhythm")
    values = values_of(duty)
    values.demand = demand
    return change_duty(by=by, duty=duty, values=values, version=duty.version)


def settle_people(*, by: User, duty: Duty, basis: str) -> Duty:
    """The office says whether a number of people is asked of each unit or of all together."""
    if basis not in (PeopleBasis.EACH, PeopleBasis.TOGETHER):
        raise Invalid("请选“每个单位”或“各单位合计”。", "people_basis")
    values = values_of(duty)
    values.people_basis = basis
    return change_duty(by=by, duty=duty, values=values, version=duty.version)


def end_duty(*, by: User, duty: Duty, reason: str) -> Duty:
    """No more of it from today on; what was recorded stays."""
    if not reason.strip():
        raise Invalid("请写明为什么停止。", "reason")
    with transaction.atomic():
        locked = _locked(duty)
        check_user_can_change_duty(by, locked)
        generate(locked, timezone.localdate())
        locked.ended_at, locked.end_reason = timezone.now(), reason.strip()[:200]
        locked.version += 1
        locked.save(update_fields=["ended_at", "end_reason", "version"])
        audit.record("duties.duty.ended", by=by, obj=locked, reason=locked.end_reason)
        generate(locked, timezone.localdate())
    return locked


def values_of(duty: Duty) -> DutyValues:
    """The values as they are now, to change one of them."""
    from weicheng.work.duties.rhythms import demand_of_duty

    rows = list(duty.units.select_related("unit"))
    return DutyValues(
        demand=demand_of_duty(duty),
        units=[row.unit for row in rows if not row.is_exempt],
        exempt=[row.unit for row in rows if row.is_exempt],
        exempt_reason=next((row.exempt_reason for row in rows if row.exempt_reason), ""),
        **{name: getattr(duty, name) for name in _PLAIN},
    )


def _check(campaign: Campaign, values: DutyValues) -> None:
    if not values.title.strip():
        raise Invalid("请写清楚做什么。", "title")
    if values.ends_on is not None and values.ends_on < values.starts_on:
        raise Invalid("截止日期早于开始日期。", "ends_on")
    if campaign.starts_on - values.starts_on > _EARLIEST:  # 2006 typed for 2026 would write every day of twenty years
        begun = f"{campaign.starts_on:%Y年%-m月%-d日}"
        raise Invalid(f"活动{begun}才开始，{values.starts_on}早了一年多，请看看年份是不是填错了。", "starts_on")
    if values.starts_on > campaign.ends_on:
        raise Invalid("开始日期在活动结束以后。", "starts_on")
    if not values.units:
        raise Invalid("请选至少一个单位。", "units")
    if values.headcount_rule is not None and values.headcount_rule.campaign_id != campaign.pk:
        raise Invalid("派人规则不是这个活动的。", "headcount_rule")
    if {unit.pk for unit in values.units} & {unit.pk for unit in values.exempt}:
        raise Invalid("同一个单位不能又做又免。", "exempt")


def _fill(duty: Duty, values: DutyValues) -> None:
    for name in _PLAIN:
        value = getattr(values, name)
        setattr(duty, name, value.strip() if isinstance(value, str) else value)
    duty.title, duty.number_unit = duty.title[:200], duty.number_unit[:20]
    duty.rhythm_words = duty.rhythm_words[:200]
    for name, value in fields_of(values.demand).items():
        setattr(duty, name, value)
    if isinstance(values.demand.rhythm, Unspecified) and not duty.rhythm_words:
        duty.rhythm_words = values.demand.rhythm.text[:200]


def _set_units(duty: Duty, values: DutyValues) -> None:
    wanted: dict[int, tuple[bool, str]] = {unit.pk: (False, "") for unit in values.units}
    wanted |= {unit.pk: (True, values.exempt_reason.strip()[:100]) for unit in values.exempt}
    duty.units.exclude(unit__in=wanted).delete()
    for order, (pk, (exempt, reason)) in enumerate(wanted.items()):
        defaults = {"is_exempt": exempt, "exempt_reason": reason, "order": order}
        DutyUnit.objects.update_or_create(duty=duty, unit_id=pk, defaults=defaults)


def _shown(duty: Duty) -> dict[str, Any]:
    """What the audit trail keeps of it."""
    values = {name: getattr(duty, name) for name in _PLAIN if name != "headcount_rule"}
    values = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
    rows = list(duty.units.select_related("unit"))
    return values | {
        "rhythm": say(duty),
        "headcount_rule": str(duty.headcount_rule or ""),
        "units": _names(row.unit for row in rows if not row.is_exempt),
        "exempt": _names(row.unit for row in rows if row.is_exempt),
    }


def _names(units: Iterable[Unit]) -> list[str]:
    return [str(unit) for unit in units]


def _locked(duty: Duty) -> Duty:
    return Duty.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=duty.pk)
