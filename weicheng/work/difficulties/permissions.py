"""Who may. ``check_user_can_X`` raises NotAllowed (or NotPossible from the policies), ``user_can_X`` answers."""

from __future__ import annotations

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel.errors import NotAllowed
from weicheng.ground.org.access import is_office, scope_of
from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import Unit, User
from weicheng.ground.org.permissions import answer, check_office, check_speaks_for, holds_everywhere
from weicheng.work.difficulties import policies
from weicheng.work.difficulties.choices import Level
from weicheng.work.difficulties.models import Difficulty
from weicheng.work.plans.policies import check_can_work_in


def check_user_can_raise_difficulty(user: User, unit: Unit, campaign: Campaign) -> None:
    check_speaks_for(user, unit, "提出它的难点")
    check_can_work_in(campaign)


def check_user_can_answer_difficulty(user: User, difficulty: Difficulty) -> None:
    """Each level answers for itself; the office also writes down what a leader has said."""
    if not is_office(user) and not _is_at(user, difficulty):
        raise NotAllowed(f"这个难点由{difficulty.get_level_display()}答复。")
    policies.next_state(difficulty, "answer")


def check_user_can_escalate_difficulty(user: User, difficulty: Difficulty) -> None:
    own = _answers_for(user, difficulty.unit)
    if not is_office(user) and not (own and difficulty.level == Level.UNIT):
        raise NotAllowed("只有创卫办可以报到领导小组。" if own else f"只有{difficulty.unit}的联络员或创卫办可以上报。")
    policies.next_state(difficulty, "escalate")
    policies.next_level(difficulty)


def check_user_can_sort_difficulty(user: User, difficulty: Difficulty) -> None:
    check_office(user, "改派难点")
    policies.next_state(difficulty, "sort")


def check_user_can_settle_difficulty(user: User, difficulty: Difficulty) -> None:
    check_speaks_for(user, difficulty.unit, "销去这个难点")
    policies.next_state(difficulty, "settle")


def check_user_can_reopen_difficulty(user: User, difficulty: Difficulty) -> None:
    check_speaks_for(user, difficulty.unit, "重开这个难点")
    policies.next_state(difficulty, "reopen")


def check_user_can_set_answer_rule(user: User, campaign: Campaign) -> None:
    check_office(user, "定答复时限")
    check_can_work_in(campaign)


def _answers_for(user: User, unit: Unit) -> bool:
    return scope_of(user).reaches(unit, Role.LIAISON)


def _is_at(user: User, difficulty: Difficulty) -> bool:
    if difficulty.level == Level.UNIT:
        return _answers_for(user, difficulty.unit)
    return difficulty.level == Level.LEADER and holds_everywhere(user, Role.LEADER)


user_can_raise_difficulty = answer(check_user_can_raise_difficulty)
user_can_answer_difficulty = answer(check_user_can_answer_difficulty)
user_can_escalate_difficulty = answer(check_user_can_escalate_difficulty)
user_can_sort_difficulty = answer(check_user_can_sort_difficulty)
user_can_settle_difficulty = answer(check_user_can_settle_difficulty)
user_can_reopen_difficulty = answer(check_user_can_reopen_difficulty)
user_can_set_answer_rule = answer(check_user_can_set_answer_rule)
