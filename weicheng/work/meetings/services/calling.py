"""The call list: units by kind or by hand, with the person who holds the required post; others may take her place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.kernel.keys import made_before
from weicheng.ground.org.choices import GroupKind, MemberPost, PostKind, UnitKind
from weicheng.ground.org.models import Membership, Post, Unit, User
from weicheng.work.meetings.choices import AttendanceState, Category, MeetingKind
from weicheng.work.meetings.models import Attendee, Meeting
from weicheng.work.meetings.permissions import check_user_can_change_meeting, check_user_can_name_attendee
from weicheng.work.meetings.services.lines import locked_line, record_line
from weicheng.work.meetings.services.planning import locked_meeting, tell
from weicheng.work.meetings.transitions import PRESENT

CATEGORY_OF = {
    UnitKind.PARTY_GOV: Category.DEPARTMENTS,
    UnitKind.DEPARTMENT: Category.DEPARTMENTS,
    UnitKind.TOWNSHIP: Category.TOWNSHIPS,
    UnitKind.COMMUNITY: Category.COMMUNITIES,
    UnitKind.ENTERPRISE: Category.ENTERPRISES,
}
# What the audit trail takes: the line, what it was, what it is.
Changes = list[tuple[Attendee, dict[str, Any], dict[str, Any]]]
REQUIRED = (PostKind.RESPONSIBLE, PostKind.IN_CHARGE, PostKind.LIAISON)
# Where the wanted post is empty, the next of these is called.
_STAND_INS = {
    PostKind.IN_CHARGE: (PostKind.IN_CHARGE, PostKind.RESPONSIBLE),
    PostKind.RESPONSIBLE: (PostKind.RESPONSIBLE, PostKind.IN_CHARGE),
    PostKind.LIAISON: (PostKind.LIAISON,),
}


def call_units(*, by: User, meeting: Meeting, units: Iterable[Unit], required: str) -> list[Attendee]:
    """A line for each unit that has none yet for the post; their liaisons are told. The new lines."""
    if required not in REQUIRED:
        raise Invalid("请选要求谁参加：主要负责人、分管负责人或联络员。", "required")
    with transaction.atomic():
        current = locked_meeting(meeting)
        check_user_can_change_meeting(by, current)
        there = set(current.attendees.filter(required=required).values_list("unit", flat=True))
        wanted = [unit for unit in dict.fromkeys(units) if unit.pk not in there]
        holders = holders_of([unit.pk for unit in wanted], required, current.day)
        lines = [_line(current, unit, required, holders.get(unit.pk)) for unit in wanted]
        Attendee.objects.bulk_create(lines)
        changes: Changes = [(line, {}, {"name": line.name, "required": line.get_required_display()}) for line in lines]
        audit.record_many("meetings.attendee.called", changes, by=by, campaign_id=current.campaign_id)
        if wanted:
            tell(current, "called", f"请参加{current.title}", units=wanted)
    return lines


def call_leaders(*, by: User, meeting: Meeting) -> list[Attendee]:
    """Head and deputies of the leading group, and its members where the meeting is its own; once each."""
    with transaction.atomic():
        current = locked_meeting(meeting)
        check_user_can_change_meeting(by, current)
        posts = [MemberPost.HEAD, MemberPost.DEPUTY]
        if current.kind == MeetingKind.LEADING:
            posts.append(MemberPost.MEMBER)
        seats = Membership.objects.on(current.day).filter(group__kind=GroupKind.LEADING, post__in=posts)
        there = set(current.attendees.exclude(person=None).values_list("person", flat=True))
        lines = {}
        for seat in seats.select_related("person", "home_unit").order_by("group", "order", "pk"):
            if seat.person_id in there or seat.person_id in lines:
                continue
            leads = seat.post != MemberPost.MEMBER
            lines[seat.person_id] = Attendee(
                meeting=current,
                category=Category.LEADERS if leads else Category.DEPARTMENTS,
                unit=None if leads else seat.home_unit,
                unit_name=str(seat.home_unit) if seat.home_unit else "",
                person=seat.person,
                name=seat.person.name,
                title=seat.title[:50],
            )
        made = Attendee.objects.bulk_create(list(lines.values()))
        changes: Changes = [(line, {}, {"name": line.name}) for line in made]
        audit.record_many("meetings.attendee.called", changes, by=by, campaign_id=current.campaign_id)
        if told := [line.unit for line in made if line.unit is not None]:
            tell(current, "called", f"请参加{current.title}", units=told)
    return made


def units_of_kinds(kinds: Iterable[str], meeting: Meeting) -> list[Unit]:
    """The units of the kinds that exist on the day of the meeting; those of the sample in its own campaign only."""
    living = Unit.objects.on(meeting.day).with_samples(meeting.campaign.is_sample)
    return list(living.filter(kind__in=list(kinds)))


def call_person(
    *,
    by: User,
    meeting: Meeting,
    key: UUID | str,
    category: str,
    name: str,
    title: str = "",
    unit: Unit | None = None,
) -> Attendee:
    """Somebody by hand, with or without a unit; the same ``key`` again gives the line that is there."""
    if category not in Category.values:
        raise Invalid("请选类别。", "category")
    if not name.strip():
        raise Invalid("请写姓名。", "name")
    with transaction.atomic():
        current = locked_meeting(meeting)
        check_user_can_change_meeting(by, current)
        known = made_before(Attendee, key, meeting=current)
        if known is not None:
            return known
        line = Attendee.objects.create(
            meeting=current,
            key=key,
            category=category,
            unit=unit,
            unit_name=str(unit) if unit else "",
            name=name.strip()[:50],
            title=title.strip()[:50],
        )
        record_line("called", by, line, {}, {"name": line.name})
        if unit is not None:
            tell(current, "called", f"请参加{current.title}", units=[unit])
    return line


def replace_person(*, by: User, line: Attendee, name: str, title: str = "") -> Attendee:
    """Somebody else comes for the unit; not for one who has signed in already."""
    with transaction.atomic():
        locked_meeting(line.meeting)
        held = (
            Attendee.objects.select_for_update(of=("self",)).select_related("meeting__campaign", "unit").get(pk=line.pk)
        )
        check_user_can_name_attendee(by, held)
        if not name.strip():
            raise Invalid("请写姓名。", "name")
        if held.state in PRESENT:
            raise NotPossible(f"{held}已经签到，要换人请先撤销签到。")
        before = {"name": held.name, "title": held.title}
        held.name, held.title = name.strip()[:50], title.strip()[:50]
        held.person = None
        held.save(update_fields=["name", "title", "person"])
        after = {"name": held.name, "title": held.title}
        if after != before:
            record_line("changed", by, held, before, after)
    return held


def remove_line(*, by: User, line: Attendee) -> None:
    """Take a line off the list; one who has come stays on it."""
    with transaction.atomic():
        check_user_can_change_meeting(by, locked_meeting(line.meeting))
        held = locked_line(line)
        if held.state != AttendanceState.INVITED:
            raise NotPossible(f"{held}{held.get_state_display()}，不能移出名单。")
        record_line("removed", by, held, {"name": held.name}, {})
        held.delete()


def holders_of(unit_ids: Iterable[int], required: str, day: date) -> dict[int, Post]:
    """Who holds the post, or else the one that stands in for it, of each unit on a day."""
    order = _STAND_INS[PostKind(required)]
    posts = Post.objects.on(day).filter(unit__in=list(unit_ids), kind__in=order).select_related("person")
    found: dict[int, Post] = {}
    for post in posts.order_by("start", "pk"):
        held = found.get(post.unit_id)
        if held is None or order.index(PostKind(post.kind)) <= order.index(PostKind(held.kind)):
            found[post.unit_id] = post
    return found


def _line(meeting: Meeting, unit: Unit, required: str, post: Post | None) -> Attendee:
    return Attendee(
        meeting=meeting,
        category=CATEGORY_OF.get(UnitKind(unit.kind), Category.OTHER),
        unit=unit,
        unit_name=str(unit),
        required=required,
        person=post.person if post else None,
        name=post.person.name if post else "",
        title=post.title if post else "",
    )
