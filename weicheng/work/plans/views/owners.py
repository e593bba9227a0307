"""The owners of a row under review: add, remove, say which unit is meant, register a new unit."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from weicheng.ground.org.choices import UnitKind
from weicheng.ground.org.models import Unit
from weicheng.ground.ui.answers import say
from weicheng.work.plans.models import DraftOwner
from weicheng.work.plans.services import owning
from weicheng.work.plans.views.doors import page, plan_or_404, row_or_404
from weicheng.work.plans.views.review import answer_rows


def _unit(request: HttpRequest) -> Unit:
    unit = Unit.objects.filter(pk=request.POST.get("unit") or 0).first()
    if unit is None:
        raise Http404
    return unit


def _owner(request: HttpRequest, pk: int, owner_pk: int) -> DraftOwner:
    owner = DraftOwner.objects.filter(pk=owner_pk, row__plan=plan_or_404(request, pk)).select_related("row").first()
    if owner is None:
        raise Http404
    return owner


@page
@require_POST
def add(request: HttpRequest, pk: int, row_pk: int) -> HttpResponse:
    row = row_or_404(request, pk, row_pk)
    owning.add_owner(
        by=request.user, row=row, version=int(request.POST["version"]), unit=_unit(request), role=request.POST["role"]
    )
    return answer_rows(request, row.plan, [row.pk], open_row=row.pk)


@page
@require_POST
def remove(request: HttpRequest, pk: int, owner_pk: int) -> HttpResponse:
    owner = _owner(request, pk, owner_pk)
    owning.remove_owner(by=request.user, owner=owner, version=int(request.POST["version"]))
    return answer_rows(request, plan_or_404(request, pk), [owner.row_id], open_row=owner.row_id)


@page
@require_POST
def choose(request: HttpRequest, pk: int, owner_pk: int) -> HttpResponse:
    """Which unit an owner string means, here and wherever the paper uses the same words."""
    owner = _owner(request, pk, owner_pk)
    unit = _unit(request)
    changed = owning.change_owner(
        by=request.user, owner=owner, version=int(request.POST["version"]), unit=unit, everywhere=True
    )
    rows = list(DraftOwner.objects.filter(row__plan_id=pk, text=owner.text).values_list("row_id", flat=True))
    return say(
        answer_rows(request, plan_or_404(request, pk), rows, open_row=owner.row_id),
        f"“{owner.text}”就是{unit}，改了{changed}行。",
    )


@page
@require_POST
def create(request: HttpRequest, pk: int, owner_pk: int) -> HttpResponse:
    owner = _owner(request, pk, owner_pk)
    kind = request.POST.get("kind") or UnitKind.DEPARTMENT
    unit = owning.create_unit(
        by=request.user,
        owner=owner,
        version=int(request.POST["version"]),
        name=request.POST.get("name") or owner.text,
        kind=kind,
    )
    rows = list(DraftOwner.objects.filter(row__plan_id=pk, unit=unit).values_list("row_id", flat=True))
    return say(
        answer_rows(request, plan_or_404(request, pk), rows, open_row=owner.row_id),
        f"已登记单位“{unit.name}”，可在“单位”里补全。",
    )
