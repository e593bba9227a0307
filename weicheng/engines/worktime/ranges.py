"""One period, or the two ends of a range: 3月15日～31日, 5—6月份, 2024—2026年, “三八”、“五一”."""

import re
from dataclasses import replace
from datetime import date

from weicheng.engines.worktime import context
from weicheng.engines.worktime.model import Period, month_period
from weicheng.engines.worktime.numerals import integer
from weicheng.engines.worktime.points import DAY, YEAR, Read, read_point, read_year

Ends = tuple[Period, Period | None, int]  # the first period, the second if there is one, where they end

_NUMBER = r"(?:\d{1,4}|[一二三四五六七八九十〇两廿]{1,4})"
_TO = r"(?:(?:开始|起|始)?,?(?:一直|持续|延续)?(?:-{1,2}|至|到|直至|直到)(?:于)?)"
_TO_AT = re.compile(_TO)
_LIST_AT = re.compile(r"(?:、|和|与|及|或|,)")
_WEEKDAY_NOTE = re.compile(r"\((?:周|星期)[一二三四五六日天]\)")
_ELIDED_YEARS = re.compile(rf"(?P<left>{YEAR})(?:{_TO}|、|和)(?={YEAR}年)")
_ELIDED = re.compile(
    rf"(?P<ord>第)?(?P<left>{_NUMBER})(?P<to>{_TO}|、|和|及)第?(?P<right>{_NUMBER})(?P<unit>月|日|号|个?季度)"
)
_SHORT_RANGE_AT = re.compile(r"\d{1,2}\.\d{1,2}-{1,2}\d{1,2}\.\d{1,2}(?![\d.%‰米元吨万亿个公平立升分倍度])")
_ELIDED_FIRST = frozenset("第0123456789〇一二三四五六七八九十两廿")
_TWO_MONTHS_AT = re.compile(rf"(?P<left>{_NUMBER})[、和](?P<right>{_NUMBER})两个?月份?")
_DAY_RIGHT = re.compile(rf"(?P<day>{DAY})(?:日|号)")
_PART_RIGHT = re.compile(r"(?P<part>上旬|中旬|下旬|月?底|月?末)")
_RIGHT_PARTS = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31)}
_SHORT_DAY_AT = re.compile(r"\d{1,2}\.\d{1,2}(?:前|-\d{1,2}\.\d{1,2}\))")


def read_ends(text: str, at: int, base: date | None) -> Ends | None:
    """The period or range that begins at ``at``."""
    elided = _elided(text, at, base)
    if elided:
        return elided
    short = text[at - 1 : at] in ("(", ":") or bool(_SHORT_DAY_AT.match(text, at)) or _opens_clause(text, at)
    read = read_point(text, at, base, short)
    if read is None:
        return None
    left, end = read
    if left.grain == "year" and not left.unanchored:
        inner = _elided(text, end, base)
        if inner and inner[0].unanchored:
            return replace(inner[0], year=left.year, shift=left.shift), inner[1], inner[2]
    note = _WEEKDAY_NOTE.match(text, end)
    right = _right_end(text, note.end() if note else end, left, base)
    return (left, *right) if right else (left, None, end)


def _opens_clause(text: str, at: int) -> bool:
    """8.1-8.31 at the head of a clause is a range of days, if nothing counts it."""
    return (at == 0 or text[at - 1] in context.STOP + "(") and bool(_SHORT_RANGE_AT.match(text, at))


def _right_end(text: str, at: int, left: Period, base: date | None) -> Read | None:
    """The other end after 至, 到 or a dash, or the last of a list of periods of one kind."""
    joint = _TO_AT.match(text, at)
    if not joint:
        return _last_listed(text, at, left, base)
    place = joint.end()
    if text.startswith("每", place):
        return None
    return _same_month(text, place, left) or read_point(text, place, base, short=True)


def _last_listed(text: str, at: int, left: Period, base: date | None) -> Read | None:
    if left.grain not in ("month", "quarter", "festival", "half", "year"):
        return None
    joint = _LIST_AT.match(text, at)
    read = read_point(text, joint.end(), base) if joint else None
    if not joint or not read or read[0].grain != left.grain or (joint.group() == "," and left.grain != "festival"):
        return None
    return _last_listed(text, read[1], read[0], base) or read


def _same_month(text: str, at: int, left: Period) -> Read | None:
    """3月15日～31日, 3月上旬至下旬: the right end borrows the month."""
    found = _DAY_RIGHT.match(text, at)
    if found and left.grain in ("day", "part"):
        first = last = integer(found["day"]) or 1
        grain = "day"
    else:
        part = _PART_RIGHT.match(text, at)
        if not part or left.grain not in ("day", "part", "month"):
            return None
        found, grain = part, "part"
        first, last = _RIGHT_PARTS.get(part["part"], (31, 31))
    if left.fixed:
        day = left.fixed[0]
        period = month_period(day.month, first, last, grain)
        return replace(period, fixed=period.resolve(day.year)), found.end()
    period = month_period(left.start[1], first, last, grain, left.start[0])
    return replace(period, year=left.year, shift=left.shift, following=left.following), found.end()


def _elided(text: str, at: int, base: date | None) -> Ends | None:
    """2024—2026年, 5—6月份, 一至三季度, 15日: the left end has lost its unit."""
    if text[at : at + 1] not in _ELIDED_FIRST or (at and (text[at - 1].isdigit() or text[at - 1] in ".十百第")):
        return None
    years = _ELIDED_YEARS.match(text, at)
    if years:
        last, year = read_year(text, years.end()), integer(years["left"])
        return (Period("year", year=year), last[0], last[1]) if last and year else None
    counted = _TWO_MONTHS_AT.match(text, at)
    if counted:
        first, second = integer(counted["left"]) or 0, integer(counted["right"]) or 0
        fits = 1 <= first <= 12 and 1 <= second <= 12
        return (month_period(first), month_period(second), counted.end()) if fits else None
    found = _ELIDED.match(text, at)
    if not found:
        return None
    number = integer(found["left"])
    read = read_point(text, found.start("right"), base)
    if number is None or read is None:
        return None
    right, end = read
    if found["unit"] == "月" and 1 <= number <= 12 and right.grain in ("month", "part", "day"):
        return month_period(number), right, end
    if found["unit"].endswith("季度") and 1 <= number <= 4 and right.grain in ("quarter", "part"):
        return Period("quarter", (0, 3 * number - 2, 1), (0, 3 * number, 31)), right, end
    return None
