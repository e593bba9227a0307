"""Who owes which figures, how often, by when, and what 持续 means in this campaign."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.models import Unit, User
from weicheng.ground.standards.models import Indicator
from weicheng.work.indicators import policies
from weicheng.work.indicators.choices import Span, Trend
from weicheng.work.indicators.models import DataOwner, DataYear, JudgingRule
from weicheng.work.indicators.permissions import check_user_can_keep_settings
from weicheng.work.indicators.selectors.owners import suggestions

_FIRST, _YEARS_AHEAD = 1990, 1


def assign_owner(
    *, by: User, campaign: Campaign, indicator: Indicator, unit: Unit | None, span: str = Span.YEAR, note: str = ""
) -> DataOwner | None:
    """The unit that owes the indicator from now on; None takes it away from whoever had it. The values stay."""
    check_user_can_keep_settings(by, campaign)
    policies.check_has_edition(campaign)
    if span not in Span.values:
        raise Invalid("报送周期请选全年、季度或月度。", "span")
    with transaction.atomic():
        before = DataOwner.objects.select_for_update(of=("self",)).select_related("unit").filter(
            campaign=campaign, indicator=indicator
        ).first()  # fmt: skip
        if unit is None:
            if before is not None:
                before.delete()
                audit.record("indicators.owner.removed", by=by, obj=indicator, before={"unit": str(before.unit)},
                             campaign_id=campaign.pk, unit_id=before.unit_id)  # fmt: skip
            return None
        _check_lives(unit)
        values = {"unit": unit, "span": span, "note": note.strip()[:200]}
        if before is not None and (before.unit_id, before.span, before.note) == (unit.pk, span, values["note"]):
            return before
        row, _ = DataOwner.objects.update_or_create(campaign=campaign, indicator=indicator, defaults=values)
        audit.record(
            "indicators.owner.assigned",
            by=by,
            obj=indicator,
            before={"unit": str(before.unit)} if before else {},
            after={"unit": str(unit), "span": Span(span).label},
            campaign_id=campaign.pk,
            unit_id=unit.pk,
        )
    return row


def assign_suggested(*, by: User, campaign: Campaign) -> int:
    """Every indicator that has no owner gets the unit that is surely meant by the standard's usual owner; how many."""
    check_user_can_keep_settings(by, campaign)
    policies.check_has_edition(campaign)
    sure: Mapping[Indicator, Unit] = {row.indicator: row.unit for row in suggestions(campaign) if row.unit is not None}
    with transaction.atomic():
        for indicator, unit in sure.items():
            assign_owner(by=by, campaign=campaign, indicator=indicator, unit=unit)
    return len(sure)


def set_year(*, by: User, campaign: Campaign, year: int, due_on: date) -> DataYear:
    """The figures of this year are collected, by this day."""
    check_user_can_keep_settings(by, campaign)
    if not _FIRST <= year <= campaign.ends_on.year + _YEARS_AHEAD:
        raise Invalid(f"年度请填{_FIRST}到{campaign.ends_on.year + _YEARS_AHEAD}之间的年份。", "year")
    if due_on < date(year, 1, 1) or due_on.year > year + 5:
        raise Invalid(f"{year}年的数，报送期限不会是{due_on:%Y年%-m月%-d日}，请检查。", "due_on")
    with transaction.atomic():
        before = DataYear.objects.filter(campaign=campaign, year=year).first()
        row, _ = DataYear.objects.update_or_create(campaign=campaign, year=year, defaults={"due_on": due_on})
        audit.record(
            "indicators.year.set",
            by=by,
            obj=row,
            before={"due_on": before.due_on.isoformat()} if before else {},
            after={"year": year, "due_on": due_on.isoformat()},
        )
    return row


def set_rule(*, by: User, campaign: Campaign, trend: str, mean_includes_own: bool) -> JudgingRule:
    """What the standard leaves open; every outcome follows at once, nothing is stored of them."""
    check_user_can_keep_settings(by, campaign)
    if trend not in Trend.values:
        raise Invalid("请选“持续”怎么算。", "trend")
    with transaction.atomic():
        before = JudgingRule.objects.filter(campaign=campaign).first()
        values = {"trend": trend, "mean_includes_own": mean_includes_own}
        row, _ = JudgingRule.objects.update_or_create(campaign=campaign, defaults=values)
        old = {"trend": before.trend, "mean_includes_own": before.mean_includes_own} if before else {}
        audit.record("indicators.rule.set", by=by, obj=campaign, before=old, after=values)
    return row


def _check_lives(unit: Unit) -> None:
    if unit.merged_into_id is not None or unit.valid_to is not None:
        raise Invalid(f"{unit}已经撤销或并入别的单位，请选现在的单位。", "unit")
