"""A bid: the rail, what is next, the record; and what the office does with it."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from weicheng.ground.evidence.links import download_url
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.views.doors import Request
from weicheng.ground.ui.days import optional_day, required_day
from weicheng.ground.ui.keys import key_of
from weicheng.judgement.titles import policies
from weicheng.judgement.titles.authority import authority
from weicheng.judgement.titles.models import Move
from weicheng.judgement.titles.permissions import (
    check_user_can_edit_bid,
    check_user_can_edit_titles,
    user_can_edit_bid,
    user_can_edit_titles,
)
from weicheng.judgement.titles.selectors import bids as selectors
from weicheng.judgement.titles.selectors.conditions import standing_of
from weicheng.judgement.titles.selectors.countdown import VISITS, visit_lines
from weicheng.judgement.titles.services import bids as editing
from weicheng.judgement.titles.services import countdown, moving
from weicheng.judgement.titles.services.files import keep_upload
from weicheng.judgement.titles.views.doors import NAV, bid_or_404, crumbs, number_in, picked_unit, titles_page
from weicheng.work.plans.values import read_number


@titles_page
@require_GET
def bid(request: Request, pk: int) -> HttpResponse:
    found = bid_or_404(request, pk)
    entries, findings = selectors.record_of(found), selectors.findings_of(found)
    moves = [entry.move for entry in entries]
    may_edit = user_can_edit_bid(request.user, found)
    last = next((one for one in reversed(entries) if one.move.kind == "move" and not one.is_undone), None)
    context = {
        "nav": NAV,
        "crumbs": crumbs((str(found), None)),
        "here": "bid",
        "bid": found,
        "measure": authority(found.authority),
        "stage": policies.stage_of(found),
        "stops": selectors.rail(found, entries),
        "entries": list(reversed(entries)),
        "last": last,
        "links": {
            move.pk: download_url(move.file, user=request.user, name=move.file_name) for move in moves if move.file
        },
        "ready": selectors.readiness(found, request.user, findings),
        "conditions": standing_of(found),
        "visits": visit_lines(found, moves),
        "visit_words": VISITS,
        "findings": findings,
        "not_before": selectors.not_before(found),
        "may_edit": may_edit,
        "may_undo": last is not None and user_can_edit_titles(request.user, found.campaign),
        "key": uuid4(),
        "today": timezone.localdate(),
    }
    return render(request, "titles/bid.html", context)


@titles_page
@require_POST
def move(request: Request, pk: int) -> HttpResponse:
    found = bid_or_404(request, pk)
    check_user_can_edit_bid(request.user, found)
    sent, key = request.POST, key_of(request.POST.get("key"))
    upload = request.FILES.get("file")
    policies.next_outcome(found, sent.get("outcome", ""))  # before a file is stored
    stored, name = keep_upload(upload, request.user) if upload else (None, "")
    made = moving.make_move(
        by=request.user,
        bid=found,
        version=number_in(request, "version"),
        key=key,
        outcome=sent.get("outcome", ""),
        on=required_day(sent.get("on"), "on"),
        paper_number=sent.get("paper_number", ""),
        file=stored,
        file_name=name,
        note=sent.get("note", ""),
        expires_on=optional_day(sent.get("expires_on"), "expires_on"),
    )
    opened = made.before.get("opened")
    messages.success(request, "已转入复审，这是复审的申报。" if opened else "已登记。")
    return redirect("titles:bid", opened or pk)


@titles_page
@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    found = bid_or_404(request, pk)
    moving.undo_move(
        by=request.user,
        bid=found,
        version=number_in(request, "version"),
        key=key_of(request.POST.get("key")),
        reason=request.POST.get("reason", ""),
    )
    messages.success(request, "已撤回一步，两条记录都留着。")
    return redirect("titles:bid", pk)


@titles_page
@require_POST
def fix(request: Request, pk: int, move_pk: int) -> HttpResponse:
    found = bid_or_404(request, pk)
    check_user_can_edit_titles(request.user, found.campaign)
    wrong = Move.objects.filter(pk=move_pk, bid=found).first()
    if wrong is None:
        raise Http404
    moving.fix_move(
        by=request.user,
        move=wrong,
        key=key_of(request.POST.get("key")),
        on=required_day(request.POST.get("on"), "on"),
        paper_number=request.POST.get("paper_number", ""),
        note=request.POST.get("note", ""),
        reason=request.POST.get("reason", ""),
    )
    messages.success(request, "已更正，原来的写法也留着。")
    return redirect("titles:bid", pk)


@titles_page
@require_POST
def change(request: Request, pk: int) -> HttpResponse:
    """Review day, last day of the stage, region code, first year of the cycle: those that the form sends."""
    found, sent = bid_or_404(request, pk), request.POST
    values: dict[str, object] = {}
    for name in ("review_on", "stage_due_on"):
        if name in sent:
            values[name] = optional_day(sent.get(name), name)
    if "region_code" in sent:
        values["region_code"] = _half_width(sent.get("region_code", ""))
    if "cycle_from" in sent:
        values["cycle_from"] = number_in(request, "cycle_from")
    editing.change_bid(by=request.user, bid=found, version=number_in(request, "version"), **values)
    messages.success(request, "已保存。")
    back = sent.get("back")
    return redirect(f"titles:{back}" if back in ("package", "calendar") else "titles:bid", pk)


@titles_page
@require_POST
def condition(request: Request, pk: int, key: str) -> HttpResponse:
    found = bid_or_404(request, pk)
    check_user_can_edit_bid(request.user, found)
    value = read_number(request.POST.get("value"), "value")
    if value is None:
        raise Invalid("请填数。", "value")
    editing.answer_condition(by=request.user, bid=found, condition=key, value=value, note=request.POST.get("note", ""))
    messages.success(request, "已填。")
    return redirect("titles:bid", pk)


@titles_page
@require_POST
def finding(request: Request, pk: int) -> HttpResponse:
    found, sent = bid_or_404(request, pk), request.POST
    check_user_can_edit_bid(request.user, found)
    made = countdown.add_finding(
        by=request.user,
        bid=found,
        key=key_of(sent.get("key")),
        text=sent.get("text", ""),
        unit=picked_unit(request, "unit"),
        due_on=optional_day(sent.get("due_on"), "due_on"),
    )
    messages.success(request, f"已交{made.unit_name}整改，任务{made.task.number}。")
    return redirect(f"{reverse('titles:bid', args=[pk])}#findings")


def _half_width(text: str) -> str:
    import unicodedata

    return unicodedata.normalize("NFKC", text).replace(" ", "")
