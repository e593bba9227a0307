"""What is missing and who owes it by when."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import QuerySet

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.heirs import heir_of
from weicheng.ground.org.models import Unit
from weicheng.work.indicators.choices import PERIODS, Span
from weicheng.work.indicators.models import DataYear, ValueEntry, period_of, period_words
from weicheng.work.indicators.selectors.board import Board, Judged
from weicheng.work.indicators.targets import Asked

GRACE = timedelta(days=10)  # after a quarter or a month


@dataclass(frozen=True, slots=True)
class Owed:
    """One figure that a unit has to hand in. ``unit`` None: nobody was named yet."""

    asked: Asked
    year: int
    unit: Unit | None
    due_on: date | None
    span: str = Span.YEAR.value
    number: int = 1
    subject: Unit | None = None
    returned: ValueEntry | None = None

    @property
    def words(self) -> str:
        return period_words(self.year, self.span, self.number) + (f"（{self.subject}）" if self.subject else "")


@dataclass(slots=True)
class UnitOwing:
    unit: Unit | None
    rows: list[Owed] = field(default_factory=list)
    last_due: date | None = None

    def late(self, today: date) -> int:
        return sum(row.due_on is not None and row.due_on < today for row in self.rows)


def data_years(campaign: Campaign) -> QuerySet[DataYear]:
    return DataYear.objects.filter(campaign=campaign).order_by("-year")


def current_year(years: Iterable[DataYear], today: date) -> int:
    """The year that the pages open with: the newest that is collected, else the last full one."""
    return max((row.year for row in years), default=today.year - 1)


def owed(board: Board, years: Collection[DataYear]) -> list[Owed]:
    """What is missing of all years that are collected, each figure once, due first. No query beyond the board's."""
    found: dict[tuple[int, int, str, int, int | None], Owed] = {}
    for row in sorted(years, key=lambda one: one.due_on):
        for judged in board.judged(row.year):
            for one in (*_years_of(judged, row.due_on), *_parts_of(board, judged)):
                slot = (one.asked.indicator.pk, one.year, one.span, one.number, one.subject.pk if one.subject else None)
                found.setdefault(slot, one)
    return sorted(found.values(), key=lambda one: (one.due_on or date.max, one.asked.indicator.order, one.year))


def _years_of(judged: Judged, due_on: date) -> Iterable[Owed]:
    owner = heir_of(judged.owner.unit) if judged.owner is not None else None
    for lack in judged.missing:
        unit = owner or (heir_of(lack.subject) if lack.subject is not None else None)
        yield Owed(judged.asked, lack.year, unit, due_on, subject=lack.subject, returned=lack.returned)


def _parts_of(board: Board, judged: Judged) -> Iterable[Owed]:
    """Quarters or months of the year that are over, where the campaign wants them."""
    if judged.owner is None or judged.owner.span == Span.YEAR or judged.asked.is_per_unit or judged.entry is not None:
        return
    span = judged.owner.span
    have = {entry.number for entry in judged.parts if entry.span == span}
    for number in range(1, PERIODS[Span(span)] + 1):
        last = period_of(judged.year, span, number)[1]
        if last < board.today and number not in have:
            yield Owed(judged.asked, judged.year, heir_of(judged.owner.unit), last + GRACE, span, number)


def by_unit(rows: Iterable[Owed]) -> list[UnitOwing]:
    """The units by how much they owe; what nobody owes comes first, since it will never come by itself."""
    groups: dict[int, UnitOwing] = {}
    for row in rows:
        group = groups.setdefault(row.unit.pk if row.unit else 0, UnitOwing(row.unit))
        group.rows.append(row)
        if row.due_on is not None:
            group.last_due = min(group.last_due or row.due_on, row.due_on)
    return sorted(groups.values(), key=lambda group: (group.unit is not None, -len(group.rows)))


def owed_by(campaign: Campaign, unit_ids: Collection[int], today: date | None = None) -> list[Owed]:
    """What these units owe, for the list 我的. A fixed number of queries."""
    years = list(data_years(campaign))
    if not years or campaign.edition_id is None:
        return []
    rows = owed(Board(campaign, today=today), years)
    return [row for row in rows if row.unit is not None and row.unit.pk in unit_ids]
