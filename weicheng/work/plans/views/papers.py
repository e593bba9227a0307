"""Plan papers: the list, uploading, following the reading, the original."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from weicheng.ground.evidence.errors import FileMissing
from weicheng.ground.evidence.services import open_file
from weicheng.ground.kernel.errors import Refused
from weicheng.ground.ui.numbers import whole
from weicheng.work.plans import permissions
from weicheng.work.plans.choices import PlanState
from weicheng.work.plans.errors import DuplicateFile, NotPossible
from weicheng.work.plans.models import Plan
from weicheng.work.plans.selectors import plans as plan_selectors
from weicheng.work.plans.services import uploading
from weicheng.work.plans.views.doors import campaign_of, page, plan_or_404


@page
@require_GET
def plan_list(request: HttpRequest) -> HttpResponse:
    campaign = campaign_of(request)
    return render(
        request,
        "plans/list.html",
        {
            "nav": "plans",
            "crumbs": [("方案", None)],
            "plans": plan_selectors.plan_list(campaign, request.user),
            "may_upload": permissions.user_can_upload_plan(request.user, campaign),
        },
    )


@page
def upload(request: HttpRequest) -> HttpResponse:
    """Several papers at once: each is its own plan; those refused are named with the reason, the others go on."""
    campaign = campaign_of(request)
    permissions.check_user_can_upload_plan(request.user, campaign)
    refused: list[dict[str, Any]] = []
    stored: list[Plan] = []
    if request.method == "POST":
        number = whole(request.POST.get("revises"))
        revises = plan_selectors.plan_for(request.user, number, whole=False) if number is not None else None
        files = request.FILES.getlist("files")
        if not files:
            refused.append({"name": "没有选文件", "reason": "请先选一份方案，再点“开始读取”。", "plan": None})
        for name, paper in _papers(files, refused):
            try:
                plan = uploading.upload_plan(
                    by=request.user,
                    campaign=campaign,
                    upload=paper,
                    name=name,
                    year=whole(request.POST.get("year")),
                    revises=revises,
                )
                stored.append(plan)
            except DuplicateFile as error:
                refused.append({"name": name, "reason": str(error), "plan": error.plan})
            except Refused as error:
                refused.append({"name": name, "reason": str(error), "plan": None})
        if stored and not refused:
            return redirect("plans:detail", stored[0].pk) if len(stored) == 1 else redirect("plans:list")
    return render(
        request,
        "plans/upload.html",
        {
            "nav": "plans",
            "crumbs": [("方案", "/plans/"), ("上传", None)],
            "refused": refused,
            "stored": stored,
            "published": plan_selectors.plan_list(campaign, request.user).filter(state=PlanState.PUBLISHED),
            "revises": request.GET.get("revises", request.POST.get("revises", "")),
            "year": request.POST.get("year", ""),
        },
        status=422 if refused else 200,
    )


def _papers(files: list[Any], refused: list[dict[str, Any]]) -> Iterator[tuple[str, Any]]:
    """The papers of all files, those inside a zip one by one; a zip that cannot be opened is refused with its reason."""
    for file in files:
        try:
            yield from uploading.unpack_upload(file, file.name)
        except Refused as error:
            refused.append({"name": file.name, "reason": str(error), "plan": None})


@page
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a plan stands decides what its address shows: progress, failure, review, or the paper as it is to be read."""
    plan = plan_or_404(request, pk, whole=False)
    if plan.state == PlanState.REVIEW and permissions.user_can_review_plan(request.user, plan):
        return redirect("plans:review", pk)
    if plan.state in (PlanState.READING, PlanState.FAILED):
        context = {
            "nav": "plans",
            "crumbs": [("方案", "/plans/"), (plan.title, None)],
            "plan": plan,
            "job": plan.job,
            "may_work": permissions.user_can_upload_plan(request.user, plan.campaign),
        }
        return render(request, "plans/reading.html", context)
    return redirect("plans:paper", pk)


@page
@require_GET
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked twice a second while the job runs; when it is over, the page loads itself anew."""
    plan = plan_or_404(request, pk, whole=False)
    if plan.state != PlanState.READING:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "plans/_progress.html", {"plan": plan, "job": plan.job})


@page
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    uploading.cancel_reading(by=request.user, plan=plan_or_404(request, pk))
    messages.info(request, "已停止读取，文件还在，可以再读一次或删除。")
    return redirect("plans:detail", pk)


@page
@require_POST
def read_again(request: HttpRequest, pk: int) -> HttpResponse:
    plan = plan_or_404(request, pk)
    uploading.read_again(by=request.user, plan=plan, year=whole(request.POST.get("year")))
    return redirect("plans:detail", pk)


@page
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    plan = plan_or_404(request, pk)
    uploading.discard_plan(by=request.user, plan=plan)
    messages.success(request, f"已删除《{plan.title}》，它没有生成任何任务。")
    return redirect("plans:list")


@page
@require_GET
def original(request: HttpRequest, pk: int) -> FileResponse:
    plan = plan_or_404(request, pk, whole=False)
    if plan.file is None:  # a classified paper that was found out while it was read
        raise Http404
    try:
        stream = open_file(plan.file)
    except FileMissing as error:
        raise NotPossible(str(error)) from error
    return FileResponse(stream, as_attachment=True, filename=plan.file_name)
