"""Official papers for tests of this room and of those above it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import User
from weicheng.ground.papers.models import OfficialPaper, Series
from weicheng.ground.papers.official_choices import OfficialKind
from weicheng.ground.papers.services.drafting import save_draft, start_draft
from weicheng.ground.papers.services.numbering import save_series
from weicheng.ground.papers.services.official_issuing import issue_official

BODY = "现将有关事项通知如下。\n一、主要任务\n（一）清扫保洁。每天两次。\n二、有关要求\n按时报送。"
TITLES = {
    "notice": "关于开展集中整治的通知", "circular": "关于整治情况的通报", "letter": "关于商请支持的函",
    "minutes": "第三次调度会议纪要", "plan": "集中整治工作方案", "report": "关于整治情况的报告",
}  # fmt: skip


def series_of(by: User, campaign: Campaign, code: str = "青创卫办", kinds: list[str] | None = None) -> Series:
    there = Series.objects.filter(campaign=campaign, code=code).first()
    chosen = kinds or list(OfficialKind.values)
    return there or save_series(by=by, campaign=campaign, body="青禾区创卫办", code=code, kinds=chosen)


def draft_of(by: User, campaign: Campaign, kind: str = "notice", **values: Any) -> OfficialPaper:
    """A draft that lacks nothing."""
    series_of(by, campaign)
    paper = start_draft(by=by, campaign=campaign, kind=kind)
    given = {"title": TITLES[kind], "body": BODY, "addressees": "各单位", "signer": "季某" if kind == "report" else ""}
    return save_draft(by=by, paper=paper, version=paper.version, values={**given, **values})


def issued_of(
    by: User, campaign: Campaign, kind: str = "notice", on: date | None = None, **values: Any
) -> OfficialPaper:
    return issue_official(
        by=by, paper=draft_of(by, campaign, kind, **values), on=on or timezone.localdate(), despite_gaps=True,
        despite_errors="试排的稿子",
    )  # fmt: skip
