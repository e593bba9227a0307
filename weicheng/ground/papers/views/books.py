"""The register of outgoing papers, the series, the approval chain."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.papers import official_permissions as permissions
from weicheng.ground.papers.forms import steps_sent, whole_number
from weicheng.ground.papers.models import RegisterEntry, Series
from weicheng.ground.papers.official_choices import OfficialKind, StepKind
from weicheng.ground.papers.selectors.people import approvers
from weicheng.ground.papers.selectors.registers import books, years_of
from weicheng.ground.papers.services import approving, numbering
from weicheng.ground.papers.services.merging import Superseded
from weicheng.ground.papers.views.doors import XLSX, Request, attachment, campaign_of, campaign_page, frame
from weicheng.ground.papers.workbook import register_xlsx
from weicheng.ground.ui.days import required_day
from weicheng.ground.ui.numbers import whole


@campaign_page
@require_safe
def register(request: Request) -> HttpResponse:
    permissions.check_user_can_see_books(request.user)
    return _register(request)


@campaign_page
@require_safe
def register_xlsx_file(request: Request) -> HttpResponse:
    permissions.check_user_can_see_books(request.user)
    campaign, year = campaign_of(request), _year(request)
    return attachment(register_xlsx(books(campaign, year)), f"发文登记簿{year}.xlsx", XLSX)


@campaign_page
@require_POST
def enter(request: Request) -> HttpResponse:
    """A number of a paper that was made outside."""
    campaign, sent = campaign_of(request), request.POST
    permissions.check_user_can_keep_books(request.user, campaign)
    try:
        series = Series.objects.filter(campaign=campaign, pk=whole(sent.get("series")) or 0).first()
        if series is None:
            raise Invalid("请选机关代字。", "series")
        entry = numbering.enter_number(
            by=request.user,
            series=series,
            serial=whole_number(sent.get("serial"), "serial", "序号"),
            on=required_day(sent.get("on"), "on"),
            title=sent.get("title", ""),
            kind=sent.get("kind", ""),
            addressees=sent.get("addressees", ""),
        )
    except Invalid as error:
        return _register(request, problem=error, status=422)
    messages.success(request, f"已登记{entry.number}。")
    return redirect(f"{request.path.removesuffix('enter/')}?year={entry.year}")


@campaign_page
@require_POST
def void(request: Request, pk: int) -> HttpResponse:
    found = RegisterEntry.objects.select_related("series__campaign")
    permissions.check_user_can_see_books(request.user)
    entry = get_object_or_404(found, pk=pk, series__campaign=campaign_of(request))
    numbering.void_number(by=request.user, entry=entry, reason=request.POST.get("reason", ""))
    messages.success(request, f"{entry.number}已作废，留在登记簿里，不再使用。")
    return redirect("papers:register")


@campaign_page
@require_safe
def book_settings(request: Request) -> HttpResponse:
    permissions.check_user_can_see_books(request.user)
    return _settings(request)


@campaign_page
@require_POST
def series_save(request: Request) -> HttpResponse:
    campaign, sent = campaign_of(request), request.POST
    permissions.check_user_can_keep_books(request.user, campaign)
    series = get_object_or_404(Series, pk=whole(sent.get("pk")), campaign=campaign) if sent.get("pk") else None
    try:
        if series is not None and sent.get("switch"):
            numbering.switch_series(by=request.user, series=series)
        else:
            numbering.save_series(
                by=request.user, campaign=campaign, body=sent.get("body", ""), code=sent.get("code", ""),
                kinds=sent.getlist("kinds"), mark=sent.get("mark", ""), series=series,
            )  # fmt: skip
    except Invalid as error:
        return _settings(request, problem=error, status=422)
    messages.success(request, "已保存。")
    return redirect("papers:books")


@campaign_page
@require_POST
def chain_save(request: Request) -> HttpResponse:
    sent, seen = steps_sent(request), request.POST.get("seen")
    try:
        steps = approving.set_chain(by=request.user, campaign=campaign_of(request), steps=sent, seen=seen)
    except Superseded as error:
        return _settings(request, ticked={(kind, user.pk) for kind, user in sent}, said=str(error), status=409)
    messages.success(request, f"审签流程有{len(steps)}步。" if steps else "没有设审签流程，拟好即可印发。")
    return redirect("papers:books")


def _year(request: Request) -> int:
    wanted = whole(request.GET.get("year"))
    return wanted if wanted and 1949 <= wanted <= 2200 else timezone.localdate().year


def _register(request: Request, problem: Invalid | None = None, status: int = 200) -> HttpResponse:
    campaign, year = campaign_of(request), _year(request)
    may_keep = permissions.user_can_keep_books(request.user, campaign)
    context = {
        **frame(request, "register", ("发文登记簿", None)),
        "books": books(campaign, year),
        "year": year,
        "years": sorted({year, timezone.localdate().year, *years_of(campaign)}, reverse=True),
        "series": Series.objects.filter(campaign=campaign) if may_keep else [],
        "kinds": OfficialKind.choices,
        "may_keep": may_keep,
        "problem": problem,
        "typed": request.POST if problem else {},
        "today": timezone.localdate(),
    }
    return render(request, "papers/register.html", context, status=status)


def _settings(
    request: Request,
    problem: Invalid | None = None,
    status: int = 200,
    ticked: set[tuple[str, int]] | None = None,
    said: str = "",
) -> HttpResponse:
    """``ticked``: what a person chose for the chain and could not save yet; ``said``: why."""
    campaign = campaign_of(request)
    chosen = ticked if ticked is not None else {(one.kind, one.user_id) for one in campaign.paper_chain.all()}
    context = {
        **frame(request, "books", ("字号和流程", None)),
        "series": Series.objects.filter(campaign=campaign),
        "kinds": OfficialKind.choices,
        "may_keep": permissions.user_can_keep_books(request.user, campaign),
        "chain": [(kind, approvers(kind), {pk for one, pk in chosen if one == kind}) for kind in StepKind],
        "steps": campaign.paper_chain.select_related("user"),
        "chain_seen": approving.chain_print(campaign),
        "chain_said": said,
        "problem": problem,
        "typed": request.POST if problem else {},
        "typed_kinds": request.POST.getlist("kinds") if problem else [],
    }
    return render(request, "papers/books.html", context, status=status)
