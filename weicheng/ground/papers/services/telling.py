"""What people are told of an official paper, under which keys, and when there is nothing left to do about it."""

from __future__ import annotations

from django.urls import reverse

from weicheng.ground.notices.services import notify, settle
from weicheng.ground.org.models import User
from weicheng.ground.papers import official_policies as policies
from weicheng.ground.papers.models import OfficialPaper
from weicheng.ground.papers.official_choices import StepState


def sent_key(paper: OfficialPaper) -> str:
    """Of the notice that asks for a receipt."""
    return f"papers.official.{paper.pk}.sent"


def round_key(paper: OfficialPaper, what: str, number: int = 0) -> str:
    return f"papers.official.{paper.pk}.{number or paper.round}.{what}"


def tell(to: list[User], paper: OfficialPaper, what: str, title: str) -> None:
    url = reverse("papers:paper", args=[paper.pk])
    notify(
        to=to,
        code=f"papers.{what.split('.')[0]}",
        key=round_key(paper, what),
        title=title,
        url=url,
        campaign_id=paper.campaign_id,
    )


def tell_next(paper: OfficialPaper) -> None:
    """Those whose turn it is now."""
    for step in policies.current_steps(OfficialPaper.objects.prefetch_related("steps__user").get(pk=paper.pk)):
        tell([step.user], paper, f"turn.{step.pk}", f"请{step.get_kind_display()}：《{paper.title}》")


def settle_turns(paper: OfficialPaper) -> None:
    """Steps that wait no more ask nobody any more."""
    done = paper.steps.exclude(state=StepState.WAITING).values_list("pk", "round")
    settle(keys=[round_key(paper, f"turn.{pk}", number) for pk, number in done])


def settle_rounds(paper: OfficialPaper) -> None:
    """It went out, or on its way again: what was said to its author in any round is done with, and no turn is left."""
    settle_turns(paper)
    rounds = range(1, paper.round + 1)
    settle(keys=[round_key(paper, what, number) for number in rounds for what in ("approved", "returned")])
