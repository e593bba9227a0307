"""Rosters and turns as lists: those a user may see, her own turns, one day, what was stopped and came back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Max, Min, Q, QuerySet

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import User
from weicheng.work.duties.models import Roster, RosterLeave, RosterShift, RosterTurn, ShiftLog, Violation

RELAPSE_DAYS = 30


def rosters_for(user: User, campaign: Campaign) -> QuerySet[Roster]:
    """With counts of people and of those on duty; drafts only for the unit and those who see everything."""
    return (
        Roster.objects.for_user(user)
        .filter(campaign=campaign)
        .select_related("unit", "job")
        .annotate(people=Count("members", filter=Q(members__left_on=None), distinct=True))
        .order_by("state", "-starts_on", "-pk")
    )


def roster_for(user: User, pk: int) -> Roster | None:
    found = Roster.objects.for_user(user).select_related("unit", "campaign", "job", "published_by", "created_by")
    return found.filter(pk=pk).first()


def turns_on(roster: Roster, day: date) -> QuerySet[RosterTurn]:
    return roster.turns.filter(day=day).select_related("member__person", "shift")


@dataclass(frozen=True, slots=True)
class MyDay:
    """One day of a person: a turn, or leave."""

    day: date
    last: date
    turn: RosterTurn | None
    leave: RosterLeave | None = None
    mates: list[str] = field(default_factory=list)


def my_days(user: User, first: date, days: int = 62) -> list[MyDay]:
    """The user's own turns and leave on published rosters from ``first`` on, in order; three queries."""
    until = first + timedelta(days=days)
    mine = RosterTurn.objects.filter(
        member__person__user=user, roster__state="published", day__gte=first - timedelta(days=6), day__lte=until
    ).select_related("roster__unit", "shift", "member")
    turns = [turn for turn in mine if _last(turn) >= first]
    mates: dict[tuple[int, date, int], list[str]] = {}
    others = RosterTurn.objects.filter(roster__in={t.roster_id for t in turns}, day__in={t.day for t in turns})
    for roster, day, shift, name in others.values_list("roster_id", "day", "shift_id", "member__name"):
        mates.setdefault((roster, day, shift), []).append(name)
    rows = [
        MyDay(t.day, _last(t), t, mates=[n for n in mates[t.roster_id, t.day, t.shift_id] if n != t.member.name])
        for t in turns
    ]
    leave = RosterLeave.objects.filter(
        member__person__user=user, member__roster__state="published", last__gte=first, first__lte=until
    ).select_related("member__roster")
    rows += [MyDay(one.first, one.last, None, one) for one in leave]
    return sorted(rows, key=lambda row: (row.day, row.turn is None))


def _last(turn: RosterTurn) -> date:
    return turn.day + timedelta(days=6 - turn.day.weekday()) if turn.roster.is_weekly else turn.day


@dataclass(slots=True)
class ShiftOfDay:
    """A shift of one day for its page: who is on it, what was written about it."""

    shift: RosterShift
    turns: list[RosterTurn]
    logs: list[ShiftLog]
    need: int
    can_log: bool = False  # set by the page, as is the key of its form
    key: str = ""

    @property
    def lack(self) -> int:
        return max(0, self.need - len(self.turns))


def shifts_of_day(roster: Roster, day: date, is_off: bool) -> list[ShiftOfDay]:
    turns = list(turns_on(roster, day))
    logs = list(roster.logs.filter(day=day).select_related("by").prefetch_related("violations"))
    found = [
        ShiftOfDay(
            shift,
            [turn for turn in turns if turn.shift_id == shift.pk],
            [log for log in logs if log.shift_id == shift.pk],
            shift.heads_off if is_off else shift.heads,
        )
        for shift in roster.shifts.all()
    ]
    mark_relapses(roster, [v for one in found for log in one.logs for v in log.violations.all()], day)
    return found


def mark_relapses(roster: Roster, violations: Iterable[Violation], day: date) -> None:
    """Set ``earlier``: how often the same was stopped at the same spot within the thirty days before (M078)."""
    rows = Violation.objects.filter(
        log__roster=roster, log__day__lt=day, log__day__gte=day - timedelta(days=RELAPSE_DAYS)
    ).values_list("spot", "kind")
    earlier = list(rows)
    for violation in violations:
        count = earlier.count((violation.spot, violation.kind))
        violation.earlier, violation.nth = count, count + 1  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Spot:
    spot: str
    kind: str
    times: int
    came_back: int
    first: date
    last: date


def relapses(roster: Roster) -> list[Spot]:
    """Spots where the same was stopped more than once, or was seen again on the same shift; the most frequent first."""
    rows = (
        Violation.objects.filter(log__roster=roster)
        .values("spot", "kind")
        .annotate(
            times=Count("pk"), came=Count("pk", filter=Q(came_back=True)), first=Min("log__day"), last=Max("log__day")
        )
        .filter(Q(times__gt=1) | Q(came__gt=0))
        .order_by("-times", "-last", "spot")
    )
    return [Spot(r["spot"], r["kind"], r["times"], r["came"], r["first"], r["last"]) for r in rows]


@dataclass(frozen=True, slots=True)
class Attendance:
    name: str
    planned: int  # turns up to today
    came: int
    absent: int
    unrecorded: int


def attendance(roster: Roster, today: date) -> list[Attendance]:
    """Who came how often up to today; those with absences first."""
    rows = (
        roster.members.filter(turns__day__lte=today)
        .values("name")
        .annotate(
            planned=Count("turns"),
            came=Count("turns", filter=Q(turns__came=True)),
            absent=Count("turns", filter=Q(turns__came=False)),
        )
        .order_by("-absent", "order", "name")
    )
    return [
        Attendance(r["name"], r["planned"], r["came"], r["absent"], r["planned"] - r["came"] - r["absent"])
        for r in rows
    ]
