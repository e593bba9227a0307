"""Working days as an office pastes them: 2027-02-06 上班 春节调休, or 2027年2月5日至2月11日 放假 春节."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from weicheng.ground.campaigns.errors import BadDays

_DAY = (
    r"(?:(?P<y{0}>\d{{4}})\s*[年./-]\s*)?(?P<m{0}>\d{{1,2}})\s*[月./-]\s*(?P<d{0}>\d{{1,2}})\s*日?"
    r"(?:[（(]?(?:周|星期)[一二三四五六日天][）)]?)?"
)
_LINE = re.compile(
    "^"
    + _DAY.format(1)
    + r"(?:\s*(?:至|到|—+|–|~|-)\s*"
    + _DAY.format(2)
    + r")?[\s,，:：]*(?P<word>上班|补班|调班|工作日?|班|放假|休息|假日|休|假)(?:调休)?[\s,，:：]*(?P<note>.*)$"
)
_WORK = {"上班", "补班", "调班", "工作", "工作日", "班"}
LONGEST = 31


@dataclass(frozen=True, slots=True)
class DayChange:
    day: date
    is_workday: bool
    note: str = ""


def read_days(text: str) -> list[DayChange]:
    """The days of all lines; BadDays names every line that cannot be read."""
    days: list[DayChange] = []
    problems: list[tuple[int, str, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        written = unicodedata.normalize("NFKC", line).strip()
        if not written or written.startswith("#"):
            continue
        try:
            days += _read_line(written)
        except ValueError as error:
            problems.append((number, line.strip(), str(error)))
    if problems:
        raise BadDays(problems)
    return days


def _read_line(line: str) -> list[DayChange]:
    found = _LINE.match(line)
    if not found:
        raise ValueError("写成“2027-02-06 上班 春节调休”或“2027年2月5日至2月11日 放假 春节”这样")
    if not found["y1"]:
        raise ValueError("缺年份")
    first = _day(int(found["y1"]), found["m1"], found["d1"])
    last = first
    if found["m2"]:
        last = _day(int(found["y2"] or found["y1"]), found["m2"], found["d2"])
    length = (last - first).days + 1
    if length < 1:
        raise ValueError("结束日期早于开始日期")
    if length > LONGEST:
        raise ValueError(f"一行最多{LONGEST}天，请核对日期")
    note = found["note"].strip()[:50]
    is_workday = found["word"] in _WORK
    return [DayChange(first + timedelta(days=i), is_workday, note) for i in range(length)]


def _day(year: int, month: str, day: str) -> date:
    try:
        return date(year, int(month), int(day))
    except ValueError as error:
        raise ValueError(f"没有{year}年{month}月{day}日这一天") from error
