"""What the page of a clause shows of the ledger: the tasks of the chosen campaign that carry it."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from weicheng.ground.campaigns.selectors import chosen_campaign
from weicheng.ground.standards import panels
from weicheng.ground.standards.models import Clause
from weicheng.work.plans.models import Task
from weicheng.work.plans.status import Moment, status_expression

MOST = 8  # the rest stands behind the link


def tasks(request: Any, clause: Clause) -> str:
    campaign = chosen_campaign(request)
    if campaign is None:
        return ""
    found = Task.objects.live().for_user(request.user).filter(campaign=campaign, clauses__clause=clause)
    dressed = found.annotate(status=status_expression(Moment.of(campaign)))  # type: ignore[no-redef]
    context = {"clause": clause, "tasks": dressed.order_by("due_on", "number")[:MOST], "total": found.count()}
    return render_to_string("web/_clause_tasks.html", context, request=request)


panels.register("tasks", tasks, order=30)
