"""Who may, for official papers: the office drafts, issues, registers and sends; whose turn it is gives a word on it."""

from __future__ import annotations

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel.errors import NotAllowed
from weicheng.ground.org.access import is_office, scope_of
from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import User
from weicheng.ground.org.permissions import answer, check_office
from weicheng.ground.papers import official_policies as policies
from weicheng.ground.papers.models import ApprovalStep, Distribution, OfficialPaper, RegisterEntry
from weicheng.ground.papers.policies import check_is_open


def check_user_can_draft(user: User, campaign: Campaign) -> None:
    check_office(user, "拟公文")
    check_is_open(campaign)


def check_user_can_edit(user: User, paper: OfficialPaper) -> None:
    check_office(user, "改公文")
    policies.check_is_editable(paper)


def check_user_can_set_clauses(user: User, paper: OfficialPaper) -> None:
    """In every state but void: what an issued paper is evidence of, is found out late too."""
    check_office(user, "给公文对应条款")
    policies.check_is_not_void(paper)


def check_user_can_submit(user: User, paper: OfficialPaper) -> None:
    check_office(user, "送审")
    policies.next_official_state(paper, "submit", "不能送审")


def check_user_can_take_back(user: User, paper: OfficialPaper) -> None:
    check_office(user, "收回公文")
    policies.next_official_state(paper, "take_back", "不能收回")


def check_user_can_decide(user: User, step: ApprovalStep) -> None:
    if step.user_id != user.pk:
        raise NotAllowed("这一步请别人办，您不能代签。")
    check_is_open(step.paper.campaign)
    policies.check_is_their_turn(step)


def check_user_can_issue(user: User, paper: OfficialPaper) -> None:
    check_office(user, "印发公文")
    policies.next_official_state(paper, "issue", "不能印发")
    policies.check_goes_without_approval(paper)


def check_user_can_void_number(user: User, entry: RegisterEntry) -> None:
    check_office(user, "作废字号")
    policies.check_can_void_entry(entry)


def check_user_can_distribute(user: User, paper: OfficialPaper) -> None:
    check_office(user, "登记分发")
    policies.next_official_state(paper, "void", "印发以后才能分发")


def check_user_can_acknowledge(user: User, line: Distribution) -> None:
    """The office for anybody; a liaison for the own unit."""
    is_own = line.unit is not None and scope_of(user).reaches(line.unit, Role.LIAISON)
    if not is_own and not is_office(user):
        raise NotAllowed("只有收文单位的联络员和创卫办可以签收。")
    check_is_open(line.paper.campaign)


def check_user_can_keep_books(user: User, campaign: Campaign) -> None:
    """Series, approval chain, numbers entered by hand, incoming papers."""
    check_office(user, "管字号、流程和来文")
    check_is_open(campaign)


def check_user_can_see_books(user: User) -> None:
    if not scope_of(user).sees_everything:
        raise NotAllowed("只有创卫办、领导和审计员可以看登记簿。")


user_can_draft = answer(check_user_can_draft)
user_can_edit = answer(check_user_can_edit)
user_can_set_clauses = answer(check_user_can_set_clauses)
user_can_submit = answer(check_user_can_submit)
user_can_take_back = answer(check_user_can_take_back)
user_can_decide = answer(check_user_can_decide)
user_can_issue = answer(check_user_can_issue)
user_can_void_number = answer(check_user_can_void_number)
user_can_distribute = answer(check_user_can_distribute)
user_can_acknowledge = answer(check_user_can_acknowledge)
user_can_keep_books = answer(check_user_can_keep_books)
user_can_see_books = answer(check_user_can_see_books)
