from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from weicheng.ground.kernel.audit import history
from weicheng.ground.org import permissions, selectors, services
from weicheng.ground.org.choices import UnitKind
from weicheng.ground.org.forms import UnitChangeForm, UnitForm
from weicheng.ground.org.models import Unit
from weicheng.ground.org.views.doors import Request, crumbs, edit, page
from weicheng.ground.ui.days import day_in
from weicheng.ground.ui.numbers import whole

PAGE = 200


def unit_or_404(request: Request, pk: int) -> Unit:
    """The unit if the user may see it; out of scope is a 404."""
    units = selectors.units_for(request.user).select_related("parent", "merged_into")
    unit = units.prefetch_related("names", "aliases").filter(pk=pk).first()
    if unit is None:
        raise Http404("没有这个单位。")
    return unit


@page
@require_safe
def unit_list(request: Request) -> HttpResponse:
    permissions.check_user_can_view_units(request.user)
    gap = request.GET.get("gap", "")
    what = selectors.UnitFilter(
        kind=request.GET.get("kind", "") if request.GET.get("kind") in UnitKind.values else "",
        query=request.GET.get("q", "").strip(),
        gap=gap if gap in ("responsible", "liaison", "account") else "",
        ended=bool(request.GET.get("ended")),
    )
    rows, kinds = selectors.unit_rows(request.user, what), selectors.kind_counts(request.user)
    context = {
        "nav": "org",
        "crumbs": crumbs(("单位", None)),
        "tab": "units",
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "tree": selectors.unit_tree(rows) if request.GET.get("view") == "tree" else None,
        "what": what,
        "kinds": kinds,
        "total": sum(number for _, _, number in kinds),
        "coverage": selectors.coverage(request.user),
        "may_edit": permissions.user_can_edit_units(request.user),
        "may_import": permissions.user_can_import_units(request.user),
        "may_people": permissions.user_can_view_some_people(request.user),
        "may_accounts": permissions.user_can_manage_accounts(request.user),
    }
    return render(request, "org/units.html", context)


@page
@require_safe
def unit_detail(request: Request, pk: int) -> HttpResponse:
    unit = unit_or_404(request, pk)
    day = day_in(request.GET.get("on")) or timezone.localdate()
    context = {
        "nav": "org",
        "crumbs": crumbs(("单位", reverse("org:units")), (str(unit), None)),
        "unit": unit,
        "day": day,
        "name_then": unit.name_on(day),
        "ended": bool(unit.valid_to and unit.valid_to < timezone.localdate()),
        "shown": selectors.unit_page(unit, day),
        "history": history(unit)[:12],
        "may_edit": permissions.user_can_edit_units(request.user, unit),
        "may_people": permissions.user_can_view_people(request.user, unit),
        "may_accounts": permissions.user_can_manage_accounts(request.user),
    }
    return render(request, "org/unit.html", context)


@page
def unit_add(request: Request) -> HttpResponse:
    parent = selectors.units_for(request.user).filter(pk=whole(request.GET.get("parent")) or 0).first()
    permissions.check_user_can_edit_units(request.user, parent)

    def act(values: dict) -> HttpResponse:
        permissions.check_user_can_edit_units(request.user, values["parent"])
        unit = services.add_unit(by=request.user, **values)
        return redirect("org:unit", unit.pk)

    return edit(
        request,
        form=UnitForm(request.POST or None, initial={"parent": parent.pk if parent else None, "kind": "department"}),
        act=act,
        title="登记单位",
        submit="登记",
        back=reverse("org:units"),
        crumbs=crumbs(("单位", reverse("org:units")), ("登记", None)),
    )


@page
def unit_edit(request: Request, pk: int) -> HttpResponse:
    unit = unit_or_404(request, pk)
    permissions.check_user_can_edit_units(request.user, unit)
    back = reverse("org:unit", args=[pk])
    initial = {field: getattr(unit, field) for field in ("short_name", "kind", "code", "order", "valid_from")}
    initial |= {"parent": unit.parent_id, "aliases": "\n".join(alias.text for alias in unit.aliases.all())}

    def act(values: dict) -> None:
        aliases, values["code"] = values.pop("aliases"), values["code"] or unit.code
        if values["parent"] != unit.parent:
            permissions.check_user_can_edit_units(request.user, values["parent"])
        services.change_unit(by=request.user, unit=unit, **values)
        services.set_aliases(by=request.user, unit=unit, aliases=aliases)

    return edit(
        request,
        form=UnitChangeForm(request.POST or None, initial=initial),
        act=act,
        title=f"修改“{unit}”",
        submit="保存",
        back=back,
        crumbs=crumbs(("单位", reverse("org:units")), (str(unit), back), ("修改", None)),
        lead="名称要按日期改，请回到单位页点“改名”，这样旧文件里的旧名称还找得到它。",
    )
