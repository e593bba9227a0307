"""Certificates that end, and series of years with a hole in them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.evidence.choices import LAPSE_DAYS, Lapse
from weicheng.ground.evidence.lapse import lapse_of
from weicheng.ground.evidence.models import Evidence, EvidenceClause
from weicheng.ground.evidence.selectors.library import dressed
from weicheng.ground.org.models import User
from weicheng.ground.standards.models import Clause, Indicator

LONGEST = max(LAPSE_DAYS.values())


@dataclass(frozen=True, slots=True)
class Lapsing:
    """Evidence that ends, how near, and in how many days (negative: since how many)."""

    evidence: Evidence
    step: Lapse
    days: int


def lapsing(campaign: Campaign, user: User, today: date) -> list[Lapsing]:
    """What has ended or will within 90 days, the most urgent first."""
    rows = Evidence.objects.for_user(user).live().filter(campaign=campaign)
    rows = dressed(rows.filter(valid_until__lte=today + timedelta(days=LONGEST))).order_by("valid_until", "id")
    found = []
    for row in rows:
        assert row.valid_until is not None
        step = lapse_of(row.valid_until, today)
        if step is not None:
            found.append(Lapsing(row, step, (row.valid_until - today).days))
    return found


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
