"""The exported table, edited in Excel or WPS, comes back: first what would change, then all of it or nothing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from weicheng.work.plans import permissions
from weicheng.work.plans.errors import PlansError
from weicheng.work.plans.services import importing
from weicheng.work.plans.views.doors import campaign_of, page


@page
def import_ledger(request: HttpRequest) -> HttpResponse:
    campaign = campaign_of(request)
    permissions.check_user_can_import_ledger(request.user, campaign)
    frame = {"nav": "ledger", "crumbs": [("台账", "/ledger/"), ("导入表格", None)]}
    if request.method == "POST" and request.FILES.get("file"):
        file = request.FILES["file"]
        try:
            preview = importing.import_preview(by=request.user, campaign=campaign, upload=file, name=file.name)
        except PlansError as error:
            return render(request, "plans/import.html", {**frame, "problem": error}, status=422)
        return render(request, "plans/import.html", {**frame, "preview": preview, "name": file.name})
    return render(request, "plans/import.html", frame)


@page
def apply(request: HttpRequest, token: str) -> HttpResponse:
    if request.method != "POST":
        return redirect("ledger:import")
    if request.POST.get("cancel"):
        importing.cancel_import(by=request.user, token=token)
        messages.info(request, "没有导入，台账没有变。")
        return redirect("ledger:import")
    result = importing.apply_import(
        by=request.user,
        token=token,
        conflicts=request.POST.getlist("conflicts"),
        new=request.POST.getlist("new"),
        reason=request.POST.get("reason", "").strip(),
    )
    messages.success(request, f"{result}")
    return redirect("ledger:list")
