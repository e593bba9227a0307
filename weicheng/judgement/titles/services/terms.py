"""Telling people that a term ends: 12, 6, 3 and 1 months ahead, once each."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from weicheng.ground.kernel.periodic import each
from weicheng.ground.notices.choices import Level
from weicheng.ground.notices.services import leaders, liaisons_of, notify, office_people
from weicheng.judgement.titles.authority import add_months
from weicheng.judgement.titles.choices import TitleState
from weicheng.judgement.titles.models import Title
from weicheng.judgement.titles.selectors.register import MARKS

_LEVELS = {12: Level.INFO, 6: Level.BLUE, 3: Level.YELLOW, 1: Level.RED}


def tell_of_terms(today: date) -> None:
    """Each held title whose term has come within a mark: the nearest mark only, so that a late entry is told of once."""
    horizon = add_months(today, MARKS[0])
    held = Title.objects.filter(state=TitleState.HELD, expires_on__lte=horizon, campaign__is_closed=False)
    each(held.select_related("unit", "campaign"), lambda title: tell_of_term(title, today))


def tell_of_term(title: Title, today: date) -> int:
    """How many people were told; the same mark of the same term again tells nobody."""
    if title.expires_on is None:
        return 0
    mark = mark_of(title.expires_on, today)
    if mark is None:
        return 0
    days = (title.expires_on - today).days
    words = f"{days}天后到期" if days > 0 else ("今天到期" if days == 0 else f"已到期{-days}天")
    to = [*office_people(), *leaders(), *(liaisons_of([title.unit]) if title.unit else [])]
    return notify(
        to=to,
        code="titles.term",
        key=f"titles.term.{title.pk}.{title.expires_on:%Y%m%d}.{mark}",
        title=f"{title}{words}",
        text=f"到期日{title.expires_on:%Y年%-m月%-d日}。请安排复审。",
        url=reverse("titles:title", args=[title.pk]),
        level=_LEVELS.get(mark, Level.RED),
        campaign_id=title.campaign_id,
    )


def mark_of(end: date, today: date) -> int | None:
    """The nearest mark that has been reached: 12, 6, 3 or 1 months ahead, 0 once the term is over; None before all."""
    if end < today:
        return 0
    return next((mark for mark in reversed(MARKS) if add_months(end, -mark) <= today), None)
