"""Dates, deadlines and intervals: one or two points with what stands before and after them."""

import re
from dataclasses import replace
from datetime import date, timedelta

from weicheng.engines.worktime import context
from weicheng.engines.worktime.lexicon import LUNAR_HOLIDAY_DAYS
from weicheng.engines.worktime.model import Found, Period, month_period
from weicheng.engines.worktime.numerals import integer
from weicheng.engines.worktime.points import DAY, YEAR, read_point, read_year
from weicheng.engines.worktime.rules import rule
from weicheng.engines.worktime.settle import Unsettled, ends, last_day_before, range_ends, range_until

_NUMBER = r"(?:\d{1,4}|[一二三四五六七八九十〇两廿]{1,4})"
_TO = r"(?:(?:开始|起|始)?,?(?:一直|持续|延续)?(?:-{1,2}|至|到|直至|直到)(?:于)?)"
_TO_AT = re.compile(_TO)
_LIST_AT = re.compile(r"(?:、|和|与|及|或|,)")
_WEEKDAY_NOTE = re.compile(r"\((?:周|星期)[一二三四五六日天]\)")
_TIME_AT = re.compile(
    r"(?:\((?:周|星期)[一二三四五六日天]\))?(?:的)?(?:(?:上午|下午|中午|早上|晚上|晚|凌晨|早)?(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
    r"(?:[时点](?:半|整|\d{1,2}分|钟)?|:\d{2}(?![-~至]))|上午|下午|中午|下班|晚上|夜间)?"
)
_BEFORE_AT = re.compile(
    r"\"?(?:召开|到来|来临|开始|结束)?(?:之前|以前|前夕|前)(?![后期台往来三几述列沿景提置款者半端])|\"?前后?(?=的)"
)
_SINCE_AT = re.compile(r"\"?(?:起|开始|始|(?:以后|之后|后)(?=[,,]|$))")
_OPEN_AT = re.compile(r"(?:起|开始)?,?(?:-{1,2}|至|到)(?:长期|今后|以后|永久)")
_SETTLING_AT = re.compile(
    r"(?:月|季度?)[底末][^,。;前内]{0,6}?(?:根据|综合|汇总|考核|考评|评比|评定|评议|通报|兑现|总评|结算|公布)"
)
_TODAY_AT = re.compile(r"(?:今日|今天|今晚|今早|本日|明天|明日|明晚|明早|后天)(?!之?内)")
_DURING_AT = re.compile(r"\"?(?:期间|当中|里|内|之内|以内|中(?=[,,]|$))")
_UNTIL_AT = re.compile(r"(?:止|为止|截止|结束)")
_THE_DAY_AT = re.compile(r"\"?(?:节)?(?:当天|当日)")
_FORCED = re.compile(
    r"(?:最迟|最晚|不迟于|不晚于|不得迟于|不得晚于|截至|截止|截止到|力争|争取|确保|赶在|抢在|到|至|力争到|争取到|确保到|限|限于|截止日期)(?:于|在|到)?$"
)
_DUE_LABEL = re.compile(
    r"(?:时限|期限|限期|节点|截止(?:时间|日期)?|(?:完成|整改|办结|竣工|完工|到位|交付|上报|报送|验收|销号|交工)[^,;。]{0,3}(?:时间|日期|时限)|竣工|完工|到期)[:为是]?$"
)
_SPAN_LABEL = re.compile(r"(?:时间|日期|时段|周期|阶段|安排|为期)[:为是在]*$")
_PREFIX = re.compile(r"(?:自|从|到|最迟|最晚|不迟于|不晚于|截至|截止到?)(?:于)?$")
_ELIDED_YEARS = re.compile(rf"(?P<left>{YEAR})(?:{_TO}|、|和)(?={YEAR}年)")
_ELIDED = re.compile(
    rf"(?P<ord>第)?(?P<left>{_NUMBER})(?P<to>{_TO}|、|和|及)第?(?P<right>{_NUMBER})(?P<unit>月|日|号|个?季度)"
)
_SHORT_RANGE_AT = re.compile(r"\d{1,2}\.\d{1,2}-{1,2}\d{1,2}\.\d{1,2}(?![\d.%‰米元吨万亿个公平立升分倍度])")
_DAY_RIGHT = re.compile(rf"(?P<day>{DAY})(?:日|号)")
_PART_RIGHT = re.compile(r"(?P<part>上旬|中旬|下旬|月?底|月?末)")
_RIGHT_PARTS = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31)}
_HOLIDAY_DOUBT = "农历节日放假的起止以当年的通知为准"


def read_date(text: str, at: int, base: date | None) -> Found | None:
    """The date, deadline or interval that begins at ``at``; kind "none" for a past or cited date and for a name."""
    read = read_elided(text, at, base) or _read_left(text, at, base)
    if read is None:
        return None
    left, right, end = read
    try:
        found = _interval(text, at, end, left, right, base) if right else _single(text, at, end, left, base)
    except Unsettled as reason:
        found = Found(at, end, "deadline", doubt=reason.doubt)
    except ValueError:
        return None
    if found is None:
        return None
    lead = _PREFIX.search(text, max(0, at - 4), at)
    return replace(found, start=lead.start()) if lead and found.kind != "none" else found


def _read_left(text: str, at: int, base: date | None) -> tuple[Period, Period | None, int] | None:
    short = bool(re.search(r"[(:]$", text[:at][-1:])) or bool(
        re.match(r"\d{1,2}\.\d{1,2}(?:前|-\d{1,2}\.\d{1,2}\))", text[at : at + 14])
    )
    read = read_point(text, at, base, short or _opens_clause(text, at))
    if read is None:
        return None
    left, end = read
    if left.grain == "year" and left.unanchored is False:
        inner = read_elided(text, end, base)
        if inner and inner[0].unanchored:
            first = replace(inner[0], year=left.year, shift=left.shift)
            return first, inner[1], inner[2]
    note = _WEEKDAY_NOTE.match(text, end)
    right = _read_right(text, note.end() if note else end, left, base)
    return (left, *right) if right else (left, None, end)


def _opens_clause(text: str, at: int) -> bool:
    """8.1-8.31 at the head of a clause is a range of days, if nothing counts it."""
    return (at == 0 or text[at - 1] in context.STOP + "(") and bool(_SHORT_RANGE_AT.match(text, at))


def _read_right(text: str, at: int, left: Period, base: date | None) -> tuple[Period, int] | None:
    """The other end after a connective: 至, 到, a dash; 、 and 和 only between periods of one kind."""
    joint = _TO_AT.match(text, at)
    if not joint:
        joint = _LIST_AT.match(text, at) if left.grain in ("month", "quarter", "festival", "half", "year") else None
        if not joint or re.match(r"每", text[joint.end() :][:1]):
            return None
        read = read_point(text, joint.end(), base)
        if not read or read[0].grain != left.grain or (joint.group() == "," and left.grain != "festival"):
            return None
        further = _read_right(text, read[1], read[0], base)
        return further if further and further[0].grain == left.grain else read
    place = joint.end()
    while text[place : place + 1] in ("每", '"'):
        if text[place] == "每":
            return None
        break
    same = _same_month(text, place, left)
    if same:
        return same
    return read_point(text, place, base, short=True)


def _same_month(text: str, at: int, left: Period) -> tuple[Period, int] | None:
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


def read_elided(text: str, at: int, base: date | None) -> tuple[Period, Period, int] | None:
    """2024—2026年, 5—6月份, 一至三季度, 15日: the left end has lost its unit."""
    if at and (text[at - 1].isdigit() or text[at - 1] in ".十百第"):
        return None
    years = _ELIDED_YEARS.match(text, at)
    if years:
        right = read_year(text, years.end())
        year = integer(years["left"])
        return (Period("year", year=year), right[0], right[1]) if right and year else None
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


def _interval(text: str, at: int, end: int, left: Period, right: Period, base: date | None) -> Found:
    start, last = range_ends(left, right, base)
    tail = re.compile(
        r"(?:\((?:周|星期)[一二三四五六日天]\))?(?:[双两三]节)?(?:期间|止|为止|结束|前|之间|内|,?(?:为期|历时)[^,。;)]{2,6})?"
    ).match(text, end)
    stop = tail.end() if tail else end
    if tail and tail.group().endswith("前"):
        if left.grain == right.grain == "festival" and "、" in text[at:end]:
            return _due(at, stop, last_day_before(left, base), _is_lunar(left, right))
        start, last = range_until(left, right, base)
    head, clause = context.before(text, at), context.after(text, stop)
    if last < (base or date.min) and (context.tells_the_past(head, clause) or (base and last.year < base.year)):
        return Found(at, stop, "none")
    if context.is_cited(head, clause) and not head.endswith("自") or re.match(r"版|年版", text[stop : stop + 2]):
        return Found(at, stop, "none")
    if left.grain == right.grain == "year" and re.match(
        r"(?:度)?(?:\)|行动计划|规划|年?度?方案|三年|实施方案)", text[stop : stop + 6]
    ):
        return Found(at, stop, "none")
    if _is_lunar(left, right) and "期间" in text[end:stop]:
        return Found(at, stop, "interval", lunar=True, doubt=_HOLIDAY_DOUBT)
    return Found(
        at, stop, "interval", {"start": start.isoformat(), "end": last.isoformat()}, lunar=_is_lunar(left, right)
    )


def _is_lunar(*periods: Period) -> bool:
    return any(period.lunar and period.lunar not in ("清明", "冬至") for period in periods)


def _single(text: str, at: int, end: int, period: Period, base: date | None) -> Found | None:
    timed = _TIME_AT.match(text, end)
    after_time = timed.end() if timed else end
    lunar = _is_lunar(period)
    head = context.before(text, at)
    mark = _BEFORE_AT.match(text, after_time)
    if mark:
        return _before(text, at, mark.end(), period, base, head)
    stop = after_time if period.grain in ("day", "weekday") else end
    clause = context.after(text, stop)
    since = _SINCE_AT.match(text, stop) or _OPEN_AT.match(text, stop)
    if (
        _is_past(period, base, since is not None)
        or context.tells_the_past(head, clause)
        or context.is_cited(head, text[stop : stop + 40])
    ):
        return Found(at, stop, "none")
    if since and period.grain != "festival":
        first = ends(period, base)[0]
        return Found(at, since.end(), "interval", {"start": first.isoformat(), "end": None}, lunar=lunar)
    until = _UNTIL_AT.match(text, stop)
    if _TODAY_AT.match(text, at) and not until and context.verb_says(text[stop : stop + 8]) is None:
        return Found(at, stop, "none")
    if period.grain in ("day", "weekday", "within") or until or _THE_DAY_AT.match(text, stop):
        if period.grain == "within" or until or not re.match(r"的|版|号文", text[stop : stop + 1]):
            return _due(at, until.end() if until else stop, ends(period, base)[1], lunar)
        return Found(at, stop, "none")
    if period.grain == "part" and _SETTLING_AT.match(text, at):
        parts: dict[str, str | int] = (
            {"bymonthday": -1} if text[at] == "月" else {"bymonth": "3,6,9,12", "bymonthday": -1}
        )
        return Found(at, stop, "recurrence", recurrence=rule("month" if text[at] == "月" else "year", **parts))
    if period.grain == "part" and period.start == period.end:
        return _due(at, stop, ends(period, base)[1], lunar)
    return _lone(text, at, stop, period, base, head)


def _before(text: str, at: int, end: int, period: Period, base: date | None, head: str) -> Found:
    due = last_day_before(period, base)
    stale = period.year is not None and base is not None and due.year < base.year
    if stale or context.tells_the_past(head, text[end : end + 4]) or (base and due < base and period.shift == -1):
        return Found(at, end, "none")
    return _due(at, end, due, _is_lunar(period))


def _is_past(period: Period, base: date | None, since: bool) -> bool:
    if period.shift is not None and period.shift < 0:
        return True
    if base is None or (period.year is None and period.fixed is None):
        return False
    last = ends(period, base)[1]
    return last < base and not since or last.year < base.year


def _due(start: int, end: int, day: date, lunar: bool) -> Found:
    return Found(start, end, "deadline", day.isoformat(), lunar=lunar)


def _lone(text: str, at: int, end: int, period: Period, base: date | None, head: str) -> Found | None:
    """X月份, X季度, 上半年: a deadline at its end with 完成, an interval with 开展, a mere name with 考核结果."""
    lunar = _is_lunar(period)
    if period.grain == "plan":
        return _whole(at, end, period, base)
    during = _DURING_AT.match(text, end)
    stop = during.end() if during else end
    inside = bool(during and during.group() in ("内", "之内", "以内"))
    if not during and context.is_name(head, text[end : end + 12]):
        return Found(at, end, "none")
    if during and not inside and period.grain != "month":
        return _whole(at, stop, period, base)
    if period.grain == "year" and context.is_title(text[end : end + 32]):
        return Found(at, end, "none")
    forced = _FORCED.search(head)
    label = "done" if _DUE_LABEL.search(head) or forced else "doing" if _SPAN_LABEL.search(head) else None
    says = label or ("done" if inside else context.says(text, stop))
    if period.grain in ("month", "part", "quarter", "half") and re.match(r"(?:为|是)(?!止)", text[stop : stop + 2]):
        says = "doing"
    if period.grain == "festival" and not (says and during) and not _day_of(period, text, end):
        return None
    if says is None and period.grain in ("year", "plan", "half", "quarter", "week", "festival"):
        at_end = not context.after(text, stop).strip(')"')
        says = "done" if at_end and period.grain != "plan" and context.verb_says(head) == "done" else None
        if says is None and not (at_end and at == 0):
            return Found(at, stop, "none")
    if says == "doing":
        return _whole(at, stop, period, base)
    return _due(at, stop, ends(period, base)[1], lunar)


def _whole(at: int, end: int, period: Period, base: date | None) -> Found:
    first, last = ends(period, base)
    if period.lunar in LUNAR_HOLIDAY_DAYS:
        last = first + timedelta(days=LUNAR_HOLIDAY_DAYS[period.lunar] - 1)
    elif period.lunar:
        return Found(at, end, "interval", lunar=True, doubt=_HOLIDAY_DOUBT)
    return Found(at, end, "interval", {"start": first.isoformat(), "end": last.isoformat()})


def _day_of(period: Period, text: str, end: int) -> bool:
    return bool(re.match(r"\"?(?:,)?(?:当天|当日|集中|开展|组织|举办|召开|启动|举行)", text[end : end + 4]))
