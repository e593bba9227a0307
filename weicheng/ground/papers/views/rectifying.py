"""Notices to put something right: those that went out, and a new one."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from weicheng.ground.evidence.selectors.menus import clauses_by_chapter
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.models import Unit
from weicheng.ground.papers.choices import PaperKind, PaperState
from weicheng.ground.papers.models import Paper, rectify_state
from weicheng.ground.papers.permissions import check_user_can_issue_papers, user_can_issue_papers
from weicheng.ground.papers.services import putting_right
from weicheng.ground.papers.services.rectifying import faults_of, issue_rectification
from weicheng.ground.papers.views.doors import Request, campaign_of, campaign_page, frame
from weicheng.ground.standards.models import Clause
from weicheng.ground.ui.days import required_day
from weicheng.ground.ui.numbers import whole

SHOWN = 100


@campaign_page
@require_http_methods(["GET", "POST"])
def rectify(request: Request) -> HttpResponse:
    if request.method == "GET":
        return _page(request)
    campaign, sent = campaign_of(request), request.POST
    check_user_can_issue_papers(request.user, campaign)
    try:
        unit = Unit.objects.on(timezone.localdate()).filter(pk=whole(sent.get("unit")) or 0).first()
        if unit is None:
            raise Invalid("请选单位。", "unit")
        paper = issue_rectification(
            by=request.user,
            campaign=campaign,
            unit=unit,
            found_on=required_day(sent.get("found_on"), "found_on"),
            due_on=required_day(sent.get("due_on"), "due_on"),
            faults=faults_of(sent.get("faults", "")),
            inspectors=sent.get("inspectors", ""),
            contact=sent.get("contact", ""),
            clauses=_clauses(request),
        )
    except Invalid as error:
        return _page(request, problem=error, status=422)
    messages.success(request, f"已发出{paper.number}，通知了{paper.unit_name}。")
    return redirect("papers:rectify")


def _clauses(request: Request) -> list[Clause]:
    keys = [key for text in request.POST.getlist("clauses") if (key := whole(text))]
    return list(Clause.objects.filter(edition=campaign_of(request).edition_id, pk__in=keys).order_by("order"))


@campaign_page
@require_http_methods(["GET", "POST"])
def rectify_one(request: Request, pk: int) -> HttpResponse:
    """One notice: what is to be put right, its receipt, its answer, what the office says to it."""
    found = Paper.objects.for_user(request.user).select_related("unit", "campaign", "answer")
    paper = get_object_or_404(found, campaign=campaign_of(request), kind=PaperKind.RECTIFY, pk=pk)
    if request.method == "GET":
        return _one(request, paper)
    sent = request.POST
    try:
        if sent.get("do") == "receive":
            putting_right.receive(by=request.user, paper=paper)
            messages.success(request, f"已签收{paper.number}，整改后在本页答复。")
        elif sent.get("do") == "close":
            putting_right.close(by=request.user, paper=paper)
            messages.success(request, f"{paper.number}已办结。")
        elif sent.get("do") == "back":
            putting_right.send_back(by=request.user, paper=paper, reason=sent.get("reason", ""))
            messages.success(request, f"已退回，通知了{paper.unit_name}。")
        else:
            putting_right.answer(by=request.user, paper=paper, text=sent.get("text", ""))
            messages.success(request, "已报创卫办核对。")
    except Invalid as error:
        return _one(request, paper, problem=error, status=422)
    return redirect("papers:rectify-one", pk)


def _one(request: Request, paper: Paper, problem: Invalid | None = None, status: int = 200) -> HttpResponse:
    answer = getattr(paper, "answer", None)
    context = {
        **frame(request, "rectify", ("整改通知书", reverse("papers:rectify")), (paper.number, None)),
        "paper": paper,
        "state": rectify_state(paper, timezone.localdate()),
        "due_on": date.fromisoformat(paper.made_from["due_on"]),
        "faults": [row[2] for row in paper.made_from["tasks"]],
        "answer": answer,
        "answered": bool(answer and answer.answered_at),
        "closed": bool(answer and answer.closed_at) or paper.state == PaperState.VOID,
        "may_answer": putting_right.user_can_answer_rectification(request.user, paper)
        and paper.state != PaperState.VOID,
        "may_close": user_can_issue_papers(request.user, paper.campaign),
        "problem": problem,
        "typed": request.POST.get("text", "") if problem else "",
    }
    return render(request, "papers/rectify_one.html", context, status=status)


def _page(request: Request, problem: Invalid | None = None, status: int = 200) -> HttpResponse:
    campaign = campaign_of(request)
    found = Paper.objects.for_user(request.user).filter(campaign=campaign, kind=PaperKind.RECTIFY).order_by("-pk")
    may_issue = user_can_issue_papers(request.user, campaign)
    context = {
        **frame(request, "rectify", ("整改通知书", None)),
        "papers": [
            (one, rectify_state(one, timezone.localdate()))
            for one in found.select_related("answer").defer("digest")[:SHOWN]
        ],
        "units": Unit.objects.on(timezone.localdate()).with_samples(campaign.is_sample) if may_issue else [],
        "may_issue": may_issue,
        "clause_groups": clauses_by_chapter(campaign) if may_issue else [],
        "chosen": request.POST.getlist("clauses"),
        "problem": problem,
        "typed": request.POST if problem else {},
        "today": timezone.localdate(),
    }
    return render(request, "papers/rectify.html", context, status=status)
