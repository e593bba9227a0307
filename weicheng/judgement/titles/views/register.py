"""The register of titles, the ladder of units, one title with its history, and the measures with their sources."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from weicheng.ground.campaigns.doors import campaign_of
from weicheng.ground.org.views.doors import Request, edit
from weicheng.judgement.titles.authority import authorities, rule_words
from weicheng.judgement.titles.choices import LADDER
from weicheng.judgement.titles.forms import EventForm, StartForm, TitleChangeForm, TitleForm
from weicheng.judgement.titles.models import Title
from weicheng.judgement.titles.permissions import check_user_can_edit_titles, user_can_edit_titles
from weicheng.judgement.titles.policies import PURPOSES_CLOSED
from weicheng.judgement.titles.selectors import bids as bid_selectors
from weicheng.judgement.titles.selectors import register as selectors
from weicheng.judgement.titles.services import register as services
from weicheng.judgement.titles.services.register import EDITABLE
from weicheng.judgement.titles.services.starting import start_bid
from weicheng.judgement.titles.views.doors import NAV, crumbs, title_or_404, titles_page


@titles_page
@require_GET
def title_list(request: Request) -> HttpResponse:
    """Bids under way, the titles, and the terms that end within three years."""
    campaign, today = campaign_of(request), timezone.localdate()
    lines = selectors.title_lines(campaign, request.user)
    bids = [bid for bid in bid_selectors.bids_for(campaign, request.user) if bid.is_open]
    context = {
        "nav": NAV,
        "crumbs": [("称号", None)],
        "here": "list",
        "lines": selectors.flat(lines),
        "depths": _depths(lines),
        "bids": [(bid, bid_selectors.stage_word(bid), _left(bid.review_on, today)) for bid in bids],
        "terms": selectors.expiring(lines, today),
        "offers": [line for line in selectors.flat(lines) if line.may_review],
        "today": today,
        "may_edit": user_can_edit_titles(request.user, campaign),
    }
    return render(request, "titles/list.html", context)


@titles_page
@require_GET
def ladder(request: Request) -> HttpResponse:
    campaign = campaign_of(request)
    context = {
        "nav": NAV,
        "crumbs": crumbs(("单位阶梯", None)),
        "here": "ladder",
        "levels": [level.label for level in LADDER],
        "rows": selectors.ladder(campaign, request.user),
        "today": timezone.localdate(),
        "may_edit": user_can_edit_titles(request.user, campaign),
    }
    return render(request, "titles/ladder.html", context)


@titles_page
def title_add(request: Request) -> HttpResponse:
    campaign = campaign_of(request)
    check_user_can_edit_titles(request.user, campaign)

    def act(values: dict[str, Any]) -> HttpResponse:
        title = services.add_title(by=request.user, campaign=campaign, **values)
        messages.success(request, f"已登记“{title}”。")
        return redirect("titles:title", title.pk)

    initial = {
        "key": uuid4(),
        "level": request.GET.get("level") or "national",
        "kind": request.GET.get("kind") or "district",
    }
    form = TitleForm(request.POST or None, initial=initial, titles=Title.objects.filter(campaign=campaign))
    return _form(request, form, act, "登记称号", "登记", reverse("titles:list"))


@titles_page
def title_edit(request: Request, pk: int) -> HttpResponse:
    title = title_or_404(request, pk)
    check_user_can_edit_titles(request.user, title.campaign)

    def act(values: dict[str, Any]) -> None:
        services.change_title(by=request.user, title=title, **values)

    initial = {name: getattr(title, name) for name in EDITABLE} | {"version": title.version}
    initial |= {"unit": title.unit_id, "within": title.within_id}
    others = Title.objects.filter(campaign=title.campaign).exclude(pk=title.pk)
    form = TitleChangeForm(request.POST or None, initial=initial, titles=others)
    return _form(request, form, act, f"修改“{title}”", "保存", reverse("titles:title", args=[pk]))


@titles_page
@require_GET
def title_detail(request: Request, pk: int) -> HttpResponse:
    title, today = title_or_404(request, pk), timezone.localdate()
    bids = list(title.bids.order_by("-id"))
    may_edit = user_can_edit_titles(request.user, title.campaign)
    context = {
        "nav": NAV,
        "crumbs": crumbs((str(title), None)),
        "title": title,
        "standing": title.standing(today),
        "chip": title.chip(today),
        "days_left": (title.expires_on - today).days if title.expires_on else None,
        "rungs": [(one, one.standing(today)) for one in selectors.history_ladder(title)],
        "events": list(title.events.select_related("by")),
        "parts": [(one, one.standing(today)) for one in title.parts.select_related("unit")],
        "bids": [(bid, bid_selectors.stage_word(bid)) for bid in bids],
        "checks": selectors.yearly_checks(title, today),
        "may_edit": may_edit,
        "purposes": bid_selectors.purposes_open_to(title, bids) if may_edit else [],
        "today": today,
    }
    return render(request, "titles/title.html", context)


@titles_page
def event(request: Request, pk: int) -> HttpResponse:
    """Something happened to a title that has no bid here."""
    title = title_or_404(request, pk)
    check_user_can_edit_titles(request.user, title.campaign)

    def act(values: dict[str, Any]) -> None:
        services.record_event(by=request.user, title=title, **values)

    form = EventForm(request.POST or None, title=title)
    lead = f"“{title}”现在{title.standing(timezone.localdate())}。有申报在办的，结果在申报里登记。"
    return _form(request, form, act, "登记称号变化", "登记", reverse("titles:title", args=[pk]), lead)


@titles_page
def start(request: Request, pk: int) -> HttpResponse:
    title = title_or_404(request, pk)
    check_user_can_edit_titles(request.user, title.campaign)
    purposes = bid_selectors.purposes_open_to(title, list(title.bids.all()))
    back = reverse("titles:title", args=[pk])
    if not purposes:
        messages.error(request, PURPOSES_CLOSED.format(title=title, state=title.standing(timezone.localdate())))
        return redirect(back)

    def act(values: dict[str, Any]) -> HttpResponse:
        bid = start_bid(by=request.user, title=title, **values)
        messages.success(request, "申报已建好：材料清单和倒排日程都放进去了。")
        return redirect("titles:bid", bid.pk)

    initial = {"key": uuid4(), "purpose": request.GET.get("purpose") or purposes[0]}
    form = StartForm(request.POST or None, initial=initial, title=title, purposes=purposes)
    return _form(request, form, act, f"“{title}”开始申报", "开始", back)


@titles_page
@require_GET
def measure(request: Request, key: str) -> HttpResponse:
    """A measure with its stages, due rules, sources and what is not confirmed."""
    found = authorities().get(key)
    if found is None:
        raise Http404
    stages = list(found.stages.values())
    bases = [
        found.paper_basis,
        found.cycle_basis,
        found.term_basis,
        found.formats_basis,
        *(one.basis for one in stages),
    ]
    bases += [one.due.basis for one in stages if one.due] + [one.basis for one in found.conditions]
    context = {
        "nav": NAV,
        "crumbs": crumbs(("评审流程", None)),
        "here": "measures",
        "measure": found,
        "measures": list(authorities().values()),
        "stages": [(stage, rule_words(stage.due), rule_words(stage.least)) for stage in stages],
        "names": {stage.key: stage.name for stage in stages},
        "seen": sum(one.is_seen for one in bases),
        "unverified": sum(one.is_unverified for one in bases),
        "own": sum(one.is_own for one in bases),
    }
    return render(request, "titles/measure.html", context)


def _form(request: Request, form: Any, act: Any, title: str, submit: str, back: str, lead: str = "") -> HttpResponse:
    path = crumbs((title, None))
    return edit(request, form=form, act=act, title=title, submit=submit, back=back, crumbs=path, lead=lead, nav=NAV)


def _depths(lines: list[selectors.TitleLine], depth: int = 0) -> dict[int, int]:
    found: dict[int, int] = {}
    for line in lines:
        found[line.title.pk] = min(depth, 3)
        found |= _depths(line.parts, depth + 1)
    return found


def _left(day: Any, today: Any) -> int | None:
    return (day - today).days if day else None
