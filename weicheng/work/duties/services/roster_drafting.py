"""A roster before it is planned: what it is for, its shifts, who takes turns, who is away."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.kernel.keys import BadKey
from weicheng.ground.org.models import Person, Post, Unit, User
from weicheng.ground.org.services import add_person, appoint
from weicheng.work.duties.models import Roster, RosterLeave, RosterMember, RosterShift
from weicheng.work.duties.roster_choices import RosterPace
from weicheng.work.duties.roster_permissions import (
    check_user_can_change_roster,
    check_user_can_create_roster,
    check_user_can_draft_roster,
)

LONGEST = 400  # days
MOST_MEMBERS = 500


@dataclass(frozen=True, slots=True)
class ShiftWish:
    name: str
    starts_at: time
    ends_at: time
    heads: int
    heads_off: int


def create_roster(
    *,
    by: User,
    campaign: Campaign,
    unit: Unit,
    name: str,
    starts_on: date,
    ends_on: date,
    shifts: Sequence[ShiftWish],
    place: str = "",
    requirement: str = "",
    pace: str = RosterPace.DAY,
    rest_hours: int = 11,
    rest_days: int = 0,
    key: UUID | str | None = None,
) -> Roster:
    """A draft with the people of the unit as members. The same ``key`` again gives the roster that is there."""
    check_user_can_create_roster(by, campaign, unit)
    known = Roster.objects.filter(key=key).first() if key else None
    if known is not None:
        return _replayed(known, by, unit)
    _check_span(starts_on, ends_on)
    _check_shifts(shifts)
    values: dict[str, Any] = {"name": _checked_name(name), "starts_on": starts_on, "ends_on": ends_on, "pace": pace}
    values |= {"place": _short(place, 200, "place"), "requirement": _short(requirement, 200, "requirement")}
    values |= {
        "rest_hours": _within(rest_hours, 0, 240, "rest_hours"),
        "rest_days": _within(rest_days, 0, 60, "rest_days"),
    }
    if pace not in RosterPace.values:
        raise Invalid("排班方式只有按天和按周。", "pace")
    with transaction.atomic():
        extra = {"key": key} if key else {}
        roster = Roster.objects.create(
            campaign=campaign, unit=unit, created_by=by, secret=new_secret(), **values, **extra
        )
        for order, wish in enumerate(shifts):
            RosterShift.objects.create(
                roster=roster, order=order, name=wish.name.strip(), starts_at=wish.starts_at, ends_at=wish.ends_at,
                heads=wish.heads, heads_off=wish.heads_off,
            )  # fmt: skip
        _add(roster, _people_of(unit, starts_on))
        after = {"name": roster.name, "starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat()}
        audit.record("duties.roster.created", by=by, obj=roster, after=after, unit_id=unit.pk)
    return roster


def add_members(*, by: User, roster: Roster, names: Sequence[str]) -> list[RosterMember]:
    """Further people by name: those of the unit who bear it, else newly registered ones of the unit."""
    check_user_can_draft_roster(by, roster)
    wanted = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    if not wanted:
        raise Invalid("请写至少一个姓名，多个姓名用顿号或换行隔开。", "names")
    with transaction.atomic():
        locked(roster)
        there = set(roster.members.values_list("name", flat=True))
        again = [name for name in wanted if name in there]
        if again:
            raise Invalid(f"{'、'.join(again)}已经在表上。同名的人请在姓名后加以区别，如“王某（二队）”。", "names")
        people = [_person_of(by, roster.unit, name) for name in wanted]
        added = _add(roster, people)
        _note(by, roster, "member_added", {"members": wanted})
    return added


def remove_member(*, by: User, member: RosterMember) -> None:
    """Take somebody off a draft; his turns go with him."""
    roster = member.roster
    check_user_can_draft_roster(by, roster)
    with transaction.atomic():
        locked(roster)
        member.turns.all().delete()
        member.delete()
        _note(by, roster, "member_removed", {"members": [member.name]})


def set_member(*, by: User, member: RosterMember, share: int, exempt: Sequence[RosterShift]) -> RosterMember:
    """What part of a full load a member carries, and the shifts never given to him."""
    roster = member.roster
    check_user_can_draft_roster(by, roster)
    member.share = _within(share, 10, 200, "share")
    with transaction.atomic():
        locked(roster)
        member.save(update_fields=["share"])
        member.exempt.set([shift for shift in exempt if shift.roster_id == roster.pk])
        after = {"member": member.name, "share": member.share, "exempt": [shift.name for shift in exempt]}
        _note(by, roster, "member_changed", after)
    return member


def add_leave(*, by: User, member: RosterMember, first: date, last: date, reason: str = "") -> RosterLeave:
    """Days on which the member is away; after publishing too, the turns in them then wait for a substitute or replanning."""
    roster = member.roster
    check = check_user_can_draft_roster if roster.is_draft else check_user_can_change_roster
    check(by, roster)
    if last < first:
        raise Invalid("请假的结束日期早于开始日期。", "last")
    with transaction.atomic():
        locked(roster)
        leave, _ = RosterLeave.objects.get_or_create(
            member=member, first=first, last=last, defaults={"reason": reason.strip()}
        )
        _note(by, roster, "leave_added", {"member": member.name, "first": str(first), "last": str(last)}, reason)
    return leave


def remove_leave(*, by: User, leave: RosterLeave) -> None:
    roster = leave.member.roster
    check = check_user_can_draft_roster if roster.is_draft else check_user_can_change_roster
    check(by, roster)
    with transaction.atomic():
        after = {"member": leave.member.name, "first": str(leave.first), "last": str(leave.last)}
        leave.delete()
        _note(by, roster, "leave_removed", after)


def delete_roster(*, by: User, roster: Roster) -> None:
    """Only a draft; a published one stays as it was."""
    check_user_can_draft_roster(by, roster)
    with transaction.atomic():
        audit.record("duties.roster.deleted", by=by, obj=roster, before={"name": roster.name}, unit_id=roster.unit_id)
        roster.turns.all().delete()
        roster.delete()


def locked(roster: Roster) -> Roster:
    """The row held until the end of the transaction, so that two changes of one roster follow each other."""
    return Roster.objects.select_for_update(of=("self",)).select_related("unit", "campaign", "job").get(pk=roster.pk)


def new_secret() -> str:
    return secrets.token_urlsafe(32)


def _add(roster: Roster, people: Sequence[Person]) -> list[RosterMember]:
    first = (roster.members.aggregate(last=Max("order"))["last"] or 0) + 1
    if first + len(people) > MOST_MEMBERS + 1:
        raise Invalid(f"一张执勤表最多{MOST_MEMBERS}人，请分成几张。", "names")
    return RosterMember.objects.bulk_create(
        RosterMember(roster=roster, person=person, name=person.name, order=order, secret=new_secret())
        for order, person in enumerate(people, first)
    )


def _people_of(unit: Unit, day: date) -> list[Person]:
    """Everybody with a post in the unit on that day, in the order of their posts; chiefs too, they can be taken off."""
    posts = Post.objects.on(day).filter(unit=unit).select_related("person").order_by("pk")
    return list({post.person_id: post.person for post in posts}.values())


def _person_of(by: User, unit: Unit, name: str) -> Person:
    person = Person.objects.filter(name=name, posts__unit=unit).first()
    if person is None:
        person = add_person(by=by, name=name)
        appoint(by=by, person=person, unit=unit, kind="staff")
    return person


def _check_span(first: date, last: date) -> None:
    if last < first:
        raise Invalid("结束日期早于开始日期。", "ends_on")
    if last - first >= timedelta(days=LONGEST):
        raise Invalid(f"一张执勤表最长{LONGEST}天，请分成几张。", "ends_on")


def _check_shifts(shifts: Sequence[ShiftWish]) -> None:
    if not shifts:
        raise Invalid("至少要有一个班次。", "shifts")
    names = [wish.name.strip() for wish in shifts]
    if not all(names) or len(set(names)) < len(names):
        raise Invalid("每个班次要有名称，名称不能重复。", "shifts")
    for wish in shifts:
        _short(wish.name, 30, "shifts")
        _within(wish.heads, 0, 100, "shifts")
        _within(wish.heads_off, 0, 100, "shifts")
    if not any(wish.heads or wish.heads_off for wish in shifts):
        raise Invalid("每班人数不能都是0。", "shifts")


def _checked_name(name: str) -> str:
    if not name.strip():
        raise Invalid("请写执勤表的名称。", "name")
    return name.strip()[:100]


def _short(text: str, most: int, field: str) -> str:
    if len(text.strip()) > most:
        raise Invalid(f"“{text.strip()[:10]}……”太长，最多{most}个字。", field)
    return text.strip()


def _within(value: int, low: int, high: int, field: str) -> int:
    if not low <= value <= high:
        raise Invalid(f"请填{low}到{high}之间的整数。", field)
    return value


def _replayed(roster: Roster, by: User, unit: Unit) -> Roster:
    if (roster.created_by_id, roster.unit_id) != (by.pk, unit.pk):
        raise BadKey
    return roster


def _note(by: User, roster: Roster, verb: str, after: dict[str, Any], reason: str = "") -> None:
    audit.record(f"duties.roster.{verb}", by=by, obj=roster, after=after, reason=reason, unit_id=roster.unit_id)
