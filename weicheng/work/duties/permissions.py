"""Who may. ``check_user_can_X`` raises NotAllowed (or NotPossible from the policies), ``user_can_X`` answers."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel.errors import NotAllowed
from weicheng.ground.org.access import is_office, scope_of
from weicheng.ground.org.heirs import answers_for
from weicheng.ground.org.models import Unit, User
from weicheng.ground.org.permissions import answer, check_office
from weicheng.work.duties import policies
from weicheng.work.duties.models import Duty, DutyRecord, Occurrence
from weicheng.work.plans.models import Task
from weicheng.work.plans.policies import check_can_work_in


def check_user_can_create_duty(user: User, campaign: Campaign) -> None:
    check_office(user, "新建常态工作")
    check_can_work_in(campaign)


def check_user_can_make_duty_of(user: User, task: Task) -> None:
    check_office(user, "把任务建成常态工作")
    policies.check_can_make_of(task)


def check_user_can_change_duty(user: User, duty: Duty) -> None:
    check_office(user, "修改常态工作")
    policies.check_can_change(duty)


def check_user_can_keep_headcounts(user: User, campaign: Campaign) -> None:
    check_office(user, "定派人规则和单位人数")
    check_can_work_in(campaign)


def check_user_can_see_questions(user: User) -> None:
    """The open intervals and the units' head-counts: those who see every unit."""
    if not scope_of(user).sees_everything:
        raise NotAllowed("只有创卫办和领导可以看待定的频次和人数。")


def check_user_can_arrange(user: User, duty: Duty) -> None:
    check_office(user, "发临时通知")
    policies.check_can_change(duty)


def check_user_can_record(user: User, occurrence: Occurrence, today: date | None = None) -> None:
    check_answers_for(user, occurrence.unit, "记它的常态工作")
    policies.check_can_record(occurrence, today or timezone.localdate())


def check_user_can_excuse(user: User, occurrence: Occurrence) -> None:
    check_office(user, "同意免做")
    policies.check_can_excuse(occurrence)


def check_user_can_take_back(user: User, record: DutyRecord) -> None:
    """The office, or whoever wrote it, on the same day."""
    today = timezone.localdate()
    own = record.by_id == user.pk and timezone.localdate(record.at) == today
    if not is_office(user) and not (own and answers_for(user, record.occurrence.unit)):
        raise NotAllowed("自己当天记的可以撤销；过了当天，请创卫办撤销。")
    policies.check_can_take_back(record)


def check_answers_for(user: User, unit: Unit, what: str) -> None:
    """``answers_for``, or the office; ``what`` ends the sentence."""
    if not is_office(user) and not answers_for(user, unit):
        raise NotAllowed(f"只有{unit}的联络员或创卫办可以{what}。")


user_can_create_duty = answer(check_user_can_create_duty)
user_can_make_duty_of = answer(check_user_can_make_duty_of)
user_can_change_duty = answer(check_user_can_change_duty)
user_can_keep_headcounts = answer(check_user_can_keep_headcounts)
user_can_arrange = answer(check_user_can_arrange)
user_can_record = answer(check_user_can_record)
user_can_excuse = answer(check_user_can_excuse)
user_can_take_back = answer(check_user_can_take_back)
