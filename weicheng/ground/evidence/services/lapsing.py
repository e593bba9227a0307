"""Units and the office are told once at each step before a certificate ends, and when it has ended; a new one settles it."""

from __future__ import annotations

import re
from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.evidence.lapse import GONE, lapse_of
from weicheng.ground.evidence.models import Evidence, LapseRule
from weicheng.ground.evidence.permissions import (
    answering,
    check_user_can_change_evidence,
    check_user_can_set_lapse_rule,
)
from weicheng.ground.evidence.selectors.lapsing import steps_of
from weicheng.ground.evidence.services.changing import locked
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.kernel.periodic import each
from weicheng.ground.notices.choices import Level
from weicheng.ground.notices.services import liaisons_of, notify, office_people
from weicheng.ground.org.models import User

MOST_STEPS, MOST_DAYS = 5, 365


def tell(today: date) -> None:
    """The notices that are due; each is told once, and after a pause only the nearest step of it."""
    waiting: list[tuple[Evidence, list[int]]] = []
    for campaign in Campaign.objects.filter(is_closed=False):
        steps = steps_of(campaign)
        until = today + timedelta(days=max(steps, default=0))
        rows = Evidence.objects.live().unrenewed().filter(valid_until__lte=until, campaign=campaign)
        waiting += [(row, steps) for row in rows.select_related("unit__merged_into", "campaign")]
    each(waiting, lambda one: _tell(one[0], today, one[1]))


@transaction.atomic
def set_lapse_rule(*, by: User, campaign: Campaign, steps: str) -> list[int]:
    """“90、60、30”: the steps, the farthest first. Empty: only what has ended. Raises Invalid."""
    check_user_can_set_lapse_rule(by, campaign)
    days = sorted({_day(word) for word in re.split(r"[、，,;；\s]+", steps.strip()) if word}, reverse=True)
    if len(days) > MOST_STEPS:
        raise Invalid(f"最多提醒{MOST_STEPS}次。", "steps")
    before = steps_of(campaign)
    rule, _ = LapseRule.objects.update_or_create(campaign=campaign, defaults={"steps": days})
    if before != days:
        audit.record(
            "evidence.lapse_rule", by=by, obj=rule, label=str(campaign), before={"steps": before}, after={"steps": days}
        )
    return days


@transaction.atomic
def renew_evidence(*, by: User, evidence: Evidence, new: Evidence | None, reason: str = "") -> Evidence:
    """``new`` takes the place of a certificate that ends, whose end is then no longer counted; None takes that back."""
    evidence = locked(evidence.pk)
    check_user_can_change_evidence(by, evidence)
    if new is not None:
        _check_new(evidence, new)
    before = str(evidence.renewed_by or "")
    evidence.renewed_by, evidence.version = new, evidence.version + 1
    evidence.save(update_fields=["renewed_by", "version"])
    audit.record(
        "evidence.renewed", by=by, obj=evidence, before={"renewed_by": before},
        after={"renewed_by": str(new or "")}, reason=reason.strip()[:200], unit_id=evidence.unit_id,
    )  # fmt: skip
    return evidence


def _check_new(old: Evidence, new: Evidence) -> None:
    if new.pk == old.pk or new.campaign_id != old.campaign_id or new.removed_at is not None:
        raise Invalid("请在本活动的材料里选另一份作新证。", "new")
    if old.valid_until is not None and new.valid_until is not None and new.valid_until <= old.valid_until:
        raise Invalid(f"“{new.title}”{new.valid_until:%Y年%-m月%-d日}到期，不比这份晚，不是新证。", "new")


def _day(word: str) -> int:
    digits = word.removesuffix("天")
    if not digits.isdecimal() or not 1 <= int(digits[:6]) <= MOST_DAYS:
        raise Invalid(f"“{word[:20]}”不对，请写1到{MOST_DAYS}的天数，用顿号隔开，如90、60、30。", "steps")
    return int(digits)


def _tell(evidence: Evidence, today: date, steps: list[int]) -> None:
    assert evidence.valid_until is not None
    step = lapse_of(evidence.valid_until, today, steps, evidence.on)
    if step is None:
        return
    days = (evidence.valid_until - today).days
    when = f"{evidence.valid_until:%Y年%-m月%-d日}"
    said = f"已于{when}过期" if step == GONE else f"{when}到期，还有{days}天"
    unit = answering(evidence)
    units = [unit] if unit is not None else []
    notify(
        to=[*office_people(), *liaisons_of(units)],
        code="evidence.lapse",
        key=f"evidence.lapse:{evidence.pk}:{evidence.valid_until.isoformat()}:{step or 'gone'}",
        title=f"“{evidence.title[:80]}”{said}",
        text="请换发后把新证放进材料库，再在这份材料上点“已换新证”；旧证留着，不用删。",
        url=reverse("library:file", args=[evidence.pk]),
        level=Level.YELLOW if step == GONE or step == min(steps) else Level.BLUE,
        campaign_id=evidence.campaign_id,
    )
