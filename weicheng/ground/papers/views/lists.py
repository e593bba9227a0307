"""The list of papers, and where a new one begins."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from weicheng.ground.papers.models import IncomingPaper
from weicheng.ground.papers.official_choices import OfficialKind
from weicheng.ground.papers.official_permissions import check_user_can_draft, user_can_draft
from weicheng.ground.papers.selectors import papers
from weicheng.ground.papers.services.drafting import start_draft
from weicheng.ground.papers.sources import sources_of
from weicheng.ground.papers.views.doors import Request, campaign_of, campaign_page, frame, paper_or_404
from weicheng.ground.ui.numbers import whole

PAGE = 50


@campaign_page
@require_safe
def paper_list(request: Request) -> HttpResponse:
    campaign = campaign_of(request)
    show = request.GET.get("show", "") if request.GET.get("show") in papers.SHOW else ""
    found = papers.paper_list(campaign, request.user).filter(papers.SHOW[show][1])
    context = {
        **frame(request, "papers"),
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "counts": papers.counts(campaign, request.user),
        "show": show,
        "waiting": papers.waiting_for(request.user, campaign),
        "may_draft": user_can_draft(request.user, campaign),
    }
    return render(request, "papers/list.html", context)


@campaign_page
@require_safe
def new(request: Request) -> HttpResponse:
    """Which kind, and from what."""
    campaign = campaign_of(request)
    check_user_can_draft(request.user, campaign)
    answers = _incoming(request, request.GET.get("answers"))
    former = {} if answers else papers.to_copy(campaign, request.user)
    offers = [
        (kind, [(source, source.choices(campaign, request.user)) for source in sources_of(kind)], former.get(kind, []))
        for kind in OfficialKind
        if answers is None or kind in (OfficialKind.LETTER, OfficialKind.REPORT)
    ]
    context = {**frame(request, "papers", ("起草", None)), "offers": offers, "answers": answers}
    return render(request, "papers/new.html", context)


@campaign_page
@require_POST
def start(request: Request) -> HttpResponse:
    source, _, key = request.POST.get("from", "").partition(":")
    paper = start_draft(
        by=request.user,
        campaign=campaign_of(request),
        kind=request.POST.get("kind", ""),
        source=source,
        key=key,
        answers=_incoming(request, request.POST.get("answers")),
        like=paper_or_404(request, whole(request.POST.get("like")) or 0) if request.POST.get("like") else None,
    )
    return redirect("papers:edit", paper.pk)


def _incoming(request: Request, given: str | None) -> IncomingPaper | None:
    if not given:
        return None
    found = (
        IncomingPaper.objects.for_user(request.user).filter(campaign=campaign_of(request), pk=whole(given) or 0).first()
    )
    if found is None:
        raise Http404
    return found
