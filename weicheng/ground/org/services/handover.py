"""A person leaves: posts close, the account stops, a successor takes over."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.models import Membership, Person, Post, RoleAssignment, User
from weicheng.ground.org.services.accounts import Slip, create_account, disable_account, issue_codes
from weicheng.ground.org.services.groups import end_membership
from weicheng.ground.org.services.people import appoint, end_post
from weicheng.ground.org.services.roles import assign_role


@transaction.atomic
def hand_over(*, by: User, leaving: Person, successor: Person | None, on: date, reason: str = "") -> Slip | None:
    """``on`` is the last day of ``leaving``: posts and seats close, the account is disabled.

    The successor takes posts and roles from the next day, and gets an account if there was one: the slip for it is
    returned. Without a successor the posts stay empty and show up as missing. Invalid for a future day: the account
    must stop on the day it is said to.
    """
    if on > timezone.localdate():
        raise Invalid("离任日期还没到，到那天再办。", "on")
    if successor is not None and successor.pk == leaving.pk:
        raise Invalid("接任的不能是本人。", "successor")
    posts = list(Post.objects.filter(person=leaving, end=None).select_related("unit", "person"))
    for post in posts:
        end_post(by=by, post=post, on=on)
    for seat in Membership.objects.filter(person=leaving, end=None).select_related("person", "group"):
        end_membership(by=by, membership=seat, on=on)
    slip = None
    if successor is not None:
        for post in posts:
            appoint(
                by=by, person=successor, unit=post.unit, kind=post.kind, title=post.title, start=on + timedelta(days=1)
            )
        slip = _pass_roles(by, leaving, successor)
    if leaving.user:
        disable_account(by=by, user=leaving.user, reason=reason or "离任")
    audit.record(
        "org.person.left", by=by, obj=leaving, after={"on": on, "successor": str(successor or "")}, reason=reason
    )
    return slip


def _pass_roles(by: User, leaving: Person, successor: Person) -> Slip | None:
    if not leaving.user:
        return None
    roles = list(RoleAssignment.objects.on(timezone.localdate()).filter(user=leaving.user).select_related("unit"))
    if not roles:
        return None
    slip = None
    if successor.user is None:
        first = roles[0]
        user = create_account(by=by, person=successor, role=first.role, unit=first.unit)
        slip = issue_codes(by=by, users=[user], units={user.pk: first.unit} if first.unit else None)[0]
    assert successor.user is not None
    for role in roles:
        assign_role(by=by, user=successor.user, role=role.role, unit=role.unit)
    return slip
