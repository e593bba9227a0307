"""归档: the register of 件, boxes, the office's codes and its retention table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from weicheng.ground.campaigns.doors import campaign_of, campaign_page
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.ui.numbers import whole
from weicheng.judgement.archive import permissions
from weicheng.judgement.archive.choices import FileRole, ItemState, Retention
from weicheng.judgement.archive.models import Box, FondsRule, Item
from weicheng.judgement.archive.retention import KINDS, retention_of, table_of
from weicheng.judgement.archive.selectors import register as selectors
from weicheng.judgement.archive.services import boxes, filing
from weicheng.judgement.archive.views.doors import DOCX, frame, sent, with_links, year_of

PAGE = 100


@campaign_page
@require_GET
def register(request: HttpRequest) -> HttpResponse:
    permissions.check_user_can_see_register(request.user)  # type: ignore[arg-type]
    campaign = campaign_of(request)
    year = year_of(request.GET.get("year"), timezone.localdate().year)
    state = request.GET.get("state", "")
    rows = selectors.items_of(campaign, year, state if state in ItemState.values else "")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    may_keep = permissions.user_can_keep_archive(request.user, campaign)  # type: ignore[arg-type]
    context = {
        **frame(("归档", None)),
        "year": year,
        "years": range(timezone.localdate().year, timezone.localdate().year - 4, -1),
        "state": state,
        "states": ItemState.choices,
        "page": page,
        "items": page.object_list,
        "waiting": len(selectors.unregistered(campaign, year)),
        "boxes": [box for box in selectors.boxes_of(campaign) if f"·{year}-" in box.prefix],
        "fonds": FondsRule.objects.filter(campaign=campaign).first() or FondsRule(campaign=campaign),
        "thicknesses": boxes.THICKNESSES,
        "roles": [role for role in FileRole.choices if role[0] != FileRole.FINAL],
        "retentions": Retention.choices,
        "may_keep": may_keep,
    }
    return render(request, "archive/register.html", context)


@campaign_page
def waiting(request: HttpRequest) -> HttpResponse:
    """What is no 件 yet; ticked, it becomes one."""
    campaign = campaign_of(request)
    permissions.check_user_can_keep_archive(request.user, campaign)  # type: ignore[arg-type]
    year = year_of(request.GET.get("year"), timezone.localdate().year)
    if request.method == "POST":
        sources = request.POST.getlist("sources")
        if not sources:
            raise Invalid("请勾选要登记的文件。", "sources")
        made = filing.register_things(by=request.user, campaign=campaign, sources=sources, year=year)  # type: ignore[arg-type]
        messages.success(request, f"登记了{len(made)}件。正文和附件、请示和批复分开的，请先合成一件，再编档号。")
        return redirect(_register_url(year))
    things = selectors.unregistered(campaign, year)
    table = table_of(campaign.pk)
    shown = things[:200]
    context = {
        **frame(("归档", reverse("archive:register")), ("没有登记的", None)),
        "year": year,
        "rows": [
            (thing, files, Retention(retention_of(thing, table)).label)
            for thing, files in with_links(shown, request.user)
        ],
        "more": len(things) - len(shown),
    }
    return render(request, "archive/waiting.html", context)


@campaign_page
@require_POST
def act(request: HttpRequest, verb: str) -> HttpResponse:
    """Number, box, join or void the ticked items."""
    acts: dict[str, Callable[[HttpRequest, list[Item]], str]] = {
        "number": _number,
        "box": _box,
        "join": _join,
        "void": _void,
    }
    if verb not in acts:
        raise Http404
    campaign = campaign_of(request)
    permissions.check_user_can_keep_archive(request.user, campaign)  # type: ignore[arg-type]
    keys = [key for text in request.POST.getlist("items") if (key := whole(text)) is not None]
    items = list(Item.objects.filter(campaign=campaign, pk__in=keys[:PAGE]).order_by("on", "pk"))
    if not items:
        raise Invalid("请先勾选。", "items")
    messages.success(request, acts[verb](request, items))
    return redirect(_register_url(items[0].year))


def _number(request: HttpRequest, items: list[Item]) -> str:
    made = filing.number_items(by=request.user, campaign=campaign_of(request), items=items)  # type: ignore[arg-type]
    return f"编了{len(made)}个档号，从{made[0].number}起。编了号的不能再改，错了只能作废。"


def _box(request: HttpRequest, items: list[Item]) -> str:
    box = Box.objects.filter(campaign=campaign_of(request), pk=whole(request.POST.get("box")) or 0).first()
    thickness = whole(request.POST.get("thickness")) or 30
    campaign = campaign_of(request)
    made = boxes.fill_box(by=request.user, campaign=campaign, items=items, thickness=thickness, box=box)  # type: ignore[arg-type]
    return f"{len(items)}件装进了{made}。"


def _join(request: HttpRequest, items: list[Item]) -> str:
    if len(items) != 2:
        raise Invalid("合成一件要正好勾选两件。", "items")
    role = request.POST.get("role", "")
    made = filing.join_items(by=request.user, item=items[0], other=items[1], role=role)  # type: ignore[arg-type]
    return f"已合成一件：{made.title}。"


def _void(request: HttpRequest, items: list[Item]) -> str:
    filing.void_items(by=request.user, items=items, reason=request.POST.get("reason", ""))  # type: ignore[arg-type]
    return f"作废了{len(items)}件，档号不再使用。"


@campaign_page
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One 件 with its parts and its 归档章; what may still be changed."""
    permissions.check_user_can_see_register(request.user)  # type: ignore[arg-type]
    found = Item.objects.filter(campaign=campaign_of(request), pk=pk).select_related("campaign", "box", "by").first()
    if found is None:
        raise Http404
    if request.method == "POST":
        values: dict[str, Any] = request.POST.dict()
        if found.state == ItemState.NUMBERED:
            boxes.set_pages(by=request.user, item=found, pages=whole(request.POST.get("pages")) or 0)  # type: ignore[arg-type]
        else:
            filing.change_item(by=request.user, item=found, values=values)  # type: ignore[arg-type]
        messages.success(request, "已保存。")
        return redirect("archive:item", pk)
    context = {
        **frame(("归档", _register_url(found.year)), (found.number or "待编号", None)),
        "item": found,
        "files": list(found.files.select_related("file")),
        "retentions": Retention.choices,
        "may_change": permissions.user_can_change_item(request.user, found),  # type: ignore[arg-type]
        "may_void": permissions.user_can_void_item(request.user, found),  # type: ignore[arg-type]
        "may_count": found.state == ItemState.NUMBERED
        and permissions.user_can_keep_archive(request.user, found.campaign),  # type: ignore[arg-type]
    }
    return render(request, "archive/item.html", context)


@campaign_page
def box(request: HttpRequest, pk: int) -> HttpResponse:
    """A box with its catalogue and 备考表; sealing it."""
    permissions.check_user_can_see_register(request.user)  # type: ignore[arg-type]
    rows = selectors.boxes_of(campaign_of(request)).select_related("campaign", "sealed_by")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    if request.method == "POST":
        words = {name: request.POST.get(name, "") for name in ("keeper", "checker", "note")}
        boxes.seal_box(by=request.user, box=found, **words)  # type: ignore[arg-type]
        messages.success(request, f"{found}已封盒。")
        return redirect("archive:box", pk)
    context = {
        **frame(("归档", reverse("archive:register")), (str(found), None)),
        "box": found,
        "items": list(found.items.order_by("serial")),
        "may_fill": permissions.user_can_fill_box(request.user, found),  # type: ignore[arg-type]
    }
    return render(request, "archive/box.html", context)


@campaign_page
@require_GET
def catalogue(request: HttpRequest, form: str) -> HttpResponse:
    """归档文件目录 of a year: xlsx or docx."""
    permissions.check_user_can_see_register(request.user)  # type: ignore[arg-type]
    campaign = campaign_of(request)
    year = year_of(request.GET.get("year"), timezone.localdate().year)
    items = [one for one in selectors.items_of(campaign, year) if one.number]
    items.sort(key=lambda one: one.number)
    if form == "docx":
        return sent(selectors.catalogue_docx(campaign, items, year), f"{year}年归档文件目录.docx", DOCX)
    if form != "xlsx":
        raise Http404
    return sent(selectors.catalogue_xlsx(campaign, items, f"{year}年度"), f"{year}年归档文件目录.xlsx")


@campaign_page
def settings(request: HttpRequest) -> HttpResponse:
    """Codes of the fonds, and how long what is kept."""
    permissions.check_user_can_see_register(request.user)  # type: ignore[arg-type]
    campaign = campaign_of(request)
    if request.method == "POST":
        user: Any = request.user
        if "kind" in request.POST:
            words = {name: request.POST.get(name, "") for name in ("kind", "retention", "source")}
            filing.set_retention(by=user, campaign=campaign, **words)
        else:
            values = {name: request.POST.get(name, "") for name in ("fonds", "category", "office")}
            filing.set_fonds(
                by=user, campaign=campaign, values={**values, "is_confirmed": "is_confirmed" in request.POST}
            )
        messages.success(request, "已保存。已经编了号的不变。")
        return redirect("archive:settings")
    context = {
        **frame(("归档", reverse("archive:register")), ("归档设置", None)),
        "fonds": FondsRule.objects.filter(campaign=campaign).first() or FondsRule(campaign=campaign),
        "table": [(rule, KINDS[rule.kind].word) for rule in table_of(campaign.pk)],
        "retentions": Retention.choices,
        "may_keep": permissions.user_can_keep_archive(request.user, campaign),  # type: ignore[arg-type]
    }
    return render(request, "archive/settings.html", context)


def _register_url(year: int) -> str:
    return f"{reverse('archive:register')}?year={year}"
