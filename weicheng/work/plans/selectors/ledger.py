"""The ledger: tasks filtered, grouped, ordered and counted, in a number of queries that does not grow with the tasks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from math import ceil
from typing import Any

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import ExtractMonth, ExtractYear

from weicheng.ground.campaigns.models import Campaign, Phase
from weicheng.ground.org.access import scope_of
from weicheng.ground.org.models import Unit, User
from weicheng.work.plans.choices import Category, EntryState, OwnerRole, TaskStatus
from weicheng.work.plans.models import Plan, ProgressEntry, Task, TaskOwner, TaskSource
from weicheng.work.plans.selectors.counts import DueCounts, due_counts
from weicheng.work.plans.selectors.ledger_filter import (
    DUE,
    GROUPS,
    SORTS,
    LedgerFilter,
)
from weicheng.work.plans.selectors.tasks import TaskDetail, dress, live_tasks, task_detail, task_for, with_relations
from weicheng.work.plans.status import Moment

__all__ = [
    "Counts",
    "FilterChoices",
    "LedgerFilter",
    "LedgerGroup",
    "LedgerPage",
    "Tab",
    "TaskDetail",
    "filter_choices",
    "ledger_page",
    "ledger_tasks",
    "task_detail",
    "task_for",
    "view_counts",
    "whole_counts",
]
PAGE_SIZE = 100
_NO_KEY = {"unit": "没有牵头单位", "phase": "没有阶段", "plan": "不在方案里", "month": "没有时限"}


@dataclass(slots=True)
class Counts:
    """How many tasks, by status code; ``late`` and ``done`` are what a group row shows."""

    by_status: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.by_status.values())

    def __getattr__(self, name: str) -> int:
        # counts.late, counts.done, ... in templates
        if name in TaskStatus.values:
            return self.by_status.get(name, 0)
        raise AttributeError(name)


@dataclass(slots=True)
class LedgerGroup:
    """``key`` as in the filter ("" where there is none), ``counts`` over all pages, ``tasks`` of this page."""

    key: str
    label: str
    counts: Counts
    tasks: list[Task] = field(default_factory=list)
    goes_on: bool = False  # more of the group on the next page


@dataclass(slots=True)
class LedgerPage:
    groups: list[LedgerGroup]
    counts: Counts
    page: int
    pages: int

    @property
    def total(self) -> int:
        return self.counts.total

    @property
    def tasks(self) -> list[Task]:
        return [task for group in self.groups for task in group.tasks]


@dataclass(frozen=True, slots=True)
class Tab:
    """A ready view over the ledger: what it is called, its address part, how many tasks."""

    name: str
    label: str
    query: str
    count: int


@dataclass(frozen=True, slots=True)
class FilterChoices:
    units: list[Unit]
    phases: list[Phase]
    plans: list[Plan]
    statuses: list[tuple[str, str]]
    categories: list[tuple[str, str]]
    roles: list[tuple[str, str]]
    dues: list[tuple[str, str]]
    groups: list[tuple[str, str]]
    sorts: list[tuple[str, str]]


def ledger_tasks(campaign: Campaign, user: User, chosen: LedgerFilter, moment: Moment) -> QuerySet[Task]:
    """The live tasks within the user's reach that pass the filter, in its order, with ``status``."""
    tasks = chosen.apply(live_tasks(campaign, user), moment)
    return tasks.order_by(*_order(chosen.sort))


def ledger_page(
    campaign: Campaign,
    user: User,
    chosen: LedgerFilter,
    page: int = 1,
    size: int = PAGE_SIZE,
    whole: DueCounts | None = None,
) -> LedgerPage:
    """One page of the ledger; ``whole``: its numbers without a filter, if they are known already.

    Tasks come dressed: status, due_words, leads, coops, waiting, plan_percent (see tasks.dress)."""
    moment = Moment.of(campaign)
    tasks = _grouped(ledger_tasks(campaign, user, chosen, moment), chosen.group)
    counts = _group_counts(tasks, chosen, whole or (whole_counts(campaign, user) if _is_whole(chosen) else None))
    total = sum(count.total for count in counts.values())
    pages = max(1, ceil(total / size))
    page = min(max(1, page), pages)
    start = (page - 1) * size
    found = list(with_relations(_ordered(tasks, chosen))[start : start + size + 1])
    shown, following = found[:size], found[size:]
    dress(shown, moment)
    groups = _fold(shown, counts, _labels(chosen.group, counts))
    if groups and following:
        groups[-1].goes_on = _key(following[0]) == _key(shown[-1])
    return LedgerPage(groups, _sum(counts.values()), page, pages)


def _is_whole(chosen: LedgerFilter) -> bool:
    """The ledger without conditions and groups, which everybody opens first."""
    return chosen.is_plain and not chosen.group


def _group_counts(tasks: QuerySet[Task], chosen: LedgerFilter, whole: DueCounts | None) -> dict[Any, Counts]:
    """By group key; those of the whole ledger come from the index."""
    if _is_whole(chosen) and whole is not None:
        by_status = whole.by_status()
        return {0: Counts(by_status)} if by_status else {}
    counted: Any = tasks.order_by().values_list("group_key", "status").annotate(n=Count("pk"))  # type: ignore[misc]
    counts: dict[Any, Counts] = {}
    for key, status, number in counted:
        counts.setdefault(key, Counts()).by_status[status] = number
    return counts


def whole_counts(campaign: Campaign, user: User) -> DueCounts:
    """The numbers of the whole ledger within the user's reach."""
    return due_counts(live_tasks(campaign, user), Moment.of(campaign))


def view_counts(campaign: Campaign, user: User, whole: DueCounts | None = None) -> list[Tab]:
    """The tabs with their counts, each read from an index; ``whole`` if it is known already."""
    counts = whole or whole_counts(campaign, user)
    moment = counts.moment
    tasks = live_tasks(campaign, user)
    submitted = ProgressEntry.objects.filter(state=EntryState.SUBMITTED).values("task")
    found = {
        "all": counts.total,
        "due": counts.late() + counts.open_due(moment.today, moment.today + timedelta(days=30)),
        "late": counts.late(),
        "waiting": tasks.filter(pk__in=submitted).count(),
        "no_lead": tasks.filter(lead_unit=None).count(),
        "quantified": tasks.filter(is_quantified=1).count(),
    }
    return [
        Tab("all", "全部", "", found["all"]),
        Tab("due", "30天内到期和逾期", LedgerFilter(due="30late", group="unit").query_string(), found["due"]),
        Tab("late", "逾期", LedgerFilter(due="late", group="unit").query_string(), found["late"]),
        Tab("waiting", "待确认进展", LedgerFilter(unconfirmed=True).query_string(), found["waiting"]),
        Tab("no_lead", "缺牵头", LedgerFilter(no_lead=True).query_string(), found["no_lead"]),
        Tab("quantified", "量化任务", LedgerFilter(quantified=True).query_string(), found["quantified"]),
    ]


def filter_choices(campaign: Campaign, user: User) -> FilterChoices:
    """What the menus of the filter offer: only units and plans that have a task within the user's reach."""
    units, plans = Unit.objects.all(), Plan.objects.filter(campaign=campaign)
    if scope_of(user).sees_everything:
        # Asked unit by unit and paper by paper whether there is one task, rather than of all tasks whose they are.
        live = {"task__campaign": campaign, "task__withdrawn_at": None}
        units = units.filter(Exists(TaskOwner.objects.filter(unit=OuterRef("pk"), **live)))
        plans = plans.filter(Exists(TaskSource.objects.filter(plan=OuterRef("pk"), **live)))
    else:
        tasks = live_tasks(campaign, user).values("pk")
        units = units.filter(pk__in=TaskOwner.objects.filter(task__in=tasks).values("unit"))
        plans = plans.filter(pk__in=TaskSource.objects.filter(task__in=tasks).values("plan"))
    return FilterChoices(
        units=list(units),
        phases=list(campaign.phases.all()),
        plans=list(plans.only("pk", "title")),
        statuses=_pairs(TaskStatus.choices),
        categories=_pairs(Category.choices),
        roles=_pairs(OwnerRole.choices),
        dues=list(DUE.items()),
        groups=list(GROUPS.items()),
        sorts=list(SORTS.items()),
    )


def _pairs(choices: Iterable[tuple[Any, Any]]) -> list[tuple[str, str]]:
    return [(str(code), str(label)) for code, label in choices]


def _order(sort: str) -> list[Any]:
    orders: dict[str, list[Any]] = {
        "due": [F("due_on").asc(nulls_last=True)],
        "-due": [F("due_on").desc(nulls_last=True)],
        "progress": ["percent"],
        "-progress": ["-percent"],
        "recent": [F("last_entry_at").desc(nulls_last=True)],
        "title": ["title"],
    }
    return [*orders.get(sort, []), "number"]


def _grouped(tasks: QuerySet[Task], group: str) -> QuerySet[Task]:
    """Annotate ``group_key`` and ``group_place``; without grouping there is one group."""
    source = TaskSource.objects.filter(task=OuterRef("pk")).order_by("-plan_id")
    codes = {"status": TaskStatus.values, "category": Category.values}
    if group in codes:
        places = [When(**{group: code}, then=Value(place)) for place, code in enumerate(codes[group])]
        return tasks.annotate(group_key=F(group), group_place=Case(*places, default=99, output_field=IntegerField()))
    if group == "unit":
        return tasks.annotate(group_key=F("lead_unit_id"), group_place=F("lead_unit__order"))
    if group == "phase":
        return tasks.annotate(group_key=F("phase_id"), group_place=F("phase__order"))
    if group == "plan":
        key = Subquery(source.values("plan_id")[:1])
        return tasks.annotate(group_key=key, group_place=key)
    if group == "month":
        month = ExtractYear("due_on") * 100 + ExtractMonth("due_on")
        return tasks.annotate(group_key=month, group_place=month)
    return tasks.annotate(group_key=Value(0), group_place=Value(0))


def _ordered(tasks: QuerySet[Task], chosen: LedgerFilter) -> QuerySet[Task]:
    if not chosen.group:
        return tasks
    first: list[Any] = [F("group_place").asc(nulls_last=True), F("group_key").asc(nulls_last=True)]
    return tasks.order_by(*first, *_order(chosen.sort))


def _labels(group: str, counts: dict[Any, Counts]) -> dict[Any, str]:
    keys = [key for key in counts if key is not None]
    labels: dict[Any, str] = {None: _NO_KEY.get(group, "")}
    if group == "unit":
        labels |= {unit.pk: str(unit) for unit in Unit.objects.filter(pk__in=keys)}
    elif group == "phase":
        labels |= {phase.pk: phase.name for phase in Phase.objects.filter(pk__in=keys)}
    elif group == "plan":
        labels |= dict(Plan.objects.filter(pk__in=keys).values_list("pk", "title"))
    elif group == "status":
        labels |= {code: str(label) for code, label in TaskStatus.choices}
    elif group == "category":
        labels |= {code: str(label) for code, label in Category.choices}
    elif group == "month":
        labels |= {key: f"{key // 100}年{key % 100}月" for key in keys}
    else:
        labels[0] = "全部"
    return labels


def _fold(shown: list[Task], counts: dict[Any, Counts], labels: dict[Any, str]) -> list[LedgerGroup]:
    groups: list[LedgerGroup] = []
    last: Any = object()
    for task in shown:
        key = _key(task)
        if key != last:
            groups.append(LedgerGroup(str(key if key is not None else ""), labels.get(key, str(key)), counts[key]))
            last = key
        groups[-1].tasks.append(task)
    return groups


def _key(task: Task) -> Any:
    return task.group_key  # type: ignore[attr-defined]


def _sum(counts: Iterable[Counts]) -> Counts:
    total = Counts()
    for count in counts:
        for status, number in count.by_status.items():
            total.by_status[status] = total.by_status.get(status, 0) + number
    return total
