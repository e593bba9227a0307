"""What the office has to settle before duties can be counted: intervals, head-count rules, numbers of people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from weicheng.engines.worktime.headcounts import Problem
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import Unit
from weicheng.work.duties.choices import PeopleBasis, RhythmKind
from weicheng.work.duties.models import Duty, HeadcountRule, UnitHeadcount


@dataclass(frozen=True, slots=True)
class RuleSheet:
    """A head-count rule with its questions and, unit by unit, what it answers."""

    rule: HeadcountRule
    problems: list[Problem]
    duties: list[Duty]
    lines: list[UnitLine]

    @property
    def unresolved(self) -> list[UnitLine]:
        return [line for line in self.lines if line.people is None]


@dataclass(frozen=True, slots=True)
class UnitLine:
    unit: Unit
    headcount: int | None
    people: int | None

    @property
    def why(self) -> str:
        """Why there is no number."""
        if self.people is not None:
            return ""
        return "单位人数没有填" if self.headcount is None else f"{self.headcount}人，规则没有唯一的答案"


def unsettled_duties(campaign: Campaign) -> Sequence[Duty]:
    """Duties whose interval the paper leaves open."""
    found = Duty.objects.live().filter(campaign=campaign, kind=RhythmKind.UNSETTLED)
    return list(found.select_related("task").prefetch_related("units__unit"))


def unsaid_people(campaign: Campaign) -> Sequence[Duty]:
    """Duties with a number of people, where the paper does not say whether each unit sends them or all together."""
    found = Duty.objects.live().filter(campaign=campaign, people_basis=PeopleBasis.UNSAID, people__isnull=False)
    return list(found.prefetch_related("units__unit"))


def rule_sheets(campaign: Campaign) -> list[RuleSheet]:
    """Every head-count rule; five queries whatever their number."""
    rules = list(HeadcountRule.objects.filter(campaign=campaign).select_related("settled_by"))
    duties = list(Duty.objects.live().filter(headcount_rule__in=rules).prefetch_related("units__unit"))
    heads = dict(UnitHeadcount.objects.values_list("unit_id", "people"))
    sheets = []
    for rule in rules:
        mine = [duty for duty in duties if duty.headcount_rule_id == rule.pk]
        units = {row.unit_id: row.unit for duty in mine for row in duty.units.all() if not row.is_exempt}
        lines = [UnitLine(unit, heads.get(pk), rule.people_for(heads.get(pk))) for pk, unit in units.items()]
        sheets.append(RuleSheet(rule, rule.problems(), mine, lines))
    return sheets


def questions(campaign: Campaign) -> int:
    """How many things wait for the office, for the menu of the room."""
    open_rules = sum(bool(rule.problems()) for rule in HeadcountRule.objects.filter(campaign=campaign))
    return len(unsettled_duties(campaign)) + len(unsaid_people(campaign)) + open_rules
