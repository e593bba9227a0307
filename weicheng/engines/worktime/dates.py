"""Dates, deadlines and intervals: one or two periods with what stands before and after them."""

import re
from datetime import date

from weicheng.engines.worktime import context
from weicheng.engines.worktime.lone import HOLIDAY_DOUBT, due, is_lunar, read_lone
from weicheng.engines.worktime.model import Found, Period
from weicheng.engines.worktime.ranges import read_ends
from weicheng.engines.worktime.rules import rule
from weicheng.engines.worktime.settle import Unsettled, ends, last_day_before, range_ends, range_until

_TIME_AT = re.compile(
    r"(?:\((?:周|星期)[一二三四五六日天]\))?(?:的)?(?:(?:上午|下午|中午|早上|晚上|晚|凌晨|早)?(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
    r"(?:[时点](?:半|整|\d{1,2}分|钟)?|:\d{2}(?![-~至]))|上午|下午|中午|下班|晚上|夜间)?"
)
_BEFORE_AT = re.compile(
    r"\"?(?:召开|到来|来临|开始|结束)?(?:之前|以前|前夕|前)(?![后期台往来三几述列沿景提置款者半端])|\"?前后?(?=的)"
)
_SINCE_AT = re.compile(r"\"?(?:起|开始|始|(?:以后|之后|后)(?=[,)]|$))")
_OPEN_AT = re.compile(r"(?:起|开始)?,?(?:-{1,2}|至|到)(?:长期|今后|以后|永久)")
_SETTLING_AT = re.compile(
    r"(?:月|季度?)[底末][^,。;前内]{0,6}?(?:根据|综合|汇总|考核|考评|评比|评定|评议|通报|兑现|总评|结算|公布)"
)
_TODAY_AT = re.compile(r"(?:今日|今天|今晚|今早|本日|明天|明日|明晚|明早|后天)(?!之?内)")
_UNTIL_AT = re.compile(r"(?:止|为止|截止|结束)")
_THE_DAY_AT = re.compile(r"\"?(?:节)?(?:当天|当日)")
_PREFIX = re.compile(r"(?:自|从|到|最迟|最晚|不迟于|不晚于|截至|截止到?)(?:于)?$")
_RANGE_TAIL_AT = re.compile(
    r"(?:\((?:周|星期)[一二三四五六日天]\))?(?:[双两三]节)?(?:期间|止|为止|结束|前|之间|内|,?(?:为期|历时)[^,。;)]{2,6})?"
)
_PLAN_NAME_AT = re.compile(r"(?:度)?(?:\)|行动计划|规划|年?度?方案|三年|实施方案)")
_EDITION_AT = re.compile(r"的|版|号文")


def read_date(text: str, at: int, base: date | None) -> Found | None:
    """The date, deadline or interval that begins at ``at``; kind "none" for a past or cited date and for a name."""
    read = read_ends(text, at, base)
    if read is None:
        return None
    left, right, end = read
    try:
        found = _interval(text, at, end, left, right, base) if right else _single(text, at, end, left, base)
    except Unsettled as reason:
        before = _BEFORE_AT.match(text, end)
        found = Found(at, before.end() if before else end, "deadline", doubt=reason.doubt)
    except ValueError:  # a year that no calendar holds
        return None
    if found is None:
        return None
    lead = _PREFIX.search(text, max(0, at - 4), at)
    if lead and found.kind != "none":
        found.start = lead.start()
    return found


def _interval(text: str, at: int, end: int, left: Period, right: Period, base: date | None) -> Found:
    start, last = range_ends(left, right, base)
    tail = _RANGE_TAIL_AT.match(text, end)
    stop = tail.end() if tail else end
    if text[end:stop].endswith("前"):
        if left.grain == right.grain == "festival" and "、" in text[at:end]:
            return Found(at, stop, "deadline", last_day_before(left, base).isoformat(), lunar=is_lunar(left, right))
        start, last = range_until(left, right, base)
    head, clause = context.before(text, at), context.after(text, stop)
    long_past = base is not None and last.year < base.year
    if long_past or (base and last < base and context.tells_the_past(head, clause)):
        return Found(at, stop, "none")
    cited = context.is_cited(head, clause) and not head.endswith("自")
    if cited or text.startswith(("版", "年版"), stop):
        return Found(at, stop, "none")
    if left.grain == right.grain == "year" and _PLAN_NAME_AT.match(text, stop):
        return Found(at, stop, "none")
    lunar = is_lunar(left, right)
    if lunar and "期间" in text[end:stop]:
        return Found(at, stop, "interval", lunar=True, doubt=HOLIDAY_DOUBT)
    return Found(at, stop, "interval", {"start": start.isoformat(), "end": last.isoformat()}, lunar=lunar)


def _single(text: str, at: int, end: int, period: Period, base: date | None) -> Found | None:
    timed = _TIME_AT.match(text, end)
    after_time = timed.end() if timed else end
    head = context.before(text, at)
    mark = _BEFORE_AT.match(text, after_time)
    if mark:
        return _before(text, at, mark.end(), period, base, head)
    stop = after_time if period.grain in ("day", "weekday") else end
    since = _SINCE_AT.match(text, stop) or _OPEN_AT.match(text, stop)
    if _is_past(period, base, since is not None) or _is_told(text, stop, head):
        return Found(at, stop, "none")
    if since and period.grain != "festival":
        start = {"start": ends(period, base)[0].isoformat(), "end": None}
        return Found(at, since.end(), "interval", start, lunar=is_lunar(period))
    until = _UNTIL_AT.match(text, stop)
    if until or period.grain == "within" or _THE_DAY_AT.match(text, stop):
        return due(at, until.end() if until else stop, period, base)
    if period.grain in ("day", "weekday"):
        spoken = text.startswith("就", stop)  # 明天就安排打扫
        idle_today = not spoken and _TODAY_AT.match(text, at) and context.verb_says(text[stop : stop + 8]) is None
        idle = idle_today or _EDITION_AT.match(text, stop)
        return Found(at, stop, "none") if idle else due(at, stop, period, base)
    if period.grain == "part" and period.start == period.end:
        return _settling(text, at, stop) or due(at, stop, period, base)
    return read_lone(text, at, stop, period, base)


def _is_told(text: str, stop: int, head: str) -> bool:
    """A date of something done, or of a paper."""
    return context.tells_the_past(head, context.after(text, stop)) or context.is_cited(head, text[stop : stop + 40])


def _settling(text: str, at: int, stop: int) -> Found | None:
    """月底根据…评定: without 前 and a thing to finish, the end of every month."""
    if not _SETTLING_AT.match(text, at):
        return None
    monthly = text[at] == "月"
    found = rule("month", bymonthday=-1) if monthly else rule("year", bymonth="3,6,9,12", bymonthday=-1)
    return Found(at, stop, "recurrence", recurrence=found)


def _before(text: str, at: int, end: int, period: Period, base: date | None, head: str) -> Found:
    last = last_day_before(period, base)
    stale = period.year is not None and base is not None and last.year < base.year
    gone = base is not None and last < base and period.shift == -1
    if stale or gone or context.tells_the_past(head, text[end : end + 4]):
        return Found(at, end, "none")
    return Found(at, end, "deadline", last.isoformat(), lunar=is_lunar(period))


def _is_past(period: Period, base: date | None, since: bool) -> bool:
    if period.shift is not None and period.shift < 0:
        return True
    if base is None or (period.year is None and period.fixed is None):
        return False
    last = ends(period, base)[1]
    return (last < base and not since) or last.year < base.year
