"""Papers that come in: who sent what, who handles it, by when it wants an answer, which paper answered it."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from weicheng.ground.evidence.links import download_url
from weicheng.ground.kernel.audit import history
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.models import User
from weicheng.ground.papers import official_permissions as permissions
from weicheng.ground.papers.forms import prints_sent, version_sent
from weicheng.ground.papers.models import IncomingPaper
from weicheng.ground.papers.selectors.people import office_staff
from weicheng.ground.papers.services import incoming as services
from weicheng.ground.papers.services.merging import Superseded
from weicheng.ground.papers.views.clashes import chosen, clash_page, prints
from weicheng.ground.papers.views.doors import Request, campaign_of, campaign_page, frame
from weicheng.ground.ui.days import optional_day, required_day
from weicheng.ground.ui.numbers import whole

PAGE = 50


@campaign_page
@require_safe
def incoming_list(request: Request) -> HttpResponse:
    permissions.check_user_can_see_books(request.user)
    campaign, today = campaign_of(request), timezone.localdate()
    found = IncomingPaper.objects.for_user(request.user).filter(campaign=campaign).select_related("handler")
    show = request.GET.get("show", "")
    tabs = [
        ("", "全部", found),
        ("owed", "待答复", found.owed()),
        ("late", "逾期", found.owed().filter(reply_due__lt=today)),
    ]
    chosen = next((rows for code, _, rows in tabs if code == show), found)
    page = Paginator(chosen.prefetch_related("replies__entry"), PAGE).get_page(request.GET.get("page"))
    context = {
        **frame(request, "incoming", ("来文", None)),
        "page": page,
        "rows": [(paper, paper.state_on(today), _left(paper)) for paper in page],
        "tabs_here": [(code, word, rows.count()) for code, word, rows in tabs],
        "show": show,
        "may_keep": permissions.user_can_keep_books(request.user, campaign),
    }
    return render(request, "papers/incoming.html", context)


@campaign_page
@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    campaign = campaign_of(request)
    permissions.check_user_can_keep_books(request.user, campaign)
    if request.method == "GET":
        return _form(request, None)
    upload = request.FILES.get("file")
    try:
        paper = services.register_incoming(
            by=request.user,
            campaign=campaign,
            upload=upload,
            upload_name=(upload.name if upload else "") or "",
            **_values(request),
        )
    except Invalid as error:
        return _form(request, None, problem=error, status=422)
    messages.success(request, f"已登记，收文号{paper.serial}。")
    return redirect("papers:incoming-one", paper.pk)


@campaign_page
@require_safe
def one(request: Request, pk: int) -> HttpResponse:
    paper, today = _incoming_or_404(request, pk), timezone.localdate()
    context = {
        **frame(request, "incoming", (str(paper), None)),
        "paper": paper,
        "state": paper.state_on(today),
        "left": _left(paper),
        "replies": paper.replies.select_related("entry").exclude(state="void", entry=None),
        "file_url": download_url(paper.file, user=request.user, name=paper.file_name) if paper.file else "",
        "may_keep": permissions.user_can_keep_books(request.user, paper.campaign),
        "history": history(paper)[:12],
        "today": today,
    }
    return render(request, "papers/incoming_one.html", context)


@campaign_page
@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    paper = _incoming_or_404(request, pk)
    permissions.check_user_can_keep_books(request.user, paper.campaign)
    if request.method == "GET":
        return _form(request, paper)
    try:
        kept = services.change_incoming(
            by=request.user,
            incoming=paper,
            version=version_sent(request),
            seen=prints_sent(request),
            **_chosen(request, paper),
        )
    except Superseded as error:
        place = frame(request, "incoming", ("改登记", None))
        return clash_page(request, error, place, f"来文《{paper.title}》的登记", frozenset())
    except Invalid as error:
        return _form(request, paper, problem=error, status=422)
    together = kept.version > (version_sent(request) or 0) + 1
    messages.success(request, "已保存，同时并进了别人刚改的部分。" if together else "已保存。")
    return redirect("papers:incoming-one", pk)


@campaign_page
@require_POST
def answer(request: Request, pk: int) -> HttpResponse:
    paper = _incoming_or_404(request, pk)
    permissions.check_user_can_keep_books(request.user, paper.campaign)
    on = required_day(request.POST.get("on"), "on")
    services.answer_incoming(by=request.user, incoming=paper, on=on, note=request.POST.get("note", ""))
    messages.success(request, "已记为答复。")
    return redirect("papers:incoming-one", pk)


def _incoming_or_404(request: Request, pk: int) -> IncomingPaper:
    found = IncomingPaper.objects.for_user(request.user).filter(campaign=campaign_of(request), pk=pk)
    paper = found.select_related("campaign", "handler", "file", "by").first()
    if paper is None:
        raise Http404
    return paper


def _values(request: Request) -> dict[str, Any]:
    sent = request.POST
    handler = whole(sent.get("handler"))
    return {
        "issuer": sent.get("issuer", ""),
        "title": sent.get("title", ""),
        "number": sent.get("number", ""),
        "wants": sent.get("wants", ""),
        "received_on": required_day(sent.get("received_on"), "received_on"),
        "reply_due": optional_day(sent.get("reply_due"), "reply_due"),
        "handler": User.objects.filter(pk=handler, is_active=True).first() if handler else None,
    }


def _chosen(request: Request, paper: IncomingPaper) -> dict[str, Any]:
    """What was typed; where the kept one was chosen over it, that."""
    values = _values(request)
    return values | {
        name: getattr(paper, name) for name in values if name not in chosen(request, values, {}, frozenset())
    }


def _form(
    request: Request, paper: IncomingPaper | None, problem: Invalid | None = None, status: int = 200
) -> HttpResponse:
    context = {
        **frame(request, "incoming", ("登记来文" if paper is None else "改登记", None)),
        "paper": paper,
        "staff": office_staff(),
        "problem": problem,
        "typed": request.POST if problem else {},
        "version": (version_sent(request) if problem else None) or (paper.version if paper else 0),
        "seen": request.POST.get("seen", "")
        if problem
        else json.dumps(prints(services.texts_of(paper)) if paper else {}),
        "today": timezone.localdate(),
    }
    return render(request, "papers/incoming_form.html", context, status=status)


def _left(paper: IncomingPaper) -> int:
    return (paper.reply_due - timezone.localdate()).days if paper.reply_due else 0
