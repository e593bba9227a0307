"""What an edition asks of a place of one level: every target with what the office confirmed or corrected laid over it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from weicheng.engines.judging.limits import GradeLimits
from weicheng.engines.judging.model import Goal
from weicheng.ground.standards.choices import Judge, Subject
from weicheng.ground.standards.models import Edition, Indicator, Limit, Target, Verification
from weicheng.ground.standards.selectors.overlay import Laid, dress_indicator, dress_target, figure, laid_over


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


def asked_of(edition: Edition, level: str) -> list[Asked]:
    """In the order of the edition; an indicator without a target at the level is not asked. Three queries."""
    targets = Prefetch("targets", Target.objects.filter(level=level), to_attr="at_level")
    indicators = Indicator.objects.filter(edition=edition).select_related("clause__chapter", "edition")
    laid = laid_over([edition.pk])
    found = []
    for indicator in indicators.prefetch_related(targets).order_by("order", "pk"):
        for target in indicator.at_level:  # type: ignore[attr-defined]
            target.indicator = indicator
            found.append(_asked(indicator, target, laid))
    return found


def _asked(indicator: Indicator, target: Target, laid: Laid) -> Asked:
    """The goal by the judge, the number and the formula that hold today: the edition's, or the office's over them."""
    dress_indicator(indicator, laid)
    held = dress_target(target, indicator.edition_id, laid).figure
    by_grade = target.judge == Judge.LEVEL
    goal = Goal(
        target.judge,
        held.shown if held.field == "value" else None,
        (held.shown or "") if by_grade else "",
        max(target.years, indicator.years),
        indicator.unit,
        held.is_confirmed,
    )
    return Asked(indicator, target, goal, held.verification)


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
    figures = {
        letter.upper(): figure(limit.edition_id, Subject.LIMIT, limit.key, limit, letter, laid) for letter in "abc"
    }
    name = limit.edition.paper_number or limit.edition.short_title
    bounds = {letter: held.shown for letter, held in figures.items()}
    sure = frozenset(letter for letter, held in figures.items() if held.is_confirmed)
    return GradeLimits(name, limit.measure, limit.judge, limit.unit, bounds, sure)


def editions_to_judge(edition: Edition | None, level: str) -> list[Edition]:
    """Standards that ask something of the level, newest first; those that only show the shape come last."""
    found = Edition.objects.filter(indicators__targets__level=level).distinct()
    rows = [one for one in found if edition is None or one.pk != edition.pk]
    return sorted(rows, key=lambda one: (one.is_example, -(one.effective_from or date.min).toordinal(), one.code))
