"""Who may. ``check_user_can_X`` raises NotAllowed or NotPossible, ``user_can_X`` answers."""

from __future__ import annotations

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel.errors import NotAllowed, NotPossible
from weicheng.ground.org.access import scope_of
from weicheng.ground.org.models import User
from weicheng.ground.org.permissions import answer, check_office, check_speaks_for
from weicheng.work.plans.choices import EntryState
from weicheng.work.plans.models import ProgressEntry
from weicheng.work.plans.policies import check_can_work_in
from weicheng.work.reminders.models import EntryQuestion


def check_user_can_set_reminder_rule(user: User, campaign: Campaign) -> None:
    check_office(user, "改提醒规则")
    check_can_work_in(campaign)


def check_user_can_see_reminders(user: User) -> None:
    """Everybody with a role: the list itself is scoped."""
    if not scope_of(user).roles:
        raise NotAllowed("您的账号还没有角色，请联系创卫办。")


def check_user_can_check_entries(user: User) -> None:
    check_office(user, "确认进展")


def check_user_can_ask_again(user: User, entry: ProgressEntry) -> None:
    check_office(user, "追问进展")
    _check_waits(entry)


def check_user_can_answer_question(user: User, question: EntryQuestion) -> None:
    check_speaks_for(user, question.entry.unit, "回答")
    _check_waits(question.entry)
    if question.answered_at is not None:
        raise NotPossible("这个追问已经回答过了。")


def _check_waits(entry: ProgressEntry) -> None:
    check_can_work_in(entry.task.campaign)
    if entry.state != EntryState.SUBMITTED:
        raise NotPossible(f"这条进展{entry.get_state_display()}，不用再问答。")


user_can_set_reminder_rule = answer(check_user_can_set_reminder_rule)
user_can_see_reminders = answer(check_user_can_see_reminders)
user_can_check_entries = answer(check_user_can_check_entries)
user_can_ask_again = answer(check_user_can_ask_again)
user_can_answer_question = answer(check_user_can_answer_question)
