"""What the office has to settle: open intervals, open numbers of people, head-count rules and the units' head-counts."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from weicheng.engines.worktime.headcounts import Band
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.models import Unit
from weicheng.ground.ui.numbers import whole
from weicheng.work.duties.models import HeadcountRule
from weicheng.work.duties.permissions import check_user_can_see_questions, user_can_keep_headcounts
from weicheng.work.duties.selectors import unsettled
from weicheng.work.duties.services import headcounts
from weicheng.work.duties.views.doors import campaign_of, campaign_page, face

# What the picker offers; anything else may be written.
CHOICES = (
    "每天1次",
    "每周1次",
    "每半月1次",
    "每月1次",
    "每两个月",
    "每季度1次",
    "每半年1次",
    "每年1次",
    "每周五下午",
    "每月最后一个工作日",
)


@campaign_page
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    check_user_can_see_questions(request.user)
    campaign = campaign_of(request)
    context = face(request, "unsettled", "待定的频次和人数") | {
        "duties": unsettled.unsettled_duties(campaign),
        "unsaid": unsettled.unsaid_people(campaign),
        "sheets": unsettled.rule_sheets(campaign),
        "choices": CHOICES,
        "may": user_can_keep_headcounts(request.user, campaign),
    }
    return render(request, "duties/unsettled.html", context)


@campaign_page
@require_POST
def rule_create(request: HttpRequest) -> HttpResponse:
    name, words = request.POST.get("name", ""), request.POST.get("words", "")[:2000]
    rule = headcounts.create_headcount_rule(by=request.user, campaign=campaign_of(request), name=name, words=words)
    left = len(rule.problems())
    messages.success(request, f"已读出{len(rule.bands)}档" + (f"，有{left}处要您定。" if left else "。"))
    return redirect("duties:unsettled")


@campaign_page
@require_POST
def rule_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """The bands as the office wants them: rows of from, to, people; an empty row is left out."""
    rule = HeadcountRule.objects.filter(pk=pk, campaign=campaign_of(request)).first()
    if rule is None:
        raise Http404
    sent = request.POST
    rows = zip(sent.getlist("low"), sent.getlist("high"), sent.getlist("people"), strict=False)
    bands = [_band(low, high, people) for low, high, people in rows if low.strip() or high.strip() or people.strip()]
    version = whole(sent.get("version")) or 0
    headcounts.settle_bands(by=request.user, rule=rule, bands=bands, version=version)
    messages.success(request, f"“{rule}”已定，往后各单位要到的人数都按它算。")
    return redirect("duties:unsettled")


def _band(low: str, high: str, people: str) -> Band:
    number = whole(people.strip())
    if number is None or any(text.strip() and whole(text.strip()) is None for text in (low, high)):
        raise Invalid("分档里只填数字。", "bands")
    return Band(whole(low.strip()), whole(high.strip()), number)


@campaign_page
@require_POST
def headcounts_set(request: HttpRequest) -> HttpResponse:
    """The head-counts of the units on the page: fields people-<unit>; an empty one is not known."""
    sent = {
        name.removeprefix("people-"): text.strip() for name, text in request.POST.items() if name.startswith("people-")
    }
    if any(text and whole(text) is None for text in sent.values()):
        raise Invalid("单位人数只填数字。", "people")
    found = Unit.objects.in_bulk([pk for name in sent if (pk := whole(name))])
    people = {found[int(name)]: whole(text) for name, text in sent.items() if (whole(name) or 0) in found}
    changed = headcounts.set_headcounts(by=request.user, campaign=campaign_of(request), people=people)
    messages.success(request, f"{changed}个单位的人数已更新。" if changed else "没有改动。")
    return redirect("duties:unsettled")
