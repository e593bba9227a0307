"""Papers for tests of this room and of those above it."""

from __future__ import annotations

from datetime import date
from typing import Any

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.org.models import User
from weicheng.ground.org.tests.factories import UnitFactory
from weicheng.ground.papers.choices import PaperKind
from weicheng.ground.papers.models import Paper
from weicheng.ground.papers.services.issuing import draft_paper, issue_paper

DAY = date(2026, 5, 6)


def issued(by: User, campaign: Campaign | None = None, on: date = DAY, **fields: Any) -> Paper:
    """A letter that went out; its file holds its number, so that no two are the same."""
    fields.setdefault("unit", UnitFactory())
    fields.setdefault("kind", PaperKind.LETTER)
    draft = draft_paper(by=by, campaign=campaign or CampaignFactory(), title="目标责任书", **fields)
    return issue_paper(by=by, paper=draft, on=on, render=lambda paper: f"{paper.number} {paper.pk}".encode())
