"""Robots: those of the campaign for the office, and everybody's own."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from weicheng.ground.campaigns.doors import campaign_of, campaign_page
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel.errors import Refused
from weicheng.ground.notices import permissions, selectors, services
from weicheng.ground.notices.forms import RobotForm
from weicheng.ground.notices.models import Robot
from weicheng.ground.org.views.doors import Request
from weicheng.ground.ui.doors import page

TIMES = ("digest_at", "quiet_from", "quiet_to", "quiet_holidays")


@campaign_page
@require_safe
def robots(request: Request) -> HttpResponse:
    permissions.check_user_can_set_robots(request.user)
    context = {
        "nav": "settings",
        "tab": "robots",
        "crumbs": [("设置", reverse("campaigns:settings")), ("群机器人", None)],
        "rows": selectors.robot_rows(Robot.objects.filter(campaign=campaign_of(request))),
        "dead": selectors.delivery_counts()["dead"],
    }
    return render(request, "notices/robots.html", context)


@sensitive_post_parameters("address", "secret")
@campaign_page
def robot_add(request: Request) -> HttpResponse:
    permissions.check_user_can_set_robots(request.user)
    return _add(request, campaign_of(request))


@sensitive_post_parameters("address", "secret")
@page
def my_robot_add(request: Request) -> HttpResponse:
    permissions.check_user_can_set_own_robots(request.user)
    return _add(request, None)


@sensitive_post_parameters("address", "secret")
@page
def robot_edit(request: Request, pk: int) -> HttpResponse:
    robot = _robot(request, pk)
    initial = {name: getattr(robot, name) for name in ("name", "level_from", "red_at_once", "is_on", *TIMES)}
    form = RobotForm(request.POST or None, robot=robot, own=robot.user_id is not None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_robot(by=request.user, robot=robot, **form.values())
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, "机器人已保存。点“试发”看看通不通。")
            return redirect(_home(robot))
    return _form(request, form, "修改机器人", _home(robot), robot.campaign)


@page
@require_POST
def robot_remove(request: Request, pk: int) -> HttpResponse:
    robot = _robot(request, pk)
    home, name = _home(robot), robot.name
    services.remove_robot(by=request.user, robot=robot)
    messages.success(request, f"“{name}”删去了，不再往那个群发消息。")
    return redirect(home)


@page
@require_POST
def robot_test(request: Request, pk: int) -> HttpResponse:
    """Queue a test; the row asks again until it knows the end."""
    robot = _robot(request, pk)
    services.test_robot(by=request.user, robot=robot)
    if getattr(request, "htmx", False):
        return _row(request, robot)
    messages.success(request, "试发的消息排上队了，几秒钟后刷新页面看结果。")
    return redirect(_home(robot))


@page
@require_safe
def robot_row(request: Request, pk: int) -> HttpResponse:
    return _row(request, _robot(request, pk))


def _add(request: Request, campaign: Campaign | None) -> HttpResponse:
    home = reverse("notices:robots" if campaign else "notices:mine")
    timing = Robot()
    initial = {name: getattr(timing, name) for name in (*TIMES, "level_from")}
    form = RobotForm(request.POST or None, own=campaign is None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.values()
        values["secret"] = values["secret"] or ""
        try:
            services.add_robot(by=request.user, campaign=campaign, **values)
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, "机器人登记好了。点“试发”看看通不通。")
            return redirect(home)
    return _form(request, form, "登记机器人", home, campaign)


def _form(request: Request, form: RobotForm, title: str, back: str, campaign: Campaign | None) -> HttpResponse:
    above = ("群机器人", back) if campaign else ("我的通知", back)
    context = {
        "nav": "settings" if campaign else "notices",
        "crumbs": [above, (title, None)],
        "form": form,
        "title": title,
        "back": back,
        "campaign_robot": campaign,
    }
    return render(request, "notices/robot_form.html", context, status=422 if form.errors else 200)


def _robot(request: Request, pk: int) -> Robot:
    """A robot of another account is not there for anybody else."""
    robot = get_object_or_404(Robot.objects.select_related("campaign"), pk=pk)
    if robot.user_id not in (None, request.user.pk):
        raise Http404
    permissions.check_user_can_set_robot(request.user, robot)
    return robot


def _home(robot: Robot) -> str:
    return reverse("notices:robots" if robot.campaign_id else "notices:mine")


def _row(request: Request, robot: Robot) -> HttpResponse:
    [row] = selectors.robot_rows(Robot.objects.filter(pk=robot.pk))
    return render(request, "notices/_robot.html", {"row": row})
