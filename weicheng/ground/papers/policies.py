"""What the state allows, whoever asks. Each raises NotPossible with a sentence."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.papers.choices import PaperState
from weicheng.ground.papers.models import Paper
from weicheng.ground.papers.transitions import PAPER


def next_state(paper: Paper, verb: str, sentence: str) -> PaperState:
    """The state after ``verb``; raises NotPossible with ``sentence`` where the table has no such move."""
    move = PAPER[PaperState(paper.state)].get(verb)
    if move is None:
        raise NotPossible(f"{paper}{paper.get_state_display()}，{sentence}。")
    return move


def check_is_open(campaign: Campaign) -> None:
    if campaign.is_closed:
        raise NotPossible(f"{campaign}已经结束，不能再出文书。")


def check_can_sign(paper: Paper) -> None:
    next_state(paper, "sign", "不能登记签订")
    if hasattr(paper, "newer"):
        raise NotPossible(f"{paper}已由{paper.newer.number}代替，请在新的那份上登记。")


def check_day_of_signing(paper: Paper, on: date) -> None:
    """Not before the paper went out, not tomorrow."""
    if on > timezone.localdate():
        raise Invalid("签订日期不能晚于今天。", "on")
    if paper.issued_on and on < paper.issued_on:
        raise Invalid(f"签订日期不能早于发出日期{paper.issued_on:%Y-%m-%d}。", "on")
