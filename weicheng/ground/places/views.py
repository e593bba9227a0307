"""Pages of zones and their sponsors."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from weicheng.ground.campaigns.doors import campaign_of, campaign_page
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.choices import PostKind
from weicheng.ground.org.forms import ImportForm
from weicheng.ground.org.models import Person, Post, Unit
from weicheng.ground.org.services import add_person
from weicheng.ground.org.views.doors import Request, edit
from weicheng.ground.places import importing, selectors, services
from weicheng.ground.places.forms import EndForm, EndSponsorForm, SponsorForm, ZoneForm
from weicheng.ground.places.models import Zone
from weicheng.ground.places.permissions import check_user_can_change_zones, user_can_change_zones

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_BYTES = 10 * 1024 * 1024
NAV = "letters"


@campaign_page
@require_safe
def zone_list(request: Request) -> HttpResponse:
    """All zones within reach, or those without a sponsor, or departments against areas."""
    campaign, today = campaign_of(request), timezone.localdate()
    zones = selectors.zone_rows(campaign, request.user, today)
    bare = selectors.uncovered(zones)
    face = request.GET.get("show", "")
    context = {
        "nav": NAV,
        "tab": "zones",
        "crumbs": [("文书", reverse("letters:list")), ("包抓", None)],
        "zones": bare if face == "uncovered" else zones,
        "total": len(zones),
        "uncovered": bare,
        "face": face,
        "cross": selectors.cross_table(zones) if face == "cross" else None,
        "may_change": user_can_change_zones(request.user, campaign),
    }
    return render(request, "places/zones.html", context)


@campaign_page
@require_safe
def zone_detail(request: Request, pk: int) -> HttpResponse:
    zone = _zone_or_404(request, pk)
    context = {
        "nav": NAV,
        "crumbs": _crumbs((str(zone), None)),
        "zone": zone,
        "today": timezone.localdate(),
        "sponsorships": selectors.sponsorships_of(zone),
        "may_change": user_can_change_zones(request.user, zone.campaign) and zone.ended_on is None,
    }
    return render(request, "places/zone.html", context)


@campaign_page
def zone_add(request: Request) -> HttpResponse:
    campaign = campaign_of(request)
    check_user_can_change_zones(request.user, campaign)

    def act(values: dict[str, Any]) -> HttpResponse:
        zone = services.add_zone(by=request.user, campaign=campaign, **values)
        messages.success(request, f"已划定“{zone}”，接着安排包抓领导和部门。")
        return redirect("places:sponsor", zone.pk)

    return _form(request, ZoneForm(request.POST or None), act, "划定责任区", "保存", reverse("places:list"))


@campaign_page
def zone_edit(request: Request, pk: int) -> HttpResponse:
    zone = _changeable(request, pk)
    initial = {"name": zone.name, "limits": zone.limits, "owner": zone.owner_id, "note": zone.note}

    def act(values: dict[str, Any]) -> None:
        services.change_zone(by=request.user, zone=zone, **values)

    form = ZoneForm(request.POST or None, initial=initial)
    return _form(request, form, act, f"修改责任区“{zone}”", "保存", _page_of(zone))


@campaign_page
def zone_end(request: Request, pk: int) -> HttpResponse:
    zone = _changeable(request, pk)

    def act(values: dict[str, Any]) -> None:
        services.end_zone(by=request.user, zone=zone, reason=values["reason"])

    lead = "重新划分时用。责任区和它的包抓到今天为止，以往的记录都留着。"
    return _form(
        request, EndForm(request.POST or None), act, f"撤销责任区“{zone}”", "撤销", reverse("places:list"), lead
    )


@campaign_page
def sponsor(request: Request, pk: int) -> HttpResponse:
    zone = _changeable(request, pk)

    def act(values: dict[str, Any]) -> None:
        new = values.pop("new_leader", "").strip()
        leader: Person | None = values.pop("leader")
        chief = values.pop("chief") or _chief_of(values["department"])
        with transaction.atomic():  # a sponsorship that is refused leaves no new person behind
            if leader is None and new:
                leader = add_person(by=request.user, name=new)
            services.sponsor_zone(by=request.user, zone=zone, leader=leader, chief=chief, **values)

    lead = "一包到底：这里登记的领导和部门，对责任区里的一切问题负责。原来的包抓到新的前一天为止。"
    form = SponsorForm(request.POST or None)
    return _form(request, form, act, f"安排“{zone}”的包抓", "保存", _page_of(zone), lead)


@campaign_page
def sponsor_end(request: Request, pk: int, sponsorship_pk: int) -> HttpResponse:
    zone = _changeable(request, pk)
    held = next((one for one in selectors.sponsorships_of(zone) if one.pk == sponsorship_pk), None)
    if held is None:
        raise Http404

    def act(values: dict[str, Any]) -> None:
        services.end_sponsorship(by=request.user, sponsorship=held, **values)

    title = f"结束{held.department}对“{zone}”的包抓"
    return _form(request, EndSponsorForm(request.POST or None), act, title, "结束包抓", _page_of(zone))


@campaign_page
def zone_import(request: Request) -> HttpResponse:
    """Send a table; it is written whole, or its mistakes are listed and nothing is written."""
    campaign = campaign_of(request)
    check_user_can_change_zones(request.user, campaign)
    form = ImportForm(request.POST or None, request.FILES or None)
    problems: list[tuple[int, str]] = []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            if file.size > MAX_BYTES:
                raise Invalid("文件超过10MB。请删掉图片和多余的工作表再传。", "file")
            done = importing.import_zones(
                by=request.user, campaign=campaign, content=file.read(), on=timezone.localdate()
            )
        except Invalid as error:
            form.add_error("file", str(error))
        else:
            problems = done.problems
            if not problems:
                messages.success(
                    request, f"已导入：新增责任区{done.new}个，修改{done.changed}个，安排包抓{done.sponsored}项。"
                )
                return redirect("places:list")
    context = {"nav": NAV, "crumbs": _crumbs(("从表格导入", None)), "form": form, "problems": problems}
    return render(request, "places/import.html", context, status=422 if problems or form.errors else 200)


@campaign_page
@require_safe
def import_template(request: Request) -> HttpResponse:
    check_user_can_change_zones(request.user, campaign_of(request))
    response = HttpResponse(importing.template(), content_type=XLSX)
    response.headers["Content-Disposition"] = content_disposition_header(True, "包抓表模板.xlsx") or "attachment"
    return response


def _zone_or_404(request: Request, pk: int) -> Zone:
    zone = selectors.zone_for(request.user, pk)
    if zone is None or zone.campaign_id != campaign_of(request).pk:
        raise Http404
    return zone


def _changeable(request: Request, pk: int) -> Zone:
    zone = _zone_or_404(request, pk)
    check_user_can_change_zones(request.user, zone.campaign)
    return zone


def _chief_of(department: Unit) -> Person | None:
    posts = Post.objects.on(timezone.localdate()).filter(unit=department, kind=PostKind.RESPONSIBLE)
    post = posts.select_related("person").order_by("-start", "-id").first()
    return post.person if post else None


def _page_of(zone: Zone) -> str:
    return reverse("places:zone", args=[zone.pk])


def _crumbs(*path: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    return [("文书", reverse("letters:list")), ("包抓", reverse("places:list")), *path]


def _form(request: Request, form: Any, act: Any, title: str, submit: str, back: str, lead: str = "") -> HttpResponse:
    return edit(
        request,
        form=form,
        act=act,
        title=title,
        submit=submit,
        back=back,
        crumbs=_crumbs((title, None)),
        lead=lead,
        nav=NAV,
    )
