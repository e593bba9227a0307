"""What other rooms say of how ready the area is: indicators, coverage of the clauses, volumes of the archive (M267)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from weicheng.engines.judging.model import Outcome
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.access import scope_of
from weicheng.ground.org.models import User
from weicheng.judgement.archive.choices import Level, Result
from weicheng.judgement.archive.models import Acceptance, Volume
from weicheng.judgement.titles.choices import Watch
from weicheng.judgement.titles.models import Bid
from weicheng.work.coverage.selectors.holes import HoleKind, holes_of
from weicheng.work.coverage.selectors.standing import standing_rows, standings
from weicheng.work.indicators.selectors.board import judged
from weicheng.work.indicators.selectors.owed import current_year, data_years


@dataclass(frozen=True, slots=True)
class Watched:
    """One number of another room: what is still missing, and the page that shows it."""

    watch: str
    word: str
    number: str
    detail: str
    sentence: str
    is_ready: bool
    url: str


def watched(bid: Bid, user: User, today: date) -> dict[str, Watched]:
    """By kind; empty for the title of a unit, for a reader who sees only her own, and where the campaign has no standard."""
    if bid.title.unit_id is not None or not scope_of(user).sees_everything or bid.campaign.edition_id is None:
        return {}
    found = (_indicators(bid.campaign, user, today), _coverage(bid.campaign), _archive(bid.campaign, user))
    return {one.watch: one for one in found}


def _indicators(campaign: Campaign, user: User, today: date) -> Watched:
    year = current_year(data_years(campaign), today)
    rows = judged(campaign, year, user=user)
    outcomes = [row.outcome for row in rows]
    good, waiting = sum(row.is_reached for row in rows), sum(row.is_provisional for row in rows)
    missing, missed = outcomes.count(Outcome.MISSING), outcomes.count(Outcome.MISSED)
    unsure, open_ones = outcomes.count(Outcome.UNVERIFIED), missing or missed or waiting
    return Watched(
        Watch.INDICATORS,
        f"{year}年指标达标",
        f"{good}/{len(rows)}",
        f"不达标{missed}项，数据缺失{missing}项，待核{unsure}项"
        + (f"；{waiting}项的数还没审核，不算达标" if waiting else ""),
        f"还有{missing}项指标缺数据，{missed}项不达标，{waiting}项的数没审核" if open_ones else "指标数据齐全",
        not open_ones,
        reverse("indicators:list"),
    )


def _coverage(campaign: Campaign) -> Watched:
    rows = standing_rows(standings(campaign))
    holes = [hole for row in rows for hole in holes_of(row)]
    bare = sum(hole.kind == HoleKind.TASK for hole in holes)
    files = sum(hole.kind == HoleKind.FILE for hole in holes)
    return Watched(
        Watch.COVERAGE,
        "没有任务的条款",
        f"{bare}/{len(rows)}",
        f"今年没有材料的条款{files}条",
        f"还有{bare}条没有任务，{files}条今年没有材料" if bare or files else "每条都有任务和材料",
        not bare and not files,
        reverse("coverage:holes"),
    )


def _archive(campaign: Campaign, user: User) -> Watched:
    looks = Acceptance.objects.exclude(level=Level.UNIT)  # a unit's check of itself is no acceptance
    last = looks.filter(volume=OuterRef("pk")).order_by("-id").values("result")[:1]
    volumes = Volume.objects.for_user(user).filter(campaign=campaign).annotate(last=Subquery(last))
    results = list(volumes.values_list("last", flat=True))
    passed = results.count(Result.PASSED)
    waiting = len(results) - passed
    sentence = f"{waiting}卷没有验收合格" if waiting else f"{passed}卷都验收合格"
    return Watched(
        Watch.ARCHIVE,
        "案卷验收合格",
        f"{passed}/{len(results)}",
        "" if results else "还没有立卷",
        sentence if results else "还没有立卷",
        bool(results) and not waiting,
        reverse("archive:list"),
    )
