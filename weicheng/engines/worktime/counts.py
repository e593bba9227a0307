"""How many times in a period: 不少于2次, 至少开展两次, 2～3次, 三次以上, 早晚各一次."""

import re
from dataclasses import dataclass, replace
from typing import Any

from weicheng.engines.worktime.beats import PERIODS, Beat
from weicheng.engines.worktime.model import Found
from weicheng.engines.worktime.numerals import integer

_NUMBER = r"(?:\d{1,3}|[一二三四五六七八九十两]{1,3})"
_LEAST = r"至少|不少于|不得少于|不能少于|不应少于|不低于|不得低于|最少|起码|>=|≥|达到|达|大于等于|不下于|保证"
_MOST = r"不超过|不得超过|不能超过|最多|至多|不多于|不得多于|控制在|<=|≤"
_COUNT = re.compile(
    rf"(?:(?P<least>{_LEAST})|(?P<most>{_MOST})|(?P<over>超过|多于))?[^,。;:!?\n、每\d一二三四五六七八九十两]{{0,14}}?"
    rf"(?P<low>{_NUMBER})(?:(?:-|至|到|、)(?P<high>{_NUMBER}))?(?:个)?(?P<times>场次|频次|次|场|期|遍|轮|回|趟|堂|课时)"
    r"(?P<after>\(?(?:含|及)?(?:以上|以下|以内)\)?)?"
)
_LEAST_FAR = re.compile(rf"(?:{_LEAST})[^,。;:!?\n]{{0,12}}$")
_MOST_FAR = re.compile(rf"(?:{_MOST})[^,。;:!?\n]{{0,12}}$")
_CLAUSE_STOP = re.compile(r"[,。;:!?\n]|每(?=个?[天日周月季年半]|两|逢)|(?<=.)(?:全年|日(?=产日清))")
_NEXT_CLAUSE = re.compile(
    r",(?:每[次月年周天日季]?度?)?(?:次数|频次)?(?:原则上)?(?=至少|不少于|不得少于|不低于|最多|不超过)"
)
_LEAST_AHEAD = re.compile(r"(?:至少|不少于|最少|起码|不低于)(?:做到|保证|应|要)?$")
_ONCE = re.compile(r"[^,。;]{0,12}?(?:一|1)(?:次|期|场|遍|轮|回)")
_DAY_PARTS = r"(?:早[、,]?中[、,]?晚|早[、,和]?晚|上午[、,和]?下午|上下午)"
_EACH_PART = re.compile(rf"[^,。;]{{0,8}}?(?P<parts>{_DAY_PARTS})[^,。;]{{0,4}}(?:各|分别)")
_SWEPT = re.compile(
    r"(?:实行|坚持|做到|进行)?\"?(?P<n>[两二三四五六2-6])(?:小|大|普)?(?:次|扫|清|巡|查|检|冲|洗|消|拖|保|运|收|擦|测)"
)


@dataclass(slots=True)  # not frozen: a paper makes thousands of them
class Times:
    value: int
    comparator: str
    start: int
    end: int

    def per(self, period: str) -> dict[str, Any]:
        return {"value": self.value, "comparator": self.comparator, "per": period}


def read_times(text: str, start: int, stop: int) -> Times | None:
    """The first number of times in ``text[start:stop]``."""
    for found in _COUNT.finditer(text, start, stop):
        ordinal = text[found.start("low") - 1] in "第.〇百千每"
        word = text[found.end("times") : found.end("times") + 1] in ("数", "性", "所", "刊")
        value = integer(found["low"])
        if value and not ordinal and not word:
            return Times(value, _comparator(found, text[start : found.start("low")]), found.start(), found.end())
    return None


def _comparator(found: re.Match[str], head: str) -> str:
    after = found["after"] or ""
    if found["most"] or "下" in after or "内" in after or _MOST_FAR.search(head):
        return "<="
    if found["over"]:
        return ">"
    if found["least"] or found["high"] or "上" in after or _LEAST_FAR.search(head):
        return ">="
    return "="


def clause_stop(text: str, start: int) -> int:
    """Where a count must stand: before the clause ends or the next rhythm begins."""
    stop = _CLAUSE_STOP.search(text, start, min(len(text), start + 40))
    return stop.start() if stop else min(len(text), start + 40)


def times_of(text: str, beat: Beat, head: str) -> Times | None:
    """How many times the beat asks for, before or after it."""
    stop = clause_stop(text, beat.end)
    times = read_times(text, beat.end, stop)
    if times is None and text.startswith(",", stop):
        follow = _NEXT_CLAUSE.match(text, stop)
        times = read_times(text, follow.end(), clause_stop(text, follow.end())) if follow else None
    ahead = _LEAST_AHEAD.search(head)
    if ahead and (times.value == 1 if times else _ONCE.match(text, beat.end, stop)):
        return Times(1, ">=", beat.start - len(ahead.group()), times.end if times else beat.end)
    return _times_a_day(text, beat, times, stop) if beat.unit == "day" else times


def _times_a_day(text: str, beat: Beat, times: Times | None, stop: int) -> Times | None:
    """每天早晚各一次 is twice, 每天两扫 too."""
    if times is None or times.value == 1:
        parts = _EACH_PART.match(text, beat.start + 1, stop)
        if parts and (times or _ONCE.match(text, parts.end(), stop)):
            value = 3 if "中" in parts["parts"] else 2
            return replace(times, value=value) if times else Times(value, "=", beat.start, parts.end())
    swept = _SWEPT.match(text, beat.end) if times is None else None
    return Times(integer(swept["n"]) or 2, "=", beat.start, swept.end()) if swept else times


def with_times(found: Found, beat: Beat, times: Times | None, placed: bool) -> Found:
    """The reading of a beat with its count: once is the rule alone, several times a week or longer the count alone."""
    if times is None:
        return found
    if times.value == 1 and times.comparator == "=":
        near = times.end - found.end < 12
        found.end = max(found.end, times.end) if near else found.end
        return found
    if beat.unit not in PERIODS or beat.interval != 1:
        return found
    found.start, found.end = min(found.start, times.start), max(found.end, times.end)
    found.count = times.per(beat.unit)
    keeps_rule = beat.unit == "day" or placed or (times.value == 1 and times.comparator != "<=")
    if not keeps_rule:
        found.recurrence, found.kind = None, "count"
    return found
