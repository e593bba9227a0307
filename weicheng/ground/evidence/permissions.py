"""Who may look into the library, put into it, sort it and take from it."""

from __future__ import annotations

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.evidence.models import Evidence
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import NotAllowed, NotPossible
from weicheng.ground.org.access import is_office, scope_of
from weicheng.ground.org.choices import Role
from weicheng.ground.org.heirs import heir_of
from weicheng.ground.org.models import Unit, User
from weicheng.ground.org.permissions import answer, check_office, check_speaks_for, speaks_for

UPLOADED = "upload:"  # how the origin of what was put straight into the library begins


def check_user_can_view_library(user: User) -> None:
    scope = scope_of(user)
    if not (scope.sees_everything or scope.has(Role.LIAISON, Role.OFFICE)):
        raise NotAllowed("材料库由创卫办和各单位使用，您的账号看不到。")


def check_user_can_add_evidence(user: User, campaign: Campaign, unit: Unit | None = None) -> None:
    """Without a unit: somewhere, or, for the office, of no unit."""
    if unit is None and not is_office(user):
        if not scope_of(user).has(Role.LIAISON):
            raise NotAllowed("只有创卫办和单位联络员可以往材料库里放材料。")
    else:
        check_speaks_for(user, unit, "放材料")
    _check_open(campaign)


def check_user_can_change_evidence(user: User, evidence: Evidence) -> None:
    """The office; a unit what is its own."""
    check_speaks_for(user, answering(evidence), "改这份材料")
    if evidence.removed_at is not None:
        raise NotPossible("这份材料已经撤下，要先恢复才能改。")
    _check_open(evidence.campaign)


def check_user_can_remove_evidence(user: User, evidence: Evidence) -> None:
    """The office; a unit only what it put straight into the library: what was handed in with its work was looked at."""
    if evidence.removed_at is not None:
        raise NotPossible("这份材料已经撤下。")
    if not is_office(user):
        if not speaks_for(user, answering(evidence)):
            raise NotAllowed("只有本单位的联络员或创卫办可以撤下这份材料。")
        if not evidence.origin.startswith(UPLOADED):
            raise NotAllowed("这份材料是随工作交的，只有创卫办可以撤下。")
    _check_open(evidence.campaign)


def check_user_can_put_back_evidence(user: User, evidence: Evidence) -> None:
    check_office(user, "恢复撤下的材料")
    if evidence.removed_at is None:
        raise NotPossible("这份材料没有撤下。")
    _check_open(evidence.campaign)


def check_user_can_bring_back(user: User, evidence: Evidence) -> None:
    """By handing the same file in again: the office; a unit what it took down itself, not what the office took from it."""
    if is_office(user):
        return
    taken = audit.history(evidence).filter(action="evidence.removed").first()
    who = User.objects.filter(pk=taken.actor_id).first() if taken is not None and taken.actor_id else None
    if who is not None and is_office(who):
        raise NotAllowed(
            f"“{evidence.title}”被创卫办撤下过（{evidence.removed_reason}），不能再传；确实有用，请找创卫办恢复。"
        )


def check_user_can_set_lapse_rule(user: User, campaign: Campaign) -> None:
    check_office(user, "定提前几天提醒")
    _check_open(campaign)


def check_user_can_judge_matches(user: User) -> None:
    check_office(user, "判断照片是不是同一张")


def answering(evidence: Evidence) -> Unit | None:
    """The unit that answers for it today: where its own was merged into another, that one."""
    return heir_of(evidence.unit) if evidence.unit is not None else None


def _check_open(campaign: Campaign) -> None:
    if campaign.is_closed:
        raise NotPossible(f"{campaign}已经结束，材料不能再改。")


user_can_view_library = answer(check_user_can_view_library)
user_can_add_evidence = answer(check_user_can_add_evidence)
user_can_change_evidence = answer(check_user_can_change_evidence)
user_can_remove_evidence = answer(check_user_can_remove_evidence)
user_can_put_back_evidence = answer(check_user_can_put_back_evidence)
user_can_set_lapse_rule = answer(check_user_can_set_lapse_rule)
user_can_judge_matches = answer(check_user_can_judge_matches)
