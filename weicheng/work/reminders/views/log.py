"""Who was reminded of what and when; tasks without anybody present; tasks done late."""

from typing import Any

import xlsxwriter
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from weicheng.ground.campaigns.doors import campaign_of, campaign_page
from weicheng.ground.kernel.errors import NotAllowed
from weicheng.ground.org.access import scope_of
from weicheng.ground.org.models import Unit
from weicheng.ground.ui.days import day_in
from weicheng.ground.ui.numbers import whole
from weicheng.work.plans.lateness import done_late, due_by_rule
from weicheng.work.plans.selectors.tasks import live_tasks
from weicheng.work.reminders import permissions, selectors
from weicheng.work.reminders.choices import Stage
from weicheng.work.reminders.models import Reminder
from weicheng.work.reminders.services.rules import rule_of

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@campaign_page
@require_safe
def reminders(request: HttpRequest) -> HttpResponse:
    permissions.check_user_can_see_reminders(request.user)  # type: ignore[arg-type]
    campaign = campaign_of(request)
    found = _filtered(request)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "nav": "reminders",
        "crumbs": [("催办", None), ("提醒记录", None)],
        "tab": "log",
        "page": page,
        "stages": Stage.choices,
        "stage": request.GET.get("stage", ""),
        "on": request.GET.get("on", ""),
        "unit": request.GET.get("unit", ""),
        "units": Unit.objects.filter(task_roles__task__campaign=campaign).distinct() if _sees_all(request) else [],
        "rule": rule_of(campaign),
    }
    return render(request, "reminders/log.html", context)


@campaign_page
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The filtered log as a workbook, one row for each unit that was reminded."""
    permissions.check_user_can_see_reminders(request.user)  # type: ignore[arg-type]
    day = timezone.localdate()
    response = HttpResponse(content_type=XLSX)
    response.headers["Content-Disposition"] = content_disposition_header(True, f"提醒记录{day:%Y%m%d}.xlsx") or ""
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(response, options) as book:
        sheet = book.add_worksheet("提醒记录")
        heads = ("提醒日期", "颜色", "编号", "任务", "时限", "单位", "提醒了谁")
        for place, (head, width) in enumerate(zip(heads, (11, 10, 14, 40, 11, 16, 12), strict=True)):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, head)
        row = 0
        for one in _filtered(request):
            for told in one.told.all():
                row += 1
                who = told.user_name or "没有联络员"
                task = one.task
                words = (str(one.on), one.get_stage_display(), task.number, task.title, str(one.due_on))
                for place, cell in enumerate((*words, told.unit_name, who)):
                    sheet.write_string(row, place, cell)
    return response


@campaign_page
@require_safe
def unattended(request: HttpRequest) -> HttpResponse:
    """Open tasks for which nobody is there any more."""
    if not _sees_all(request):
        raise NotAllowed("只有创卫办可以看无人在岗的任务。")
    page = Paginator(selectors.unattended(campaign_of(request)), PAGE).get_page(request.GET.get("page"))
    page.object_list = selectors.reasons_of(page.object_list)
    context = {"nav": "reminders", "crumbs": [("催办", None), ("无人在岗", None)], "tab": "unattended", "page": page}
    return render(request, "reminders/unattended.html", context)


@campaign_page
@require_safe
def done_late_tasks(request: HttpRequest) -> HttpResponse:
    """逾期完成: what was done after its deadline, where the campaign's rule keeps that visible."""
    campaign = campaign_of(request)
    tasks = live_tasks(campaign, request.user).filter(done_late(campaign))  # type: ignore[arg-type]
    page = Paginator(tasks.select_related("lead_unit").order_by("-done_on", "number"), PAGE)
    shown = page.get_page(request.GET.get("page"))
    for task in shown:
        task.rule_due = due_by_rule(task, campaign)  # type: ignore[attr-defined]
    context = {
        "nav": "reminders",
        "crumbs": [("催办", None), ("逾期完成", None)],
        "tab": "late",
        "page": shown,
        "is_kept": campaign.late_stays_late,
    }
    return render(request, "reminders/late.html", context)


def _sees_all(request: HttpRequest) -> bool:
    user: Any = request.user
    return scope_of(user).sees_everything


def _filtered(request: HttpRequest) -> QuerySet[Reminder]:
    found = selectors.log_for(request.user, campaign_of(request))  # type: ignore[arg-type]
    if request.GET.get("stage") in Stage.values:
        found = found.filter(stage=request.GET["stage"])
    if unit := whole(request.GET.get("unit")):
        found = found.filter(pk__in=Reminder.objects.filter(told__unit=unit).values("pk"))
    day = day_in(request.GET.get("on"))
    return found.filter(on=day) if day else found
