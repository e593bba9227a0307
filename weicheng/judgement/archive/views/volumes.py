"""Volumes: the list, one volume, choosing over it, sealing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from weicheng.ground.campaigns.doors import campaign_of, campaign_page
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.standards.models import Chapter, Clause
from weicheng.ground.ui.answers import say
from weicheng.ground.ui.numbers import whole
from weicheng.judgement.archive import permissions
from weicheng.judgement.archive.choices import Carrier, ChoiceVerb, ExportForm, WorkPart
from weicheng.judgement.archive.models import Volume
from weicheng.judgement.archive.providers import things_of
from weicheng.judgement.archive.selectors.contents import contents_of, digest_of, left_out_of
from weicheng.judgement.archive.selectors.lacking import grouped, lacking_of
from weicheng.judgement.archive.selectors.matrix import chapters_of, span_of
from weicheng.judgement.archive.selectors.overview import shelves
from weicheng.judgement.archive.services import removing, sealing
from weicheng.judgement.archive.services import volumes as services
from weicheng.judgement.archive.things import Query
from weicheng.judgement.archive.views.doors import frame, unit_of, volume_or_404, with_links, year_of

PAGE = 100
MOST_FOUND = 40


@campaign_page
@require_GET
def volume_list(request: HttpRequest) -> HttpResponse:
    permissions.check_user_can_see_archive(request.user)  # type: ignore[arg-type]
    campaign, today = campaign_of(request), timezone.localdate()
    context = {
        **frame(),
        "chapters": shelves(campaign, request.user, today),  # type: ignore[arg-type]
        "has_edition": campaign.edition_id is not None,
        "may_keep": permissions.user_can_keep_archive(request.user, campaign),  # type: ignore[arg-type]
        "sees_register": permissions.user_can_see_register(request.user),  # type: ignore[arg-type]
        "years": span_of(today),
        "today": today,
    }
    return render(request, "archive/list.html", context)


@campaign_page
def volume_new(request: HttpRequest) -> HttpResponse:
    campaign = campaign_of(request)
    permissions.check_user_can_keep_archive(request.user, campaign)  # type: ignore[arg-type]
    if request.method == "POST":
        sent = request.POST
        chapter = Chapter.objects.filter(edition=campaign.edition_id, pk=whole(sent.get("chapter")) or 0).first()
        clause = Clause.objects.filter(edition=campaign.edition_id, pk=whole(sent.get("clause")) or 0).first()
        if chapter is None and clause is not None:
            chapter = clause.chapter
        if chapter is None:
            raise Invalid("请选一章。", "chapter")
        made = services.open_volume(
            by=request.user,  # type: ignore[arg-type]
            campaign=campaign,
            chapter=chapter,
            clause=clause,
            year=year_of(sent.get("year"), 0),
            part=sent.get("part", ""),
            carrier=sent.get("carrier", Carrier.BOTH),
            unit=unit_of(request),
        )
        messages.success(request, f"已建{made.code}。符合条件的材料自动入卷。")
        return redirect("archive:volume", made.pk)
    clauses = Clause.objects.filter(edition=campaign.edition_id).select_related("chapter").order_by("order")
    context = {
        **frame(("建案卷", None)),
        "chapters": chapters_of(campaign),
        "clauses": clauses,
        "parts": WorkPart.choices,
        "carriers": Carrier.choices,
        "year": timezone.localdate().year,
    }
    return render(request, "archive/new.html", context)


@campaign_page
@require_POST
def open_chapters(request: HttpRequest) -> HttpResponse:
    permissions.check_user_can_keep_archive(request.user, campaign_of(request))  # type: ignore[arg-type]
    years = [year for text in request.POST.getlist("years") if (year := year_of(text, 0))]
    if not years:
        raise Invalid("请选年度。", "years")
    count = services.open_chapters(by=request.user, campaign=campaign_of(request), years=years)  # type: ignore[arg-type]
    messages.success(request, f"建了{count}卷，符合条件的材料已经自动入卷。" if count else "这些年度的案卷都已经有了。")
    return redirect("archive:list")


@campaign_page
@require_GET
def volume(request: HttpRequest, pk: int) -> HttpResponse:
    found = volume_or_404(request, pk)
    things = contents_of(found)
    page = Paginator(things, PAGE).get_page(request.GET.get("page"))
    lacks = [] if found.is_sealed else lacking_of(found, things, timezone.localdate())
    context = {
        **frame((found.code, None)),
        "volume": found,
        "page": page,
        "rows": with_links(page.object_list, request.user),
        "total": len(things),
        "bytes": sum(thing.size for thing in things),
        "left_out": [] if found.is_sealed else left_out_of(found),
        "lacks": grouped(lacks),
        "lacking": len(lacks),
        "exports": list(found.exports.select_related("job", "by")[:8]),
        "forms": ExportForm.choices,
        "supplements": list(found.supplementary.select_related("campaign").order_by("place")),
        "acceptances": list(found.acceptances.order_by("-id")[:3]),
        **_rights(request, found),
    }
    return render(request, "archive/volume.html", context)


def _rights(request: HttpRequest, volume: Volume) -> dict[str, Any]:
    user: Any = request.user
    return {
        "may_change": permissions.user_can_change_volume(user, volume),
        "may_seal": permissions.user_can_seal_volume(user, volume),
        "may_supplement": permissions.user_can_supplement(user, volume),
        "may_export": permissions.user_can_export_volume(user, volume),
        "may_fetch": permissions.user_can_fetch_export(user),
    }


@campaign_page
@require_POST
def describe(request: HttpRequest, pk: int) -> HttpResponse:
    values = {name: value for name, value in request.POST.items() if name in services.DESCRIBED}
    services.describe_volume(by=request.user, volume=volume_or_404(request, pk), values=values)  # type: ignore[arg-type]
    messages.success(request, "已保存。")
    return redirect("archive:volume", pk)


@campaign_page
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    found = volume_or_404(request, pk)
    removing.remove_volume(by=request.user, volume=found)  # type: ignore[arg-type]
    messages.success(request, f"{found.code}已删。卷里的材料都还在，删的只是这一卷的编排。")
    return redirect("archive:list")


@campaign_page
@require_POST
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    sent = request.POST
    services.choose(
        by=request.user,  # type: ignore[arg-type]
        volume=volume_or_404(request, pk),
        source=sent.get("source", ""),
        verb=sent.get("verb", ""),
        reason=sent.get("reason", ""),
    )
    words = {ChoiceVerb.ADD: "已加入。", ChoiceVerb.LEAVE_OUT: "已移出，在“不入卷”里可以恢复。"}
    messages.success(request, words.get(ChoiceVerb(sent["verb"]), "") if sent.get("verb") != "back" else "已恢复。")
    return redirect("archive:volume", pk)


@campaign_page
@require_POST
def order(request: HttpRequest, pk: int) -> HttpResponse:
    found, position = volume_or_404(request, pk), whole(request.POST.get("position"))
    if position is None:
        raise Invalid("请填要排到第几件。", "position")
    source = request.POST.get("source", "")
    services.order_volume(by=request.user, volume=found, source=source, position=position)  # type: ignore[arg-type]
    if getattr(request, "htmx", False):
        return say(HttpResponse(status=204), f"已排到第{position}件。")
    page = (position - 1) // PAGE + 1 if position > 0 else 1
    return redirect(f"/archive/{pk}/?page={page}#i{position}")


@campaign_page
@require_GET
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Look for what the query does not bring, and add it by hand."""
    found = volume_or_404(request, pk)
    permissions.check_user_can_change_volume(request.user, found)  # type: ignore[arg-type]
    words = request.GET.get("q", "").strip()[:100]
    any_year = bool(request.GET.get("any_year"))
    there = {thing.source for thing in contents_of(found)}
    years = () if any_year else (found.year,)
    things = things_of(Query(found.campaign_id, years=years, words=words)) if words else []
    fresh = [thing for thing in things if thing.source not in there]
    context = {
        **frame((found.code, f"/archive/{pk}/"), ("加材料", None)),
        "volume": found,
        "words": words,
        "any_year": any_year,
        "rows": with_links(fresh[:MOST_FOUND], request.user),
        "more": max(len(fresh) - MOST_FOUND, 0),
        "there": len(things) - len(fresh),
    }
    return render(request, "archive/add.html", context)


@campaign_page
def seal(request: HttpRequest, pk: int) -> HttpResponse:
    """What will be frozen, then freezing it."""
    found = volume_or_404(request, pk)
    permissions.check_user_can_seal_volume(request.user, found)  # type: ignore[arg-type]
    if request.method == "POST":
        sent = request.POST
        sealing.request_sealing(
            by=request.user,  # type: ignore[arg-type]
            volume=found,
            seen=sent.get("seen", ""),
            reason=sent.get("reason", ""),
        )
        return redirect("archive:volume", pk)
    things = contents_of(found)
    context = {
        **frame((found.code, f"/archive/{pk}/"), ("封卷", None)),
        "volume": found,
        "things": things,
        "files": sum(len(thing.files) or 1 for thing in things),
        "written": sum(thing.is_written for thing in things),
        "bytes": sum(thing.size for thing in things),
        "seen": digest_of(things),
        "lacks": grouped(lacking_of(found, things, timezone.localdate())) if things else [],
    }
    return render(request, "archive/seal.html", context)


@campaign_page
@require_POST
def supplement(request: HttpRequest, pk: int) -> HttpResponse:
    made = services.supplement(by=request.user, volume=volume_or_404(request, pk))  # type: ignore[arg-type]
    messages.success(request, f"已建补充卷{made.code}，请把要补的材料加进来。")
    return redirect("archive:volume", made.pk)
