"""The responsibility matrix as the page shows it: units down, categories across, how many led and helped with."""

from __future__ import annotations

from dataclasses import dataclass, field

from weicheng.ground.org.models import Unit
from weicheng.work.plans.choices import Category, OwnerRole
from weicheng.work.plans.selectors.matrix import Matrix


@dataclass(slots=True)
class Cell:
    category: str = ""
    lead: int = 0
    coop: int = 0

    @property
    def total(self) -> int:
        return self.lead + self.coop

    @property
    def level(self) -> int:
        """The step of heat by the number led, 0 to 4: to lead is the load, to help is not."""
        return sum(self.lead >= least for least in (1, 3, 6, 10))


@dataclass(slots=True)
class UnitLine:
    """A unit's cells in the order of the columns, and their sum."""

    unit: Unit
    cells: list[Cell]
    sum: Cell = field(default_factory=Cell)


@dataclass(slots=True)
class Grid:
    categories: list[tuple[str, str]]  # those that occur
    lines: list[UnitLine]
    sums: list[Cell]  # of each category, the number of tasks in ``lead``
    total: int


def grid_of(matrix: Matrix) -> Grid:
    """Count the marks of the matrix by unit and category; being reported to is no part in the work."""
    occurring = {row.task.category for row in matrix.rows}
    categories = [(str(code), str(label)) for code, label in Category.choices if code in occurring]
    places = {code: place for place, (code, _) in enumerate(categories)}
    lines = [UnitLine(column.unit, [Cell(code) for code, _ in categories]) for column in matrix.units]
    sums = [Cell(code) for code, _ in categories]
    for row in matrix.rows:
        place = places[row.task.category]
        sums[place].lead += 1
        for line, role in zip(lines, row.cells, strict=True):
            if role in (OwnerRole.LEAD, OwnerRole.COOP):
                _add(line.cells[place], role)
                _add(line.sum, role)
    return Grid(categories, [line for line in lines if line.sum.total], sums, len(matrix.rows))


def _add(cell: Cell, role: str) -> None:
    if role == OwnerRole.LEAD:
        cell.lead += 1
    else:
        cell.coop += 1
