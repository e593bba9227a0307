"""The forecast of a task in its drawer."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from weicheng.work.plans.models import Task
from weicheng.work.plans.selectors.forecasts import HIGH, WIDE, forecast_of
from weicheng.work.plans.selectors.tasks import TaskDetail

register = template.Library()


@register.inclusion_tag("plans/_forecast.html")
def forecast(task: Task, detail: TaskDetail) -> dict[str, Any]:
    """Done against target with the day of finishing; nothing for a task without a number."""
    found = forecast_of(task, detail.owners, detail.entries, timezone.localdate())
    return {"found": found, "task": task, "wide": WIDE, "high": HIGH}
