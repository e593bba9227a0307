"""Signing at the meeting, on a phone: tick the units as they come off the stage."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.papers.choices import PaperState
from weicheng.ground.papers.permissions import check_user_can_issue_papers
from weicheng.ground.ui.numbers import whole
from weicheng.work.letters.forms import DayForm
from weicheng.work.letters.selectors.pages import standing_letters
from weicheng.work.letters.selectors.signers import chiefs_of
from weicheng.work.letters.services.meeting import sign_many
from weicheng.work.letters.views.doors import Request, campaign_of, campaign_page, frame


@campaign_page
def sign_list(request: Request) -> HttpResponse:
    """The unsigned letters, each with the name that is likely to sign."""
    campaign = campaign_of(request)
    check_user_can_issue_papers(request.user, campaign)
    standing = list(standing_letters(campaign, request.user).order_by("unit__order", "unit_id"))
    letters = [paper for paper in standing if paper.state == PaperState.ISSUED]
    chiefs = chiefs_of([paper.unit_id for paper in letters if paper.unit_id], timezone.localdate())
    form, error = DayForm(request.POST or None), ""
    chosen = {whole(text) for text in request.POST.getlist("papers")}
    if request.method == "POST" and form.is_valid():
        # A letter signed meanwhile by a colleague is no mistake: recording it again changes nothing.
        ticked = {paper: request.POST.get(f"signer_{paper.pk}", "") for paper in standing if paper.pk in chosen}
        try:
            count = sign_many(by=request.user, papers=ticked, on=form.cleaned_data["on"])
        except Invalid as refused:
            error = str(refused)
        else:
            messages.success(request, f"已登记{count}个单位签订。")
            return redirect("letters:sign")
    lines = []
    for paper in letters:
        first = chiefs[paper.unit_id].first if paper.unit_id else None
        name = request.POST.get(f"signer_{paper.pk}") or (first.name if first else "")
        lines.append((paper, name, paper.pk in chosen))
    context = {
        **frame("letter", ("现场登记签订", None)),
        "lines": lines,
        "signed": sum(paper.state == PaperState.SIGNED for paper in standing),
        "total": len(standing),
        "form": form,
        "error": error,
    }
    return render(request, "letters/sign.html", context, status=422 if error or form.errors else 200)
