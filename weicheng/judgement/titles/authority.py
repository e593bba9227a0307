"""The measures that bids walk through, read once from authorities/*.yaml, and their due-date rules."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from weicheng.engines.worktime.workdays import WorkCalendar
from weicheng.ground.kernel.errors import Invalid
from weicheng.judgement.titles.authority_schema import Authority, DueRule, Outcome, Stage, read_authority

FOLDER = Path(__file__).parent / "authorities"


@lru_cache(maxsize=1)
def authorities() -> dict[str, Authority]:
    """Every measure by its key, in the order in which they are offered."""
    read = sorted((read_authority(path) for path in FOLDER.glob("*.yaml")), key=lambda one: one.order)
    return {one.key: one for one in read}


def authority(key: str) -> Authority:
    """The measure; Invalid where there is none of that key."""
    found = authorities().get(key)
    if found is None:
        raise Invalid("没有这份评审流程，请重新选。", "authority")
    return found


def offered(level: str, package_object: str) -> list[Authority]:
    """The measures for a title of this level and object; repealed ones last."""
    fits = [one for one in authorities().values() if one.level in (level, "any") and package_object in one.objects] or [
        authorities()["generic"]
    ]
    return sorted(fits, key=lambda one: (not one.in_force, one.order))


def outcome_of(stage: Stage, key: str) -> Outcome | None:
    return next((one for one in stage.outcomes if one.key == key), None)


def due_on(rule: DueRule | None, entered_on: date, cycle_from: int, calendar: WorkCalendar) -> date | None:
    """The last day that the rule allows a stage that began on ``entered_on`` in a cycle whose first year is ``cycle_from``."""
    if rule is None:
        return None
    if rule.kind == "days":
        return entered_on + timedelta(days=rule.number)
    if rule.kind == "workdays":
        return calendar.add_workdays(entered_on, rule.number)
    if rule.kind == "months":
        return add_months(entered_on, rule.number)
    if rule.kind == "cycle":
        year = cycle_from + rule.year - 1
        return date(year, rule.number, monthrange(year, rule.number)[1])
    return window(rule, entered_on)[1]


def window(rule: DueRule, entered_on: date) -> tuple[date, date]:
    """The months of a window rule: those of this year, or of the next where they are over."""
    first, last = rule.months
    year = entered_on.year if last >= entered_on.month else entered_on.year + 1
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def rule_words(rule: DueRule | None) -> str:
    """30个工作日内, 周期第2年6月底前, 5月至6月."""
    if rule is None:
        return ""
    if rule.kind == "window":
        return f"{rule.months[0]}月至{rule.months[1]}月"
    if rule.kind == "cycle":
        return f"周期第{rule.year}年{rule.number}月底前"
    return {"days": f"{rule.number}天", "workdays": f"{rule.number}个工作日", "months": f"{rule.number}个月"}[rule.kind]


def add_months(day: date, number: int) -> date:
    """The same day ``number`` months later (negative: earlier), or the last of that month."""
    index = day.year * 12 + day.month - 1 + number
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
