"""The tabs: letters, notices, reminders; making a batch of them and watching it."""

from __future__ import annotations

import tempfile
import zipfile
from typing import cast
from uuid import UUID

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.evidence.errors import FileMissing
from weicheng.ground.evidence.services import open_file
from weicheng.ground.kernel.errors import NotPossible
from weicheng.ground.kernel.models import Job
from weicheng.ground.papers.choices import PaperKind, PaperState, Variant
from weicheng.ground.papers.models import Paper
from weicheng.ground.papers.permissions import check_user_can_issue_papers, user_can_issue_papers
from weicheng.ground.ui.keys import uuid_in
from weicheng.work.letters.choices import JOB_KIND, STEPS
from weicheng.work.letters.selectors import pages
from weicheng.work.letters.selectors.lateness import of_colour, pressing_lines
from weicheng.work.letters.services.checking import is_behind
from weicheng.work.letters.services.issuing import issue_batch
from weicheng.work.letters.views.doors import Request, campaign_of, campaign_page, frame, units_asked
from weicheng.work.plans.status import Moment

PAGE = 100


@campaign_page
@require_safe
def letter_list(request: Request) -> HttpResponse:
    """Units and their letters, all or by how far they are."""
    campaign = campaign_of(request)
    found = pages.letter_list(campaign, request.user)
    show = request.GET.get("show", "") if request.GET.get("show") in pages.SHOW else ""
    context = {
        **frame("letter", ("责任书", None)),
        "found": found,
        "show": show,
        "show_word": pages.SHOW.get(show, ""),
        "page": Paginator(found.of(show), PAGE * 3).get_page(request.GET.get("page")),
        "voided": pages.issued_papers(campaign, request.user, PaperKind.LETTER).filter(state=PaperState.VOID),
        "running": _running(campaign, PaperKind.LETTER),
        "behind": is_behind(campaign),
        "may_issue": user_can_issue_papers(request.user, campaign),
    }
    return render(request, "letters/letters.html", context)


@campaign_page
@require_safe
def notices(request: Request) -> HttpResponse:
    return _calls(request, PaperKind.NOTICE, "通知单")


@campaign_page
@require_safe
def reminders(request: Request) -> HttpResponse:
    return _calls(request, PaperKind.REMINDER, "督办单")


@campaign_page
@require_POST
def issue(request: Request, kind: str) -> HttpResponse:
    """Queue a batch for the ticked units, or for all that the page offers."""
    campaign = campaign_of(request)
    check_user_can_issue_papers(request.user, campaign)
    variant = request.POST.get("variant", "") if kind == PaperKind.REMINDER else ""
    if kind == PaperKind.LETTER:
        show = request.POST.get("show", "")
        lines = pages.letter_list(campaign, request.user).of(show if show in pages.SHOW else "")
        offered = [line.unit for line in lines if line.leads + line.coops]
    elif kind in PaperKind.values:
        pressed = pressing_lines(campaign, Moment.of(campaign))
        offered = [one.unit for one in pressed if not variant or one.numbers.get(variant)]
    else:
        raise Http404
    units = units_asked(request, offered)
    job = issue_batch(by=request.user, campaign=campaign, kind=kind, units=units, variant=variant)
    return redirect("letters:batch", job.pk)


@campaign_page
@require_safe
def batch(request: Request, pk: UUID) -> HttpResponse:
    """How far a batch is, and its papers as they come."""
    campaign = campaign_of(request)
    check_user_can_see = user_can_issue_papers(request.user, campaign)
    job = Job.objects.filter(pk=pk, kind=JOB_KIND, args__campaign=campaign.pk).first()
    if job is None or not check_user_can_see:
        raise Http404
    kind = job.args["kind"]
    papers = pages.issued_papers(campaign, request.user, kind).filter(job=job)
    names = {PaperKind.LETTER: "letters:list", PaperKind.NOTICE: "letters:notices"}
    context = {
        **frame(kind, ("生成进度", None)),
        "job": job,
        "papers": papers,
        "kind": kind,
        "back": names.get(PaperKind(kind), "letters:reminders"),
    }
    partial = getattr(request, "htmx", False)
    return render(request, "letters/_batch.html" if partial else "letters/batch.html", context)


@campaign_page
@require_safe
def download_zip(request: Request, kind: str) -> HttpResponse:
    """The papers of a kind that stand, or those of one batch, as a zip."""
    if kind not in PaperKind.values:
        raise Http404
    papers = Paper.objects.for_user(request.user).current().filter(campaign=campaign_of(request), kind=kind)
    if request.GET.get("job"):
        job = uuid_in(request.GET["job"])
        if job is None:
            raise Http404
        papers = papers.filter(job=job)
    chosen = list(papers.select_related("file").defer("made_from"))
    if not chosen:
        raise NotPossible("没有可以下载的文书。")
    # Spilled to the disk beyond a few megabytes: 300 letters do not lie in memory twice.
    out = tempfile.SpooledTemporaryFile(max_size=4 * 1024 * 1024)  # noqa: SIM115 (closed with the answer)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as box:
        for paper in chosen:
            if paper.file is not None:
                _put(box, paper)
    out.seek(0)
    name = f"{PaperKind(kind).label}{len(chosen)}份.zip"
    answer = FileResponse(out, as_attachment=True, filename=name, content_type="application/zip")
    return cast(HttpResponse, answer)


def _put(box: zipfile.ZipFile, paper: Paper) -> None:
    assert paper.file is not None
    try:
        with open_file(paper.file) as stream:
            box.writestr(paper.file_name(), stream.read())
    except FileMissing as error:
        box.writestr(f"{paper.file_name()}.缺失.txt", str(error))


def _calls(request: Request, kind: PaperKind, word: str) -> HttpResponse:
    """Units with something late or due, what went out already, and the button for more."""
    campaign = campaign_of(request)
    variant = request.GET.get("colour", "") if kind == PaperKind.REMINDER else ""
    variant = variant if variant in Variant.values else (Variant.RED.value if kind == PaperKind.REMINDER else "")
    may_issue = user_can_issue_papers(request.user, campaign)
    moment = Moment.of(campaign)
    found = pressing_lines(campaign, moment) if may_issue else []
    papers = pages.issued_papers(campaign, request.user, kind)
    context = {
        **frame(kind, (word, None)),
        "kind": kind,
        "variant": variant,
        "step": STEPS[Variant(variant)] if variant else None,
        "steps": [(step, sum(bool(one.numbers[step.variant]) for one in found)) for step in STEPS.values()],
        "wanted": of_colour(found, campaign, moment, variant),
        "page": Paginator(papers, PAGE).get_page(request.GET.get("page")),
        "running": _running(campaign, kind),
        "may_issue": may_issue,
    }
    return render(request, "letters/calls.html", context)


def _running(campaign: Campaign, kind: str) -> Job | None:
    waiting = Job.objects.filter(kind=JOB_KIND, state__in=("queued", "running"))
    return waiting.filter(args__campaign=campaign.pk, args__kind=kind).order_by("-created_at").first()
