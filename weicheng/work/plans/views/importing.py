"""The exported table, edited in Excel or WPS, comes back: first what would change, then all of it or nothing."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from weicheng.ground.kernel.errors import Refused
from weicheng.ground.ui.answers import refuse
from weicheng.work.plans import permissions
from weicheng.work.plans.services import importing
from weicheng.work.plans.views.doors import campaign_of, page


@page
def import_ledger(request: HttpRequest) -> HttpResponse:
    """The upload, and what the uploaded table would change."""
    campaign = campaign_of(request)
    permissions.check_user_can_import_ledger(request.user, campaign)
    context = {"nav": "ledger", "crumbs": [("台账", reverse("ledger:list")), ("导入表格", None)]}
    file = request.FILES.get("file") if request.method == "POST" else None
    if file is None:
        return render(request, "plans/import.html", context)
    name = file.name or "表格"
    try:
        preview = importing.import_preview(by=request.user, campaign=campaign, upload=file, name=name)
    except Refused as error:
        return render(request, "plans/import.html", {**context, "problem": error}, status=422)
    status = 422 if preview.errors else 200
    return render(request, "plans/import.html", {**context, "preview": preview, "name": name}, status=status)


@page
@require_POST
def apply(request: HttpRequest, token: UUID) -> HttpResponse:
    """Write what the preview showed, or forget it."""
    if request.POST.get("cancel"):
        importing.cancel_import(by=request.user, token=token)
        messages.info(request, "没有导入，台账没有变。")
        return redirect("ledger:import")
    try:
        result = importing.apply_import(
            by=request.user,
            token=token,
            conflicts=request.POST.getlist("conflicts"),
            new=request.POST.getlist("new"),
            reason=request.POST.get("reason", "").strip(),
        )
    except Refused as error:
        return refuse(request, str(error), back=reverse("ledger:import"))
    messages.success(request, str(result))
    return redirect("ledger:list")
