from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from weicheng.ground.notices import permissions, selectors, services
from weicheng.ground.notices.choices import DeliveryState
from weicheng.ground.notices.models import Delivery
from weicheng.ground.org.views.doors import Request
from weicheng.ground.ui.doors import page

PAGE = 50


@page
@require_safe
def delivery_list(request: Request) -> HttpResponse:
    """What was sent, what waits, and what was given up, with the reason."""
    permissions.check_user_can_view_deliveries(request.user)
    state, way = request.GET.get("state", ""), request.GET.get("way", "")
    found = Paginator(selectors.deliveries(state, way), PAGE).get_page(request.GET.get("page"))
    counts = selectors.delivery_counts()
    context = {
        "nav": "settings",
        "tab": "deliveries",
        "crumbs": [("设置", reverse("campaigns:settings")), ("发送记录", None)],
        "page": found,
        "state": state,
        "way": way,
        "states": [(one.value, one.label, counts[one.value]) for one in DeliveryState],
        "dead": counts[DeliveryState.DEAD],
        "may_retry": permissions.user_can_retry_deliveries(request.user),
    }
    return render(request, "notices/deliveries.html", context)


@page
@require_POST
def delivery_retry(request: Request, pk: int) -> HttpResponse:
    permissions.check_user_can_retry_deliveries(request.user)
    delivery = get_object_or_404(Delivery, pk=pk, robot__user=None)
    services.retry_delivery(by=request.user, delivery=delivery)
    messages.success(request, "已重新排队，几秒钟后刷新页面看结果。")
    return redirect("notices:deliveries")


@page
@require_POST
def retry_all(request: Request) -> HttpResponse:
    permissions.check_user_can_retry_deliveries(request.user)
    count = services.retry_all_deliveries(by=request.user)
    messages.success(request, f"{count}条重新排队。" if count else "一周内没有要重发的。")
    return redirect("notices:deliveries")
