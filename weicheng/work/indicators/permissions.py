"""Who may. ``check_user_can_X`` raises NotAllowed (or NotPossible from the policies), ``user_can_X`` answers."""

from __future__ import annotations

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel.errors import NotAllowed
from weicheng.ground.org.access import is_office, scope_of
from weicheng.ground.org.choices import Role, UnitKind
from weicheng.ground.org.heirs import answers_for
from weicheng.ground.org.models import Unit, User
from weicheng.ground.org.permissions import answer, check_office
from weicheng.ground.standards.models import Indicator
from weicheng.work.indicators import policies
from weicheng.work.indicators.kin import owner_of
from weicheng.work.indicators.models import DataOwner, ValueEntry


def check_user_can_keep_settings(user: User, campaign: Campaign) -> None:
    """Years, due dates, owners, what 持续 means, reminders."""
    check_office(user, "定指标的年度、期限和责任单位")
    policies.check_can_work_in(campaign)


def check_user_can_rejudge(user: User) -> None:
    """Another edition over all values: those who see every unit."""
    if not scope_of(user).sees_everything:
        raise NotAllowed("只有创卫办、领导和审计员可以换标准重新判定。")


def check_user_can_see_gaps(user: User) -> None:
    if not scope_of(user).sees_everything:
        raise NotAllowed("只有创卫办、领导和审计员可以看各单位欠报情况。")


def check_user_can_fill_some(user: User, campaign: Campaign) -> None:
    """The table and the form as such; which rows is asked of each."""
    if not (is_office(user) or scope_of(user).has(Role.LIAISON)):
        raise NotAllowed("只有单位联络员或创卫办可以填指标数据。")
    policies.check_can_work_in(campaign)


def check_user_can_fill(user: User, campaign: Campaign, indicator: Indicator, subject: Unit | None = None) -> None:
    """The owner's liaison, the liaison of the subdistrict the figure is about, or the office."""
    check_may_fill(user, campaign, indicator, owner_of(campaign, indicator), subject)


def check_may_fill(
    user: User, campaign: Campaign, indicator: Indicator, owner: DataOwner | None, subject: Unit | None = None
) -> None:
    """The same where the owner is at hand: no query."""
    if not may_fill(user, owner.unit if owner else None, subject):
        who = f"{owner.unit}的联络员" if owner else "数据责任单位（还没有指定）的联络员"
        raise NotAllowed(f"只有{who}或创卫办可以填“{indicator}”。")
    policies.check_can_work_in(campaign)


def may_fill(user: User, owner: Unit | None, subject: Unit | None = None) -> bool:
    """The same rule over rows that are already at hand: no query."""
    if is_office(user) or (owner is not None and answers_for(user, owner)):
        return True
    return subject is not None and subject.kind == UnitKind.TOWNSHIP and answers_for(user, subject)


def check_user_can_check(user: User, entry: ValueEntry) -> None:
    """The office, and not whoever filled it."""
    check_office(user, "审核指标数据")
    if entry.filled_by_id == user.pk:
        raise NotAllowed("自己填的数要由另一个人审核。")
    policies.check_can_move(entry, "check")


def check_user_can_return(user: User, entry: ValueEntry) -> None:
    check_office(user, "退回指标数据")
    if entry.filled_by_id == user.pk:
        raise NotAllowed("自己填的数请直接收回，不用退回。")
    policies.check_can_move(entry, "return")


def check_user_can_take_back(user: User, entry: ValueEntry) -> None:
    """Whoever filled it, or a colleague who may fill it."""
    if entry.filled_by_id != user.pk:
        check_user_can_fill(user, entry.campaign, entry.indicator, entry.subject)
    policies.check_can_move(entry, "take_back")


user_can_keep_settings = answer(check_user_can_keep_settings)
user_can_rejudge = answer(check_user_can_rejudge)
user_can_see_gaps = answer(check_user_can_see_gaps)
user_can_fill_some = answer(check_user_can_fill_some)
user_can_fill = answer(check_user_can_fill)
user_can_check = answer(check_user_can_check)
user_can_return = answer(check_user_can_return)
user_can_take_back = answer(check_user_can_take_back)
