"""Duties out of the ledger: one press for a task, one for every recurring task of a plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import User
from weicheng.work.duties.choices import PeopleBasis
from weicheng.work.duties.models import Duty
from weicheng.work.duties.permissions import check_user_can_create_duty, check_user_can_make_duty_of
from weicheng.work.duties.rhythms import demand_of_task, people_in
from weicheng.work.duties.services.keeping import DutyValues, create_duty
from weicheng.work.plans.choices import OwnerRole
from weicheng.work.plans.models import Plan, Task

RECURRING = ~Q(rrule="") | Q(quota__isnull=False) | ~Q(recurrence_text="")


def recurring_tasks(campaign: Campaign, plan: Plan | None = None) -> Sequence[Task]:
    """Live tasks with a rhythm, and a unit to do them, that have no duty yet."""
    found = Task.objects.live().filter(RECURRING, campaign=campaign)
    found = found.exclude(duties__ended_at=None, duties__isnull=False)
    found = found.filter(owners__role__in=(OwnerRole.LEAD, OwnerRole.COOP))
    found = found.filter(sources__plan=plan) if plan is not None else found
    return list(found.select_related("campaign").distinct().order_by("number"))


def duty_of_task(*, by: User, task: Task, starts_on: date | None = None) -> Duty:
    """The duty of a task that comes round, with its rhythm, words and units; it begins today, or when the task begins."""
    with transaction.atomic():
        locked = Task.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=task.pk)
        check_user_can_make_duty_of(by, locked)
        return create_duty(by=by, campaign=locked.campaign, values=_values(locked, starts_on))


def duties_of_tasks(
    *, by: User, campaign: Campaign, plan: Plan | None = None, starts_on: date | None = None
) -> list[Duty]:
    """One duty for every recurring task of a plan, or of the whole ledger, that has none; the same press again adds none."""
    check_user_can_create_duty(by, campaign)
    with transaction.atomic():
        return [duty_of_task(by=by, task=task, starts_on=starts_on) for task in recurring_tasks(campaign, plan)]


def _values(task: Task, starts_on: date | None) -> DutyValues:
    today = timezone.localdate()
    source = task.sources.order_by("pk").first()
    quote = source.quote if source else ""
    owners = (
        task.owners.filter(role__in=(OwnerRole.LEAD, OwnerRole.COOP)).select_related("unit").order_by("order", "id")
    )
    units = list({owner.unit_id: owner.unit for owner in owners}.values())
    people = people_in(quote or task.title)
    return DutyValues(
        title=task.title,
        words=quote,
        demand=demand_of_task(task),
        rhythm_words=task.recurrence_text,
        starts_on=starts_on or max(today, task.start_on or today),
        ends_on=task.due_on if task.due_on and task.due_on >= today else None,
        units=units,
        people=people,
        people_basis=PeopleBasis.UNSAID if people and len(units) > 1 else PeopleBasis.EACH,
        extra={"task": task},
    )
