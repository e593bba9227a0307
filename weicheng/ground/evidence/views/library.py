"""The library: pictures or a table, narrowed by filters and by words."""

from __future__ import annotations

from functools import cached_property

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from weicheng.ground.campaigns.doors import campaign_of
from weicheng.ground.evidence.models import Evidence, EvidenceQuerySet
from weicheng.ground.evidence.permissions import user_can_set_lapse_rule
from weicheng.ground.evidence.selectors import menus
from weicheng.ground.evidence.selectors.lapsing import lapsing, series, steps_of
from weicheng.ground.evidence.selectors.library import SHOW, dressed, filter_of, library
from weicheng.ground.evidence.selectors.searching import by_match, hits
from weicheng.ground.evidence.services import set_lapse_rule
from weicheng.ground.evidence.views.doors import Request, frame, library_page

PAGE = 48
MOST = 1000  # a search that finds more is not counted to the end


class Found(Paginator):
    """Counts no further than MOST; ``is_more`` says that there are others."""

    @cached_property
    def count(self) -> int:  # type: ignore[override]
        return min(self._found, MOST)

    @property
    def is_more(self) -> bool:
        return self._found > MOST

    @cached_property
    def _found(self) -> int:
        rows: EvidenceQuerySet = self.object_list  # type: ignore[assignment]
        return len(rows.values_list("pk", flat=True)[: MOST + 1])


class Ranked(Paginator):
    """Ids in the order of their weight; there may be older ones that were not weighed."""

    @property
    def is_more(self) -> bool:
        return len(self.object_list) >= MOST  # type: ignore[arg-type]


@library_page
@require_safe
def evidence_list(request: Request) -> HttpResponse:
    """The evidence that fits the address, a page of it."""
    campaign, today = campaign_of(request), timezone.localdate()
    wanted = filter_of(request.GET, request.user)
    rows = dressed(library(campaign, request.user, wanted, today))
    by_best = bool(wanted.terms) and request.GET.get("sort") == "match"
    page = _best_first(request, rows, wanted.terms) if by_best else _newest_first(request, rows, wanted.terms)
    context = {
        **frame(request),
        "wanted": wanted,
        "page": page,
        "hits": hits(list(page.object_list), wanted.terms),
        "as_table": request.GET.get("view") == "table",
        "by_best": by_best,
        "show": SHOW,
        "years": menus.years(campaign, request.user),
        "kinds": menus.kinds(campaign, request.user),
        "chapters": menus.clauses_by_chapter(campaign),
        "today": today,
    }
    return render(request, "evidence/library.html", context)


def _newest_first(request: Request, rows: EvidenceQuerySet, words: list[str]) -> Page:
    pages = Found(rows, PAGE) if words else Paginator(rows, PAGE)
    return pages.get_page(request.GET.get("page"))


def _best_first(request: Request, rows: EvidenceQuerySet, words: list[str]) -> Page:
    """Of the newest MOST that hold the words, those in which they weigh most first."""
    page = Ranked(by_match(rows, words, MOST), PAGE).get_page(request.GET.get("page"))
    shown = {row.pk: row for row in rows.filter(pk__in=list(page.object_list))}
    page.object_list = [shown[pk] for pk in page.object_list if pk in shown]
    return page


@library_page
@require_safe
def lapse_list(request: Request) -> HttpResponse:
    """What is about to lapse, and series of years with holes."""
    campaign, today = campaign_of(request), timezone.localdate()
    steps = steps_of(campaign)
    rows = dressed(Evidence.objects.for_user(request.user).live().filter(campaign=campaign))
    found = lapsing(rows, steps, today)
    context = {
        **frame(request, ("到期和缺年", None)),
        "lapsing": found,
        "gone": sum(not one.step for one in found),
        "steps": steps,
        "may_set": user_can_set_lapse_rule(request.user, campaign),
        "series": series(campaign, request.user, today),
        "has_edition": campaign.edition_id is not None,
    }
    return render(request, "evidence/lapse.html", context)


@library_page
@require_POST
def lapse_rule(request: Request) -> HttpResponse:
    """How many days before an end the campaign wants to hear of it."""
    days = set_lapse_rule(by=request.user, campaign=campaign_of(request), steps=request.POST.get("steps", ""))
    words = f"以后到期前{'、'.join(map(str, days))}天和过期后各提醒一次。" if days else "以后只在过期后提醒一次。"
    messages.success(request, words)
    return redirect("library:lapse")
