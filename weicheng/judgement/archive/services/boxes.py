"""盒: numbered items of one lowest class are laid in; a sealed box is closed for good."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.org.models import User
from weicheng.judgement.archive import permissions
from weicheng.judgement.archive.choices import ItemState
from weicheng.judgement.archive.models import Box, Item, ItemRegister
from weicheng.judgement.archive.services.filing import prefix_of

THICKNESSES = (20, 30, 40, 50)


@transaction.atomic
def fill_box(
    *, by: User, campaign: Campaign, items: Iterable[Item], thickness: int = 30, box: Box | None = None
) -> Box:
    """Lay items into a box, a new one unless ``box`` is given. They must be numbered, of one class, and in no box."""
    permissions.check_user_can_keep_archive(by, campaign)
    keys = [item.pk for item in items]
    found = list(Item.objects.select_for_update(of=("self",)).filter(campaign=campaign, pk__in=keys).order_by("serial"))
    if not found:
        raise Invalid("请选要装盒的件。", "items")
    for item in found:
        if item.state != ItemState.NUMBERED:
            raise NotPossible(f"“{item.title}”{item.get_state_display()}，编了档号才能装盒。")
        if item.box_id is not None:
            raise NotPossible(f"{item.number}已经在盒里。")
    prefixes = {prefix_of(item) for item in found}
    if len(prefixes) > 1 or (box is not None and prefixes != {box.prefix}):
        raise NotPossible("一盒只装同一年度、同一保管期限、同一机构的件，请分开装。")
    if box is None:
        box = _open_box(by, campaign, prefixes.pop(), thickness)
    else:
        box = Box.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=box.pk)
        permissions.check_user_can_fill_box(by, box)
    Item.objects.filter(pk__in=[item.pk for item in found]).update(box=box)
    return box


@transaction.atomic
def seal_box(*, by: User, box: Box, keeper: str = "", checker: str = "", note: str = "") -> Box:
    """Close a box: its items are frozen. Every one must say how many pages it has, for the 备考表 counts them."""
    current = Box.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=box.pk)
    permissions.check_user_can_fill_box(by, current)
    items = list(current.items.select_for_update(of=("self",)).order_by("serial"))
    if not items:
        raise NotPossible(f"{current}是空的，不能封。")
    blank = [item.number for item in items if item.pages is None]
    if blank:
        raise NotPossible(f"有{len(blank)}件没有填页数，不能封盒：{'、'.join(blank[:5])}。")
    current.keeper, current.checker, current.note = keeper.strip()[:50], checker.strip()[:50], note.strip()[:2000]
    current.sealed_at, current.sealed_by = timezone.now(), by
    current.save()
    current.items.update(state=ItemState.SEALED)
    pages = sum(item.pages or 0 for item in items)
    audit.record("archive.box.sealed", by=by, obj=current, after={"items": len(items), "pages": pages})
    return current


@transaction.atomic
def set_pages(*, by: User, item: Item, pages: int) -> Item:
    """Count the pages of a numbered item: counting changes nothing that was numbered."""
    current = Item.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=item.pk)
    permissions.check_user_can_keep_archive(by, current.campaign)
    if current.state not in (ItemState.OPEN, ItemState.NUMBERED):
        raise NotPossible(f"{current.number}{current.get_state_display()}，不能再改页数。")
    if not 0 < pages < 100_000:
        raise Invalid("页数是正整数。", "pages")
    before, current.pages = current.pages, pages
    current.save(update_fields=["pages"])
    audit.record("archive.item.changed", by=by, obj=current, before={"pages": before}, after={"pages": pages})
    return current


def _open_box(by: User, campaign: Campaign, prefix: str, thickness: int) -> Box:
    if thickness not in THICKNESSES:
        raise Invalid("盒厚是20、30、40或50毫米。", "thickness")
    register = ItemRegister.objects.select_for_update().get(prefix=prefix)
    register.last_box += 1
    register.save(update_fields=["last_box"])
    box = Box.objects.create(campaign=campaign, prefix=prefix, number=register.last_box, thickness=thickness)
    audit.record("archive.box.opened", by=by, obj=box, after={"thickness": thickness})
    return box
