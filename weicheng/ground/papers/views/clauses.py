"""The clauses of a paper, picked on its page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.papers.services.clauses import set_paper_clauses
from weicheng.ground.papers.views.doors import Request, campaign_page, paper_or_404
from weicheng.ground.standards.models import Clause
from weicheng.ground.ui.numbers import whole


@campaign_page
@require_POST
def clauses(request: Request, pk: int) -> HttpResponse:
    """``add`` puts a clause behind the others, ``first`` makes one the main one, ``remove`` takes one away."""
    paper = paper_or_404(request, pk)
    held = [link.clause for link in paper.clauses.select_related("clause__edition")]
    asked = {name: whole(request.POST.get(name)) for name in ("add", "first", "remove")}
    held = [clause for clause in held if clause.pk != asked["remove"]]
    held.sort(key=lambda clause: clause.pk != asked["first"])
    if asked["add"]:
        added = (
            Clause.objects.select_related("edition").filter(edition=paper.campaign.edition_id, pk=asked["add"]).first()
        )
        if added is None:
            raise Invalid("请从对照标准的条款里选一条。", "add")
        held = [*(clause for clause in held if clause.pk != added.pk), added]
    set_paper_clauses(by=request.user, paper=paper, clauses=held)
    messages.success(request, "公文对应的条款已保存。")
    return redirect("papers:paper", pk)
