"""What the state allows, whoever asks. Each ``check_can_...`` raises NotPossible with a sentence."""

from __future__ import annotations

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel.errors import NotPossible
from weicheng.work.indicators.choices import State
from weicheng.work.indicators.models import ValueEntry
from weicheng.work.indicators.transitions import ENTRY

_VERBS = {"check": "审核", "return": "退回", "take_back": "收回", "submit": "提交"}


def check_can_work_in(campaign: Campaign) -> None:
    if campaign.is_closed:
        raise NotPossible(f"“{campaign}”已结束，只能查看。")


def check_has_edition(campaign: Campaign) -> None:
    if campaign.edition_id is None:
        raise NotPossible("活动还没有选定对照的标准，没有指标可填。请创卫办到“设置”里选。")


def check_can_move(entry: ValueEntry, verb: str) -> None:
    check_can_work_in(entry.campaign)
    if verb not in ENTRY[State(entry.state)]:
        raise NotPossible(f"这个数{entry.get_state_display()}，不能{_VERBS[verb]}。")
