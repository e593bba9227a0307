from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from weicheng.ground.org import permissions, selectors
from weicheng.ground.org.models import Person, Unit
from weicheng.ground.org.views.doors import Request, page
from weicheng.ground.ui.days import day_in


@page
@require_safe
def unit_search(request: Request) -> HttpResponse:
    """For the picker: up to 20 units of a day (``on``, else today) by name, alias or initials, the likeliest first."""
    permissions.check_user_can_view_units(request.user)
    day = day_in(request.GET.get("on")) or timezone.localdate()
    units = selectors.units_for(request.user).on(day)
    if request.GET.get("kind"):
        units = units.filter(kind=request.GET["kind"])
    found = selectors.search_units(units, request.GET.get("q", ""))
    return JsonResponse({"results": [_unit_result(unit) for unit in found]})


@page
@require_safe
def person_search(request: Request) -> HttpResponse:
    permissions.check_user_can_view_units(request.user)
    people = selectors.people_rows(request.user, request.GET.get("q", "").strip())[:20]
    return JsonResponse({"results": [_person_result(person) for person in people]})


def _unit_result(unit: Unit) -> dict[str, object]:
    full = unit.name if unit.short_name and unit.short_name != unit.name else ""
    parts = ["示例单位" if unit.is_sample else "", full, str(unit.parent or "")]
    detail = "，".join(part for part in parts if part)
    return {"id": unit.pk, "name": str(unit), "kind": unit.get_kind_display(), "detail": detail}


def _person_result(person: Person) -> dict[str, object]:
    posts = person.current_posts  # type: ignore[attr-defined]  # prefetched by people_rows
    return {"id": person.pk, "name": person.name, "detail": "，".join(str(post.unit) for post in posts)}
