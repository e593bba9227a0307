from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from weicheng.ground.campaigns import permissions, services
from weicheng.ground.campaigns.calendar import work_calendar, year_sheets
from weicheng.ground.campaigns.daylist import DayChange
from weicheng.ground.campaigns.errors import BadDays
from weicheng.ground.campaigns.forms import DaysForm, EditionForm, SettingsForm, StartForm, year_in
from weicheng.ground.campaigns.models import Campaign, ConfirmedYear
from weicheng.ground.campaigns.selectors import SESSION_KEY, chosen_campaign
from weicheng.ground.kernel.errors import Refused
from weicheng.ground.ui.days import day_in
from weicheng.ground.ui.doors import page


@page
def start(request: HttpRequest) -> HttpResponse:
    """Start our own campaign; who may not sees whom to ask."""
    if not permissions.user_can_start_campaign(request.user):
        # Without a campaign everybody lands here after the login: that is news, not a refusal.
        status = 200 if request.method == "GET" and chosen_campaign(request) is None else 403
        return render(request, "campaigns/start_refused.html", {"crumbs": [("开始活动", None)]}, status=status)
    today = timezone.localdate()
    initial = {"starts_on": today, "ends_on": today.replace(year=today.year + 1, month=12, day=31)}
    form = StartForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            campaign = services.start_campaign(by=request.user, **form.cleaned_data)
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            request.session[SESSION_KEY] = campaign.pk
            count = campaign.phases.count()
            messages.success(
                request, f"“{campaign}”开始了，先按日期分了{count}个阶段，可以在这里改。下一步：导入单位，上传方案。"
            )
            return redirect("campaigns:settings")
    has_sample = Campaign.objects.filter(is_sample=True).exists()
    context = {"form": form, "has_sample": has_sample, "nav": "settings"}
    context |= {"crumbs": [("开始我们自己的活动", None)]}
    return render(request, "campaigns/start.html", context, status=422 if form.errors else 200)


@page
@require_POST
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    permissions.check_user_can_choose_campaign(request.user)
    request.session[SESSION_KEY] = get_object_or_404(Campaign, pk=pk).pk
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()})
    return redirect(wanted if safe else "home")


@page
def settings(request: HttpRequest) -> HttpResponse:
    permissions.check_user_can_change_campaign(request.user)
    campaign = chosen_campaign(request)
    if campaign is None:
        return redirect("campaigns:start")
    initial = {
        name: getattr(campaign, name)
        for name in ("area", "name", "sought_title", "starts_on", "ends_on", "warn_workdays")
    }
    form = SettingsForm(request.POST or None, initial=initial, campaign=campaign)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_campaign(by=request.user, campaign=campaign, **form.values())
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, "设置已保存。")
            return redirect("campaigns:settings")
    shown = Campaign.objects.get(pk=campaign.pk)  # a refused change stays in the form, not in the heading
    edition_form = EditionForm(campaign=shown)
    context = {"form": form, "shown": shown, "edition_form": edition_form, "tab": "settings"}
    context |= {"nav": "settings", "crumbs": [("设置", None)]}
    return render(request, "campaigns/settings.html", context, status=422 if form.errors else 200)


@page
def edition(request: HttpRequest) -> HttpResponse:
    """Choose the standard of the campaign, or judge it again under another."""
    permissions.check_user_can_change_campaign(request.user)
    campaign = chosen_campaign(request)
    if campaign is None:
        return redirect("campaigns:start")
    form = EditionForm(request.POST or None, campaign=campaign)
    if request.method == "POST" and form.is_valid():
        try:
            services.choose_edition(by=request.user, campaign=campaign, **form.cleaned_data)
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, f"这个活动现在对照“{form.cleaned_data['edition'].title}”。")
            return redirect("campaigns:settings")
    context = {"form": form, "nav": "settings", "crumbs": [("设置", reverse("campaigns:settings")), ("对照标准", None)]}
    return render(request, "campaigns/edition.html", context, status=422 if form.errors else 200)


@page
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """End the campaign, or open it again."""
    permissions.check_user_can_change_campaign(request.user)
    campaign = chosen_campaign(request)
    if campaign is None:
        return redirect("campaigns:start")
    services.close_campaign(by=request.user, campaign=campaign, closed=not campaign.is_closed)
    words = "已结束，只能看，不能再改。" if campaign.is_closed else "重新打开了。"
    messages.success(request, f"“{campaign}”{words}")
    return redirect("campaigns:settings")


@page
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    permissions.check_user_can_change_calendar(request.user)
    return _calendar(request, DaysForm())


@page
@require_POST
def day(request: HttpRequest) -> HttpResponse:
    """Set one day as worked or off, or go back to the announced calendar."""
    permissions.check_user_can_change_calendar(request.user)
    chosen = day_in(request.POST.get("day"))
    if chosen is None:
        raise Refused("没有这一天。")
    if request.POST.get("state") == "clear":
        services.clear_day(by=request.user, day=chosen)
        words = "恢复为公布的安排"
    else:
        is_workday = request.POST.get("state") == "work"
        change = DayChange(chosen, is_workday, request.POST.get("note", "").strip()[:50])
        services.set_days(by=request.user, days=[change])
        words = "改为上班" if is_workday else "改为休息"
    messages.success(request, f"{chosen:%Y年%-m月%-d日}{words}，任务的到期和逾期已按新的工作日算。")
    return redirect(f"{reverse('campaigns:calendar')}?year={chosen.year}")


@page
@require_POST
def days_import(request: HttpRequest) -> HttpResponse:
    permissions.check_user_can_change_calendar(request.user)
    form = DaysForm(request.POST)
    if form.is_valid():
        try:
            changed = services.import_days(by=request.user, text=form.cleaned_data["text"])
        except BadDays as error:
            return _calendar(request, form, error)
        messages.success(request, f"写入了{changed}天。" if changed else "这些日子原来就是这样，没有变化。")
        return redirect(
            f"{reverse('campaigns:calendar')}?year={year_in(request.POST.get('year'), timezone.localdate().year)}"
        )
    return _calendar(request, form)


@page
@require_POST
def year_confirm(request: HttpRequest) -> HttpResponse:
    permissions.check_user_can_change_calendar(request.user)
    year = year_in(request.POST.get("year"), timezone.localdate().year)
    confirmed = request.POST.get("confirmed") == "1"
    services.confirm_year(by=request.user, year=year, confirmed=confirmed)
    messages.success(request, f"{year}年的工作日{'已确认，不再是估计' if confirmed else '恢复为估计'}。")
    return redirect(f"{reverse('campaigns:calendar')}?year={year}")


def _calendar(request: HttpRequest, form: DaysForm, bad: BadDays | None = None) -> HttpResponse:
    this_year = timezone.localdate().year
    asked = request.POST if request.method == "POST" else request.GET
    year, chosen = year_in(asked.get("year"), this_year), day_in(asked.get("day"))
    sheets = year_sheets(year)
    cells = {cell.day: cell for sheet in sheets for cell in sheet.days}
    context = {
        "tab": "calendar",
        "nav": "settings",
        "crumbs": [("设置", reverse("campaigns:settings")), ("工作日", None)],
        "year": year,
        "sheets": sheets,
        "workdays": sum(sheet.workday_count for sheet in sheets),
        "estimated": work_calendar().is_estimated(year),
        "confirmed": ConfirmedYear.objects.filter(year=year).exists(),
        "chosen": cells.get(chosen) if chosen else None,
        "form": form,
        "bad": bad,
    }
    return render(request, "campaigns/calendar.html", context, status=422 if form.errors or bad else 200)
