"""Completeness (M073): does each clause, each year, each unit show plan, check, record and summary?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import Unit
from weicheng.ground.standards.models import Chapter, Clause
from weicheng.judgement.archive.choices import WorkPart
from weicheng.judgement.archive.providers import part_of, things_of
from weicheng.judgement.archive.selectors.materials import (
    Counts,
    evidence_links,
    materials_of,
    other_things,
    reach_of,
)
from weicheng.judgement.archive.things import Query, Thing
from weicheng.judgement.archive.titling import tell_apart
from weicheng.work.plans.clauses import TaskClause

SPAN = 3  # reviewers look at three years
PARTS = (WorkPart.PLAN, WorkPart.CHECK, WorkPart.RECORD, WorkPart.SUMMARY)
_DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Cell:
    """``is_later``: not due yet, e.g. this year's summary before December; no hole, but nothing to show either."""

    year: int
    part: WorkPart
    count: int
    is_later: bool

    @property
    def is_hole(self) -> bool:
        return not self.count and not self.is_later

    @property
    def word(self) -> str:
        """What a reader without colours sees."""
        return str(self.count) if self.count else "未到" if self.is_later else "缺"


@dataclass(slots=True)
class Row:
    """One clause, or one unit, with four cells for each year."""

    key: int
    label: str
    years: list[tuple[int, list[Cell]]]
    clause: Clause | None = None
    unit: Unit | None = None

    @property
    def cells(self) -> list[Cell]:
        return [cell for _, cells in self.years for cell in cells]

    @property
    def holes(self) -> int:
        return sum(cell.is_hole for cell in self.cells)


@dataclass(slots=True)
class Matrix:
    years: list[int]
    rows: list[Row] = field(default_factory=list)

    @property
    def needed(self) -> int:
        return sum(not cell.is_later or bool(cell.count) for row in self.rows for cell in row.cells)

    @property
    def holes(self) -> int:
        return sum(row.holes for row in self.rows)

    @property
    def percent(self) -> int:
        return share(self.needed - self.holes, self.needed)


def share(have: int, needed: int) -> int:
    return 100 * have // needed if needed else 0


def span_of(today: date, last: int | None = None) -> list[int]:
    """Three years that end with this one."""
    end = last or today.year
    return list(range(end - SPAN + 1, end + 1))


def clause_matrix(
    campaign: Campaign,
    years: list[int],
    today: date,
    *,
    units: Collection[int] | None = None,
    chapter: int | None = None,
) -> Matrix:
    """A row for each clause of the campaign's standard; clauses below another count with it."""
    clauses = Clause.objects.filter(edition=campaign.edition_id).select_related("chapter").order_by("order")
    counts = materials_of(campaign, years, units) if campaign.edition_id else Counter()
    rows = [
        Row(clause.pk, str(clause), _years(counts, clause.pk, years, today), clause=clause)
        for clause in clauses
        if clause.parent_id is None and chapter in (None, clause.chapter.number)
    ]
    return Matrix(years, rows)


def unit_matrix(
    campaign: Campaign, years: list[int], today: date, *, clause: int | None = None, chapter: int | None = None
) -> Matrix:
    """A row for each unit with work or papers in the clause, the chapter, or anywhere."""
    if campaign.edition_id is None:
        return Matrix(years)
    asked = Clause.objects.filter(edition=campaign.edition_id)
    asked = asked.filter(pk=clause) if clause is not None else asked
    asked = asked.filter(chapter__number=chapter) if chapter is not None else asked
    wanted = _counting_for(campaign, set(asked.values_list("pk", flat=True)))
    counts: Counts = Counter()
    links = evidence_links(campaign, years).filter(clause__in=wanted, evidence__unit__isnull=False)
    for unit, year, kind, count in links.values_list("evidence__unit", "evidence__year", "evidence__kind").annotate(
        n=Count("evidence", distinct=True)
    ):
        counts[(unit, year, part_of(kind))] += count
    for thing in other_things(campaign, years, None):
        if thing.unit_id and thing.year and thing.clauses & wanted:
            counts[(thing.unit_id, thing.year, thing.part)] += 1
    led = TaskClause.objects.filter(task__campaign=campaign, task__withdrawn_at=None, clause__in=wanted)
    with_work = set(led.order_by().values_list("task__lead_unit", flat=True).distinct()) - {None}
    units = Unit.objects.filter(pk__in=with_work | {key for key, _, _ in counts})
    rows = [Row(unit.pk, str(unit), _years(counts, unit.pk, years, today), unit=unit) for unit in units]
    return Matrix(years, rows)


def cell_things(campaign: Campaign, clause: Clause, year: int, part: str, units: Collection[int] | None) -> list[Thing]:
    """What stands behind a cell."""
    keys = frozenset(_counting_for(campaign, {clause.pk}))
    query = Query(campaign.pk, keys, (year,), part, frozenset(units) if units is not None else None)
    found = sorted(things_of(query), key=lambda thing: (thing.on or date.max, thing.title))
    tell_apart(found)
    return found


def chapter_shares(campaign: Campaign, years: Iterable[int], today: date) -> dict[tuple[int, int], tuple[int, int]]:
    """(chapter, year) -> how many of the cells are filled, of how many that are due."""
    years = sorted(set(years))
    found: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    for row in clause_matrix(campaign, years, today).rows:
        assert row.clause is not None
        for cell in row.cells:
            if cell.is_later and not cell.count:
                continue
            pair = found[(row.clause.chapter_id, cell.year)]
            pair[0] += bool(cell.count)
            pair[1] += 1
    return {key: (have, needed) for key, (have, needed) in found.items()}


def chapters_of(campaign: Campaign) -> list[Chapter]:
    return list(Chapter.objects.filter(edition=campaign.edition_id).order_by("number")) if campaign.edition_id else []


def _counting_for(campaign: Campaign, clauses: set[int]) -> set[int]:
    """Everything that counts for any of these: they, those below them, those of another edition."""
    assert campaign.edition is not None
    return {pk for pk, found in reach_of(campaign.edition).items() if clauses & found}


def _years(counts: Counts, key: int, years: list[int], today: date) -> list[tuple[int, list[Cell]]]:
    return [
        (year, [Cell(year, part, counts[(key, year, part)], is_later(year, part, today)) for part in PARTS])
        for year in years
    ]


def is_later(year: int, part: WorkPart, today: date) -> bool:
    """This year is summed up in December; next year has not begun."""
    return year > today.year or (year == today.year and part == WorkPart.SUMMARY and today.month < _DECEMBER)
