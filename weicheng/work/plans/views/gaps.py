"""责任缺口: tasks that nobody leads, or a unit that is no more, a collective, several; or for which a person could be named."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.models import Person, Unit
from weicheng.ground.ui.numbers import whole
from weicheng.work.plans import permissions
from weicheng.work.plans.selectors import gaps as selectors
from weicheng.work.plans.selectors.gap_export import export_gaps_xlsx
from weicheng.work.plans.services import assigning, inheriting
from weicheng.work.plans.views.doors import campaign_of, page
from weicheng.work.plans.views.tasks import task_or_404

PAGE = 50
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page
@require_GET
def gaps(request: HttpRequest) -> HttpResponse:
    campaign = campaign_of(request)
    counts = selectors.gap_counts(campaign, request.user)
    asked = request.GET.get("kind", "")
    first = next((kind for kind in selectors.KINDS if counts[kind]), "no_lead")
    kind = asked if asked in selectors.KINDS else first
    rows = Paginator(selectors.gap_tasks(campaign, request.user, kind), PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "plans/gaps.html",
        {
            "nav": "gaps",
            "crumbs": [("台账", reverse("ledger:list")), ("责任缺口", None)],
            "kind": kind,
            "tabs": [(code, word, counts[code]) for code, word in selectors.KINDS.items()],
            "rows": rows,
            "gaps": selectors.gaps_of(rows.object_list),
            "inheritable": counts["ended"] if kind == "ended" else 0,
            "may_assign": permissions.user_can_create_task(request.user, campaign),
        },
    )


@page
@require_GET
def export(request: HttpRequest) -> FileResponse:
    content = export_gaps_xlsx(campaign_of(request), request.user)
    name = f"gaps-{timezone.localdate():%Y%m%d}.xlsx"
    return FileResponse(content, as_attachment=True, filename=name, content_type=_XLSX)


@page
@require_POST
def inherit(request: HttpRequest) -> HttpResponse:
    """One task, or all that stand here, go from units that are no more to those that took them over."""
    campaign = campaign_of(request)
    permissions.check_user_can_create_task(request.user, campaign)
    tasks = selectors.gap_tasks(campaign, request.user, "ended")
    sent = request.POST.get("task", "")
    if sent:
        tasks = tasks.filter(pk=whole(sent) or 0)
    moved = inheriting.hand_to_heirs(by=request.user, tasks=tasks)
    messages.success(request, f"{moved}项任务交给了接手的单位，每项的记录里写明。")
    return redirect(f"{reverse('ledger:gaps')}?kind=ended")


@page
@require_POST
def assign(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One unit leads, or one person of a lead unit answers."""
    task = task_or_404(request, uid)
    permissions.check_user_can_change_task(request.user, task)
    sent = request.POST
    unit = Unit.objects.filter(pk=whole(sent.get("unit")) or 0).first()
    if unit is None:
        raise Invalid("请选一个单位。", "unit")
    person = Person.objects.filter(pk=whole(sent.get("person")) or 0).first()
    version = whole(sent.get("version")) or 0
    if sent.get("keep_units"):
        if person is None:
            raise Invalid("请选一个人。", "person")
        assigning.name_person(by=request.user, task=task, version=version, unit=unit, person=person)
        messages.success(request, f"{task.number}：责任人是{unit}的{person}。")
    else:
        assigning.assign_lead(by=request.user, task=task, version=version, unit=unit, person=person)
        messages.success(request, f"{task.number}由{unit}牵头，原来的其他牵头单位改为配合。")
    kind = sent.get("kind", "")
    return redirect(f"{reverse('ledger:gaps')}?kind={kind if kind in selectors.KINDS else ''}")
