"""The leading group, its office and working groups, with members by date (M001-M006)."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org import policies
from weicheng.ground.org.choices import GroupKind, MemberPost
from weicheng.ground.org.models import Group, Membership, Person, Unit, User


@transaction.atomic
def create_group(
    *,
    by: User | None,
    name: str,
    kind: str = GroupKind.WORKING,
    parent: Group | None = None,
    host_unit: Unit | None = None,
    start: date | None = None,
) -> Group:
    """Found a group; ``host_unit`` is where an office has its seat (办公室设在)."""
    if not name.strip():
        raise Invalid("机构名称空着。", "name")
    if kind not in GroupKind.values:
        raise Invalid(f"没有“{kind}”这种机构，可填：{'、'.join(GroupKind.labels)}。", "kind")
    group = Group.objects.create(name=name.strip(), kind=kind, parent=parent, host_unit=host_unit, start=start)
    audit.record("org.group.created", by=by, obj=group, after={"name": group.name, "kind": kind, "start": start})
    return group


@transaction.atomic
def change_group(
    *, by: User, group: Group, name: str, kind: str, host_unit: Unit | None, parent: Group | None, start: date | None
) -> Group:
    if parent is not None and _is_below(parent, group):
        raise Invalid("机构不能隶属于自己或自己下面的机构。", "parent")
    values = {"name": name.strip(), "kind": kind, "host_unit": host_unit, "parent": parent, "start": start}
    changed = [field for field, value in values.items() if getattr(group, field) != value]
    before = {field: str(getattr(group, field) or "") for field in changed}
    for field in changed:
        setattr(group, field, values[field])
    if changed:
        group.save(update_fields=changed)
        after = {field: str(values[field] or "") for field in changed}
        audit.record("org.group.changed", by=by, obj=group, before=before, after=after)
    return group


@transaction.atomic
def dissolve_group(*, by: User, group: Group, on: date, reason: str = "") -> Group:
    """From ``on`` the group is no more; its memberships end the day before."""
    last = on - timedelta(days=1)
    policies.check_group_is_alive(group, on)
    group.end = last
    group.save(update_fields=["end"])
    group.memberships.filter(end=None).update(end=last)
    audit.record("org.group.dissolved", by=by, obj=group, after={"on": on}, reason=reason)
    return group


@transaction.atomic
def add_member(
    *,
    by: User | None,
    group: Group,
    person: Person,
    post: str = MemberPost.MEMBER,
    title: str = "",
    home_unit: Unit | None = None,
    start: date | None = None,
    order: int | None = None,
) -> Membership:
    """Seat a person in the group; a seat with the same post that is still open is only brought up to date."""
    if post not in MemberPost.values:
        raise Invalid(f"没有“{post}”这种组内职务，可填：{'、'.join(MemberPost.labels)}。", "post")
    policies.check_group_is_alive(group, start or timezone.localdate())
    seat = Membership.objects.filter(group=group, person=person, post=post, end=None).first()
    if seat is None:
        place = order if order is not None else group.memberships.count() + 1
        seat = Membership(group=group, person=person, post=post, order=place, start=start)
    elif (seat.title, seat.home_unit) == (title.strip(), home_unit) and order in (None, seat.order):
        return seat
    seat.title, seat.home_unit = title.strip(), home_unit
    seat.order = order if order is not None else seat.order
    seat.save()
    after = {
        "person": str(person),
        "post": post,
        "title": seat.title,
        "home_unit": str(home_unit or ""),
        "start": start,
    }
    audit.record("org.group.seated", by=by, obj=group, after=after)
    return seat


@transaction.atomic
def end_membership(*, by: User, membership: Membership, on: date) -> Membership:
    """``on`` is the last day of the seat."""
    membership.end = max(on, membership.start) if membership.start else on
    membership.save(update_fields=["end"])
    after = {"person": str(membership.person), "post": membership.post, "end": membership.end}
    audit.record("org.group.left", by=by, obj=membership.group, after=after)
    return membership


def _is_below(candidate: Group, group: Group) -> bool:
    above: Group | None = candidate
    while above is not None:
        if above.pk == group.pk:
            return True
        above = above.parent
    return False
