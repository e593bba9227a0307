"""Which way of writing belongs to which unit: a name, short name or alias that two bear can no longer be matched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.choices import UnitKind
from weicheng.ground.org.models import Unit, UnitAlias
from weicheng.ground.org.naming import clean

# 办公室 of two bureaus, 东风社区 of two subdistricts: a paper that names one names the unit above it too.
LOCAL = (UnitKind.OFFICE, UnitKind.COMMUNITY)
WORDS = {"name": "全称", "short_name": "简称", "aliases": "别称"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a unit stands, as far as the right to a name goes; ``parent`` is anything that can be compared."""

    kind: str
    parent: object

    def contends_with(self, other: Place) -> bool:
        """Whether the two cannot bear one name: only local bodies below different parents can."""
        return self.parent == other.parent or not (self.kind in LOCAL and other.kind in LOCAL)


def check_is_free(
    field: str, texts: Iterable[str], *, kind: str, parent: Unit | None, besides: Unit | None = None
) -> None:
    """Invalid, at ``field``, if a living unit is written in one of these ways already."""
    place = Place(kind, parent.pk if parent else None)
    for text in texts:
        for holder, word in _holders(text, besides):
            if not place.contends_with(Place(holder.kind, holder.parent_id)):
                continue
            if field == "name" and word == WORDS["name"]:
                where = f"“{holder.parent}”下面" if holder.parent else "名单里"
                raise Invalid(f"{where}已经有“{holder.name}”了，不用再登记。", field)
            raise Invalid(f"{WORDS[field]}“{text}”已是{holder.name}的{word}，两家都这样写就分不清了，请换一个。", field)


def _holders(text: str, besides: Unit | None) -> Iterable[tuple[Unit, str]]:
    """The living units that bear ``text``, each with what it is to them."""
    ways = {way for way in (text.strip(), clean(text)) if way}
    if not ways:
        return
    living = Unit.objects.on(timezone.localdate()).select_related("parent")
    if besides is not None:
        living = living.exclude(pk=besides.pk)
    for unit in living.filter(Q(name__in=ways) | Q(short_name__in=ways)):
        yield unit, WORDS["name"] if unit.name in ways else WORDS["short_name"]
    # By the index of aliases; asked together with the names, it would read every unit of the register.
    holders = UnitAlias.objects.filter(text__in=ways).values("unit")
    for unit in living.filter(pk__in=holders):
        yield unit, WORDS["aliases"]
