"""The holes of the coverage: a clause that nothing carries, a place type no task names, files that are missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.choices import MatchKind
from weicheng.ground.org.matching import UnitMatcher
from weicheng.ground.org.models import Unit
from weicheng.ground.org.selectors import units_for_matching
from weicheng.ground.standards.models import Clause
from weicheng.work.coverage.selectors.standing import Standing, live_tasks_of
from weicheng.work.indicators.selectors import Judged
from weicheng.work.plans.models import Task


class HoleKind(StrEnum):
    TASK = "task"
    PLACE = "place"
    FILE = "file"
    LEAD = "lead"
    MISSED = "missed"
    DATA = "data"


WORDS = {
    HoleKind.TASK: "没有任务",
    HoleKind.PLACE: "点位没有任务",
    HoleKind.FILE: "今年没有材料",
    HoleKind.LEAD: "任务缺牵头",
    HoleKind.MISSED: "指标不达标",
    HoleKind.DATA: "缺数据",
}
# Where the task that closes a hole points back to; the same hole is never closed twice.
PAGE = "/coverage/holes/"


@dataclass(slots=True)
class Hole:
    """``places`` stand only where the kind is PLACE, ``figure`` only where it is MISSED or DATA.

    ``units``: who usually answers for the clause, as far as units are known here.
    """

    kind: HoleKind
    clause: Clause
    places: tuple[str, ...] = ()
    figure: Judged | None = None
    count: int = 0
    units: tuple[Unit, ...] = ()
    task: Task | None = None  # the live task that was made to close it

    @property
    def key(self) -> str:
        # Files and figures are asked for every year anew.
        if self.figure is not None:
            rest = f"{self.figure.indicator.key}.{self.figure.year}"
        else:
            rest = str(timezone.localdate().year) if self.kind == HoleKind.FILE else ""
        return ".".join(part for part in (self.clause.key, self.kind.value, rest) if part)

    @property
    def url(self) -> str:
        return f"{PAGE}?hole={self.key}"

    @property
    def word(self) -> str:
        if self.kind == HoleKind.PLACE:
            return f"{'、'.join(self.places)}还没有任务"
        if self.figure is not None:
            return f"{self.figure.indicator}{self.figure.year}年{self.figure.outcome_words}"
        if self.kind == HoleKind.LEAD:
            return f"{self.count}项任务缺牵头单位"
        return WORDS[self.kind]

    @property
    def title(self) -> str:
        """What the task that closes it would be called."""
        if self.kind == HoleKind.PLACE:
            return f"{'、'.join(self.places)}达到“{self.clause.title}”要求"
        if self.figure is not None:
            if self.kind == HoleKind.DATA:
                return f"补报{self.figure.year}年“{self.figure.indicator}”数据"
            return f"改进“{self.figure.indicator}”，下一年达到目标"
        if self.kind == HoleKind.FILE:
            return f"补齐“{self.clause.title}”{timezone.localdate().year}年佐证材料"
        return f"落实标准“{self.clause.title}”一条的要求"

    @property
    def is_closable(self) -> bool:
        """A task without a lead needs a lead, not another task."""
        return self.kind != HoleKind.LEAD


def holes_of(row: Standing) -> list[Hole]:
    """The holes of one clause; of a clause without any task only that."""
    clause = row.clause
    if not row.total:
        found = [Hole(HoleKind.TASK, clause)]
    elif row.missing_places:
        found = [Hole(HoleKind.PLACE, clause, tuple(row.missing_places))]
    else:
        found = []
    if not row.files_now:
        found.append(Hole(HoleKind.FILE, clause))
    found += [Hole(HoleKind.MISSED, clause, figure=one) for one in row.missed_figures]
    found += [Hole(HoleKind.DATA, clause, figure=one) for one in row.missing_figures]
    if row.without_lead:
        found.append(Hole(HoleKind.LEAD, clause, count=row.without_lead))
    return found


def holes(campaign: Campaign, rows: Iterable[Standing]) -> list[Hole]:
    """All holes in the order of the clauses, each with the units that usually answer and the task made for it, if any."""
    found = [hole for row in rows for hole in holes_of(row)]
    made = {task.origin_url: task for task in live_tasks_of(campaign).filter(origin_url__startswith=PAGE)}
    matcher = UnitMatcher(units_for_matching(samples=campaign.is_sample), area=campaign.area)
    usual: dict[int, tuple[Unit, ...]] = {}
    for hole in found:
        if hole.clause.pk not in usual:
            usual[hole.clause.pk] = _usual_units(matcher, hole.clause)
        hole.units = usual[hole.clause.pk]
        hole.task = made.get(hole.url)
    return found


def _usual_units(matcher: UnitMatcher, clause: Clause) -> tuple[Unit, ...]:
    """Units here that the clause's usual owners mean; 卫健委 may be the 区卫健局 only by a close name, so the best guess is
    shown and a person chooses."""
    units: dict[int, Unit] = {}
    for name in clause.owners:
        match = matcher.match(name)
        if match.kind in (MatchKind.EXACT, MatchKind.ALIAS) and match.unit is not None:
            units[match.unit.pk] = match.unit
        elif match.kind == MatchKind.FUZZY and match.suggestions:
            unit, _ = match.suggestions[0]
            units[unit.pk] = unit
    return tuple(units.values())
