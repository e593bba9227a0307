"""By when each level owes its answer, in working days."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from weicheng.ground.campaigns.calendar import work_calendar
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.models import User
from weicheng.work.difficulties.models import AnswerRule
from weicheng.work.difficulties.permissions import check_user_can_set_answer_rule

MOST_DAYS = 60
FIELDS = ("unit_days", "office_days", "leader_days")


def rule_of(campaign: Campaign) -> AnswerRule:
    """The rule of the campaign, else the defaults, not saved."""
    return AnswerRule.objects.filter(campaign=campaign).first() or AnswerRule(campaign=campaign)


def owed_on(campaign: Campaign, level: str, today: date | None = None) -> date:
    """The day by which ``level`` answers what reaches it today."""
    days = getattr(rule_of(campaign), f"{level}_days")
    return work_calendar().add_workdays(today or timezone.localdate(), days)


def set_answer_rule(*, by: User, campaign: Campaign, unit_days: int, office_days: int, leader_days: int) -> AnswerRule:
    """For difficulties from now on; dates already given stay."""
    check_user_can_set_answer_rule(by, campaign)
    now = dict(zip(FIELDS, (unit_days, office_days, leader_days), strict=True))
    for field, days in now.items():
        if not 1 <= days <= MOST_DAYS:
            raise Invalid(f"答复时限请填1到{MOST_DAYS}个工作日。", field)
    with transaction.atomic():
        rule, _ = AnswerRule.objects.select_for_update().get_or_create(campaign=campaign)
        before = {field: getattr(rule, field) for field in FIELDS}
        for field, days in now.items():
            setattr(rule, field, days)
        rule.save()
        audit.record("difficulties.rule.set", by=by, obj=campaign, before=before, after=dict(now))
    return rule
