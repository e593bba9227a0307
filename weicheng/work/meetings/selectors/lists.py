"""Lists: meetings within reach, the call list, who was late or missing."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.access import scope_of
from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import User
from weicheng.work.meetings.choices import AttendanceState, Category
from weicheng.work.meetings.models import Attendee, Meeting
from weicheng.work.meetings.transitions import PRESENT


@dataclass(slots=True)
class CategoryCount:
    """How many lines of a category, and how many of them came."""

    word: str
    code: str
    called: int = 0
    came: int = 0
    excused: int = 0

    @property
    def percent(self) -> int:
        return 100 * self.came // self.called if self.called else 0


def meetings_for(campaign: Campaign, user: User) -> QuerySet[Meeting]:
    """All for those who see everything; else the meetings to which a unit of the user is called. With their counts."""
    scope = scope_of(user)
    found = Meeting.objects.filter(campaign=campaign)
    if not scope.sees_everything:
        lines = Attendee.objects.filter(meeting=OuterRef("pk"), unit__in=scope.units(Role.LIAISON))
        found = found.filter(Exists(lines))
    return found.order_by("-starts_at", "-pk").annotate(
        called=Count("attendees", distinct=True),
        came=Count("attendees", filter=Q(attendees__state__in=PRESENT), distinct=True),
        tasked=Count("decisions", filter=Q(decisions__task__isnull=False), distinct=True),
    )


def lines_of(meeting: Meeting) -> list[Attendee]:
    """The call list in the order of the categories, then of the units."""
    order = {code: number for number, code in enumerate(Category.values)}
    lines = list(meeting.attendees.select_related("unit"))
    return sorted(lines, key=lambda line: order[line.category])


def own_lines(meeting: Meeting, user: User) -> list[Attendee]:
    """The lines of the user's own units, and of the user as a person."""
    scope = scope_of(user)
    mine = Q(unit__in=scope.units(Role.LIAISON)) | Q(person__user=user.pk)
    return list(meeting.attendees.filter(mine).select_related("unit", "meeting__campaign"))


def attendance_by_category(lines: list[Attendee]) -> list[CategoryCount]:
    """The categories that are called, with their counts."""
    counts = {code: CategoryCount(Category(code).label, code) for code in Category.values}
    for line in lines:
        count = counts[line.category]
        count.called += 1
        count.came += line.state in PRESENT
        count.excused += line.state == AttendanceState.EXCUSED
    return [count for count in counts.values() if count.called]


def late_and_absent(lines: list[Attendee]) -> tuple[list[Attendee], list[Attendee]]:
    """Who came late, and who did not come without leave."""
    late = [line for line in lines if line.state == AttendanceState.LATE]
    return late, [line for line in lines if line.state == AttendanceState.ABSENT]
