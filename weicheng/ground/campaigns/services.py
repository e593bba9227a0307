"""Campaigns, phases and working days are written here, each with its audit row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from weicheng.ground.campaigns.calendar import forget_calendar
from weicheng.ground.campaigns.daylist import DayChange, read_days
from weicheng.ground.campaigns.models import CalendarDay, Campaign, ConfirmedYear, Phase
from weicheng.ground.campaigns.permissions import check_user_can_change_campaign
from weicheng.ground.campaigns.phases import PhaseDates, check_phases, usual_phases
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Refused
from weicheng.ground.standards.choices import EditionKind, Level
from weicheng.ground.standards.models import Edition

CHANGEABLE = ("name", "area", "sought_title", "starts_on", "ends_on", "warn_workdays")


@transaction.atomic
def start_campaign(
    *,
    by: Any,
    name: str,
    area: str,
    code: str,
    starts_on: date,
    ends_on: date,
    sought_title: str = "",
    phases: Sequence[PhaseDates] = (),
    warn_workdays: int = 5,
    is_sample: bool = False,
) -> Campaign:
    """Begin a campaign; without ``phases`` it gets the usual three. Refused says which field is at fault."""
    campaign = Campaign(
        name=name.strip(),
        area=area.strip(),
        code=code.strip().upper(),
        sought_title=sought_title.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        warn_workdays=warn_workdays,
        is_sample=is_sample,
    )
    _check(campaign)
    campaign.save()
    _write_phases(campaign, phases or usual_phases(starts_on, ends_on))
    after = {"code": campaign.code, "area": area, "name": name, "starts_on": starts_on, "ends_on": ends_on}
    audit.record("campaigns.campaign.started", by=by, obj=campaign, after=after, campaign_id=campaign.pk)
    return campaign


@transaction.atomic
def change_campaign(*, by: Any, campaign: Campaign, phases: Sequence[PhaseDates], **values: Any) -> Campaign:
    """Change name, area, sought_title, dates, warn_workdays and the phases together, so that they always fit each other."""
    if campaign.is_closed:
        raise Refused("活动已结束，先重新打开再改。")
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for field, value in values.items():
        if field not in CHANGEABLE:
            raise TypeError(f"change_campaign does not change {field}")
        if getattr(campaign, field) != value:
            before[field], after[field] = getattr(campaign, field), value
            setattr(campaign, field, value)
    _check(campaign)
    old = _phase_words(campaign)
    campaign.save(update_fields=list(CHANGEABLE))
    _write_phases(campaign, phases)
    new = _phase_words(campaign)
    if old != new:
        before["phases"], after["phases"] = old, new
    if after:
        audit.record(
            "campaigns.campaign.changed", by=by, obj=campaign, before=before, after=after, campaign_id=campaign.pk
        )
    return campaign


@transaction.atomic
def choose_edition(*, by: Any, campaign: Campaign, edition: Edition, level: str, reason: str = "") -> Campaign:
    """The standard the campaign is held against, and as what. A change is explained: everything is judged anew by it.

    What hangs on clauses of the edition before stays there; ``standards.selectors.mapping`` tells what became of them.
    """
    check_user_can_change_campaign(by)
    campaign = Campaign.objects.select_for_update(of=("self",)).select_related("edition").get(pk=campaign.pk)
    if campaign.is_closed:
        raise Refused("活动已结束，先重新打开再改。")
    if edition.kind != EditionKind.STANDARD:
        raise Refused(f"“{edition}”是{edition.get_kind_display()}，不是标准。", "edition")
    if level not in edition.levels:
        words = "、".join(Level(one).label for one in edition.levels)
        raise Refused(f"“{edition}”只适用于{words}。", "level")
    if (campaign.edition_id, campaign.level) == (edition.pk, level):
        return campaign
    if campaign.edition_id is not None and not reason.strip():
        raise Refused("换标准要写明原因：任务、材料和指标都要按新标准重新对照。", "reason")
    before = {"edition": str(campaign.edition or ""), "level": campaign.level}
    campaign.edition, campaign.level = edition, level
    campaign.save(update_fields=["edition", "level"])
    audit.record(
        "campaigns.edition.chosen",
        by=by,
        obj=campaign,
        before=before,
        after={"edition": str(edition), "version": edition.version, "level": level},
        reason=reason.strip()[:300],
        campaign_id=campaign.pk,
    )
    return campaign


@transaction.atomic
def close_campaign(*, by: Any, campaign: Campaign, closed: bool = True) -> Campaign:
    """A closed campaign can be read but no longer worked in; it can be opened again."""
    if campaign.is_closed != closed:
        campaign.is_closed = closed
        campaign.save(update_fields=["is_closed"])
        action = "campaigns.campaign.closed" if closed else "campaigns.campaign.reopened"
        audit.record(action, by=by, obj=campaign, campaign_id=campaign.pk)
    return campaign


@transaction.atomic
def set_days(*, by: Any, days: Iterable[DayChange]) -> int:
    """Set the working state of days; how many were new or different."""
    wanted = {change.day: change for change in days}
    have = {row.day: row for row in CalendarDay.objects.filter(day__in=wanted)}
    changed = 0
    for day, change in sorted(wanted.items()):
        row = have.get(day)
        if row and (row.is_workday, row.note) == (change.is_workday, change.note):
            continue
        before = {"is_workday": row.is_workday, "note": row.note} if row else {}
        row = row or CalendarDay(day=day)
        row.is_workday, row.note = change.is_workday, change.note
        row.save()
        after = {"is_workday": change.is_workday, "note": change.note}
        audit.record("campaigns.day.set", by=by, obj=row, label=day.isoformat(), before=before, after=after)
        changed += 1
    forget_calendar()
    return changed


@transaction.atomic
def clear_day(*, by: Any, day: date) -> bool:
    """Forget what the office set for ``day``: the announced calendar holds again. Whether there was anything."""
    row = CalendarDay.objects.filter(day=day).first()
    if row is None:
        return False
    before = {"is_workday": row.is_workday, "note": row.note}
    audit.record("campaigns.day.cleared", by=by, obj=row, label=day.isoformat(), before=before)
    row.delete()
    forget_calendar()
    return True


@transaction.atomic
def confirm_year(*, by: Any, year: int, confirmed: bool = True) -> None:
    """The office has entered all days off of ``year``: it is no longer an estimate (or is one again)."""
    row = ConfirmedYear.objects.filter(year=year).first()
    if confirmed == (row is not None):
        return
    if row is not None:
        row.delete()
    else:
        row = ConfirmedYear.objects.create(year=year)
    forget_calendar()
    action = "campaigns.year.confirmed" if confirmed else "campaigns.year.reopened"
    audit.record(action, by=by, obj=row, label=f"{year}年", after={"year": year})


def import_days(*, by: Any, text: str) -> int:
    """Read days as the office pastes them, one line each, and set them all; BadDays (nothing written) if one is wrong."""
    return set_days(by=by, days=read_days(text))


def _check(campaign: Campaign) -> None:
    try:
        campaign.full_clean(exclude=["last_serial"])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Refused("".join(messages), "" if field == "__all__" else field) from error


def _write_phases(campaign: Campaign, phases: Sequence[PhaseDates]) -> None:
    """Keep the rows that tasks point to: a phase with an id is changed, the others are made, the rest goes."""
    check_phases(phases, campaign.starts_on, campaign.ends_on)
    known = {phase.pk: phase for phase in campaign.phases.all()}
    kept = []
    for order, dates in enumerate(phases):
        row = known.get(dates.id or 0) or Phase(campaign=campaign)
        row.name, row.order, row.starts_on, row.ends_on = dates.name.strip(), order, dates.starts_on, dates.ends_on
        row.save()
        kept.append(row.pk)
    campaign.phases.exclude(pk__in=kept).delete()


def _phase_words(campaign: Campaign) -> list[str]:
    return [f"{one.name} {one.starts_on} {one.ends_on}" for one in campaign.phases.order_by("order")]
