"""Rosters for the tests, made through the real services; a day is a date of March 2026."""

from datetime import date, time

from weicheng.ground.kernel import jobs
from weicheng.ground.org.services import add_person, appoint
from weicheng.work.duties.models import Roster
from weicheng.work.duties.services.roster_drafting import ShiftWish, create_roster
from weicheng.work.duties.services.roster_planning import publish_roster, request_plan

MORNING = ShiftWish("早班", time(7, 30), time(9, 30), 1, 2)
EVENING = ShiftWish("晚班", time(16, 30), time(18, 30), 1, 1)


def staff(unit, *names, users=()):
    """People with a post in the unit, the first of them with the accounts given."""
    for place, name in enumerate(names):
        person = add_person(by=None, name=name, user=users[place] if place < len(users) else None)
        appoint(by=None, person=person, unit=unit, kind="staff", start=date(2020, 1, 1))


def draft(by, campaign, unit, people=8, shifts=(MORNING, EVENING), **values) -> Roster:
    """A draft over 9 to 22 March with so many people."""
    if people:
        staff(unit, *(f"赵{n}" for n in range(1, people + 1)))
    values = {"name": "人民路执勤", "starts_on": date(2026, 3, 9), "ends_on": date(2026, 3, 22), **values}
    return create_roster(by=by, campaign=campaign, unit=unit, shifts=shifts, **values)


def planned(by, roster) -> Roster:
    job = jobs.run_inline(request_plan(by=by, roster=roster))
    assert job.state == "done", job.error
    return again(roster)


def published(by, campaign, unit, **values) -> Roster:
    return publish_roster(by=by, roster=planned(by, draft(by, campaign, unit, **values)))


def again(roster) -> Roster:
    return Roster.objects.select_related("unit", "campaign", "job").get(pk=roster.pk)


def places(roster):
    return set(roster.turns.values_list("member__name", "day", "shift__name"))
