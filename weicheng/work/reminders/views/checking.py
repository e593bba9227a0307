"""待确认: what units reported, newest first, confirmed many at once, sent back, or asked about."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from weicheng.ground.campaigns.doors import campaign_of, campaign_page
from weicheng.ground.evidence.links import download_url
from weicheng.ground.kernel.errors import Refused
from weicheng.ground.org.models import User
from weicheng.ground.ui.answers import refuse
from weicheng.ground.ui.numbers import whole
from weicheng.work.plans.models import ProgressEntry, Task
from weicheng.work.plans.permissions import user_can_confirm_entry
from weicheng.work.plans.services.progress import return_entry
from weicheng.work.reminders import permissions, selectors
from weicheng.work.reminders.models import EntryQuestion
from weicheng.work.reminders.services import asking
from weicheng.work.reminders.services.checking import confirm_many

PAGE = 50
PICTURES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})


@campaign_page
@require_safe
def checking(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    permissions.check_user_can_check_entries(user)
    campaign = campaign_of(request)
    page = Paginator(selectors.waiting_entries(campaign), PAGE).get_page(request.GET.get("page"))
    others = _office_has_others(user, page.object_list)
    for entry in page:
        dress(entry, user)
        entry.is_own = entry.by_id == user.pk and others  # type: ignore[attr-defined]
    context = {
        "nav": "reminders",
        "crumbs": [("催办", None), ("待确认", None)],
        "tab": "checking",
        "page": page,
        "closed": campaign.is_closed,
    }
    return render(request, "reminders/checking.html", context)


def dress(entry: ProgressEntry, user: User) -> None:
    """Set ``pictures`` and ``papers`` (name, signed address) and whether an answer is owed."""
    files = [(one.name, download_url(one.file, user=user, name=one.name), one.file) for one in entry.files.all()]
    entry.pictures = [(name, url) for name, url, file in files if file.media_type in PICTURES]  # type: ignore[attr-defined]
    entry.papers = [(name, url) for name, url, file in files if file.media_type not in PICTURES]  # type: ignore[attr-defined]
    entry.is_asked = any(question.answered_at is None for question in entry.questions.all())  # type: ignore[attr-defined]


def _office_has_others(user: User, entries: Any) -> bool:
    """Whether the rule of the second person holds: asked once, of one entry that the user wrote."""
    own = next((entry for entry in entries if entry.by_id == user.pk), None)
    return own is not None and not user_can_confirm_entry(user, own)


@campaign_page
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Confirm the ticked entries; what could not be confirmed is named with its reason."""
    user: Any = request.user
    permissions.check_user_can_check_entries(user)
    ids = [pk for text in request.POST.getlist("entries") if (pk := whole(text))]
    if not ids:
        return refuse(request, "请先勾选要确认的进展。")
    waiting = selectors.waiting_entries(campaign_of(request)).filter(pk__in=ids)
    result = confirm_many(by=user, entries=waiting)
    missed = len(set(ids)) - result.done - len(result.left)
    words = str(result) + (f"{missed}条已经有人处理过了。" if missed else "")
    (messages.warning if result.left or missed else messages.success)(request, words)
    return redirect("reminders:checking")


@campaign_page
@require_POST
def return_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it back with the reason."""
    user: Any = request.user
    permissions.check_user_can_check_entries(user)
    entry = _entry_or_404(request, pk)
    return_entry(by=user, entry=entry, reason=request.POST.get("text", ""))
    messages.success(request, f"已退回{entry.unit}，填报人会看到原因。")
    return redirect("reminders:checking")


@campaign_page
@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask about it; the entry stays unconfirmed."""
    user: Any = request.user
    permissions.check_user_can_check_entries(user)
    asked = asking.ask_again(by=user, entry=_entry_or_404(request, pk), text=request.POST.get("text", ""))
    messages.success(request, f"已追问{asked.entry.unit}，请它{asked.due_on:%-m月%-d日}前回答。")
    return redirect("reminders:checking")


@campaign_page
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """One question with its entry; the unit answers here."""
    user: Any = request.user
    found = (
        EntryQuestion.objects.filter(
            pk=pk, entry__task__in=Task.objects.for_user(user).filter(campaign=campaign_of(request))
        )
        .select_related("entry__task__campaign", "entry__unit", "entry__by", "asked_by", "answered_by")
        .first()
    )
    if found is None:
        raise Http404
    context = {
        "nav": "mine",
        "crumbs": [("我的", reverse("mine")), ("追问", None)],
        "question": found,
        "may_answer": permissions.user_can_answer_question(user, found),
    }
    if request.method != "POST":
        return render(request, "reminders/question.html", context)
    try:
        asking.answer_question(by=user, question=found, text=request.POST.get("text", ""))
    except Refused as error:
        typed = request.POST.get("text", "")
        return render(request, "reminders/question.html", {**context, "problem": error, "typed": typed}, status=422)
    messages.success(request, "已回答，等创卫办确认。")
    return redirect("mine")


def _entry_or_404(request: HttpRequest, pk: int) -> ProgressEntry:
    entry = selectors.waiting_entries(campaign_of(request)).filter(pk=pk).first()
    if entry is None:
        raise Http404
    return entry
