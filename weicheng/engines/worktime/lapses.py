"""Lapses of time: 10个工作日内, 收到通知后3日内, 一个月内, 即日起至…, 用三年时间."""

import re
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from weicheng.engines.worktime import context
from weicheng.engines.worktime.model import Found, Period
from weicheng.engines.worktime.numerals import SMALL, integer
from weicheng.engines.worktime.points import read_point
from weicheng.engines.worktime.settle import NO_YEAR, Unsettled, range_ends, range_until

_UNIT = r"(?P<unit>个?工作日|天|日|周|个?星期|个?礼拜|个?月|个季度|年|个?小时|个?钟头)"
_LAPSE_AT = re.compile(
    rf"(?:(?P<low>{SMALL})(?:-|至|到))?(?P<n>{SMALL}|半)(?:个(?P<middle>半)(?=月))?{_UNIT}(?P<half>半)?(?P<tail>(?:的?时间)?(?:之内|以内|内)|(?:的?时间)?)"
)
_SINCE_AT = re.compile(
    r"(?:自|从)?(?P<trigger>即日|今日|今天|现在|本日|(?<=[自从])[^,。;:!?\n自从]{1,24}?(?:之日|之时|当日))(?:起|开始)(?:算|计算)?(?:,)?(?P<law>(?:正式)?(?:施行|实施|执行|生效))?"
)
_ACT = r"(?:发文|成文|印发|下发|发布|公布|颁布|施行|实施|发出|启动|动员会|部署)"
_KNOWN = re.compile(
    rf"^(?:即日|今日|今天|现在|本日)$|{_ACT}(?:之日|之时|当日|后|之后|以后)?$|^(?:本|此)(?:方案|通知|办法|文件|意见|规定|细则)"
)
_UNKNOWN = re.compile(
    r"收到|接到|接报|接|收|发现|受理|交办|举报|投诉|抽查|检查|验收|竣工|结束|完成|签收|送达|督办|转办|公示"
)
_TRIGGER_TAIL = re.compile(r"(?P<trigger>[^,。;:!?\n]{0,20}?)(?:之日|之时|当日)?(?:起|后|之后|以后)(?:的)?,?$")
_UNKNOWN_CUE = re.compile(
    r"发现|收到|接到|接报|接件|举报|投诉|交办|督办|问题|隐患|案件|转办|反馈|通知书|违建|违规|受理|诉求|信访|工单|线索|热线|损坏|缺失|"
    r"申请|审批|发生|突发|一般|复杂|整改|逾期"
)
_GOAL = re.compile(
    r"^(?:办结|办理|完成|整改|反馈|回复|答复|处置|处理|解决|清除|修复|到场|到达|响应|报告|上报|清运|恢复|销号|报送)"
)
_LIMIT_HEAD = re.compile(
    r"(?:限|限期|限时|时限(?:为|不超过|不得超过)?|期限(?:为|不超过|不得超过)?|不超过|不得超过|最长|最迟|提前|须在|应在|必须在)(?:于)?$"
)
_SHORTENED = re.compile(r"(?:缩短|压缩|控制|降|减少?|压减)[^,。;]{0,8}(?:至|到|在)$")
_NOT_DONE = re.compile(r"未|没有|无(?!害)")
_AIM_HEAD = re.compile(r"(?:用|利用|花|经过|通过|力争)$")
_SERVICE = re.compile(r"^(?:值班|值守|服务|接诊|开放|在岗|监控|巡逻|保洁|轮班|待命|热线|不间断|监测|接听|受理|运行|制)")


def read_lapse(text: str, at: int, base: date | None) -> Found | None:
    """A lapse of time from a trigger; the trigger known, a date; unknown, the number of days."""
    since = _SINCE_AT.match(text, at) if text[at] in "自从即今现本" or text[at - 1 : at] in ("自", "从") else None
    if since:
        return _since(text, at, since, base)
    found = _LAPSE_AT.match(text, at)
    if not found or (
        at
        and (
            text[at - 1].isdigit()
            or (text[at - 1] in ".第每近前·" and text[at - 2 : at] != "提前")
            or text[at - 2 : at] == "经过"
        )
    ):
        return None
    return _lapse(text, at, found, base, context.before(text, at))


def _since(text: str, at: int, since: re.Match[str], base: date | None) -> Found | None:
    trigger = since["trigger"]
    known = bool(_KNOWN.search(trigger)) and not _UNKNOWN.search(trigger)
    lapse = _LAPSE_AT.match(text, since.end())
    if lapse and (lapse["tail"] or _GOAL.match(text[lapse.end() : lapse.end() + 3])):
        return _lapse(text, at, lapse, base, trigger + "之日起")
    joint = re.compile(r",?(?:一直)?(?:-{1,2}|至|到)").match(text, since.end())
    right = read_point(text, joint.end(), base) if joint else None
    if not known:
        return Found(at, since.end(), "relative", doubt="从原文说的那天起算，那天是哪天不知道") if not right else None
    if base is None:
        return Found(at, right[1] if right else since.end(), "interval", doubt=NO_YEAR)
    if right:
        tail = re.compile(r"止|为止|结束|前|期间").match(text, right[1])
        until = range_until if tail and tail.group() == "前" else range_ends
        try:
            last = until(Period("day", fixed=(base, base)), right[0], base)[1]
        except (Unsettled, ValueError):
            return None
        stop = tail.end() if tail else right[1]
        return Found(
            at, stop, "interval", {"start": base.isoformat(), "end": last.isoformat()}, lunar=bool(right[0].lunar)
        )
    return Found(at, since.end(), "interval", {"start": base.isoformat(), "end": None})


def _lapse(text: str, at: int, found: re.Match[str], base: date | None, head: str) -> Found | None:
    end = found.end()
    unit = found["unit"].removeprefix("个")
    inside = found["tail"].endswith("内")
    tail = text[end : end + 6]
    if _SHORTENED.search(head):
        return None  # a standard of its own, not a deadline
    if _NOT_DONE.match(tail):
        return Found(at, end, "none")
    if not inside and not _counts_without_inside(unit, found["tail"], head, tail):
        return None
    if unit == "日" and not inside and head.endswith("月"):
        return None
    number = integer(found["n"]) if found["n"] != "半" else None
    if number is None and found["n"] != "半":
        return None
    if unit == "工作日":
        return (
            Found(at, end, "deadline", workdays=number, doubt="起算的日子不知道，只知道要几个工作日")
            if number
            else None
        )
    if unit in ("小时", "钟头"):
        return (
            Found(at, end, "deadline", hours=number, doubt="起算的时刻不知道")
            if number and not _SERVICE.match(tail)
            else None
        )
    if _unknown_trigger(head, unit):
        days = number and number * {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7}.get(unit, 0)
        return Found(at, end, "deadline", days=days or None, doubt="从原文说的那天起算，那天是哪天不知道")
    if base is None:
        return Found(at, end, "deadline", doubt=NO_YEAR)
    return Found(
        at, end, "deadline", (base + _length(unit, number, bool(found["half"] or found["middle"]))).isoformat()
    )


def _counts_without_inside(unit: str, tail: str, head: str, following: str) -> bool:
    """限7日整改, 5个工作日办结, 用三年时间: a limit although 内 is missing."""
    if unit in ("年", "月", "季度", "周", "星期", "礼拜"):
        return tail.endswith("时间") and bool(_AIM_HEAD.search(head))
    if unit in ("天", "日") and _AIM_HEAD.search(head):
        return tail.endswith("时间")
    if _LIMIT_HEAD.search(head):
        return not (unit in ("小时", "钟头") and "时限" not in head and "限时" not in head and "提前" not in head)
    return bool(_GOAL.match(following)) and unit in ("工作日", "小时", "天")


def _unknown_trigger(head: str, unit: str) -> bool:
    if head.endswith("提前"):
        return True
    named = _TRIGGER_TAIL.search(head)
    if named:
        return not (_KNOWN.search(named["trigger"]) and not _UNKNOWN.search(named["trigger"]))
    return bool(_UNKNOWN_CUE.search(head)) and unit in ("天", "日")


def _length(unit: str, number: int | None, and_half: bool) -> relativedelta | timedelta:
    if number is None:
        return relativedelta(months=6) if unit == "年" else timedelta(days=15 if unit == "月" else 1)
    if unit in ("天", "日"):
        return timedelta(days=number)
    if unit in ("周", "星期", "礼拜"):
        return timedelta(weeks=number)
    if unit == "年":
        return relativedelta(years=number, months=6 if and_half else 0)
    return relativedelta(months=number * (3 if unit == "季度" else 1), days=15 if and_half else 0)
