"""The coverage as two tables: units by chapter (or by the clauses of one), of all tasks or those of one type of place; place
types by chapter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.choices import UnitKind
from weicheng.ground.org.models import Unit
from weicheng.ground.standards.models import Clause
from weicheng.work.coverage.selectors.standing import ChapterStanding, Standing


@dataclass(slots=True)
class Cell:
    """``clause``: of a column that is one clause, so that the number can open its tasks."""

    total: int = 0
    late: int = 0
    missing: int = 0
    clause: Clause | None = None

    @property
    def level(self) -> int:
        """The step of heat, 0 to 4."""
        return sum(self.total >= least for least in (1, 3, 6, 10))


@dataclass(slots=True)
class UnitLine:
    unit: Unit
    cells: list[Cell]
    sum: Cell = field(default_factory=Cell)


@dataclass(slots=True)
class PlaceLine:
    name: str
    cells: list[Cell]
    missing: list[Clause] = field(default_factory=list)  # clauses that ask for it and have no task that names it


@dataclass(frozen=True, slots=True)
class Column:
    word: str
    title: str
    key: str  # number of the chapter


def columns(chapters: Sequence[ChapterStanding], opened: ChapterStanding | None) -> list[Column]:
    """The chapters, or the clauses of the one that is opened."""
    if opened is None:
        return [Column(one.chapter.title, one.chapter.title, str(one.chapter.number)) for one in chapters]
    return [Column(row.clause.title, str(row.clause), "") for row in opened.clauses]


def unit_lines(chapters: Sequence[ChapterStanding], opened: ChapterStanding | None = None) -> list[UnitLine]:
    """How many tasks each unit leads, by column of ``columns``; units with most tasks first."""
    groups: list[list[Standing]] = (
        [one.clauses for one in chapters] if opened is None else [[row] for row in opened.clauses]
    )
    lines: dict[int, UnitLine] = {}
    for place, rows in enumerate(groups):
        for row in rows:
            for load in row.units:
                assert load.unit is not None
                line = lines.get(load.unit.pk)
                if line is None:
                    cells = [Cell(clause=group[0].clause if opened is not None else None) for group in groups]
                    line = lines[load.unit.pk] = UnitLine(load.unit, cells)
                for cell in (line.cells[place], line.sum):
                    cell.total += load.total
                    cell.late += load.late
    return sorted(lines.values(), key=lambda line: (-line.sum.total, line.unit.order, line.unit.pk))


def towns_without(campaign: Campaign, lines: Sequence[UnitLine]) -> list[Unit]:
    """The streets and townships that lead nothing of what stands in the table."""
    leading = [line.unit.pk for line in lines]
    living = Unit.objects.on(timezone.localdate()).with_samples(campaign.is_sample)
    towns = living.filter(kind=UnitKind.TOWNSHIP).exclude(pk__in=leading)
    return list(towns.order_by("order", "pk"))


def place_lines(chapters: Sequence[ChapterStanding]) -> list[PlaceLine]:
    """Every place type that a clause asks for, in the order of the standard."""
    lines: dict[str, PlaceLine] = {}
    for place, chapter in enumerate(chapters):
        for row in chapter.clauses:
            for name, count in row.places.items():
                line = lines.setdefault(name, PlaceLine(name, [Cell() for _ in chapters]))
                line.cells[place].total += count
                if not count:
                    line.cells[place].missing += 1
                    line.missing.append(row.clause)
    return list(lines.values())
