"""Who may. ``check_user_can_X`` raises NotAllowed (or NotPossible from the policies), ``user_can_X`` answers."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel.errors import NotAllowed
from weicheng.ground.org.access import is_office
from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import RoleAssignment, Unit, User
from weicheng.ground.org.permissions import answer, check_office, check_speaks_for, speaks_for
from weicheng.work.plans import policies
from weicheng.work.plans.choices import OwnerRole
from weicheng.work.plans.deadlines import PostponementRequest
from weicheng.work.plans.models import CalendarFeed, Plan, ProgressEntry, SavedView, Task


def check_user_can_upload_plan(user: User, campaign: Campaign) -> None:
    check_office(user, "上传方案")
    policies.check_can_work_in(campaign)


def check_user_can_review_plan(user: User, plan: Plan) -> None:
    check_office(user, "审阅方案")
    policies.check_can_review_plan(plan)


def check_user_can_publish_plan(user: User, plan: Plan) -> None:
    check_office(user, "发布方案")
    policies.check_can_publish_plan(plan)


def check_user_can_withdraw_plan(user: User, plan: Plan) -> None:
    check_office(user, "撤回方案")
    policies.check_can_withdraw_plan(plan)


def check_user_can_discard_plan(user: User, plan: Plan) -> None:
    check_office(user, "删除方案")
    policies.check_can_discard_plan(plan)


def check_user_can_change_task(user: User, task: Task) -> None:
    check_office(user, "修改台账任务")
    policies.check_can_change_task(task)


def check_user_can_set_clauses(user: User, task: Task) -> None:
    check_office(user, "对应条款")
    policies.check_can_change_task(task)


def check_user_can_create_task(user: User, campaign: Campaign) -> None:
    check_office(user, "新增台账任务")
    policies.check_can_work_in(campaign)


def check_user_can_set_deadline_rule(user: User, campaign: Campaign) -> None:
    check_office(user, "定时限规则")
    policies.check_can_work_in(campaign)


def asking_units(user: User, task: Task) -> list[Unit]:
    """The lead units for which the user may ask for a later deadline: all for the office, a liaison's own."""
    leads = task.owners.filter(role=OwnerRole.LEAD).select_related("unit").order_by("order", "id")
    return [owner.unit for owner in leads if speaks_for(user, owner.unit)]


def check_user_can_ask_postponement(user: User, task: Task) -> None:
    if not is_office(user) and not asking_units(user, task):
        raise NotAllowed("只有牵头单位的联络员或创卫办可以申请延期。")
    policies.check_can_change_task(task)


def check_user_can_decide_postponement(user: User, request: PostponementRequest) -> None:
    """The office decides, and not the one who asked, as long as the office has a second person."""
    check_office(user, "批准延期")
    policies.check_can_decide_postponement(request)
    if request.by_id == user.pk and has_office_colleagues(user):
        raise NotAllowed("自己提的延期申请，请创卫办另一位同事批准。")


def check_user_can_withdraw_postponement(user: User, request: PostponementRequest) -> None:
    if request.by_id != user.pk:
        raise NotAllowed("只有申请人自己可以撤回延期申请。")
    policies.check_can_decide_postponement(request)


def check_user_can_import_ledger(user: User, campaign: Campaign) -> None:
    check_office(user, "导入台账表格")
    policies.check_can_work_in(campaign)


def check_user_can_report_progress(user: User, task: Task, unit: Unit) -> None:
    check_speaks_for(user, unit, "填报它的进展")
    policies.check_can_report_progress(task, unit)


def check_user_can_confirm_entry(user: User, entry: ProgressEntry) -> None:
    """The office confirms, and not the one who wrote the entry, as long as the office has a second person."""
    check_office(user, "确认进展")
    policies.check_can_confirm_entry(entry)
    if entry.by_id == user.pk and has_office_colleagues(user):
        raise NotAllowed("自己填报的进展，请创卫办另一位同事确认。")


def check_user_can_return_entry(user: User, entry: ProgressEntry) -> None:
    check_office(user, "退回进展")
    policies.check_can_return_entry(entry)


def check_user_can_withdraw_entry(user: User, entry: ProgressEntry) -> None:
    """Who wrote an entry, or another liaison of its unit, takes it back; for the office returning is the way."""
    if entry.by_id != user.pk and is_office(user):
        raise NotAllowed("别人填报的进展，请用“退回”。")
    check_speaks_for(user, entry.unit, "收回它的进展")
    policies.check_can_withdraw_entry(entry)


def check_user_can_share_view(user: User, campaign: Campaign) -> None:
    check_office(user, "设全办可见的台账视图")


def check_user_can_change_view(user: User, view: SavedView) -> None:
    if view.user_id != user.pk:
        raise NotAllowed("只能改自己存的台账视图。")


def check_user_can_see_feed(user: User, unit: Unit) -> None:
    check_speaks_for(user, unit, "看它的日历地址")


def check_user_can_renew_feed(user: User, feed: CalendarFeed) -> None:
    check_user_can_see_feed(user, feed.unit)


def has_office_colleagues(user: User) -> bool:
    """Whether the office has a second person, who must then confirm what the first one did."""
    in_force = Q(end=None) | Q(end__gte=timezone.localdate())
    others = RoleAssignment.objects.filter(in_force, role=Role.OFFICE, unit=None, user__is_active=True)
    return others.exclude(user=user).exists()


user_can_upload_plan = answer(check_user_can_upload_plan)
user_can_review_plan = answer(check_user_can_review_plan)
user_can_publish_plan = answer(check_user_can_publish_plan)
user_can_withdraw_plan = answer(check_user_can_withdraw_plan)
user_can_discard_plan = answer(check_user_can_discard_plan)
user_can_change_task = answer(check_user_can_change_task)
user_can_set_clauses = answer(check_user_can_set_clauses)
user_can_create_task = answer(check_user_can_create_task)
user_can_set_deadline_rule = answer(check_user_can_set_deadline_rule)
user_can_ask_postponement = answer(check_user_can_ask_postponement)
user_can_decide_postponement = answer(check_user_can_decide_postponement)
user_can_withdraw_postponement = answer(check_user_can_withdraw_postponement)
user_can_import_ledger = answer(check_user_can_import_ledger)
user_can_report_progress = answer(check_user_can_report_progress)
user_can_confirm_entry = answer(check_user_can_confirm_entry)
user_can_return_entry = answer(check_user_can_return_entry)
user_can_withdraw_entry = answer(check_user_can_withdraw_entry)
user_can_share_view = answer(check_user_can_share_view)
user_can_change_view = answer(check_user_can_change_view)
user_can_see_feed = answer(check_user_can_see_feed)
user_can_renew_feed = answer(check_user_can_renew_feed)
