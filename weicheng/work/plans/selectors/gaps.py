"""Tasks that nobody answers for any more, or too many do (M005: no task unowned; M014: the narrowest owner)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import CharField, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.heirs import heir_of
from weicheng.ground.org.models import Person, Post, Unit, User
from weicheng.work.plans.choices import OwnerRole
from weicheng.work.plans.flags import Flag, task_flags
from weicheng.work.plans.models import Task, TaskOwner
from weicheng.work.plans.selectors.inheritance import has_ended
from weicheng.work.plans.selectors.tasks import live_tasks

KINDS = {
    "no_lead": "缺牵头",
    "ended": "单位已撤并",
    "wide_lead": "统称牵头",
    "many_leads": "几家牵头",
    "no_person": "可落到人",
}
_CONDITIONS = {
    "no_lead": Q(lead_total=0),
    "ended": Q(is_orphaned=True),
    "wide_lead": Q(lead_total__gt=F("lead_strings")),
    "many_leads": Q(lead_strings__gt=1),
    "no_person": Q(is_nameable=True),
}


@dataclass(frozen=True, slots=True)
class Ended:
    """A unit of the task that is no more; ``heir`` took it over, None where it was dissolved."""

    owner: TaskOwner
    heir: Unit | None


@dataclass(slots=True)
class Gap:
    """A task with what is wrong with its owners, and the people who could be named in its lead units."""

    task: Task
    leads: list[TaskOwner]
    flags: list[Flag]
    people: list[tuple[TaskOwner, list[Person]]] = field(default_factory=list)
    ended: list[Ended] = field(default_factory=list)

    @property
    def has_heir(self) -> bool:
        return any(one.heir for one in self.ended)

    @property
    def heirs(self) -> str:
        """Who would take the task over."""
        return "、".join(dict.fromkeys(str(one.heir) for one in self.ended if one.heir))

    @property
    def collective(self) -> str:
        """各镇办: the words of the paper that brought several leads."""
        vias = [owner.via for owner in self.leads if owner.via]
        return next((via for via in vias if vias.count(via) > 1), "")


def gap_tasks(campaign: Campaign, user: User, kind: str = "no_lead") -> QuerySet[Task]:
    """The live, unfinished tasks within the user's reach that have this gap, by number."""
    found = _marked(live_tasks(campaign, user).filter(done_on=None))
    return found.filter(_CONDITIONS[kind]).order_by("number")


def gap_counts(campaign: Campaign, user: User) -> dict[str, int]:
    """How many tasks have each gap; one query."""
    found = _marked(live_tasks(campaign, user).filter(done_on=None))
    counts = {kind: Count("pk", filter=condition) for kind, condition in _CONDITIONS.items()}
    return found.order_by().aggregate(**counts)


def gaps_of(tasks: Iterable[Task]) -> list[Gap]:
    """The tasks of one page with their leads, flags and possible people: four queries, whatever their number."""
    found = list(tasks)
    leads = TaskOwner.objects.filter(task__in=found, role=OwnerRole.LEAD).select_related("unit", "person")
    by_task: dict[int, list[TaskOwner]] = {}
    for owner in leads.order_by("order", "id"):
        by_task.setdefault(owner.task_id, []).append(owner)
    unnamed = {owner.unit_id for owners in by_task.values() for owner in owners if owner.person_id is None}
    people = _people(unnamed)
    ended = _ended(found)
    gaps = []
    for task in found:
        owners = by_task.get(task.pk, [])
        nameable = [(one, people[one.unit_id]) for one in owners if one.person_id is None and one.unit_id in people]
        gone = ended.get(task.pk, [])
        flags = task_flags(owners, nameable=bool(nameable), ended=[one.owner.unit for one in gone])
        gaps.append(Gap(task, owners, flags, nameable, gone))
    return gaps


def _ended(tasks: list[Task]) -> dict[int, list[Ended]]:
    """The owners whose unit is no more, by task, each with the unit that answers for it today."""
    found: dict[int, list[Ended]] = {}
    owners = TaskOwner.objects.filter(has_ended(), task__in=tasks)
    for owner in owners.select_related("unit__merged_into__merged_into").order_by("order", "id"):
        heir = heir_of(owner.unit)
        found.setdefault(owner.task_id, []).append(Ended(owner, heir if heir.valid_to is None else None))
    return found


def _people(units: set[int]) -> dict[int, list[Person]]:
    """Those with a post today, each once, by unit."""
    found: dict[int, dict[int, Person]] = {}
    posts = Post.objects.on(timezone.localdate()).filter(unit__in=units).select_related("person")
    for post in posts.order_by("unit", "kind", "pk"):
        found.setdefault(post.unit_id, {})[post.person_id] = post.person
    return {unit: list(people.values()) for unit, people in found.items()}


def _marked(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """The tasks with how many leads they have, how many strings of the paper name them, and whether a person could be named."""
    leads = TaskOwner.objects.filter(task=OuterRef("pk"), role=OwnerRole.LEAD).order_by()
    string = Coalesce(NullIf("via", Value("")), Cast("unit_id", CharField()))
    total = leads.values("task").annotate(n=Count("pk")).values("n")
    strings = leads.values("task").annotate(n=Count(string, distinct=True)).values("n")
    posts = Post.objects.on(timezone.localdate()).filter(unit=OuterRef("unit"))
    nameable = leads.filter(person=None).filter(Exists(posts))
    return tasks.annotate(
        lead_total=Coalesce(Subquery(total, output_field=IntegerField()), 0),
        lead_strings=Coalesce(Subquery(strings, output_field=IntegerField()), 0),
        is_nameable=Exists(nameable),
        is_orphaned=Exists(TaskOwner.objects.filter(has_ended(), task=OuterRef("pk"))),
    )
