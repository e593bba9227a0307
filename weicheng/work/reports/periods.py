"""The periods of reports: weeks from Monday, months, the campaign's phases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from weicheng.ground.campaigns.models import Campaign
from weicheng.work.reports.choices import Kind


@dataclass(frozen=True, slots=True)
class Period:
    kind: str
    first: date
    last: date
    word: str

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def period_of(campaign: Campaign, kind: str, day: date) -> Period | None:
    """The period of the kind in which ``day`` lies; None where no phase holds it."""
    if kind == Kind.WEEK:
        monday = day - timedelta(days=day.weekday())
        last = monday + timedelta(days=6)
        return Period(kind, monday, last, f"{monday:%-m月%-d日}至{last:%-m月%-d日}")
    if kind == Kind.MONTH:
        first = day.replace(day=1)
        return Period(kind, first, _month_end(first), f"{first:%Y年%-m月}")
    phase = campaign.phases.filter(starts_on__lte=day, ends_on__gte=day).first()
    return Period(kind, phase.starts_on, phase.ends_on, phase.name) if phase else None


def before(campaign: Campaign, period: Period) -> Period | None:
    return period_of(campaign, period.kind, period.first - timedelta(days=1))


def after(campaign: Campaign, period: Period) -> Period | None:
    return period_of(campaign, period.kind, period.last + timedelta(days=1))


def _month_end(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
