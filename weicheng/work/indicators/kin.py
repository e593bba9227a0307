"""The same indicator in other editions: values stay with the edition under which they were filled and are found from the next."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Q

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.standards.choices import CrossKind
from weicheng.ground.standards.models import Crosswalk, Edition, Indicator
from weicheng.work.indicators.models import DataOwner

# A value of the old is a value of the new only where the same thing is counted in the same way.
CARRIED = (CrossKind.SAME, CrossKind.MOVED, CrossKind.TIGHTENED)
Kin = dict[int, tuple[int, ...]]


def kin_of(edition: Edition) -> Kin:
    """For every indicator of the edition the ids under which its values may stand, its own first. Three queries.

    By the crosswalk where the two editions have one; else, and between versions of one text, by the same key and unit.
    """
    own = list(Indicator.objects.filter(edition=edition).values_list("pk", "key", "unit"))
    links, walked = _links(edition)
    found: dict[int, list[int]] = {pk: [pk] for pk, _, _ in own}
    by_key: dict[tuple[str, str], list[int]] = defaultdict(list)
    others = Indicator.objects.filter(key__in=[key for _, key, _ in own]).exclude(edition=edition)
    for pk, key, unit, other in others.order_by("-edition_id").values_list("pk", "key", "unit", "edition_id"):
        if other not in walked:
            by_key[key, unit].append(pk)
    for pk, key, unit in own:
        found[pk] += links[pk] + by_key[key, unit]
    return {pk: tuple(ids) for pk, ids in found.items()}


def _links(edition: Edition) -> tuple[dict[int, list[int]], set[int]]:
    """Indicators that the crosswalk joins to those of the edition, and the editions it speaks of."""
    links: dict[int, list[int]] = defaultdict(list)
    walked: set[int] = set()
    rows = Crosswalk.objects.filter(Q(old=edition) | Q(new=edition)).exclude(old_indicator=None, new_indicator=None)
    for old, new, old_edition, new_edition, kind in rows.values_list(
        "old_indicator", "new_indicator", "old", "new", "kind"
    ):
        walked.add(new_edition if old_edition == edition.pk else old_edition)
        if old and new and kind in CARRIED:
            mine, theirs = (old, new) if old_edition == edition.pk else (new, old)
            links[mine].append(theirs)
    return links, walked


def owner_of(campaign: Campaign, indicator: Indicator) -> DataOwner | None:
    """Who owes the indicator, under whatever edition that was said."""
    ids = kin_of(indicator.edition)[indicator.pk]
    found = DataOwner.objects.filter(campaign=campaign, indicator__in=ids).select_related("unit__merged_into")
    return min(found, key=lambda owner: ids.index(owner.indicator_id), default=None)
