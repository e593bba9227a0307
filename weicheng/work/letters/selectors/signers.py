"""Who signs for whom on a day: the leading group's head on one side, the unit's chief and leader in charge on the other."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.choices import GroupKind, MemberPost, PostKind
from weicheng.ground.org.models import Group, Membership, Person, Post


@dataclass(frozen=True, slots=True)
class Top:
    """The body above; ``head`` is empty where none is registered, ``is_known`` False where not even the body is."""

    group: str
    head: str
    head_title: str
    office: str
    is_known: bool


@dataclass(frozen=True, slots=True)
class Chiefs:
    """First responsible and directly responsible (M007)."""

    first: Person | None = None
    first_title: str = ""
    direct: Person | None = None
    direct_title: str = ""


def top_of(campaign: Campaign, day: date) -> Top:
    groups = list(Group.objects.on(day).filter(kind__in=(GroupKind.LEADING, GroupKind.OFFICE)).order_by("pk"))
    leading = next((group for group in groups if group.kind == GroupKind.LEADING), None)
    office = next((group for group in groups if group.kind == GroupKind.OFFICE), None)
    seat = None
    if leading:
        seats = Membership.objects.on(day).filter(group=leading, post=MemberPost.HEAD).select_related("person")
        seat = seats.order_by("order", "pk").first()
    return Top(
        group=leading.name if leading else f"{campaign.area}{campaign.name}领导小组",
        head=seat.person.name if seat else "",
        head_title=seat.title if seat else "",
        office=office.name if office else f"{campaign.area}创卫办",
        is_known=leading is not None,
    )


def chiefs_of(unit_ids: Collection[int], day: date) -> dict[int, Chiefs]:
    posts = Post.objects.on(day).filter(unit__in=unit_ids, kind__in=(PostKind.RESPONSIBLE, PostKind.IN_CHARGE))
    found: dict[int, dict[str, Post]] = {pk: {} for pk in unit_ids}
    for post in posts.select_related("person").order_by("start", "pk"):
        found[post.unit_id][post.kind] = post
    return {pk: _chiefs(held) for pk, held in found.items()}


def _chiefs(held: dict[str, Post]) -> Chiefs:
    first, direct = held.get(PostKind.RESPONSIBLE), held.get(PostKind.IN_CHARGE)
    return Chiefs(
        first.person if first else None,
        first.title if first else "",
        direct.person if direct else None,
        direct.title if direct else "",
    )
