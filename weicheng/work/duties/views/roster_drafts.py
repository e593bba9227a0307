"""Making a roster in three steps: what it is, who takes turns, plan and publish."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from weicheng.ground.kernel.errors import Invalid, NotAllowed, Refused
from weicheng.ground.org.access import is_office
from weicheng.ground.org.models import Unit
from weicheng.ground.ui.days import required_day
from weicheng.ground.ui.keys import key_of
from weicheng.ground.ui.numbers import whole
from weicheng.work.duties.models import Roster, RosterLeave, RosterMember
from weicheng.work.duties.services import roster_drafting, roster_planning
from weicheng.work.duties.views import roster_input
from weicheng.work.duties.views.doors import campaign_of, campaign_page
from weicheng.work.duties.views.roster_pages import roster_face, roster_or_404, units_to_choose


@campaign_page
def create(request: HttpRequest) -> HttpResponse:
    """Step one, with defaults that most rosters need not change."""
    campaign, today = campaign_of(request), timezone.localdate()
    units = units_to_choose(request)
    if not units and not is_office(request.user):
        raise NotAllowed("只有创卫办和单位联络员可以排执勤表。")
    values = roster_input.defaults(campaign, today)
    context: dict[str, Any] = {"units": units, "key": uuid4(), "chosen_units": []}
    if request.method == "POST":
        values = roster_input.typed(request.POST)
        context["key"] = key_of(request.POST.get("key"))
        try:
            unit = _unit(request, units)
            context["chosen_units"] = [unit]
            roster = roster_drafting.create_roster(
                by=request.user, campaign=campaign, unit=unit, key=context["key"], **roster_input.wishes(values)
            )  # type: ignore[misc]
            return redirect("duties:roster-people", pk=roster.pk)
        except NotAllowed:
            raise
        except Refused as error:
            context["problem"] = error
    status = 422 if "problem" in context else 200
    page = {**roster_face(request), **context, "values": values}
    return render(request, "duties/roster_new.html", page, status=status)


@campaign_page
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Step two: who takes turns, who is away when, who takes which shifts never."""
    roster = roster_or_404(request, pk)
    if request.method == "POST":
        names = roster_input.names_in(request.POST.get("names", ""))
        added = roster_drafting.add_members(by=request.user, roster=roster, names=names)
        messages.success(request, f"加入了{len(added)}人。")
        return redirect("duties:roster-people", pk=pk)
    members = roster.members.select_related("person").prefetch_related("leave", "exempt")
    context = {"members": members, "shifts": roster.shifts.all(), "today": timezone.localdate()}
    return render(request, "duties/roster_people.html", {**roster_face(request, roster, "人员"), **context})


@campaign_page
@require_POST
def member(request: HttpRequest, pk: int, member: int, verb: str) -> HttpResponse:
    """Change, take off, leave, drop out: one member, one verb."""
    roster = roster_or_404(request, pk)
    one = roster.members.filter(pk=member).select_related("roster__unit", "roster__campaign", "roster__job").first()
    if one is None:
        raise Http404
    said = _VERBS[verb](request, roster, one)
    messages.success(request, said)
    return redirect("duties:roster" if verb == "drop" else "duties:roster-people", pk=pk)


def _change(request: HttpRequest, roster: Roster, one: RosterMember) -> str:
    chosen = set(request.POST.getlist("exempt"))
    exempt = [shift for shift in roster.shifts.all() if str(shift.pk) in chosen]
    share = roster_input.read_whole(request.POST.get("share", 100), "share")
    roster_drafting.set_member(by=request.user, member=one, share=share, exempt=exempt)
    return f"{one}已保存。"


def _remove(request: HttpRequest, roster: Roster, one: RosterMember) -> str:
    roster_drafting.remove_member(by=request.user, member=one)
    return f"已去掉{one}。"


def _leave(request: HttpRequest, roster: Roster, one: RosterMember) -> str:
    data = request.POST
    first = required_day(data.get("first"), "first")
    last = required_day(data.get("last") or data.get("first"), "last")
    roster_drafting.add_leave(by=request.user, member=one, first=first, last=last, reason=data.get("reason", "")[:50])
    return f"已记{one}{first:%-m月%-d日}至{last:%-m月%-d日}请假。"


def _unleave(request: HttpRequest, roster: Roster, one: RosterMember) -> str:
    leave = RosterLeave.objects.filter(member=one, pk=whole(request.POST.get("leave", "")) or 0).first()
    if leave is None:
        raise Invalid("这段请假已经去掉了。", "leave")
    leave.member = one
    roster_drafting.remove_leave(by=request.user, leave=leave)
    return f"已去掉{one}的请假。"


def _drop(request: HttpRequest, roster: Roster, one: RosterMember) -> str:
    since = required_day(request.POST.get("since"), "since")
    roster_planning.drop_out(by=request.user, member=one, since=since, reason=request.POST.get("reason", "")[:200])
    return f"{one}自{since:%-m月%-d日}起退出，正在重排以后的班。"


_VERBS = {"change": _change, "remove": _remove, "leave": _leave, "unleave": _unleave, "drop": _drop}


@campaign_page
@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Plan, plan the rest again, publish, delete."""
    roster = roster_or_404(request, pk)
    if verb == "plan":
        roster_planning.request_plan(by=request.user, roster=roster)
    elif verb == "replan":
        roster_planning.request_replan(by=request.user, roster=roster, reason=request.POST.get("reason", "")[:200])
    elif verb == "publish":
        roster_planning.publish_roster(by=request.user, roster=roster)
        messages.success(request, "执勤表已发布。以后的改动用换班、替班和退出登记，每一次都会留下记录。")
    elif verb == "delete":
        roster_drafting.delete_roster(by=request.user, roster=roster)
        messages.success(request, f"草稿“{roster.name}”已删除。")
        return redirect("duties:roster-list")
    return redirect("duties:roster", pk=pk)


def _unit(request: HttpRequest, units: list[Unit]) -> Unit:
    asked = whole(request.POST.get("unit", ""))
    found = None
    if asked:
        found = next((unit for unit in units if unit.pk == asked), None)
        if found is None and is_office(request.user):
            found = Unit.objects.on(timezone.localdate()).filter(pk=asked).first()
    if found is None:
        raise Invalid("请选单位。", "unit")
    return found
