"""The leader's page: one screen, each number opens its rows; and what changed between two dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from weicheng.doors.web.leader_lacks import lacks
from weicheng.ground.campaigns.doors import campaign_of, campaign_page
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel.errors import NotAllowed
from weicheng.ground.org.access import scope_of
from weicheng.ground.papers.selectors.papers import waiting_for as papers_to_sign
from weicheng.ground.ui.days import day_in
from weicheng.ground.ui.numbers import whole
from weicheng.judgement.titles.selectors.bids import next_review, stage_word
from weicheng.work.difficulties.choices import Level, State
from weicheng.work.difficulties.models import Difficulty
from weicheng.work.meetings.selectors import coming_meetings, last_meeting
from weicheng.work.plans.selectors.comparing import KINDS, Comparison
from weicheng.work.plans.selectors.standing import standing

PAGE_SIZE = 50
MOST_QUESTIONS = 4


@dataclass(frozen=True, slots=True)
class Period:
    """A choice of what to compare with."""

    word: str
    since: date
    chosen: bool = False


@campaign_page
@require_GET
def leader(request: HttpRequest) -> HttpResponse:
    campaign = _visible(request)
    today = timezone.localdate()
    since = _day(request.GET.get("since"), today) or periods(campaign, today)[0].since
    owed = Difficulty.objects.filter(campaign=campaign, level=Level.LEADER, state=State.OPEN)
    now = standing(campaign, request.user, since)  # type: ignore[arg-type]
    review = next_review(campaign)
    context = {
        "nav": "leader",
        "crumbs": [("领导一页", None)],
        "s": now,
        "periods": [_chosen(period, since) for period in periods(campaign, today)],
        "since": since,
        "questions": list(owed.select_related("unit", "task").order_by("answer_due_on", "id")[:MOST_QUESTIONS]),
        "questions_total": owed.count(),
        "overdue": owed.filter(answer_due_on__lt=today).count(),
        "meetings": coming_meetings(campaign, today),
        "signing": papers_to_sign(request.user, campaign),  # type: ignore[arg-type]
        "lacks": lacks(campaign, request.user, today),  # type: ignore[arg-type]
        "review": review,
        "review_stage": stage_word(review) if review else "",
        "review_days": (review.review_on - today).days if review and review.review_on else None,
        "today": today,
    }
    return render(request, "web/leader.html", context)


@campaign_page
@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """What changed from the evening of one day to that of another; one kind of change at a time as rows."""
    campaign = _visible(request)
    today = timezone.localdate()
    last = _day(request.GET.get("to"), today) or today
    first = _day(request.GET.get("from"), today) or periods(campaign, today)[0].since
    first, last = min(first, last), max(first, last)
    found = Comparison(campaign, request.user, first, last)  # type: ignore[arg-type]
    changes = found.counts()
    asked = request.GET.get("show", "")
    shown = asked if asked in KINDS else next((change.code for change in changes if change.number), "late")
    number = max(1, whole(request.GET.get("page")) or 1)
    total = next(change.number for change in changes if change.code == shown)
    pages = max(1, -(-total // PAGE_SIZE))
    number = min(number, pages)
    context = {
        "nav": "leader",
        "crumbs": [("领导一页", reverse("leader")), ("两个日期之间", None)],
        "first": first,
        "last": last,
        "today": today,
        "periods": periods(campaign, today),
        "changes": changes,
        "shown": shown,
        "word": KINDS[shown][0],
        "note": KINDS[shown][1],
        "total": total,
        "rows": found.rows(shown, (number - 1) * PAGE_SIZE, PAGE_SIZE),
        "page": number,
        "pages": pages,
        "link": "?" + urlencode({"from": first, "to": last}),
    }
    return render(request, "web/compare.html", context)


def periods(campaign: Campaign, today: date) -> list[Period]:
    """What one may compare with: the last meeting first, if there was one."""
    choices = [Period("与上周比", today - timedelta(days=7)), Period("与上月比", today - timedelta(days=30))]
    held = last_meeting(campaign, today)
    return [Period(f"与{held.month}月{held.day}日会议比", held), *choices] if held else choices


def _chosen(period: Period, since: date) -> Period:
    return Period(period.word, period.since, period.since == since)


def _visible(request: HttpRequest) -> Campaign:
    if not scope_of(request.user).sees_everything:  # type: ignore[arg-type]
        raise NotAllowed("领导一页给领导和创卫办看；您的任务在“我的”里。")
    return campaign_of(request)


def _day(text: str | None, today: date) -> date | None:
    """A day up to today; anything else is left out."""
    day = day_in(text)
    return min(day, today) if day and day.year >= 2000 else None
