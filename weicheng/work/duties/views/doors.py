"""What several pages of this room need: the duty within reach, the way back."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from weicheng.ground.campaigns.doors import campaign_of, campaign_page
from weicheng.ground.org.access import is_office
from weicheng.work.duties.models import Duty, Occurrence
from weicheng.work.duties.selectors.duty import duty_for
from weicheng.work.duties.selectors.unsettled import questions

__all__ = ["campaign_of", "campaign_page", "duty_or_404", "face", "occurrence_or_404"]


def duty_or_404(request: HttpRequest, pk: int) -> Duty:
    duty = duty_for(request.user, pk)
    if duty is None or duty.campaign_id != campaign_of(request).pk:
        raise Http404
    return duty


def occurrence_or_404(request: HttpRequest, pk: int) -> Occurrence:
    found = Occurrence.objects.for_user(request.user).filter(pk=pk, duty__campaign=campaign_of(request))
    occurrence = found.select_related("duty__campaign", "unit__merged_into").first()
    if occurrence is None:
        raise Http404
    return occurrence


def face(request: HttpRequest, current: str, *crumbs: str) -> dict[str, Any]:
    """What every page of the room shows: the tabs, with the number of questions for the office."""
    office = is_office(request.user)
    trail: list[tuple[str, str | None]] = [("常态工作", reverse("duties:list") if crumbs else None)]
    trail += [(word, None) for word in crumbs]
    return {
        "nav": "duties",
        "crumbs": trail,
        "current": current,
        "is_office": office,
        "questions": questions(campaign_of(request)) if office else 0,
        "here": request.get_full_path(),
    }
