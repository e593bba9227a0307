"""How each clause of the campaign's edition stands: tasks by status, leading units, place types, files, figures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from weicheng.engines.judging.model import Outcome
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import Unit
from weicheng.ground.standards.models import Chapter, Clause
from weicheng.ground.standards.selectors.mapping import speaking_for
from weicheng.work.coverage.materials import count_of
from weicheng.work.indicators.selectors import Judged, judged
from weicheng.work.plans.choices import TaskStatus
from weicheng.work.plans.models import NoClause, Task, TaskClause
from weicheng.work.plans.status import Moment, status_expression


@dataclass(slots=True)
class Load:
    """A unit and how many tasks of a clause it leads; ``unit`` None = tasks without a lead."""

    unit: Unit | None
    total: int = 0
    late: int = 0


@dataclass(slots=True)
class Standing:
    """One clause. A task with two clauses is counted under both."""

    clause: Clause
    by_status: Counter[str] = field(default_factory=Counter)
    loads: list[Load] = field(default_factory=list)  # most tasks first
    places: dict[str, int] = field(default_factory=dict)  # place type: tasks that name it, in the order of the clause
    files: int = 0  # materials of all years, see materials.py
    files_now: int = 0  # of this year
    figures: list[Judged] = field(default_factory=list)  # of the last full year

    @property
    def total(self) -> int:
        return sum(self.by_status.values())

    @property
    def done(self) -> int:
        return self.by_status[TaskStatus.DONE]

    @property
    def late(self) -> int:
        return self.by_status[TaskStatus.LATE]

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0

    @property
    def units(self) -> list[Load]:
        return [load for load in self.loads if load.unit is not None]

    @property
    def without_lead(self) -> int:
        return sum(load.total for load in self.loads if load.unit is None)

    @property
    def met(self) -> int:
        """Reached by figures that a second person has checked."""
        return sum(one.is_reached for one in self.figures)

    @property
    def provisional(self) -> int:
        """Would be reached, once somebody has checked the figure."""
        return sum(one.outcome in (Outcome.MET, Outcome.TREND) and one.is_provisional for one in self.figures)

    @property
    def missed_figures(self) -> list[Judged]:
        return [one for one in self.figures if one.outcome == Outcome.MISSED]

    @property
    def missing_figures(self) -> list[Judged]:
        return [one for one in self.figures if one.outcome == Outcome.MISSING]

    @property
    def missing_places(self) -> list[str]:
        return [name for name, count in self.places.items() if not count]


@dataclass(slots=True)
class ChapterStanding:
    chapter: Chapter
    clauses: list[Standing]


def live_tasks_of(campaign: Campaign) -> QuerySet[Task]:
    return Task.objects.live().filter(campaign=campaign)


def unclassified(campaign: Campaign) -> QuerySet[Task]:
    """Live tasks that carry no clause which speaks for one of the campaign's edition, and of which nobody decided that they
    belong to none."""
    if campaign.edition is None:
        return live_tasks_of(campaign)
    links = TaskClause.objects.filter(task=OuterRef("pk"), clause__in=list(speaking_for(campaign.edition)))
    return live_tasks_of(campaign).filter(~Exists(links), ~Exists(NoClause.objects.filter(task=OuterRef("pk"))))


def decided_none(campaign: Campaign) -> QuerySet[Task]:
    """Live tasks of which somebody decided that they belong to no clause."""
    return live_tasks_of(campaign).filter(no_clause__isnull=False)


def standings(campaign: Campaign, place: str = "") -> list[ChapterStanding]:
    """Every clause of the edition in its order, by chapter; a fixed number of queries, whatever the number of tasks.

    ``place``: only the clauses that ask for this type of place, and of the tasks only those that name it."""
    clauses = Clause.objects.filter(edition=campaign.edition_id).select_related("chapter", "edition")
    rows = {
        clause.pk: Standing(clause, places=dict.fromkeys(clause.place_types, 0))
        for clause in clauses
        if not place or place in clause.place_types
    }
    all_speak = speaking_for(campaign.edition) if campaign.edition else {}
    speaks = {linked: [one for one in spoken if one in rows] for linked, spoken in all_speak.items()}
    _count_tasks(campaign, rows, speaks, place)
    _count_places(campaign, rows, speaks)
    _count_materials(campaign, rows)
    for one in judged(campaign, timezone.localdate().year - 1):
        if one.indicator.clause_id in rows:
            rows[one.indicator.clause_id].figures.append(one)
    chapters: dict[int, ChapterStanding] = {}
    for row in rows.values():
        chapter = row.clause.chapter
        chapters.setdefault(chapter.pk, ChapterStanding(chapter, [])).clauses.append(row)
    return sorted(chapters.values(), key=lambda one: one.chapter.number)


def standing_rows(chapters: Iterable[ChapterStanding]) -> list[Standing]:
    return [row for chapter in chapters for row in chapter.clauses]


Speaks = Mapping[int, list[int]]


def place_types_of(campaign: Campaign) -> list[str]:
    """Every type of place that the edition asks for, in its order."""
    lists = Clause.objects.filter(edition=campaign.edition_id).order_by("order").values_list("place_types", flat=True)
    return list(dict.fromkeys(name for names in lists for name in names))


def _count_tasks(campaign: Campaign, rows: Mapping[int, Standing], speaks: Speaks, place: str) -> None:
    named = {"clauses__place_types__in": _lists_with(campaign, place)} if place else {}
    tasks = live_tasks_of(campaign).filter(clauses__clause__in=list(speaks), **named)
    now = tasks.annotate(now=status_expression(Moment.of(campaign))).order_by()
    counted = now.values_list("clauses__clause", "lead_unit", "now").annotate(count=Count("pk"))
    loads: defaultdict[int, dict[int | None, Load]] = defaultdict(dict)
    found = list(counted)
    units = Unit.objects.in_bulk({unit for _, unit, _, _ in found if unit})
    for linked, unit, status, count in found:
        for clause in speaks[linked]:
            rows[clause].by_status[status] += count
            load = loads[clause].setdefault(unit, Load(units[unit] if unit else None))
            load.total += count
            load.late += count * (status == TaskStatus.LATE)
    for clause, by_unit in loads.items():
        rows[clause].loads = sorted(by_unit.values(), key=lambda load: -load.total)


def _lists_with(campaign: Campaign, place: str) -> list[list[str]]:
    """The lists of places that tasks of the campaign carry and that hold this one: there are few, and both databases compare
    whole lists alike."""
    lists = TaskClause.objects.filter(task__campaign=campaign).exclude(place_types=[]).order_by()
    return [names for names in lists.values_list("place_types", flat=True).distinct() if place in names]


def _count_places(campaign: Campaign, rows: Mapping[int, Standing], speaks: Speaks) -> None:
    live = TaskClause.objects.filter(task__campaign=campaign, task__withdrawn_at=None, clause__in=list(speaks))
    links = live.exclude(place_types=[]).order_by().values_list("clause", "place_types").annotate(count=Count("pk"))
    for linked, names, count in links:
        for clause in speaks[linked]:
            places = rows[clause].places
            for name in names:
                places[name] = places.get(name, 0) + count


def _count_materials(campaign: Campaign, rows: Mapping[int, Standing]) -> None:
    this_year = timezone.localdate().year
    for (clause, year), count in count_of(campaign).items():
        if clause in rows:
            rows[clause].files += count
            rows[clause].files_now += count * (year == this_year)
