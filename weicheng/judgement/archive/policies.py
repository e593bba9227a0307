"""What the state allows, whoever asks. Each raises NotPossible with a sentence."""

from __future__ import annotations

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel.errors import NotPossible
from weicheng.judgement.archive.choices import ItemState, Level, Result
from weicheng.judgement.archive.models import Acceptance, Box, Item, Volume
from weicheng.judgement.archive.transitions import BELOW
from weicheng.work.plans.policies import check_can_work_in


def check_is_open(campaign: Campaign) -> None:
    check_can_work_in(campaign)


def check_can_change_volume(volume: Volume) -> None:
    check_is_open(volume.campaign)
    if volume.is_sealed:
        raise NotPossible(f"{volume.code}已封卷，不能再改。要补材料，请建补充卷。")
    if volume.sealing is not None and not volume.sealing.is_finished:
        raise NotPossible(f"{volume.code}正在封卷，请等它做完，或先停止封卷。")


def check_can_supplement(volume: Volume) -> None:
    check_is_open(volume.campaign)
    if not volume.is_sealed:
        raise NotPossible("还没有封卷，直接往卷里加就行。")
    if volume.supplements_id:
        raise NotPossible("补充卷请从原卷建。")


def check_can_accept(volume: Volume, level: str) -> None:
    """From below upwards: the office looks at what the unit has checked, the city at what the office has passed."""
    check_is_open(volume.campaign)
    if level == Level.UNIT and volume.unit_id is None:
        raise NotPossible("这一卷不是单个单位的，不用单位自查，请直接登记创卫办验收。")
    below = BELOW[Level(level)]
    if below is None or (below == Level.UNIT and volume.unit_id is None):
        return
    last = Acceptance.objects.filter(volume=volume, level=below).order_by("-turn").first()
    if last is None or last.result != Result.PASSED:
        raise NotPossible(f"{below.label}合格以后，才能登记{Level(level).label}。")


def check_can_pass(volume: Volume, level: str, things: int) -> None:
    """What passes is what reviewers will open: it holds something, and above the unit's own check it can change no more."""
    if not things:
        raise NotPossible(f"{volume.code}里还没有材料，不能记合格。")
    if level != Level.UNIT and not volume.is_sealed:
        raise NotPossible(f"{volume.code}还没有封卷，材料还会变。请先封卷再记合格；现在发现的问题可以记“限期整改”。")


def check_can_change_item(item: Item) -> None:
    check_is_open(item.campaign)
    if item.state != ItemState.OPEN:
        raise NotPossible(f"“{item.title}”{item.get_state_display()}，不能再改；错了请作废，重新登记。")


def check_can_void_item(item: Item) -> None:
    check_is_open(item.campaign)
    if item.state == ItemState.SEALED:
        raise NotPossible(f"{item.number}已经封盒，不能作废。")
    if item.state == ItemState.VOID:
        raise NotPossible(f"{item.number or item.title}已经作废。")


def check_can_fill_box(box: Box) -> None:
    check_is_open(box.campaign)
    if box.sealed_at is not None:
        raise NotPossible(f"{box}已经封盒，不能再放、再取。")
