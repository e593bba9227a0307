"""The page 我的: for a liaison, and for whoever sees everything as seen by one unit."""

from collections import Counter

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from weicheng.doors.web.mine import grouped, items_of, viewer_of
from weicheng.ground.campaigns.doors import campaign_of, campaign_page
from weicheng.ground.org.access import scope_of
from weicheng.ground.org.models import Unit
from weicheng.ground.ui.numbers import whole

LATE = "逾期"


@campaign_page
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """One list, due first; ``?kind=`` shows one kind, ``?unit=`` looks through a unit's eyes."""
    campaign, today = campaign_of(request), timezone.localdate()
    looks_through = scope_of(request.user).sees_everything  # type: ignore[arg-type]
    units = (
        list(Unit.objects.filter(task_roles__task__campaign=campaign, valid_to=None).distinct())
        if looks_through
        else []
    )
    viewer = viewer_of(request.user, _chosen(request, units) if looks_through else None)  # type: ignore[arg-type]
    items = items_of(viewer, campaign, today)
    groups = grouped(items, today)
    late = next((group.items for group in groups if group.word == LATE), [])
    kind = request.GET.get("kind", "")
    shown = late if kind == LATE else [item for item in items if kind in ("", item.kind)]
    context = {
        "nav": "mine",
        "crumbs": [("我的", None)],
        "viewer": viewer,
        "units": units,
        "total": len(items),
        "this_week": sum(len(group.items) for group in groups if group.word != "以后"),
        "late": len(late),
        "kinds": Counter(item.kind for item in items).most_common(),
        "kind": kind,
        "groups": grouped(shown, today),
        "several": len(viewer.units) > 1,
        "today": today,
    }
    return render(request, "web/mine.html", context)


def _chosen(request: HttpRequest, units: list[Unit]) -> Unit | None:
    asked = request.GET.get("unit", "")
    if not asked:
        return None
    unit = next((unit for unit in units if unit.pk == whole(asked)), None)
    if unit is None:
        raise Http404
    return unit
