"""How a campaign reads the five-unified rules is set by the office."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.models import User
from weicheng.judgement.archive import permissions
from weicheng.judgement.archive.choices import UnifiedCheck
from weicheng.judgement.archive.models import UnifiedRule
from weicheng.judgement.archive.selectors.unified import rule_of


@transaction.atomic
def set_unified(*, by: User, campaign: Campaign, values: dict[str, Any]) -> UnifiedRule:
    """``values``: checks, starts, ends (月-日), keeper, pattern, endings, days."""
    permissions.check_user_can_keep_archive(by, campaign)
    rule = rule_of(campaign)
    before = _shown(rule)
    rule.checks = [check for check in UnifiedCheck.values if check in values.get("checks", [])]
    rule.starts, rule.ends = _month_day(values["starts"], "starts"), _month_day(values["ends"], "ends")
    rule.keeper, rule.pattern = values["keeper"].strip()[:50], values["pattern"].strip()[:100]
    rule.endings = sorted(
        {ending.strip(" .").lower() for ending in values["endings"].replace("、", ",").split(",")} - {""}
    )
    days = str(values["days"]).strip()
    if not days.isdecimal() or int(days) > 366:
        raise Invalid("天数是0到366的整数，0表示不查。", "days")
    rule.days = int(days)
    rule.save()
    audit.record("archive.unified.changed", by=by, obj=rule, label="五统一规则", before=before, after=_shown(rule))
    return rule


def _month_day(text: str, field: str) -> str:
    month, _, day = text.strip().partition("-")
    try:
        return f"{date(2023, int(month), int(day)):%m-%d}"  # not a leap year: 29 February is no limit
    except ValueError as error:
        raise Invalid("请写成月-日，例如01-01。", field) from error


def _shown(rule: UnifiedRule) -> dict[str, Any]:
    return {name: getattr(rule, name) for name in ("checks", "starts", "ends", "keeper", "pattern", "endings", "days")}
