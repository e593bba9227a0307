"""Writing a paper: the form, what is kept while it is typed, and the pages as they will look."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from weicheng.ground.kernel.errors import NotAllowed, Refused
from weicheng.ground.papers import official_policies, rendering
from weicheng.ground.papers.forms import draft_values, prints_sent, version_sent
from weicheng.ground.papers.models import OfficialPaper, Series
from weicheng.ground.papers.official_choices import OfficialKind, Urgency
from weicheng.ground.papers.official_permissions import check_user_can_edit
from weicheng.ground.papers.selectors.addressees import Addressees, addressees_of
from weicheng.ground.papers.services.drafting import TEXTS, drop_draft, save_draft, texts_of
from weicheng.ground.papers.services.merging import Superseded
from weicheng.ground.papers.views.clashes import chosen, clash_page, prints
from weicheng.ground.papers.views.doors import Request, campaign_of, campaign_page, frame, paper_or_404

# Where both versions can stand one after the other and a person tidies up; a title or a name cannot.
JOINABLE = frozenset({"body", "present", "excused", "observing"})
assert set(TEXTS) >= JOINABLE


@campaign_page
@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    paper = paper_or_404(request, pk)
    check_user_can_edit(request.user, paper)
    if request.method == "GET":
        return _form(request, paper)
    try:
        values = chosen(request, draft_values(request, campaign_of(request)), texts_of(paper, JOINABLE), JOINABLE)
        kept = save_draft(
            by=request.user, paper=paper, version=_version(request), values=values, seen=prints_sent(request)
        )
    except Superseded as error:
        heading = f"《{paper.title}》" if paper.title else str(paper)
        return clash_page(request, error, frame(request, "papers", (str(paper), None)), heading, JOINABLE)
    except Refused as error:
        return _form(request, _as_typed(paper, request), problem=error, status=422)
    together = kept.version > _version(request) + 1
    messages.success(request, "已保存，同时并进了别人刚改的部分。" if together else "已保存。")
    return redirect("papers:paper", pk) if request.POST.get("go") == "paper" else redirect("papers:edit", pk)


@campaign_page
@require_POST
def keep(request: Request, pk: int) -> HttpResponse:
    """What was typed, every few seconds: JSON with the new version and how many pages there are."""
    paper = paper_or_404(request, pk)
    try:
        kept = save_draft(
            by=request.user, paper=paper, version=_version(request), values=draft_values(request, campaign_of(request))
        )
    except NotAllowed as error:
        return JsonResponse({"problem": str(error)}, status=403)
    except Superseded as error:
        return JsonResponse({"problem": str(error), "clash": True}, status=409)
    except Refused as error:
        return JsonResponse({"problem": str(error), "field": error.field}, status=422)
    at = timezone.localtime(kept.changed_at)
    meant = addressees_of(kept.addressees, kept.campaign)
    return JsonResponse(
        {
            "version": kept.version,
            "at": f"{at:%H:%M:%S}",
            "seen": json.dumps(prints(texts_of(kept))),
            "meant": meant_words(meant),
            **_page_count(kept),
        }
    )


@campaign_page
@require_safe
def page_picture(request: Request, pk: int, number: int) -> HttpResponse:
    """One page as SVG."""
    try:
        pages = rendering.pages_of(paper_or_404(request, pk))
    except rendering.NoFonts as error:
        raise Http404(str(error)) from error
    if not 1 <= number <= len(pages):
        raise Http404
    answer = HttpResponse(pages[number - 1], content_type="image/svg+xml")
    answer.headers["Cache-Control"] = "private, max-age=600" if request.GET.get("v") else "no-store"
    return answer


@campaign_page
@require_POST
def drop(request: Request, pk: int) -> HttpResponse:
    paper = paper_or_404(request, pk)
    drop_draft(by=request.user, paper=paper)
    messages.success(request, f"已删除草稿“{paper.title or '没有标题'}”。")
    return redirect("papers:list")


def preview_context(paper: OfficialPaper) -> dict[str, Any]:
    """For the column with the pages: their addresses, what stands in for which font, why there is none."""
    found = _page_count(paper)
    urls = [
        f"{reverse('papers:page', args=[paper.pk, number])}?v={paper.version}.{paper.state}"
        for number in range(1, found["pages"] + 1)
    ]
    return {
        "page_urls": urls,
        "no_pages": found.get("no_pages", ""),
        "missing_fonts": rendering.missing_fonts(),
        "fonts_wanted": rendering.fonts_wanted(),
    }


def meant_words(meant: Addressees) -> str:
    """Whom 主送 reaches, in words, and what was not understood."""
    said = [f"对应{len(meant.units)}家单位，印发后自动带进分发名单"] if meant.units else []
    said += [f"“{name}”{reason}，分发时请手工选" for name, reason in meant.unknown]
    return "；".join(said) + ("。" if said else "")


def _page_count(paper: OfficialPaper) -> dict[str, Any]:
    try:
        return {"pages": len(rendering.pages_of(paper))}
    except rendering.NoFonts as error:
        return {"pages": 0, "no_pages": str(error)}


def _form(request: Request, paper: OfficialPaper, problem: Exception | None = None, status: int = 200) -> HttpResponse:
    kind = OfficialKind(paper.kind)
    offered = [
        one for one in Series.objects.filter(campaign=paper.campaign_id, is_active=True) if paper.kind in one.kinds
    ]
    context = {
        **frame(request, "papers", (str(paper) if paper.title else f"新{kind.label}", None)),
        "paper": paper,
        "kind": kind,
        "series": offered,
        "urgencies": Urgency.choices,
        "attachments": [*paper.attachments, {"name": "", "text": ""}],
        "problem": problem,
        "field": getattr(problem, "field", ""),
        "today": timezone.localdate(),
        "is_minutes": kind == OfficialKind.MINUTES,
        "is_report": kind == OfficialKind.REPORT,
        "seen": json.dumps(prints(texts_of(paper))),
        "meant": meant_words(addressees_of(paper.addressees, paper.campaign)),
        "returned": paper.return_reason if paper.state == "returned" else "",
        **preview_context(paper),
    }
    return render(request, "papers/edit.html", context, status=status)


def _as_typed(paper: OfficialPaper, request: HttpRequest) -> OfficialPaper:
    """The paper with what was typed, not saved: nothing that was typed is lost by a refusal."""
    try:
        values = draft_values(request, paper.campaign)
    except Refused:
        values = {name: request.POST[name] for name in ("title", "body", "addressees") if name in request.POST}
    for name, value in values.items():
        setattr(paper, name, value)
    paper.version = _version(request)
    return paper


def _version(request: HttpRequest) -> int:
    return version_sent(request) or 0


def check_is_complete(paper: OfficialPaper) -> str:
    """What is still missing, in words; empty when the paper can be sent on."""
    try:
        official_policies.check_is_complete(paper)
    except Refused as error:
        return str(error)
    return ""
