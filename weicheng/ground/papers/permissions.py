"""Who may. ``check_user_can_x`` raises NotAllowed (or what the policies raise), ``user_can_x`` answers."""

from __future__ import annotations

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel.errors import NotAllowed
from weicheng.ground.org.access import is_office
from weicheng.ground.org.models import User
from weicheng.ground.org.permissions import answer
from weicheng.ground.papers import policies
from weicheng.ground.papers.models import Paper


def check_user_can_issue_papers(user: User, campaign: Campaign) -> None:
    if not is_office(user):
        raise NotAllowed("只有创卫办可以出文书。")
    policies.check_is_open(campaign)


def check_user_can_record_signing(user: User, paper: Paper) -> None:
    if not is_office(user):
        raise NotAllowed("只有创卫办可以登记签订。")
    policies.check_is_open(paper.campaign)


def check_user_can_void_paper(user: User, paper: Paper) -> None:
    if not is_office(user):
        raise NotAllowed("只有创卫办可以作废文书。")
    policies.check_is_open(paper.campaign)
    policies.next_state(paper, "void", "不用再作废")


user_can_issue_papers = answer(check_user_can_issue_papers)
user_can_record_signing = answer(check_user_can_record_signing)
user_can_void_paper = answer(check_user_can_void_paper)
