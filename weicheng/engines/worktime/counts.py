"""How many times in a period: 不少于2次, 至少开展两次, 2～3次, 三次以上."""

import re
from dataclasses import dataclass
from typing import Any

from weicheng.engines.worktime.numerals import integer

_NUMBER = r"(?:\d{1,3}|[一二三四五六七八九十两]{1,3})"
_LEAST = r"至少|不少于|不得少于|不能少于|不低于|不得低于|最少|起码|>=|≥|达到|大于等于|不下于|保证"
_MOST = r"不超过|不得超过|不能超过|最多|至多|不多于|不得多于|控制在|原则上不超过|<=|≤"
_TIMES = r"场次|频次|次|场|期|遍|轮|回|趟|堂|课时"
COUNT = re.compile(
    rf"(?:(?P<least>{_LEAST})|(?P<most>{_MOST})|(?P<over>超过|多于))?(?P<verb>[^,。;:!?\n、每\d一二三四五六七八九十两]{{0,14}}?)"
    rf"(?P<low>{_NUMBER})(?:(?:-|至|到|、)(?P<high>{_NUMBER}))?(?:个)?(?P<times>{_TIMES})"
    r"(?:[的大小集专卫体全]?[^,。;:!?\n、\d]{0,0})(?P<after>\(?(?:含|及)?(?:以上|以下|以内)\)?)?"
)
_EXTRA_LEAST = re.compile(rf"(?:{_LEAST})[^,。;:!?\n]{{0,12}}$")
_EXTRA_MOST = re.compile(rf"(?:{_MOST})[^,。;:!?\n]{{0,12}}$")


@dataclass(frozen=True, slots=True)
class Times:
    value: int
    comparator: str
    start: int
    end: int

    def per(self, period: str) -> dict[str, Any]:
        return {"value": self.value, "comparator": self.comparator, "per": period}


def read_times(text: str, start: int, stop: int) -> Times | None:
    """The first number of times in ``text[start:stop]``."""
    for found in COUNT.finditer(text, start, stop):
        if text[found.start("low") - 1] in "第.〇百千每" or text[found.end("times") : found.end("times") + 1] in (
            "数",
            "性",
            "会",
            "所",
        ):
            continue
        value = integer(found["low"])
        if value is None:
            continue
        return Times(value, _comparator(found, text[start : found.start("low")]), found.start(), found.end())
    return None


def _comparator(found: re.Match[str], head: str) -> str:
    after = found["after"] or ""
    if found["most"] or "下" in after or "内" in after or _EXTRA_MOST.search(head):
        return "<="
    if found["over"]:
        return ">"
    if found["least"] or found["high"] or "上" in after or _EXTRA_LEAST.search(head):
        return ">="
    return "="
