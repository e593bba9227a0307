"""What the state allows, whoever asks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils import timezone

from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.judgement.titles.authority import authority, outcome_of
from weicheng.judgement.titles.authority_schema import Condition, Outcome, Stage
from weicheng.judgement.titles.choices import Purpose, TitleState
from weicheng.judgement.titles.models import Bid, Title
from weicheng.work.plans.policies import check_can_work_in

__all__ = ["check_can_start", "check_can_work_in", "check_is_open", "check_region_code", "next_outcome", "stage_of"]

_PROVINCES = frozenset(
    {11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46}
    | {50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82}
)


def check_is_open(bid: Bid) -> None:
    if not bid.is_open:
        raise NotPossible(f"“{bid}”{bid.get_state_display()}，不能再改。要重来请新建申报。")


def stage_of(bid: Bid) -> Stage:
    """The stage that an open bid stands at, or at which it ended."""
    found = authority(bid.authority).stages.get(bid.stage)
    if found is None:
        raise NotPossible(f"评审流程里没有阶段“{bid.stage}”，流程文件可能被改过，请找管理员。")
    return found


def next_outcome(bid: Bid, key: str) -> Outcome:
    """The outcome of the present stage; NotPossible says which there are."""
    check_is_open(bid)
    stage = stage_of(bid)
    found = outcome_of(stage, key)
    if found is None:
        choices = "、".join(f"“{one.name}”" for one in stage.outcomes)
        raise NotPossible(f"现在是“{stage.name}”阶段，只能登记：{choices}。")
    return found


def check_can_start(title: Title, purpose: str) -> None:
    if purpose == Purpose.REVIEW and title.state not in (TitleState.HELD, TitleState.DEFERRED):
        raise NotPossible(f"“{title}”{title.get_state_display()}，有了称号才能办复审。")
    if purpose == Purpose.CREATE and title.state not in (TitleState.SOUGHT, TitleState.WITHDRAWN):
        raise NotPossible(f"“{title}”{title.get_state_display()}，不用再创建。要复审请办复审。")


def check_move_day(bid: Bid, on: date) -> None:
    if on > timezone.localdate():
        raise Invalid("日期还没到，等有了结果再登记。", "on")
    if on < bid.stage_since:
        raise Invalid(f"这个阶段从{bid.stage_since:%Y年%-m月%-d日}开始，结果不能更早。", "on")


def condition_fails(condition: Condition, value: Decimal | None, is_title_held: bool | None) -> str:
    """Why the condition does not hold, in words; empty where it does."""
    if condition.title_held:
        return "" if is_title_held else f"“{condition.name}”没有登记"
    if value is None:
        return f"“{condition.name}”还没有填"
    if condition.at_least is not None and value < Decimal(str(condition.at_least)):
        return f"{condition.name}{_plain(value)}{condition.unit}，低于{_plain(Decimal(str(condition.at_least)))}{condition.unit}"
    return ""


def check_region_code(code: str, package_object: str) -> None:
    """Nine digits: six of the county, three of the township, 000 for a city or county (standards.md 1.4)."""
    if len(code) != 9 or not code.isascii() or not code.isdecimal():
        raise Invalid("行政区划代码是9位数字：前6位到县，后3位到乡镇；市、县后3位填000。", "region_code")
    if int(code[:2]) not in _PROVINCES:
        raise Invalid(f"没有以{code[:2]}开头的省级代码，请核对。", "region_code")
    is_town = package_object not in ("city", "county")
    if not is_town and code[6:] != "000":
        raise Invalid("市、县的代码后3位填000。", "region_code")
    if is_town and package_object == "town" and not 1 <= int(code[6:]) <= 599:
        raise Invalid("乡镇街道的代码后3位在001到599之间。", "region_code")


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


PURPOSES_CLOSED = "“{title}”{state}，现在没有可以开始的申报；已有申报在办的，请接着办。"
