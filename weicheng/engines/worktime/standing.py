"""A duty's rhythm in plain words and back: 每周五下午, 每半月一次, 每季度不少于1次, 每年2至3次.

What the general reader leaves open because no RRULE says it (half months, ten days, weekends) is a period here. What has no
interval stays words: 定期, 每年春季, 随脏随扫.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from weicheng.engines.worktime.describe import describe_rule
from weicheng.engines.worktime.numerals import SMALL, integer
from weicheng.engines.worktime.rhythm import Quota, Rhythm, Rule, Unspecified, WorkingDay, rhythm_of
from weicheng.engines.worktime.when import read_when

PER_WORDS = {
    "day": "每天", "weekend": "每个周末", "week": "每周", "ten_days": "每旬", "half_month": "每半月", "month": "每月",
    "quarter": "每季度", "half": "每半年", "half_year": "每半年", "year": "每年", "campaign": "活动期间",
}  # fmt: skip
_RULE_PER = {
    "FREQ=DAILY": "day", "FREQ=WEEKLY": "week", "FREQ=MONTHLY": "month", "FREQ=MONTHLY;INTERVAL=3": "quarter",
    "FREQ=MONTHLY;INTERVAL=6": "half", "FREQ=YEARLY": "year",
}  # fmt: skip
_PARTS = {
    "上午": "am",
    "早上": "am",
    "早晨": "am",
    "下午": "pm",
    "晚上": "evening",
    "晚间": "evening",
    "夜间": "evening",
}
PART_WORDS = {"": "", "am": "上午", "pm": "下午", "evening": "晚上"}
_OWN = re.compile(
    r"每?个?(?P<per>半个?月|旬|周末)|(?P<drive>活动期间|创建期间|创卫期间|整个活动|集中开展)|(?P<all>全天候|全天保洁)"
)
_OWN_PER = {"半月": "half_month", "半个月": "half_month", "旬": "ten_days", "周末": "weekend"}
_COUNT = re.compile(
    rf"(?P<way>不少于|不得少于|至少|不低于|最少|不超过|不多于|最多|至多)?(?<![周期、])(?P<n>{SMALL})"
    rf"(?:[-—–~～至到](?P<most>{SMALL}))?(?:次|遍|轮|场|期|回)(?P<up>以上|及以上|以下|以内)?"
)
_VAGUE = re.compile(r"春季|夏季|秋季|冬季|学期|随脏随|定期|适时|经常|不定期")
_LEAST, _MOST = ("不少于", "不得少于", "至少", "不低于", "最少"), ("不超过", "不多于", "最多", "至多")


@dataclass(frozen=True, slots=True)
class Demand:
    """``rhythm`` and how many times each occurrence is owed: ``needed`` to ``most`` (None: no limit); ``part`` of the day."""

    rhythm: Rhythm
    needed: int = 1
    most: int | None = None
    part: str = ""

    @property
    def is_settled(self) -> bool:
        return not isinstance(self.rhythm, Unspecified)


def demand_of(rule: str, count: dict[str, Any] | None, part: str = "") -> Demand | None:
    """What a rule and a count say together; None without either. Three times a day is a quota of the day, not a rule."""
    if count is None:
        return Demand(Rule(rule), part=part) if rule else None
    value, per = int(count["value"]), str(count.get("per", "campaign"))
    per = "half" if per == "half_year" else per
    if rule and _RULE_PER.get(rule) != per:
        return Demand(Rule(rule), max(1, value) if per == "each" else 1, part=part)
    if count.get("most"):
        return Demand(Quota(value, per), value, int(count["most"]), part)
    return replace(_quota(value, str(count.get("comparator", ">=")), per), part=part)


def _quota(value: int, comparator: str, per: str) -> Demand:
    if comparator in ("<", "<="):
        limit = value - (comparator == "<")
        return Demand(Quota(limit, per, "<="), 0, limit)
    least = value + (comparator == ">")
    return Demand(Quota(least, per, ">=" if comparator in (">", ">=") else "="), least)


def read_demand(words: str) -> Demand:
    """The demand that plain words make; Unspecified with the words where no interval is said."""
    plain = re.sub(r"\s", "", words)
    part = next((code for word, code in _PARTS.items() if word in plain), "")
    if _VAGUE.search(plain):
        return Demand(Unspecified(words.strip()))
    own = _OWN.search(plain)
    if own and own["all"]:
        return Demand(Rule("FREQ=DAILY"), part=part)
    if own:
        per = "campaign" if own["drive"] else _OWN_PER[own["per"]]
        return replace(_counted(plain[own.end() :], per), part=part)
    found = [(when, rhythm) for when in read_when(plain, None) if (rhythm := rhythm_of(when)) is not None]
    if not found:
        return Demand(Unspecified(words.strip()))
    when, rhythm = found[0]
    if isinstance(rhythm, WorkingDay):
        return Demand(rhythm, part=part)
    if isinstance(rhythm, Unspecified):
        return Demand(Unspecified(words.strip()))
    rule = when.recurrence or ""
    return demand_of(rule, _reach(plain, rule, when.count), part) or Demand(Unspecified(words.strip()))


def _reach(plain: str, rule: str, count: dict[str, Any] | None) -> dict[str, Any] | None:
    """A range (2至3次) keeps its upper end and a named day its times (每周五两次), which the general reader leaves out."""
    hit = _COUNT.search(plain)
    if count and hit and hit["most"]:
        return {**count, "most": integer(hit["most"])}
    if hit and "BY" in rule:
        return {"value": integer(hit["n"]) or 1, "per": "each"}
    return count


def _counted(rest: str, per: str) -> Demand:
    hit = _COUNT.search(rest)
    value = integer(hit["n"]) if hit else 1
    if hit is None or value is None:
        return Demand(Quota(1, per, "="))
    if hit["most"]:
        return Demand(Quota(value, per), value, integer(hit["most"]))
    if hit["way"] in _MOST or hit["up"] in ("以下", "以内"):
        return _quota(value, "<=", per)
    return _quota(value, ">=" if hit["way"] in _LEAST or hit["up"] else "=", per)


def say_demand(demand: Demand) -> str:
    """The demand in words that `read_demand` reads back."""
    rhythm = demand.rhythm
    if isinstance(rhythm, Unspecified):
        return rhythm.text
    if isinstance(rhythm, WorkingDay):
        place = "最后一个" if rhythm.n == -1 else f"第{rhythm.n}个"
        return f"{PER_WORDS[rhythm.per]}{place}工作日{PART_WORDS[demand.part]}"
    if isinstance(rhythm, Rule):
        times = f"{demand.needed}次" if demand.needed > 1 else ""
        return f"{describe_rule(rhythm.rrule)}{PART_WORDS[demand.part]}{times}"
    return f"{PER_WORDS[rhythm.per]}{PART_WORDS[demand.part]}{_times(demand, rhythm)}"


def _times(demand: Demand, quota: Quota) -> str:
    if demand.needed == 0:
        return f"不超过{demand.most}次"
    if demand.most is not None:
        return f"{demand.needed}至{demand.most}次"
    return f"不少于{demand.needed}次" if quota.comparator == ">=" else f"{demand.needed}次"
