"""The owners of a row under review: add, remove, say which unit is meant, register a new unit."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.choices import UnitKind
from weicheng.ground.org.models import Unit
from weicheng.ground.ui.answers import say
from weicheng.work.plans.choices import OwnerRole
from weicheng.work.plans.models import DraftOwner, Plan
from weicheng.work.plans.services import owning
from weicheng.work.plans.views.row_answers import answer_rows, row_or_404, row_page, whole_number


def _unit(request: HttpRequest) -> Unit:
    unit = Unit.objects.filter(pk=whole_number(request, "unit")).first()
    if unit is None:
        raise Http404
    return unit


def _owner(plan: Plan, owner_pk: int) -> DraftOwner:
    owner = DraftOwner.objects.filter(pk=owner_pk, row__plan=plan).select_related("row").first()
    if owner is None:  # a colleague took it away meanwhile
        raise Invalid("这个单位已经不在这一行里了，请看过现在的内容再改。")
    owner.row.plan = plan
    return owner


@require_POST
@row_page
def add(request: HttpRequest, plan: Plan, row_pk: int) -> HttpResponse:
    row, role = row_or_404(plan, row_pk), request.POST.get("role", OwnerRole.LEAD)
    version = whole_number(request, "version")
    owning.add_owner(by=request.user, row=row, version=version, unit=_unit(request), role=role)
    return answer_rows(request, plan, [row.pk], open_row=row.pk)


@require_POST
@row_page
def remove(request: HttpRequest, plan: Plan, owner_pk: int) -> HttpResponse:
    owner = _owner(plan, owner_pk)
    owning.remove_owner(by=request.user, owner=owner, version=whole_number(request, "version"))
    return answer_rows(request, plan, [owner.row_id], open_row=owner.row_id)


@require_POST
@row_page
def choose(request: HttpRequest, plan: Plan, owner_pk: int) -> HttpResponse:
    """Which unit an owner string means, here and wherever the paper uses the same words."""
    owner, unit = _owner(plan, owner_pk), _unit(request)
    version = whole_number(request, "version")
    changed = owning.change_owner(by=request.user, owner=owner, version=version, unit=unit, everywhere=True)
    rows = DraftOwner.objects.filter(row__plan=plan, text=owner.text).values_list("row_id", flat=True)
    answer = answer_rows(request, plan, rows, open_row=owner.row_id)
    return say(answer, f"“{owner.text}”就是{unit}，改了{changed}行。")


@require_POST
@row_page
def create(request: HttpRequest, plan: Plan, owner_pk: int) -> HttpResponse:
    owner = _owner(plan, owner_pk)
    name, kind = request.POST.get("name") or owner.text, request.POST.get("kind") or UnitKind.DEPARTMENT
    version = whole_number(request, "version")
    unit = owning.create_unit(by=request.user, owner=owner, version=version, name=name, kind=kind)
    rows = DraftOwner.objects.filter(row__plan=plan, unit=unit).values_list("row_id", flat=True)
    answer = answer_rows(request, plan, rows, open_row=owner.row_id)
    return say(answer, f"已登记单位“{unit.name}”，可在“单位”里补全。")
