"""The register of outgoing papers: its lines, the numbers that are missing, the tally by kind."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.papers.models import RegisterEntry, Series
from weicheng.ground.papers.official_choices import OfficialKind

MOST_GAPS = 200


@dataclass(slots=True)
class Book:
    """One series in one year. ``gaps``: spans of numbers that nobody has accounted for, as (first, last)."""

    series: Series
    year: int
    entries: list[RegisterEntry] = field(default_factory=list)

    @property
    def gaps(self) -> list[tuple[int, int]]:
        taken = sorted(entry.serial for entry in self.entries)
        spans, expected = [], 1
        for serial in taken:
            if serial > expected:
                spans.append((expected, serial - 1))
            expected = serial + 1
        return spans[:MOST_GAPS]

    @property
    def missing(self) -> int:
        return sum(last - first + 1 for first, last in self.gaps)

    @property
    def kinds(self) -> list[tuple[str, int]]:
        counted = Counter(entry.kind for entry in self.entries)
        return [(str(kind.label), counted[kind]) for kind in OfficialKind if counted[kind]]

    @property
    def voided(self) -> int:
        return sum(entry.voided_at is not None for entry in self.entries)


def years_of(campaign: Campaign) -> list[int]:
    found = RegisterEntry.objects.filter(series__campaign=campaign).order_by().values_list("year", flat=True).distinct()
    return sorted(found, reverse=True)


def entries_of(campaign: Campaign) -> QuerySet[RegisterEntry]:
    found = RegisterEntry.objects.filter(series__campaign=campaign).select_related("series", "by", "paper")
    return found.annotate(
        sent=Count("paper__distributions"),
        arrived=Count("paper__distributions", filter=~Q(paper__distributions__received_on=None)),
    )


def books(campaign: Campaign, year: int) -> list[Book]:
    """Every series of the campaign that is in use or has numbers of the year, its entries in the order of their numbers."""
    found = {series.pk: Book(series, year) for series in Series.objects.filter(campaign=campaign)}
    for entry in entries_of(campaign).filter(year=year).order_by("series", "serial"):
        found[entry.series_id].entries.append(entry)
    return [book for book in found.values() if book.entries or book.series.is_active]
