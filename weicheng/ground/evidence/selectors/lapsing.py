"""Certificates that end, and series of years with a hole in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.evidence.lapse import STEPS, lapse_of, lapse_words
from weicheng.ground.evidence.models import Evidence, EvidenceClause, EvidenceQuerySet, LapseRule
from weicheng.ground.org.models import User
from weicheng.ground.standards.models import Clause, Indicator


@dataclass(frozen=True, slots=True)
class Lapsing:
    """Evidence that ends, how near, and in how many days (negative: since how many)."""

    evidence: Evidence
    step: int
    days: int
    is_last_step: bool = False

    @property
    def word(self) -> str:
        return lapse_words(self.step)


def steps_of(campaign: Campaign) -> list[int]:
    """How many days before an end the campaign wants to hear of it, the farthest first."""
    rule = LapseRule.objects.filter(campaign=campaign).first()
    return sorted(rule.steps if rule is not None else STEPS, reverse=True)


def lapsing(rows: EvidenceQuerySet, steps: Sequence[int], today: date) -> list[Lapsing]:
    """What of ``rows`` has ended or is near its end and was not renewed, the most urgent first."""
    until = today + timedelta(days=max(steps, default=0))
    found = []
    for row in rows.unrenewed().filter(valid_until__lte=until).order_by("valid_until", "id"):
        assert row.valid_until is not None
        step = lapse_of(row.valid_until, today, steps, row.on)
        if step is not None:
            found.append(Lapsing(row, step, (row.valid_until - today).days, step == min(steps, default=0)))
    return found


def newer_than(evidence: Evidence, user: User) -> EvidenceQuerySet:
    """What may have taken the place of a certificate: of the same unit, good for longer, the newest first."""
    rows = Evidence.objects.for_user(user).live().filter(campaign=evidence.campaign_id, unit=evidence.unit_id)
    return rows.filter(valid_until__gt=evidence.valid_until).exclude(pk=evidence.pk).order_by("-valid_until")[:50]


@dataclass(frozen=True, slots=True)
class Series:
    """What must be shown for several years: the clause, why, and how much there is in each year."""

    clause: Clause
    indicators: list[Indicator]
    cells: list[tuple[int, int]]  # year, pieces of evidence

    @property
    def missing(self) -> list[int]:
        return [year for year, number in self.cells if not number]


def years_of(campaign: Campaign, today: date, number: int) -> list[int]:
    """The years that a series of ``number`` covers: up to last year, of which the figures are there."""
    last = min(today.year, campaign.ends_on.year) - 1
    return list(range(last - number + 1, last + 1))


def series(campaign: Campaign, user: User, today: date) -> list[Series]:
    """Clauses of the standard whose indicators ask for more than one year, those with holes first."""
    if campaign.edition_id is None:
        return []
    asked: dict[int, list[Indicator]] = {}
    wanted = Indicator.objects.filter(edition=campaign.edition_id, years__gt=1, clause__isnull=False)
    for indicator in wanted.select_related("clause").order_by("order", "id"):
        asked.setdefault(indicator.clause_id or 0, []).append(indicator)
    rows = Evidence.objects.for_user(user).live().filter(campaign=campaign)
    links = EvidenceClause.objects.filter(clause__in=asked, evidence__in=rows)
    there = Counter(links.order_by().values_list("clause", "evidence__year"))
    found = []
    for clause, indicators in asked.items():
        years = years_of(campaign, today, max(one.years for one in indicators))
        assert indicators[0].clause is not None
        found.append(Series(indicators[0].clause, indicators, [(year, there[clause, year]) for year in years]))
    return sorted(found, key=lambda one: (not one.missing, one.clause.order))
