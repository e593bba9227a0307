"""One difficulty: raised, read, answered, passed up, settled."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from weicheng.ground.campaigns.doors import campaign_of, campaign_page
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel.errors import Invalid, NotAllowed, Refused
from weicheng.ground.org.access import is_office, scope_of
from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import Unit
from weicheng.ground.ui.keys import key_of, uuid_in
from weicheng.ground.ui.numbers import whole
from weicheng.work.difficulties import permissions, selectors
from weicheng.work.difficulties.choices import Sort, State
from weicheng.work.difficulties.models import Difficulty
from weicheng.work.difficulties.services import answering, raising
from weicheng.work.plans.models import Task

MOVES = ("answer", "escalate", "sort", "settle", "reopen")
DONE = {
    "answer": "已答复，{unit}会收到。",
    "escalate": "已上报{level}，{due}前答复。",
    "sort": "已改派，由{level}答复。",
    "settle": "已记为解决。",
    "reopen": "已重开，由{level}在{due}前答复。",
}


@campaign_page
def raise_new(request: HttpRequest) -> HttpResponse:
    """A difficulty by itself; one with a task comes with its progress report."""
    campaign = campaign_of(request)
    units = _units_of(request, campaign)
    if not units:
        raise NotAllowed("只有责任单位的联络员或创卫办可以提难点。")
    sent = request.POST if request.method == "POST" else request.GET
    unit = next((unit for unit in units if unit.pk == whole(sent.get("unit"))), _bound(request, units))
    reach = Task.objects.for_user(request.user).filter(campaign=campaign)  # type: ignore[arg-type]
    task = reach.filter(uid=uuid_in(sent.get("task"))).first()
    context: dict[str, Any] = {
        "nav": "difficulties",
        "crumbs": [("难点", reverse("difficulties:list")), ("提难点", None)],
        "units": units,
        "unit": unit,
        "task": task,
        "sorts": Sort.choices,
        "counterparts": Unit.objects.filter(valid_to=None),
        "key": uuid4(),
    }
    if request.method != "POST":
        return render(request, "difficulties/raise.html", context)
    try:
        if unit is None:
            raise Invalid("请选是哪个单位的难点。", "unit")
        difficulty = raising.raise_difficulty(
            by=request.user,  # type: ignore[arg-type]
            campaign=campaign,
            unit=unit,
            task=task,
            key=key_of(sent.get("key")),
            words=raising.Words(
                text=sent.get("text", ""),
                remedy=sent.get("remedy", ""),
                wish=sent.get("wish", ""),
                sort=sent.get("sort", ""),
                counterpart=_unit(sent.get("counterpart")),
            ),
        )
    except Refused as error:
        return render(request, "difficulties/raise.html", {**context, "problem": error, "mine": sent}, status=422)
    due = difficulty.answer_due_on
    messages.success(
        request, f"已提出，由{difficulty.get_level_display()}在{due:%-m月%-d日}前答复。" if due else "已提出。"
    )
    return redirect("difficulties:detail", difficulty.pk)


@campaign_page
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _shown(request, _found(request, pk))


@campaign_page
@require_POST
def move(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Answer, pass up, sort anew, settle, reopen; a refusal keeps what was typed."""
    difficulty = _found(request, pk)
    if verb not in MOVES:
        raise Http404
    text = request.POST.get("text", "")
    try:
        moved = _moved(request, difficulty, verb, text)
    except Refused as error:
        return _shown(request, difficulty, 422, problem=error, typed=text, tried=verb)
    due = f"{moved.answer_due_on:%-m月%-d日}" if moved.answer_due_on else ""
    words = DONE[verb].format(unit=moved.unit, level=moved.get_level_display(), due=due)
    messages.success(request, words)
    return redirect("difficulties:detail", pk)


def _moved(request: HttpRequest, difficulty: Difficulty, verb: str, text: str) -> Difficulty:
    who: dict[str, Any] = {"by": request.user, "difficulty": difficulty}
    if verb == "sort":
        return answering.sort_difficulty(
            **who,
            sort=request.POST.get("sort", ""),
            counterpart=_unit(request.POST.get("counterpart")),
            reason=text,
        )
    if verb in ("answer", "settle"):
        return (answering.answer_difficulty if verb == "answer" else answering.settle_difficulty)(**who, text=text)
    return (answering.escalate_difficulty if verb == "escalate" else answering.reopen_difficulty)(**who, reason=text)


def _shown(request: HttpRequest, difficulty: Difficulty, status: int = 200, **more: Any) -> HttpResponse:
    user: Any = request.user
    may = {verb: getattr(permissions, f"user_can_{verb}_difficulty")(user, difficulty) for verb in MOVES}
    due = difficulty.answer_due_on
    context = {
        "nav": "difficulties",
        "crumbs": [("难点", reverse("difficulties:list")), (difficulty.unit_name, None)],
        "difficulty": difficulty,
        "is_overdue": difficulty.state == State.OPEN and due is not None and due < timezone.localdate(),
        "may": may,
        "sorts": Sort.choices,
        "counterparts": Unit.objects.filter(valid_to=None) if may["sort"] else [],
        **more,
    }
    return render(request, "difficulties/detail.html", context, status=status)


def _found(request: HttpRequest, pk: int) -> Difficulty:
    difficulty = selectors.difficulty_for(request.user, pk)  # type: ignore[arg-type]
    if difficulty is None or difficulty.campaign_id != campaign_of(request).pk:
        raise Http404
    return difficulty


def _units_of(request: HttpRequest, campaign: Campaign) -> list[Unit]:
    user: Any = request.user
    if is_office(user):
        return list(Unit.objects.filter(valid_to=None))
    return list(scope_of(user).units(Role.LIAISON).filter(valid_to=None))


def _bound(request: HttpRequest, units: list[Unit]) -> Unit | None:
    """The unit that the liaison is bound to, before those below it; the office chooses."""
    user: Any = request.user
    paths = {path for role, path in scope_of(user).roles if role == Role.LIAISON}
    return next((unit for unit in units if unit.path in paths), None)


def _unit(text: str | None) -> Unit | None:
    return Unit.objects.filter(pk=whole(text) or 0).first()
