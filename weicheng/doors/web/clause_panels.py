"""What the page of a clause shows of the ledger: the tasks of the chosen campaign that carry it."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from weicheng.ground.campaigns.selectors import chosen_campaign
from weicheng.ground.standards import panels
from weicheng.ground.standards.models import Clause
from weicheng.ground.standards.selectors.mapping import speakers_for
from weicheng.work.plans.models import Task, TaskClause
from weicheng.work.plans.status import Moment, status_expression

MOST = 8  # the rest stands behind the link


def tasks(request: Any, clause: Clause) -> str:
    campaign = chosen_campaign(request)
    if campaign is None:
        return ""
    # Tasks that were sorted under another edition are shown where the crosswalk says, as the coverage counts them.
    carrying = TaskClause.objects.filter(clause__in=speakers_for(clause.edition, {clause.pk})).values("task")
    found = Task.objects.live().for_user(request.user).filter(campaign=campaign, pk__in=carrying)
    dressed = found.annotate(status=status_expression(Moment.of(campaign)))  # type: ignore[no-redef]
    context = {"clause": clause, "tasks": dressed.order_by("due_on", "number")[:MOST], "total": found.count()}
    return render_to_string("web/_clause_tasks.html", context, request=request)


panels.register("tasks", tasks, order=30)
