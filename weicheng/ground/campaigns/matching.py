"""Units as the papers of a campaign mean them: the fictional district is known to the sample campaign only."""

from __future__ import annotations

from datetime import date

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.matching import UnitMatcher
from weicheng.ground.org.selectors import unit_matcher


def campaign_matcher(campaign: Campaign, day: date | None = None) -> UnitMatcher:
    """The matcher for a paper of ``day`` (else today) in the campaign."""
    return unit_matcher(day, campaign.area, samples=campaign.is_sample)
