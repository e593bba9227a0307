"""A roster as people x days of one month, with what each carries over the whole span."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from weicheng.ground.campaigns.calendar import work_calendar
from weicheng.work.duties.models import Roster, RosterMember, RosterShift
from weicheng.work.duties.services.roster_planning import days_of, is_away

WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class DayHead:
    day: date
    last: date  # of a weekly roster the end of the week, else the day
    weekday: str
    is_off: bool
    lack: int
    is_today: bool


@dataclass(frozen=True, slots=True)
class Box:
    """One member on one day."""

    day: date
    mark: str
    order: int  # of the shift, for its colour
    shift: str
    is_away: bool
    came: bool | None
    is_off: bool


@dataclass(frozen=True, slots=True)
class MemberRow:
    member: RosterMember
    phone: str
    boxes: list[Box]
    load: int
    heavy: int
    percent: int  # of the most loaded


@dataclass(frozen=True, slots=True)
class MonthPage:
    month: date
    days: list[DayHead]
    rows: list[MemberRow]


def months_of(roster: Roster) -> list[date]:
    """The first days of the months in which somebody is on duty."""
    return sorted({day.replace(day=1) for day in days_of(roster)})


def month_page(roster: Roster, month: date | None, today: date) -> MonthPage:
    """The month asked for, else that of today, else the first. Seven queries, whatever the number of people and days."""
    months = months_of(roster)
    chosen = month if month in months else today.replace(day=1)
    return month_pages(roster, [chosen if chosen in months else months[0]], today)[0]


def month_pages(roster: Roster, months: list[date], today: date) -> list[MonthPage]:
    days, calendar = days_of(roster), work_calendar()
    off = set() if roster.is_weekly else {day for day in days if not calendar.is_workday(day)}
    members = list(roster.members.select_related("person").prefetch_related("leave"))
    turns = list(roster.turns.values_list("member_id", "day", "shift_id", "came"))
    shifts = {shift.pk: shift for shift in roster.shifts.all()}
    marks = marks_of(list(shifts.values()))
    by_place = {(member, day): (shift, came) for member, day, shift, came in turns}
    loads = Counter(member for member, _, _, _ in turns)
    heavies = Counter(member for member, day, _, _ in turns if day in off)
    lacks = _lacks(days, off, list(shifts.values()), Counter((day, shift) for _, day, shift, _ in turns))
    most = max(loads.values(), default=1)

    def box(member: RosterMember, day: date) -> Box:
        shift, came = by_place.get((member.pk, day), (None, None))
        mark, order, name = (marks[shift], shifts[shift].order, shifts[shift].name) if shift else ("", 0, "")
        return Box(day, mark, order, name, is_away(roster, member, day), came, day in off)

    pages = []
    for month in months:
        shown = [day for day in days if (day.year, day.month) == (month.year, month.month)]
        heads = [_head(roster, day, day in off, lacks[day], today) for day in shown]
        rows = [
            MemberRow(m, m.person.phone, [box(m, day) for day in shown], loads[m.pk], heavies[m.pk],
                      100 * loads[m.pk] // most)
            for m in members
        ]  # fmt: skip
        pages.append(MonthPage(month, heads, rows))
    return pages


def marks_of(shifts: list[RosterShift]) -> dict[int, str]:
    """One character per shift where that tells them apart, else two, else a number."""
    for length in (1, 2):
        marks = {shift.pk: shift.name[:length] for shift in shifts}
        if len(set(marks.values())) == len(shifts):
            return marks
    return {shift.pk: str(number) for number, shift in enumerate(shifts, 1)}


def _lacks(
    days: list[date], off: set[date], shifts: list[RosterShift], filled: Counter[tuple[date, int]]
) -> dict[date, int]:
    needed = {(day, s.pk): s.heads_off if day in off else s.heads for day in days for s in shifts}
    return {day: sum(max(0, needed[day, s.pk] - filled[day, s.pk]) for s in shifts) for day in days}


def _head(roster: Roster, day: date, is_off: bool, lack: int, today: date) -> DayHead:
    last = min(day + timedelta(days=6 - day.weekday()), roster.ends_on) if roster.is_weekly else day
    return DayHead(day, last, WEEKDAYS[day.weekday()], is_off, lack, day <= today <= last)
