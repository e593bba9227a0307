"""Tasks with what a page shows of them: status, days left, units, who is in charge, what waits, sources, record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.choices import PostKind
from weicheng.ground.org.models import Post, User
from weicheng.work.plans.choices import EntryState, OwnerRole
from weicheng.work.plans.models import Plan, ProgressEntry, Task, TaskOwner, TaskSource
from weicheng.work.plans.querysets import TaskQuerySet
from weicheng.work.plans.selectors.history import Entry, history_of
from weicheng.work.plans.status import Moment, task_status


@dataclass(slots=True)
class TaskDetail:
    """All of one task: its owners, the sentences it came from, its entries (newest first), its record."""

    task: Task
    owners: list[TaskOwner]
    sources: list[TaskSource]
    entries: list[ProgressEntry]
    history: list[Entry]

    @property
    def postponements(self) -> int:
        """How often the deadline was put off."""
        moved = [change for entry in self.history for change in entry.changes if change[0] == "时限"]
        return sum(1 for _, was, now in moved if was and (not now or now > was))


def live_tasks(campaign: Campaign, user: User) -> TaskQuerySet:
    """The live tasks of the campaign within the user's reach."""
    return Task.objects.for_user(user).live().filter(campaign=campaign)


def with_relations(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """The tasks with their units, people, phase and number of entries that wait; two more
    queries."""
    waiting = (
        ProgressEntry.objects.filter(task=OuterRef("pk"), state=EntryState.SUBMITTED)
        .order_by()
        .values("task")
        .annotate(n=Count("pk"))
        .values("n")
    )
    counted = Coalesce(Subquery(waiting, output_field=IntegerField()), 0)
    owners = TaskOwner.objects.select_related("unit", "person").order_by("order", "id")
    found = tasks.annotate(waiting=counted)  # type: ignore[no-redef]
    return found.select_related("phase").prefetch_related(Prefetch("owners", owners))


def dress(tasks: Iterable[Task], moment: Moment) -> None:
    """Set status, due_words, workdays_left, leads, coops, in_charge and plan_percent; the owners must be prefetched."""
    tasks = list(tasks)
    for task in tasks:
        task.status = task_status(task, moment)
        task.due_words = moment.due_words(task.due_on, task.status)
        task.workdays_left = moment.workdays_left(task.due_on) if task.due_on else None
        owners = list(task.owners.all())
        task.leads = [owner for owner in owners if owner.role == OwnerRole.LEAD]
        task.coops = [owner for owner in owners if owner.role == OwnerRole.COOP]
        task.plan_percent = plan_percent(task, moment.today)
    heads = heads_of({owner.unit_id for task in tasks for owner in task.leads[:1]}, moment.today)
    for task in tasks:
        named = next((owner.person.name for owner in task.leads if owner.person), "")
        task.in_charge = named or (heads.get(task.leads[0].unit_id, "") if task.leads else "")


def begun_on(task: Task) -> date:
    """The first day of a task: its own, else that of the paper that ordered it, else the day it came into the ledger."""
    return task.start_on or task.ordered_on or timezone.localdate(task.created_at)


def plan_percent(task: Task, today: date) -> int | None:
    """Where an even pace from the first day to the due day would stand today."""
    if task.due_on is None:
        return None
    start = begun_on(task)
    days = (task.due_on - start).days
    if days <= 0:
        return 100 if today >= task.due_on else 0
    return max(0, min(100, round(100 * (today - start).days / days)))


def task_for(user: User, uid: UUID | str) -> Task | None:
    """The task, dressed, if it is within the user's reach; withdrawn ones too, so that their record can be read."""
    found = with_relations(Task.objects.for_user(user).select_related("campaign")).filter(uid=uid).first()
    if found is not None:
        dress([found], Moment.of(found.campaign))
    return found


def task_detail(task: Task) -> TaskDetail:
    """Everything for the drawer."""
    plans = Plan.objects.defer("text", "blocks", "tables", "facts")
    entries = ProgressEntry.objects.filter(task=task).select_related("unit", "by", "decided_by")
    return TaskDetail(
        task=task,
        owners=list(task.owners.select_related("unit", "person")),
        sources=list(task.sources.prefetch_related(Prefetch("plan", plans)).order_by("-plan_id", "start")),
        entries=list(entries.prefetch_related("files__file").order_by("-on", "-id")),
        history=history_of(task),
    )


def heads_of(units: set[int], today: date) -> dict[int, str]:
    """The person first responsible for each unit today."""
    posts = (
        Post.objects.filter(unit__in=units, kind=PostKind.RESPONSIBLE)
        .filter(Q(start=None) | Q(start__lte=today), Q(end=None) | Q(end__gte=today))
        .order_by("-start")
        .values_list("unit_id", "person__name")
    )
    return dict(posts)
