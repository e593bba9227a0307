"""What an edition asks of a place of one level: every target with what the office confirmed or corrected laid over it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Prefetch

from weicheng.engines.judging.limits import GradeLimits
from weicheng.engines.judging.model import Goal
from weicheng.ground.standards.choices import CONFIRMED, Judge, Subject
from weicheng.ground.standards.models import Edition, Indicator, Limit, Target, Verification


@dataclass(frozen=True, slots=True)
class Asked:
    """An indicator, its target at the level, and the goal as it is judged today."""

    indicator: Indicator
    target: Target
    goal: Goal
    verification: Verification | None = None

    @property
    def is_per_unit(self) -> bool:
        return self.target.judge == Judge.MIN_OVER_UNITS

    @property
    def needs_yardstick(self) -> bool:
        return self.target.judge in (Judge.GE_LOCAL_PLAN, Judge.GE_PROVINCE_MEAN)


Laid = Mapping[tuple[int, str, str, str], Verification]  # edition, subject, key, field


def asked_of(edition: Edition, level: str) -> list[Asked]:
    """In the order of the edition; an indicator without a target at the level is not asked. Three queries."""
    targets = Prefetch("targets", Target.objects.filter(level=level), to_attr="at_level")
    indicators = Indicator.objects.filter(edition=edition).select_related("clause__chapter", "edition")
    laid = verifications([edition.pk], Subject.TARGET)
    found = []
    for indicator in indicators.prefetch_related(targets).order_by("order", "pk"):
        for target in indicator.at_level:  # type: ignore[attr-defined]
            found.append(_asked(indicator, target, laid))
    return found


def _asked(indicator: Indicator, target: Target, laid: Laid) -> Asked:
    field = "grade" if target.judge == Judge.LEVEL else "value"
    said = laid.get((indicator.edition_id, Subject.TARGET, f"{indicator.key}/{target.level}", field))
    value, grade = target.value, target.grade
    if said is not None and field == "grade":
        grade = str(said.value or grade)
    elif said is not None and (number := _decimal(said.value)) is not None:
        value = number
    goal = Goal(
        target.judge,
        value,
        grade,
        max(target.years, indicator.years),
        indicator.unit,
        said is not None or target.confidence in CONFIRMED,
    )
    return Asked(indicator, target, goal, said)


def verifications(editions: Iterable[int], *subjects: str) -> dict[tuple[int, str, str, str], Verification]:
    """The newest that stands for each figure. One query."""
    rows = Verification.objects.filter(edition__in=editions, subject__in=subjects, withdrawn_at=None)
    rows = rows.select_related("by").order_by("pk")
    return {(row.edition_id, row.subject, row.key, row.field): row for row in rows}


def limits_of(asked: Iterable[Asked]) -> list[Limit]:
    """The limits that a second rule judges by, of all editions. One query; none where no indicator has one."""
    keys = {one.indicator.limit for one in asked if one.indicator.limit}
    return list(Limit.objects.filter(key__in=keys).select_related("edition")) if keys else []


def limit_on(limits: Iterable[Limit], key: str, day: date) -> Limit | None:
    """The limit in force on the day of the inspection: a new edition does not judge what was measured before it."""
    held = [limit for limit in limits if limit.key == key and _in_force(limit.edition, day)]
    return max(held, key=lambda one: (one.edition.effective_from or date.min, one.edition.version), default=None)


def _in_force(edition: Edition, day: date) -> bool:
    begun = edition.effective_from is None or edition.effective_from <= day
    return begun and (edition.effective_to is None or day <= edition.effective_to)


def grade_limits(limit: Limit, laid: Laid) -> GradeLimits:
    """The bounds of a limit with the office's verifications over them."""
    bounds: dict[str, Decimal | None] = {}
    sure = set()
    for letter in "abc":
        said = laid.get((limit.edition_id, Subject.LIMIT, limit.key, letter))
        number = _decimal(said.value) if said is not None else None
        bounds[letter.upper()] = number if number is not None else getattr(limit, letter)
        if said is not None or limit.confidences.get(letter) in CONFIRMED:
            sure.add(letter.upper())
    name = limit.edition.paper_number or limit.edition.short_title
    return GradeLimits(name, limit.measure, limit.judge, limit.unit, bounds, frozenset(sure))


def _decimal(value: Any) -> Decimal | None:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def editions_to_judge(edition: Edition | None) -> list[Edition]:
    """Standards with indicators, newest first; those that only show the shape come last."""
    found = Edition.objects.filter(indicators__isnull=False).distinct()
    rows = [one for one in found if edition is None or one.pk != edition.pk]
    return sorted(rows, key=lambda one: (one.is_example, -(one.effective_from or date.min).toordinal(), one.code))
