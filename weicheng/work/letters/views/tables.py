"""任务分解表 and 包抓表 as Word papers."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from weicheng.engines.gongwen import write
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel.errors import NotAllowed, NotPossible
from weicheng.ground.org.access import scope_of
from weicheng.ground.org.models import Unit
from weicheng.ground.places.selectors import zone_rows
from weicheng.ground.ui.numbers import whole
from weicheng.work.letters.documents.breakdown import breakdown_document
from weicheng.work.letters.documents.zones import zones_document
from weicheng.work.letters.selectors import pages
from weicheng.work.letters.views.doors import Request, attachment, campaign_of, campaign_page, frame, unit_or_404
from weicheng.work.plans.models import Task, TaskOwner
from weicheng.work.plans.selectors.tasks import dress, live_tasks, with_relations
from weicheng.work.plans.status import Moment

MOST_ROWS = 1500  # a Word table longer than this opens slowly in WPS; the ledger goes out as xlsx


@campaign_page
@require_safe
def breakdown(request: Request) -> HttpResponse:
    campaign = campaign_of(request)
    tasks = live_tasks(campaign, request.user)
    context = {
        **frame("breakdown", ("任务分解表", None)),
        "lines": [line for line in pages.letter_list(campaign, request.user).lines if line.leads + line.coops],
        "total": tasks.count(),
        "most": MOST_ROWS,
        "whole": scope_of(request.user).sees_everything,
    }
    return render(request, "letters/breakdown.html", context)


@campaign_page
@require_safe
def breakdown_docx(request: Request) -> HttpResponse:
    """``?unit=`` one unit within reach; without it the whole campaign, for those who see all of it."""
    campaign, today = campaign_of(request), timezone.localdate()
    asked = whole(request.GET.get("unit", "")) or 0
    unit = unit_or_404(request, asked) if request.GET.get("unit") else None
    if unit is None and not scope_of(request.user).sees_everything:
        raise NotAllowed("整个活动的任务分解表由创卫办导出，您可以下载本单位的。")
    tasks = _tasks(campaign, unit)
    if not tasks:
        raise NotPossible("没有任务，分解表是空的。")
    if len(tasks) > MOST_ROWS:
        raise NotPossible(f"超过{MOST_ROWS}项，Word表太长。请按单位下载，或在台账导出Excel。")
    name = unit.name_on(today) if unit else ""
    content = write(breakdown_document(campaign, name, tasks, today))
    return attachment(content, f"{name or campaign}任务分解表{today:%Y%m%d}.docx")


@campaign_page
@require_safe
def zones_docx(request: Request) -> HttpResponse:
    campaign, today = campaign_of(request), timezone.localdate()
    zones = zone_rows(campaign, request.user, today)
    if not zones:
        raise NotPossible("还没有责任区，包抓表是空的。")
    return attachment(write(zones_document(campaign, zones, today)), f"包抓责任表{today:%Y%m%d}.docx")


def _tasks(campaign: Campaign, unit: Unit | None) -> list[Task]:
    tasks: QuerySet[Task] = Task.objects.live().filter(campaign=campaign)
    if unit is not None:
        tasks = tasks.filter(pk__in=TaskOwner.objects.filter(unit=unit, role__in=("lead", "coop")).values("task"))
    found = list(with_relations(tasks).order_by("number")[: MOST_ROWS + 1])
    dress(found, Moment.of(campaign))
    return found
