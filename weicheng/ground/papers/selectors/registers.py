"""The register of outgoing papers: its lines, the numbers that are missing, the tally by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.papers.models import RegisterEntry, Series, SeriesYear
from weicheng.ground.papers.official_choices import OfficialKind

MOST_GAPS = 200
Span = tuple[int, int]  # numbers that are missing, from and to


@dataclass(slots=True)
class Book:
    """One series in one year. ``gaps``: spans of numbers that nobody has accounted for, as (first, last)."""

    series: Series
    year: int
    entries: list[RegisterEntry] = field(default_factory=list)

    @property
    def gaps(self) -> list[Span]:
        return spans_between(entry.serial for entry in self.entries)[:MOST_GAPS]

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


def spans_between(serials: Iterable[int]) -> list[Span]:
    """The numbers from 1 up to the highest that are not among ``serials``."""
    spans, expected = [], 1
    for serial in sorted(serials):
        if serial > expected:
            spans.append((expected, serial - 1))
        expected = serial + 1
    return spans


def missing_numbers(series: Series, year: int) -> list[Span]:
    """The numbers of a series that nobody has accounted for in a year."""
    return spans_between(RegisterEntry.objects.filter(series=series, year=year).values_list("serial", flat=True))


def span_words(spans: Sequence[Span], most: int = 6) -> str:
    """3、5—7号: as the register says which are missing."""
    said = "、".join(str(first) if first == last else f"{first}—{last}" for first, last in spans[:most])
    return f"{said}{'等' if len(spans) > most else ''}号"


def next_number(series: Series, year: int) -> str:
    """The number that the next paper of a series will get, if nobody is quicker."""
    last = SeriesYear.objects.filter(series=series, year=year).values_list("last", flat=True).first() or 0
    return series.number(year, last + 1)


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
