"""One paper: how it looks, how far it is, who said what, who got it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from weicheng.ground.evidence.links import download_url
from weicheng.ground.evidence.selectors.menus import clauses_by_chapter
from weicheng.ground.kernel.audit import history
from weicheng.ground.org.access import is_office
from weicheng.ground.org.models import Unit, User
from weicheng.ground.papers import official_permissions as permissions
from weicheng.ground.papers import official_policies as policies
from weicheng.ground.papers import rendering
from weicheng.ground.papers.forms import steps_sent, version_sent
from weicheng.ground.papers.models import ApprovalStep, Distribution, OfficialPaper
from weicheng.ground.papers.official_choices import Channel, OfficialState, StepKind
from weicheng.ground.papers.selectors.addressees import addressees_of
from weicheng.ground.papers.selectors.papers import basis_of, resting_on
from weicheng.ground.papers.selectors.people import approvers
from weicheng.ground.papers.selectors.registers import missing_numbers, next_number, span_words
from weicheng.ground.papers.services import approving, official_issuing, printing
from weicheng.ground.papers.views.doors import DOCX, Request, attachment, campaign_page, frame, paper_or_404
from weicheng.ground.papers.views.drafts import check_is_complete, preview_context
from weicheng.ground.ui.days import required_day
from weicheng.ground.ui.numbers import whole


@campaign_page
@require_safe
def paper_page(request: Request, pk: int) -> HttpResponse:
    paper = paper_or_404(request, pk)
    user = request.user
    mine = next((step for step in policies.current_steps(paper) if step.user_id == user.pk), None)
    lines = list(paper.distributions.all())
    report = rendering.checked(paper)
    waiting = paper.state in (OfficialState.DRAFT, OfficialState.RETURNED)
    may_issue = permissions.user_can_issue(user, paper)
    chosen = {(one.kind, one.user_id) for one in paper.campaign.paper_chain.all()} if waiting else set()
    context = {
        **frame(request, "papers", (str(paper), None)),
        "paper": paper,
        "number": paper.entry.number if paper.entry else "",
        "steps": [step for step in paper.steps.all() if step.round == paper.round],
        "former": [step for step in paper.steps.all() if step.round < paper.round and step.at],
        "turn": {step.pk for step in policies.current_steps(paper)},
        "mine": mine if mine and permissions.user_can_decide(user, mine) else None,
        "may_edit": permissions.user_can_edit(user, paper),
        "may_submit": permissions.user_can_submit(user, paper),
        "may_take_back": permissions.user_can_take_back(user, paper),
        "may_issue": may_issue,
        "may_void": bool(paper.entry and permissions.user_can_void_number(user, paper.entry)),
        "missing": check_is_complete(paper) if waiting or may_issue else "",
        **_number_context(paper, may_issue),
        **_send_context(user, paper, lines),
        **files_context(user, paper),
        "findings": report.findings,
        "errors": report.errors,
        "own": paper.drafted_by_id == user.pk,
        "lines": [(line, permissions.user_can_acknowledge(user, line)) for line in lines],
        "arrived": sum(line.received_on is not None for line in lines),
        "may_copy": paper.state == OfficialState.ISSUED and permissions.user_can_draft(user, paper.campaign),
        "chain": [(kind, approvers(kind), {pk for one, pk in chosen if one == kind}) for kind in StepKind]
        if waiting
        else [],
        "clause_links": list(paper.clauses.select_related("clause")),
        "clause_groups": clauses_by_chapter(paper.campaign),
        "may_set_clauses": permissions.user_can_set_clauses(user, paper),
        "basis": basis_of(paper),
        "resting": resting_on(paper),
        "history": history(paper)[:20],
        "today": timezone.localdate(),
        **preview_context(paper),
    }
    return render(request, "papers/paper.html", context)


def _number_context(paper: OfficialPaper, may_issue: bool) -> dict[str, Any]:
    """Which number comes next, and which are missing before it."""
    if not may_issue or paper.series is None:
        return {}
    year = (paper.on or timezone.localdate()).year
    spans = missing_numbers(paper.series, year)
    return {
        "number_next": next_number(paper.series, year),
        "number_gaps": span_words(spans) if spans else "",
        "number_missing": sum(last - first + 1 for first, last in spans),
        "number_year": year,
    }


def _send_context(user: User, paper: OfficialPaper, lines: list[Distribution]) -> dict[str, Any]:
    """Who may be chosen for the distribution list, those that 主送 means chosen already."""
    if not permissions.user_can_distribute(user, paper):
        return {"may_distribute": False}
    there = {line.name for line in lines}
    units = [
        unit
        for unit in Unit.objects.on(timezone.localdate()).with_samples(paper.campaign.is_sample)
        if unit.name not in there
    ]
    meant = addressees_of(paper.addressees, paper.campaign, paper.on)
    chosen = {unit.pk for unit in meant.units}
    return {
        "may_distribute": True,
        "channels": Channel.choices,
        "units": [(unit, unit.pk in chosen) for unit in sorted(units, key=lambda one: one.pk not in chosen)],
        "meant_now": sum(unit.pk in chosen for unit in units),
        "meant_unknown": [one for one in meant.unknown if one[0] not in there],
    }


def files_context(user: User, paper: OfficialPaper) -> dict[str, Any]:
    """The Word file and the PDF, or how far the PDF is."""
    job = paper.pdf_job
    return {
        "pdf_running": job is not None and not job.is_finished,
        "pdf_failed": job.error if job is not None and job.state == "failed" and paper.pdf_id is None else "",
        "may_make_pdf": bool(paper.docx_id) and is_office(user),
    }


@campaign_page
@require_safe
def word(request: Request, pk: int) -> HttpResponse:
    """The Word file as it went out, or the draft as it is."""
    paper = paper_or_404(request, pk)
    if paper.docx is not None:
        return redirect(download_url(paper.docx, user=request.user, name=paper.file_name("docx")))
    return attachment(rendering.docx_of(paper), f"草稿 {paper.file_name('docx')}", DOCX)


@campaign_page
@require_safe
def pdf(request: Request, pk: int) -> HttpResponse:
    """The PDF that was made of an issued paper; of a draft one that typst draws at once."""
    paper = paper_or_404(request, pk)
    if paper.pdf is not None:
        return redirect(download_url(paper.pdf, user=request.user, name=paper.file_name("pdf")))
    if paper.docx_id is not None:
        running = paper.pdf_job is not None and not paper.pdf_job.is_finished
        messages.info(
            request, "PDF还在转，转好了本页会给出下载。" if running else "这份公文还没有PDF，可以先下载Word。"
        )
        return redirect("papers:paper", pk)
    try:
        content = rendering.draft_pdf(paper)
    except rendering.NoFonts as error:
        raise Http404(str(error)) from error
    return attachment(content, f"草稿 {paper.file_name('pdf')}", "application/pdf")


@campaign_page
@require_http_methods(["GET", "POST"])
def files(request: Request, pk: int) -> HttpResponse:
    """The card with the files: asked for again while the PDF is made; a POST has it made."""
    paper = paper_or_404(request, pk)
    if request.method == "POST":
        printing.request_pdf(by=request.user, paper=paper)
        if not getattr(request, "htmx", False):
            return redirect("papers:paper", pk)
        paper = paper_or_404(request, pk)
    if not getattr(request, "htmx", False):
        return redirect("papers:paper", pk)
    context = {
        "paper": paper,
        **files_context(request.user, paper),
        "missing_fonts": rendering.missing_fonts(),
        "fonts_wanted": rendering.fonts_wanted(),
    }
    return render(request, "papers/_paper_files.html", context)


@campaign_page
@require_POST
def submit(request: Request, pk: int) -> HttpResponse:
    paper = paper_or_404(request, pk)
    approving.submit_paper(
        by=request.user, paper=paper, steps=steps_sent(request) or None, version=version_sent(request)
    )
    messages.success(request, "已送审，轮到谁会通知谁。")
    if approving.signs_alone(paper):
        messages.warning(request, "这份公文由拟稿人自己签发，没有第二个人看过。要请别人签发，先收回再送审。")
    return redirect("papers:paper", pk)


@campaign_page
@require_POST
def take_back(request: Request, pk: int) -> HttpResponse:
    approving.take_back(by=request.user, paper=paper_or_404(request, pk))
    messages.success(request, "已收回，可以接着改。")
    return redirect("papers:paper", pk)


@campaign_page
@require_POST
def decide(request: Request, pk: int, step_pk: int) -> HttpResponse:
    """Agree or send back."""
    paper = paper_or_404(request, pk)
    step = get_object_or_404(ApprovalStep.objects.select_related("paper__campaign"), pk=step_pk, paper=paper)
    opinion = request.POST.get("opinion", "")
    if request.POST.get("say") == "return":
        approving.return_paper(by=request.user, step=step, reason=opinion)
        messages.success(request, "已退回拟稿人，附上了您的意见。")
    else:
        approving.pass_step(by=request.user, step=step, opinion=opinion)
        messages.success(request, f"已{step.get_kind_display()}。")
    return redirect("papers:paper", pk)


@campaign_page
@require_POST
def issue(request: Request, pk: int) -> HttpResponse:
    paper = paper_or_404(request, pk)
    permissions.check_user_can_issue(request.user, paper)
    on = required_day(request.POST.get("on"), "on")
    issued = official_issuing.issue_official(
        by=request.user,
        paper=paper,
        on=on,
        version=version_sent(request),
        despite_gaps=request.POST.get("despite_gaps") == "1",
        despite_errors=request.POST.get("despite_errors", ""),
    )
    messages.success(request, f"已印发，字号{issued}。")
    return redirect("papers:paper", pk)


@campaign_page
@require_POST
def distribute(request: Request, pk: int) -> HttpResponse:
    paper = paper_or_404(request, pk)
    wanted = [number for value in request.POST.getlist("units") if (number := whole(value)) is not None]
    sent = official_issuing.distribute(
        by=request.user,
        paper=paper,
        on=timezone.localdate(),
        channel=request.POST.get("channel", ""),
        units=list(Unit.objects.filter(pk__in=wanted)),
        names=request.POST.get("names", "").replace("，", "\n").replace("、", "\n").split("\n"),
    )
    messages.success(request, f"已登记分发{len(sent)}家。" if sent else "这些单位已经在分发名单上。")
    return redirect("papers:paper", pk)


@campaign_page
@require_POST
def take_off(request: Request, pk: int, line_pk: int) -> HttpResponse:
    """A receiver off the list, who was put there by mistake."""
    paper = paper_or_404(request, pk)
    line = Distribution.objects.filter(pk=line_pk, paper=paper).select_related("paper__campaign").first()
    if line is not None:
        official_issuing.take_off(by=request.user, line=line)
        messages.success(request, f"{line.name}不再在分发名单上。")
    return redirect("papers:paper", pk)


@campaign_page
@require_POST
def acknowledge(request: Request, pk: int, line_pk: int) -> HttpResponse:
    paper: OfficialPaper = paper_or_404(request, pk)
    line = get_object_or_404(Distribution.objects.select_related("unit", "paper"), pk=line_pk, paper=paper)
    official_issuing.acknowledge(by=request.user, line=line, receiver=request.POST.get("receiver", ""))
    messages.success(request, f"{line.name}已签收。")
    return redirect("papers:paper", pk)
