"""Two weeks of reports: last week's nearly complete and summed up, this week's begun."""

from __future__ import annotations

from datetime import date, timedelta

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel.errors import Refused
from weicheng.ground.org.models import User
from weicheng.work.reports.choices import Kind
from weicheng.work.reports.periods import period_of
from weicheng.work.reports.selectors.lists import owing_units
from weicheng.work.reports.services import drafts


def tell(campaign: Campaign, office: User, day: date) -> None:
    units = list(owing_units(campaign))
    for weeks, share in ((1, 0.85), (0, 0.3)):
        period = period_of(campaign, Kind.WEEK, day - timedelta(weeks=weeks))
        if period is None:
            continue
        for unit in units[: round(len(units) * share)]:
            try:
                drafts.submit_report(by=office, campaign=campaign, unit=unit, period=period)
            except Refused:  # nothing recorded and nothing due: the unit has nothing to say
                continue
        if weeks:
            drafts.submit_report(by=office, campaign=campaign, unit=None, period=period)
