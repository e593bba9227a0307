"""What was reminded of, what waits for the office, and for which tasks nobody is there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.access import scope_of
from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import Post, RoleAssignment, User
from weicheng.work.plans.choices import EntryState, OwnerRole
from weicheng.work.plans.models import ProgressEntry, Task, TaskOwner
from weicheng.work.reminders.models import EntryQuestion, Reminded, Reminder


def reminded(campaign: Campaign, on: date | None = None) -> QuerySet[Reminder]:
    """The reminders of a campaign, of one day if given, with their tasks and whom they reached; three queries."""
    told = Prefetch("told", Reminded.objects.select_related("unit"))
    found = Reminder.objects.filter(campaign=campaign).select_related("task").prefetch_related(told)
    return found.filter(on=on) if on else found


def log_for(user: User, campaign: Campaign) -> QuerySet[Reminder]:
    """The log within the user's reach."""
    found = reminded(campaign)
    if scope_of(user).sees_everything:
        return found
    mine = Reminded.objects.filter(reminder=OuterRef("pk"), unit__in=scope_of(user).units())
    return found.filter(Exists(mine))


def waiting_entries(campaign: Campaign) -> QuerySet[ProgressEntry]:
    """待确认: what units reported and the office has not seen, newest first, with files and questions."""
    found = ProgressEntry.objects.filter(task__campaign=campaign, task__withdrawn_at=None, state=EntryState.SUBMITTED)
    questions = Prefetch("questions", EntryQuestion.objects.select_related("asked_by", "answered_by"))
    return found.select_related("task", "unit", "by").prefetch_related("files__file", questions).order_by("-at", "-pk")


def open_questions(campaign: Campaign, units: Iterable[int]) -> QuerySet[EntryQuestion]:
    """What these units have still to answer."""
    found = EntryQuestion.objects.filter(
        answered_at=None,
        entry__state=EntryState.SUBMITTED,
        entry__unit__in=list(units),
        entry__task__campaign=campaign,
        entry__task__withdrawn_at=None,
    )
    return found.select_related("entry__task", "entry__unit")


@dataclass(frozen=True, slots=True)
class Unattended:
    """A task for which nobody is there, and why."""

    task: Task
    units: str
    reason: str


def unattended(campaign: Campaign, today: date | None = None) -> list[Unattended]:
    """Open tasks whose person in charge has left, or whose answering units have no liaison account. Five queries."""
    today = today or timezone.localdate()
    tasks = list(Task.objects.live().filter(campaign=campaign, done_on=None).order_by("due_on", "number"))
    owners: dict[int, list[TaskOwner]] = defaultdict(list)
    of_these = TaskOwner.objects.filter(task__campaign=campaign, task__withdrawn_at=None, task__done_on=None)
    for owner in of_these.exclude(role=OwnerRole.REPORT).select_related("unit", "person").order_by("order", "pk"):
        owners[owner.task_id].append(owner)
    present = _units_with_liaison(today)
    posted = _people_in_post(today)
    found = []
    for task in tasks:
        pairs = owners[task.pk]
        leads = [owner for owner in pairs if owner.role == OwnerRole.LEAD] or pairs
        reason = _reason(leads, present, posted)
        if reason:
            found.append(Unattended(task, "、".join(str(owner.unit) for owner in leads), reason))
    return found


def _reason(leads: list[TaskOwner], present: frozenset[int], posted: frozenset[tuple[int, int]]) -> str:
    if not leads:
        return "没有牵头单位"
    gone = [owner for owner in leads if owner.person_id and (owner.person_id, owner.unit_id) not in posted]
    if gone:
        return "、".join(f"责任人{owner.person}已不在{owner.unit}" for owner in gone)
    empty = [owner for owner in leads if owner.unit_id not in present]
    return "、".join(f"{owner.unit}没有在岗的联络员" for owner in empty) if len(empty) == len(leads) else ""


def _units_with_liaison(today: date) -> frozenset[int]:
    holding = RoleAssignment.objects.filter(role=Role.LIAISON, user__is_active=True, unit__isnull=False)
    found = holding.filter(*_in_force(today)).values_list("unit_id", flat=True)
    return frozenset(pk for pk in found if pk is not None)


def _people_in_post(today: date) -> frozenset[tuple[int, int]]:
    return frozenset(Post.objects.filter(*_in_force(today)).values_list("person_id", "unit_id"))


def _in_force(today: date) -> tuple[Q, Q]:
    return Q(start=None) | Q(start__lte=today), Q(end=None) | Q(end__gte=today)
