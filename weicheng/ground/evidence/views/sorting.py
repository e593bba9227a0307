"""Sorting many pieces of evidence: a list on the left, the clauses on the right, hands on the keyboard."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from weicheng.ground.campaigns.doors import campaign_of
from weicheng.ground.evidence.choices import EvidenceKind
from weicheng.ground.evidence.models import Evidence
from weicheng.ground.evidence.permissions import check_user_can_add_evidence
from weicheng.ground.evidence.selectors.library import dressed, filter_of, library
from weicheng.ground.evidence.selectors.menus import clauses_by_chapter
from weicheng.ground.evidence.services import classify_evidence
from weicheng.ground.evidence.views.doors import Request, frame, library_page, wants_json
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.ui.numbers import whole

PAGE = 60


@library_page
def sort(request: Request) -> HttpResponse:
    """The list of what is to be sorted (what has no clause yet, unless the address asks otherwise); a POST sorts."""
    campaign = campaign_of(request)
    check_user_can_add_evidence(request.user, campaign)
    if request.method == "POST":
        return _sorted(request)
    params = request.GET.copy()
    if not any(name in params for name in ("show", "clause", "unit", "q", "year", "kind")):
        params["show"] = "unsorted"
    wanted = filter_of(params, request.user)
    rows = dressed(library(campaign, request.user, wanted, timezone.localdate()))
    context = {
        **frame(request, ("归类", None)),
        "wanted": wanted,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "chapters": clauses_by_chapter(campaign),
        "kinds": EvidenceKind.choices,
    }
    return render(request, "evidence/sort.html", context)


def _sorted(request: Request) -> HttpResponse:
    campaign, post = campaign_of(request), request.POST
    offered = {clause.pk: clause for _, group in clauses_by_chapter(campaign) for clause in group}
    keys = [key for key in map(whole, post.getlist("evidence")) if key is not None]
    chosen = list(Evidence.objects.for_user(request.user).live().filter(campaign=campaign, pk__in=keys))
    if not chosen:
        raise Invalid("先勾选要归类的材料。")
    adding, removing = (
        [offered[k] for k in map(whole, post.getlist(name)) if k in offered] for name in ("add", "remove")
    )
    kind, year = post.get("kind", ""), whole(post.get("year"))
    if not (adding or removing or kind or year):
        raise Invalid("先选条款、种类或年度。")
    changed = classify_evidence(
        by=request.user,
        evidence=chosen,
        add=adding,
        remove=removing,
        kind=kind,
        year=year,
        reason=post.get("reason", ""),
    )
    words = f"已归类{changed}份。" if changed else "这些材料本来就是这样，没有变化。"
    if wants_json(request):
        rows = dressed(Evidence.objects.for_user(request.user).filter(pk__in=[one.pk for one in chosen]))
        return JsonResponse({"said": words, "rows": {row.pk: _row(row) for row in rows}})
    messages.success(request, words)
    return redirect(request.get_full_path())


def _row(row: Evidence) -> dict[str, object]:
    links = row.links  # type: ignore[attr-defined]  # prefetched by dressed
    return {"clauses": [str(link.clause) for link in links], "kind": row.get_kind_display(), "year": row.year}
