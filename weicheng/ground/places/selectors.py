"""Reads of zones: the table with the sponsors of a day, what is uncovered, the cross table of departments and areas."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import Unit, User
from weicheng.ground.places.models import Sponsorship, Zone


def zone_rows(campaign: Campaign, user: User, day: date) -> list[Zone]:
    """The zones of a day within reach, each with ``sponsors`` of that day under the department's name of that day."""
    held = Sponsorship.objects.on(day).select_related("leader", "chief", "department").order_by("start", "id")
    held = held.prefetch_related("department__names")
    zones = Zone.objects.for_user(user).live().filter(campaign=campaign).select_related("owner")
    sponsors = Prefetch("sponsorships", held, to_attr="sponsors")
    rows = list(zones.prefetch_related(sponsors))  # type: ignore[no-redef]
    for zone in rows:
        for one in zone.sponsors:
            one.department_name = one.department.name_on(day)
    return rows


def uncovered(zones: list[Zone]) -> list[Zone]:
    """Zones without a sponsor on the day of the rows."""
    return [zone for zone in zones if not zone.sponsors]


def zone_for(user: User, pk: int) -> Zone | None:
    zones = Zone.objects.for_user(user).select_related("owner", "campaign")
    return zones.filter(pk=pk).first()


def sponsorships_of(zone: Zone) -> list[Sponsorship]:
    """All of a zone, newest first."""
    return list(
        zone.sponsorships.select_related("leader", "chief", "department", "zone__campaign").order_by("-start", "-pk")
    )


@dataclass(slots=True)
class CrossRow:
    """A sponsoring department and, for each area in order, its zones there (M012)."""

    department: Unit
    cells: list[list[Zone]] = field(default_factory=list)


@dataclass(slots=True)
class CrossTable:
    areas: list[Unit | None]
    rows: list[CrossRow]


def cross_table(zones: list[Zone]) -> CrossTable:
    """Departments down, areas across; a zone without an area stands in the column None."""
    areas: dict[int | None, Unit | None] = {zone.owner_id: zone.owner for zone in zones}
    order = sorted(areas, key=lambda pk: (pk is None, areas[pk].order if areas[pk] else 0, pk or 0))  # type: ignore[union-attr]
    rows: dict[int, CrossRow] = {}
    for zone in zones:
        for one in zone.sponsors:
            row = rows.setdefault(one.department_id, CrossRow(one.department, [[] for _ in order]))
            row.cells[order.index(zone.owner_id)].append(zone)
    ordered = sorted(rows.values(), key=lambda row: (row.department.order, row.department.pk))
    return CrossTable([areas[pk] for pk in order], ordered)
