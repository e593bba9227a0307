"""Who owes a report, who has handed in, and whether what was planned was done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.access import scope_of
from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import Unit, User
from weicheng.work.plans.choices import VOID
from weicheng.work.plans.models import ProgressEntry, Task, TaskOwner
from weicheng.work.reports.choices import Part, ReportState
from weicheng.work.reports.models import Report, Sentence
from weicheng.work.reports.periods import Period, before
from weicheng.work.reports.selectors.drafting import ROLES


@dataclass(frozen=True, slots=True)
class UnitLine:
    unit: Unit
    report: Report | None
    sentences: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A sentence planned last time and what became of the task."""

    text: str
    outcome: str  # done, moved, still
    word: str
    url: str


OUTCOMES = {"done": "完成了", "moved": "有进展", "still": "没有动静"}


def owing_units(campaign: Campaign) -> QuerySet[Unit]:
    """The units that have a live task to report on."""
    owners = TaskOwner.objects.filter(
        unit=OuterRef("pk"), role__in=ROLES, task__campaign=campaign, task__withdrawn_at=None
    )
    return Unit.objects.filter(Exists(owners))


def my_units(campaign: Campaign, user: User) -> list[Unit]:
    """The units the user reports for."""
    scope = scope_of(user)
    return list(owing_units(campaign).filter(pk__in=scope.units(Role.LIAISON)))


def unit_lines(campaign: Campaign, period: Period, units: Iterable[Unit] | None = None) -> list[UnitLine]:
    """Every unit (or each of ``units``) that owes a report of the period, those missing first; three queries."""
    found = Report.objects.filter(campaign=campaign, kind=period.kind, starts_on=period.first, unit__isnull=False)
    reports = {report.unit_id: report for report in found.annotate(n=Count("sentences"))}
    lines = [
        UnitLine(unit, report := reports.get(unit.pk), report.n if report else 0)  # type: ignore[attr-defined]
        for unit in (owing_units(campaign) if units is None else units)
    ]
    return sorted(lines, key=lambda line: line.report is not None and line.report.state == ReportState.SUBMITTED)


def missing_units(campaign: Campaign, period: Period) -> QuerySet[Unit]:
    handed = Report.objects.filter(
        campaign=campaign, kind=period.kind, starts_on=period.first, state=ReportState.SUBMITTED, unit__isnull=False
    )
    return owing_units(campaign).exclude(pk__in=handed.values("unit"))


def reports_of(campaign: Campaign, unit: Unit | None, kind: str) -> QuerySet[Report]:
    return Report.objects.filter(campaign=campaign, unit=unit, kind=kind).order_by("-starts_on")


def planned_and_done(campaign: Campaign, unit: Unit, period: Period) -> list[Kept]:
    """What the report before planned for this period, and what became of it."""
    earlier = before(campaign, period)
    if earlier is None:
        return []
    planned = Sentence.objects.filter(
        report__campaign=campaign, report__unit=unit, report__kind=earlier.kind, report__starts_on=earlier.first,
        report__state=ReportState.SUBMITTED, part=Part.NEXT,
    )  # fmt: skip
    sentences = list(planned)
    ids = {source["id"] for one in sentences for source in one.sources if source["kind"] == "task"}
    tasks = Task.objects.in_bulk(ids)
    entries = ProgressEntry.objects.filter(task__in=ids, unit=unit, on__gte=period.first, on__lte=period.last)
    moved = set(entries.exclude(state__in=VOID).values_list("task", flat=True))
    found = []
    for one in sentences:
        task = next((tasks[s["id"]] for s in one.sources if s["kind"] == "task" and s["id"] in tasks), None)
        if task is not None:
            outcome = _outcome(task, task.pk in moved, period)
            found.append(Kept(one.text, outcome, OUTCOMES[outcome], one.sources[0]["url"]))
    return found


def _outcome(task: Task, moved: bool, period: Period) -> str:
    finished = task.done_on or task.reported_on
    if finished is not None and finished <= period.last:
        return "done"
    return "moved" if moved else "still"
