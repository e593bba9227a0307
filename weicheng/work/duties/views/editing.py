"""The form of a duty; duties out of the ledger."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from weicheng.engines.worktime.standing import read_demand, say_demand
from weicheng.ground.campaigns.calendar import work_calendar
from weicheng.ground.kernel.errors import Refused
from weicheng.ground.org.models import Unit
from weicheng.ground.ui.days import day_in
from weicheng.ground.ui.numbers import whole
from weicheng.work.duties.choices import HolidayRule
from weicheng.work.duties.forms import DutyForm
from weicheng.work.duties.models import Duty
from weicheng.work.duties.permissions import check_user_can_change_duty, check_user_can_create_duty
from weicheng.work.duties.rhythms import demand_of_duty, preview, say
from weicheng.work.duties.services import from_tasks, keeping
from weicheng.work.duties.services.keeping import DutyValues
from weicheng.work.duties.views.doors import campaign_of, campaign_page, duty_or_404, face
from weicheng.work.plans.choices import PlanState
from weicheng.work.plans.models import Plan, Task


@campaign_page
def create(request: HttpRequest) -> HttpResponse:
    """A duty by hand."""
    campaign = campaign_of(request)
    check_user_can_create_duty(request.user, campaign)
    form = DutyForm(campaign, request.POST or None, initial={"starts_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        values = _values(request, form)
        try:
            duty = keeping.create_duty(by=request.user, campaign=campaign, values=values)
        except Refused as error:
            _say(form, error)
        else:
            messages.success(request, f"已建立：{say(duty)}，往后60天的已经排出。")
            return redirect("duties:duty", duty.pk)
    return _form(request, form, "新建常态工作")


@campaign_page
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a duty; only what is to come and nobody recorded follows."""
    duty = duty_or_404(request, pk)
    check_user_can_change_duty(request.user, duty)
    now = keeping.values_of(duty)
    initial = {name: getattr(now, name) for name in DutyForm.base_fields if hasattr(now, name)}
    form = DutyForm(campaign_of(request), request.POST or None, initial=initial | {"rhythm": say(duty)})
    if request.method == "POST" and form.is_valid():
        values = _values(request, form)
        values.rhythm_words = duty.rhythm_words
        if form.cleaned_data["rhythm"].strip() == say(duty):
            values.demand = demand_of_duty(duty)
        try:
            version = whole(request.POST.get("version")) or 0
            keeping.change_duty(by=request.user, duty=duty, values=values, version=version)
        except Refused as error:
            _say(form, error)
        else:
            messages.success(request, "已修改。记过的和过去的不变，往后的照新的来。")
            return redirect("duties:duty", pk)
    return _form(request, form, "修改常态工作", duty, now)


def _say(form: DutyForm, error: Refused) -> None:
    form.add_error(error.field if error.field in form.fields else None, str(error))


def _form(
    request: HttpRequest, form: DutyForm, title: str, duty: Duty | None = None, now: DutyValues | None = None
) -> HttpResponse:
    sent = request.method == "POST"
    context = face(request, "list", title) | {
        "form": form,
        "title": title,
        "duty": duty,
        "units": _units(request, "units") if sent else (now.units if now else []),
        "exempt": _units(request, "exempt") if sent else (now.exempt if now else []),
    }
    return render(request, "duties/form.html", context, status=422 if sent else 200)


def _values(request: HttpRequest, form: DutyForm) -> DutyValues:
    values: dict[str, Any] = {name: form.cleaned_data[name] for name in form.fields if name != "rhythm"}
    values["people_basis"] = values["people_basis"] or "each"
    said = form.cleaned_data["rhythm"].strip()
    values |= {"units": _units(request, "units"), "exempt": _units(request, "exempt")}
    return DutyValues(demand=read_demand(said), rhythm_words=said, **values)


def _units(request: HttpRequest, name: str) -> list[Unit]:
    ids = [pk for text in request.POST.getlist(name) if (pk := whole(text))]
    found = Unit.objects.in_bulk(ids)
    return [found[pk] for pk in dict.fromkeys(ids) if pk in found]


@campaign_page
@require_GET
def understood(request: HttpRequest) -> HttpResponse:
    """How the words of the form are understood: said back, with the next five times."""
    campaign, asked = campaign_of(request), request.GET
    check_user_can_create_duty(request.user, campaign)
    words = (asked.get("rhythm") or "").strip()[:100]
    holiday = asked.get("holiday", "")
    start = max(day_in(asked.get("starts_on")) or timezone.localdate(), campaign.starts_on)
    demand = read_demand(words)
    times: list[tuple[date, date]] = []
    if words and demand.is_settled:
        rule = holiday if holiday in HolidayRule.values else HolidayRule.KEEP
        times = preview(demand, max(start, timezone.localdate()), campaign.ends_on, rule, work_calendar())
    context = {"words": words, "demand": demand, "said": say_demand(demand), "times": times}
    return render(request, "duties/_understood.html", context)


@campaign_page
@require_POST
def from_task(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One press: the task's rhythm, words and units become a duty."""
    within = Task.objects.for_user(request.user).filter(campaign=campaign_of(request))
    task = within.filter(uid=uid).select_related("campaign").first()
    if task is None:
        raise Http404
    duty = from_tasks.duty_of_task(by=request.user, task=task)
    messages.success(request, f"任务{task.number}已建成常态工作：{say(duty)}。")
    return redirect("duties:duty", duty.pk)


@campaign_page
def from_ledger(request: HttpRequest) -> HttpResponse:
    """Every recurring task of a paper, or of the whole ledger, that has no duty yet; POST makes them all."""
    campaign = campaign_of(request)
    check_user_can_create_duty(request.user, campaign)
    papers = Plan.objects.filter(campaign=campaign, state=PlanState.PUBLISHED).only("pk", "title")
    asked = whole(request.POST.get("plan") or request.GET.get("plan"))
    plan = next((paper for paper in papers if paper.pk == asked), None)
    if request.method == "POST":
        made = from_tasks.duties_of_tasks(by=request.user, campaign=campaign, plan=plan)
        open_ones = sum(duty.kind == "unsettled" for duty in made)
        rest = f"，其中{open_ones}项间隔未定，请接着定" if open_ones else ""
        messages.success(request, f"已建{len(made)}项常态工作{rest}。" if made else "没有还要建的。")
        return redirect("duties:unsettled" if open_ones else "duties:list")
    rows = [(task, _said(task)) for task in from_tasks.recurring_tasks(campaign, plan)]
    context = face(request, "ledger", "从台账建") | {"papers": papers, "plan": plan, "rows": rows}
    return render(request, "duties/from_ledger.html", context)


def _said(task: Task) -> tuple[str, bool]:
    from weicheng.work.duties.rhythms import demand_of_task

    demand = demand_of_task(task)
    return say_demand(demand), demand.is_settled
