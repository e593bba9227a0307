"""Everything that changes zones and sponsorships. Keyword-only, ``by`` is the acting user, with audit rows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.org.models import Person, Unit, User
from weicheng.ground.places.models import Sponsorship, Zone
from weicheng.ground.places.permissions import check_user_can_change_zones

FIELDS = ("name", "limits", "owner", "note")


@transaction.atomic
def add_zone(
    *, by: User, campaign: Campaign, name: str, limits: str = "", owner: Unit | None = None, note: str = ""
) -> Zone:
    """A zone at the end of the list; its name is used once in the campaign."""
    check_user_can_change_zones(by, campaign)
    Campaign.objects.select_for_update().get(pk=campaign.pk)  # two who add the same name at once follow each other
    last = Zone.objects.filter(campaign=campaign).aggregate(last=Max("order"))["last"] or 0
    name = _name(campaign, name)
    zone = Zone.objects.create(
        campaign=campaign, name=name, limits=limits.strip(), owner=owner, note=note.strip()[:200], order=last + 1
    )
    audit.record("places.zone.added", by=by, obj=zone, after=_values(zone))
    return zone


@transaction.atomic
def change_zone(*, by: User, zone: Zone, name: str, limits: str, owner: Unit | None, note: str) -> Zone:
    check_user_can_change_zones(by, zone.campaign)
    before = _values(zone)
    zone.name = _name(zone.campaign, name, zone)
    zone.limits, zone.owner, zone.note = limits.strip(), owner, note.strip()[:200]
    after = _values(zone)
    changed = [field for field in FIELDS if before[field] != after[field]]
    if changed:
        zone.save(update_fields=list(FIELDS))
        audit.record(
            "places.zone.changed",
            by=by,
            obj=zone,
            before={field: before[field] for field in changed},
            after={field: after[field] for field in changed},
        )
    return zone


@transaction.atomic
def end_zone(*, by: User, zone: Zone, reason: str) -> Zone:
    """The zone is divided anew: it and its sponsorships end today; what was stays in the record."""
    zone = _locked(zone)
    check_user_can_change_zones(by, zone.campaign)
    if not reason.strip():
        raise Invalid("撤销责任区要写明原因。", "reason")
    if zone.ended_on is not None:
        return zone
    today = timezone.localdate()
    zone.ended_on = today
    zone.save(update_fields=["ended_on"])
    Sponsorship.objects.filter(zone=zone, end=None, start__gt=today).delete()
    Sponsorship.objects.filter(zone=zone, end=None).update(end=today)
    audit.record("places.zone.ended", by=by, obj=zone, after={"ended_on": today.isoformat()}, reason=reason.strip())
    return zone


@transaction.atomic
def sponsor_zone(
    *,
    by: User,
    zone: Zone,
    department: Unit,
    leader: Person | None,
    leader_title: str = "",
    chief: Person | None = None,
    start: date,
    reason: str = "",
) -> Sponsorship:
    """Bind a leader and a department to the zone. Whoever was bound before ceases the day before.

    The same binding again changes nothing.
    """
    locked = _locked(zone)
    check_user_can_change_zones(by, locked.campaign)
    if locked.ended_on is not None:
        raise NotPossible(f"责任区“{locked}”已经撤销。")
    if department.valid_to and department.valid_to < start:
        raise Invalid(f"{department}在{start:%Y-%m-%d}已经撤并，请选接替它的单位。", "department")
    open_ones = list(Sponsorship.objects.filter(zone=locked, end=None))
    for one in open_ones:
        if (one.department_id, one.leader_id) == (department.pk, leader.pk if leader else None):
            return one
        if one.start >= start:
            raise Invalid(f"现在的包抓从{one.start:%Y-%m-%d}开始，新的要更晚。", "start")
        one.end = start - timedelta(days=1)
        one.save(update_fields=["end"])
    made = Sponsorship.objects.create(
        zone=locked,
        department=department,
        leader=leader,
        leader_title=leader_title.strip()[:80],
        chief=chief,
        start=start,
        reason=reason.strip()[:200],
    )
    audit.record(
        "places.sponsorship.begun", by=by, obj=locked, after=_bond(made), reason=made.reason, unit_id=department.pk
    )
    return made


@transaction.atomic
def end_sponsorship(*, by: User, sponsorship: Sponsorship, on: date, reason: str) -> Sponsorship:
    """The last day of a sponsorship; the zone stands uncovered after it."""
    _locked(sponsorship.zone)
    sponsorship = Sponsorship.objects.select_related("zone__campaign", "department", "leader", "chief").get(
        pk=sponsorship.pk
    )
    check_user_can_change_zones(by, sponsorship.zone.campaign)
    if not reason.strip():
        raise Invalid("结束包抓要写明原因。", "reason")
    if sponsorship.end is not None:
        raise NotPossible("这项包抓已经结束。")
    if on < sponsorship.start:
        raise Invalid("结束日期不能早于开始日期。", "on")
    sponsorship.end = on
    sponsorship.save(update_fields=["end"])
    audit.record(
        "places.sponsorship.ended", by=by, obj=sponsorship.zone, after=_bond(sponsorship), reason=reason.strip()
    )
    return sponsorship


def _locked(zone: Zone) -> Zone:
    return Zone.objects.select_for_update(of=("self",)).select_related("campaign", "owner").get(pk=zone.pk)


def _name(campaign: Campaign, name: str, zone: Zone | None = None) -> str:
    name = " ".join(name.split())
    if not name:
        raise Invalid("责任区名称不能空着。", "name")
    if len(name) > 80:
        raise Invalid("责任区名称不超过80个字。", "name")
    same = Zone.objects.live().filter(campaign=campaign, name=name)
    if zone is not None:
        same = same.exclude(pk=zone.pk)
    if same.exists():
        raise Invalid(f"已有责任区“{name}”。", "name")
    return name


def _values(zone: Zone) -> dict[str, Any]:
    return {"name": zone.name, "limits": zone.limits, "owner": str(zone.owner or ""), "note": zone.note}


def _bond(one: Sponsorship) -> dict[str, Any]:
    return {
        "leader": str(one.leader or ""),
        "department": str(one.department),
        "chief": str(one.chief or ""),
        "start": one.start.isoformat(),
        "end": one.end.isoformat() if one.end else None,
    }
