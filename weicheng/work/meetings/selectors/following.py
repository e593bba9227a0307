"""What follows from meetings: decisions with the present state of their tasks, pledges, units that held their own."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.access import scope_of
from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import Unit, User
from weicheng.work.meetings.models import Decision, Meeting, Pledge, UnitMeeting
from weicheng.work.plans.selectors.tasks import dress
from weicheng.work.plans.status import Moment


@dataclass(slots=True)
class Followed:
    """A unit that was called to a mobilisation meeting, and the meeting it held itself, if it said so."""

    unit: Unit
    held: UnitMeeting | None


def decisions_of(meeting: Meeting) -> list[Decision]:
    """The decisions of a meeting; the tasks among them know their status."""
    return _dressed(meeting.campaign, meeting.decisions.all())


def tasked(campaign: Campaign) -> list[Decision]:
    """What was decided at all meetings of the campaign, the latest meeting first."""
    found = Decision.objects.filter(meeting__campaign=campaign).order_by("-meeting__starts_at", "kind", "number")
    return _dressed(campaign, found)


def open_pledges(campaign: Campaign, user: User) -> QuerySet[Pledge]:
    """Pledges that are not kept yet, due first: all, or those of the user's units."""
    scope = scope_of(user)
    found = Pledge.objects.filter(meeting__campaign=campaign, kept_on=None).select_related("meeting", "unit")
    if not scope.sees_everything:
        found = found.filter(unit__in=scope.units(Role.LIAISON))
    return found.order_by("due_on", "pk")


def passing_on(meeting: Meeting) -> list[Followed]:
    """The called units; those that have not held their own meeting come first."""
    units = Unit.objects.filter(pk__in=meeting.attendees.values("unit"))
    held = {one.unit_id: one for one in meeting.passed_on.select_related("by")}
    lines = [Followed(unit, held.get(unit.pk)) for unit in units]
    return sorted(lines, key=lambda line: line.held is not None)


def _dressed(campaign: Campaign, decisions: QuerySet[Decision]) -> list[Decision]:
    found = list(
        decisions.select_related("meeting", "task__lead_unit").prefetch_related(
            "task__owners__unit", "task__owners__person"
        )
    )
    dress([decision.task for decision in found if decision.task], Moment.of(campaign))
    return found
