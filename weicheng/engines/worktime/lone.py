"""A period that stands alone: 9月份, 第三季度, 2025年. The verb says whether it is a deadline, a stretch or a mere name."""

import re
from datetime import date, timedelta

from weicheng.engines.worktime import context
from weicheng.engines.worktime.lexicon import LUNAR_HOLIDAY_DAYS
from weicheng.engines.worktime.model import Found, Period
from weicheng.engines.worktime.settle import ends

HOLIDAY_DOUBT = "农历节日放假的起止以当年的通知为准"
_DURING_AT = re.compile(r"\"?(?:期间|当中|里|内|之内|以内|中(?=[,,]|$))")
_FORCED = re.compile(
    r"(?:最迟|最晚|不迟于|不晚于|不得迟于|不得晚于|截至|截止|截止到|力争|争取|确保|赶在|抢在|到|至|力争到|争取到|确保到|限|限于|截止日期)(?:于|在|到)?$"
)
_DUE_LABEL = re.compile(
    r"(?:时限|期限|限期|节点|截止(?:时间|日期)?|(?:完成|整改|办结|竣工|完工|到位|交付|上报|报送|验收|销号|交工|投用|启用|投产|通车|建成|开工|反馈|提交|截止|投入使用)[^,;。]{0,3}(?:时间|日期|时限)|竣工|完工|到期)[:为是]?$"
)
_SPAN_LABEL = re.compile(r"(?:时间|日期|时段|周期|阶段|安排|为期)[:为是在]*$")
_IS_AT = re.compile(r"(?:为|是)(?!止)")
_ON_THE_DAY_AT = re.compile(r"\"?,?(?:当天|当日|集中|开展|组织|举办|召开|启动|举行)")


def read_lone(text: str, at: int, end: int, period: Period, base: date | None) -> Found | None:
    """完成 makes it a deadline at its end, 开展 an interval, 考核结果 a name."""
    if period.grain == "plan":
        return whole(at, end, period, base)
    head, label = context.before(text, at), context.label(text, at)
    during = _DURING_AT.match(text, end)
    stop = during.end() if during else end
    inside = bool(during and during.group().endswith("内"))
    if not during and context.is_name(head, text[end : end + 12]):
        return Found(at, end, "none")
    if during and not inside and period.grain != "month":
        return whole(at, stop, period, base)
    if period.grain == "year" and context.is_title(text[end : end + 32]):
        return Found(at, end, "none")
    if period.grain == "festival" and not during and not _ON_THE_DAY_AT.match(text, end):
        return None
    if period.grain == "festival" and not during and period.start == period.end:
        return due(at, end, period, base)
    says = _meaning(text, at, stop, period, head, label, inside)
    if says == "none":
        return Found(at, stop, "none")
    return whole(at, stop, period, base) if says == "doing" else due(at, stop, period, base)


def _meaning(text: str, at: int, stop: int, period: Period, head: str, label: str, inside: bool) -> str:
    """ "done", "doing" or "none"; a month or a part of one is a deadline when nothing is said."""
    if inside or _DUE_LABEL.search(label) or _FORCED.search(head):
        return "done"
    if _SPAN_LABEL.search(label):
        return "doing"
    if period.grain in ("month", "part", "quarter", "half") and _IS_AT.match(text, stop):
        return "doing"
    says = context.says(text, stop)
    if says or period.grain in ("month", "part"):
        return says or "done"
    closes = not context.after(text, stop).strip(')"')
    return "done" if closes and (at == 0 or context.verb_says(head) == "done") else "none"


def due(at: int, end: int, period: Period, base: date | None) -> Found:
    """A deadline on the last day of the period."""
    return Found(at, end, "deadline", ends(period, base)[1].isoformat(), lunar=is_lunar(period))


def whole(at: int, end: int, period: Period, base: date | None) -> Found:
    """The period as an interval; how long a lunar holiday lasts is not known."""
    first, last = ends(period, base)
    if period.lunar in LUNAR_HOLIDAY_DAYS:
        last = first + timedelta(days=LUNAR_HOLIDAY_DAYS[period.lunar] - 1)
    elif period.lunar:
        return Found(at, end, "interval", lunar=True, doubt=HOLIDAY_DOUBT)
    return Found(at, end, "interval", {"start": first.isoformat(), "end": last.isoformat()})


def is_lunar(*periods: Period) -> bool:
    return any(period.lunar and period.lunar not in ("清明", "冬至") for period in periods)
