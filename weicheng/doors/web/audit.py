"""The audit trail as a page: who changed what, when, by which way and why."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from weicheng.doors.web.audit_words import ACTIONS, action_word, field_word
from weicheng.ground.kernel.clock import midnight
from weicheng.ground.kernel.models import AuditEvent, ChainHead
from weicheng.ground.org.choices import Role
from weicheng.ground.org.permissions import holds_everywhere
from weicheng.ground.ui.days import day_of_our_time

PAGE_SIZE = 100


@login_required
@require_GET
def audit_list(request: HttpRequest) -> HttpResponse:
    if not holds_everywhere(request.user, Role.AUDITOR, Role.OFFICE, Role.ADMIN):  # an office bound to a unit does not
        raise PermissionDenied("操作记录由创卫办、审计员和管理员查看。")
    page = Paginator(_filtered(request), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "nav": "audit",
        "crumbs": [("记录", None)],
        "page": page,
        "events": [(event, action_word(event.action), _changes(event)) for event in page],
        "actions": sorted(ACTIONS.items(), key=lambda item: item[1]),
        "head": ChainHead.objects.filter(pk=1).first(),
        "unsealed": AuditEvent.objects.filter(number=None).count(),
        "filters": request.GET,
        "filtered": any(request.GET.get(name) for name in ("action", "who", "what", "from", "to")),
    }
    return render(request, "web/audit.html", context)


def _filtered(request: HttpRequest) -> QuerySet[AuditEvent]:
    asked = {name: request.GET.get(name, "").strip() for name in ("action", "who", "what", "from", "to")}
    events = AuditEvent.objects.order_by("-id")
    if asked["action"]:
        events = events.filter(action=asked["action"])
    if asked["who"]:
        events = events.filter(actor_name__icontains=asked["who"])
    if asked["what"]:
        events = events.filter(Q(object_label__icontains=asked["what"]) | Q(object_id=asked["what"]))
    first, last = day_of_our_time(asked["from"]), day_of_our_time(asked["to"])
    if first:
        events = events.filter(at__gte=midnight(first))
    if last:
        events = events.filter(at__lt=midnight(last + timedelta(days=1)))
    return events


def _changes(event: AuditEvent) -> list[tuple[str, Any, Any]]:
    """(field, before, after) of what a person wants to see; names that begin with _ are marks of the programs."""
    names = [name for name in {**event.before, **event.after} if not name.startswith("_")]
    return [(field_word(name), event.before.get(name), event.after.get(name)) for name in names]
