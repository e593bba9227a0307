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


def unattended(campaign: Campaign, today: date | None = None) -> QuerySet[Task]:
    """Open tasks whose person in charge has left, or whose answering units have no liaison account, soonest due first.

    The leads answer; where nobody leads, those who help. ``reasons_of`` says why, of the tasks of one page.
    """
    today = today or timezone.localdate()
    in_post = Post.objects.filter(*_in_force(today), person=OuterRef("person"), unit=OuterRef("unit"))
    manned = _manned_units(today)

    def answering(role: str) -> tuple[Exists, Exists, Exists]:
        owners = TaskOwner.objects.filter(task=OuterRef("pk"), role=role)
        gone = owners.filter(~Exists(in_post), person__isnull=False)
        return Exists(owners), Exists(gone), Exists(owners.filter(unit__in=manned))

    led, lead_gone, lead_there = answering(OwnerRole.LEAD)
    _, coop_gone, coop_there = answering(OwnerRole.COOP)
    nobody = (Q(led) & (Q(lead_gone) | ~Q(lead_there))) | (~Q(led) & (Q(coop_gone) | ~Q(coop_there)))
    return Task.objects.live().filter(nobody, campaign=campaign, done_on=None).order_by("due_on", "number")


def reasons_of(tasks: Iterable[Task], today: date | None = None) -> list[Unattended]:
    """The tasks of one page with their units and the reason; three queries, whatever their number."""
    today, found = today or timezone.localdate(), list(tasks)
    owners: dict[int, list[TaskOwner]] = defaultdict(list)
    of_these = TaskOwner.objects.filter(task__in=found).exclude(role=OwnerRole.REPORT)
    for owner in of_these.select_related("unit", "person").order_by("order", "pk"):
        owners[owner.task_id].append(owner)
    people = {owner.person_id for pairs in owners.values() for owner in pairs if owner.person_id}
    posts = Post.objects.filter(*_in_force(today), person__in=people)
    posted = frozenset(posts.values_list("person_id", "unit_id"))
    present = frozenset(_manned_units(today))
    lines = []
    for task in found:
        pairs = owners[task.pk]
        leads = [owner for owner in pairs if owner.role == OwnerRole.LEAD] or pairs
        lines.append(Unattended(task, "、".join(str(owner.unit) for owner in leads), _reason(leads, present, posted)))
    return lines


def _reason(leads: list[TaskOwner], present: frozenset[int | None], posted: frozenset[tuple[int, int]]) -> str:
    if not leads:
        return "没有牵头单位"
    gone = [owner for owner in leads if owner.person_id and (owner.person_id, owner.unit_id) not in posted]
    if gone:
        return "、".join(f"责任人{owner.person}已不在{owner.unit}" for owner in gone)
    return "、".join(f"{owner.unit}没有在岗的联络员" for owner in leads if owner.unit_id not in present)


def _manned_units(today: date) -> QuerySet[RoleAssignment, int | None]:
    """The ids of the units that have a liaison account today."""
    holding = RoleAssignment.objects.filter(role=Role.LIAISON, user__is_active=True, unit__isnull=False)
    return holding.filter(*_in_force(today)).values_list("unit_id", flat=True)


def _in_force(today: date) -> tuple[Q, Q]:
    return Q(start=None) | Q(start__lte=today), Q(end=None) | Q(end__gte=today)
