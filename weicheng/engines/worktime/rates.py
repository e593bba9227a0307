"""Rhythms without 每: 一周一调度, 一日两扫, 日产日清, 周调度, 早晚各一次, 全年至少三次, 活动期间不少于2场."""

import re

from weicheng.engines.worktime import context
from weicheng.engines.worktime.beats import UNITS, Beat
from weicheng.engines.worktime.counts import Times, clause_stop, read_times, with_times
from weicheng.engines.worktime.model import Found
from weicheng.engines.worktime.numerals import SMALL, integer
from weicheng.engines.worktime.rules import rule

_ACTS = (
    "调度|例会|通报|考核|评比|评议|评估|评价|评|检查|检|督查|督导|督办|巡查|巡检|巡|查|扫|清扫|清运|清理|清|消毒|消杀|消|冲洗|冲|洗|报告|报|汇报|"
    "会商|会|研判|点评|总结|小结|排名|晒|清零|结算|主题|公示|保洁|碰头|复审|复查|复核|换|更|测|拖|普扫|走访|访|收集|收|运|讲评|轮换|培训|训|更新|"
    "期|场|讲|课|例检|反馈|回头看|统计|简报|分析|梳理|回访|销号|结|审计|审|体检|演练|养护|修剪|总评|监测|抽检|抽查|体检|议|擦|疏通|更换|表彰|打药|灭"
)
_RATE_AT = re.compile(
    rf"(?P<n>{SMALL}|半)个?(?P<unit>天|日|周|星期|月|季度|季|半年|年|学期|小时|旬)(?:内|中)?(?P<least>至少|不少于)?"
    rf"(?:(?P<times>一|二|两|三|四|五|六|1|2|3|4|5|6)(?P<what>次|轮|遍|小?大?(?:{_ACTS}))|"
    r"(?P<one>一)(?![个天日月年周号定样般直起致切旦线流体家人户村度季百千万条件项些种名位座处品策景色貌特遇])[一-鿿])"
)
_SPACED_AT = re.compile(
    rf"(?P<n>{SMALL}|半)(?:个(?=[月季星])|(?=[天日周年]))(?P<unit>天|日|周|星期|月|季度|年)(?![内后前])[^,。;:!?\n内\d一二三四五六七八九十]{{1,8}}(?<!第)(?:一|1)(?:次|遍|轮|回)(?!性)"
)
_HABIT_AT = re.compile(
    r"(?P<unit>日|周|旬|月|季度|季|半年|年)(?P<what>[产清结扫收]日[清结毕运净了]|日清|清月结|"
    r"例会|调度|通报|考核|评比|检查|督查|巡查|巡检|小结|总结|汇总|点评|排名|督导|督办|会商|研判|汇报|报告|碰头|反馈|公示|"
    r"考评|测评|讲评|分析|评估|清扫|保洁|消杀|消毒|抽查|评|报(?:制|送制)|清|检|巡|查|报(?=,|、|$|制))(?!结|人)"
)
_HABIT_HEAD = re.compile(
    r"(?:^|[,。;:、(\"]|实行|施行|推行|坚持|落实|执行|建立|采取|按照|严格|健全|完善|做到|开展|制定|实施|召开|通过|形成|采用|运用|抓好|推动|构建|以|"
    r"的|和|及|与)$"
)
_HABIT_NEXT = re.compile(r"[、,](?:周|旬|月|季|半年|年)(?:度)?[一-鿿]")
_SURE_HABIT = re.compile(r"[产清结扫收]日[清结毕运净了]$|日清$|清月结$")
_TIMES_HEAD_AT = re.compile(
    r"(?P<unit>日|天|周|月|季度|季|半年|年)(?:均)?(?![底末初中份内前后度])(?=[^,。;:\d每一二三四五六七八九十两年月日]{0,6}?"
    r"(?:不少于|不得少于|至少|不低于|达|不超过)?(?:\d|[一二三四五六七八九十两])+(?:次|遍|场|期|轮)(?!会|性|党代))"
)
_GLUED = re.compile(r"[\d〇一二三四五六七八九十百两半每本当次今明下上节生假周月星期纪工全]")
_DAYPARTS_AT = re.compile(
    r"(?P<parts>早[、和]?中[、和]?晚|早[、和]?晚|上午[、和]?下午|上下午)(?:各|分别)[^,。;:\d]{0,6}?(?:一|1)(?:次|遍|轮)"
)
_HALVES_AT = re.compile(r"上(?:半年)?[、和]?下半年各[^,。;:]{0,10}?(?:一|1)(?:次|轮|遍|场|期)")
_WHOLE_YEAR_AT = re.compile(
    r"全年度?|(?<![\d一-鿿])年度(?=开展|组织|举办|召开|培训|不|至|累)|年内|年度内|一年内|一年中|今年|本年度?|一年|1年|当年"
)
_PART_AT = re.compile(r"(?P<half>上半年|下半年)|(?P<quarter>第?[一二三四]季度|本季度)|(?P<month>本月)")
_CAMPAIGN_AT = re.compile(
    r"(?:(?:活动|行动|创建|整治|迎检|攻坚|创卫|专项|集中|宣传|阶段|整改|迎审|复审|巩固|推进|试点|会战|战役|方案|任务|竞赛|检查)(?:工作)?){1,3}"
    r"[月周]?(?:期间|期内|中)"
)
RATE_FIRST = frozenset(  # what any of these can begin with
    "0123456789一二三四五六七八九十两廿卅百半日周旬月季年天早上下全今本当第活行创整迎攻专集宣阶复巩推试会战方任竞检"
)
_OTHER_TIME = re.compile(r"月|季度|前|底|末|半年|周(?!边)")


def read_rate(text: str, at: int) -> Found | None:
    return (
        _halves(text, at)
        or _dayparts(text, at)
        or _rate(text, at)
        or _spaced(text, at)
        or _habit(text, at)
        or _times_head(text, at)
        or _counted(text, at)
    )


def _rate(text: str, at: int) -> Found | None:
    """一周一调度, 一日两扫, 三年一评, 半年一次."""
    found = _RATE_AT.match(text, at)
    if not found or (at and (text[at - 1].isdigit() or text[at - 1] in "〇一二三四五六七八九十百两第")):
        return None
    half = found["n"] == "半"
    if text[at - 1 : at] == "每" and not half:
        return None
    unit = ("half" if found["unit"] == "年" else "") if half else UNITS[found["unit"]]
    interval = 1 if half else integer(found["n"]) or 1
    value = integer(found["times"] or "一") or 1
    beat = Beat(at, found.end(), unit, interval)
    rate = Found(at, found.end(), "recurrence", recurrence=rule(unit, interval) if unit else None)
    least = (
        found["least"]
        or text.startswith("以上", found.end())
        or re.search(r"(?:至少|不少于|最少)$", context.before(text, at, 8))
    )
    if value == 1 and not least:
        return rate
    return with_times(rate, beat, Times(value, ">=" if least else "=", at, found.end()), False)


def _spaced(text: str, at: int) -> Found | None:
    """两个月开展一次, 半个月调度一次."""
    found = _SPACED_AT.match(text, at)
    if not found or (at and text[at - 1] in "0123456789〇一二三四五六七八九十百两第每.年近用前过满后"):
        return None
    half = found["n"] == "半"
    unit = ("half" if found["unit"] == "年" else "") if half else UNITS[found["unit"]]
    if found["unit"] == "日" and text[at - 1 : at] == "月":
        return None
    interval = 1 if half else integer(found["n"]) or 1
    return Found(at, found.end(), "recurrence", recurrence=rule(unit, interval) if unit else None)


def _habit(text: str, at: int) -> Found | None:
    """日产日清, 周调度, 月通报: a unit that opens a word of its own."""
    found = _HABIT_AT.match(text, at)
    if not found or (at and text[at - 1] in "0123456789月"):
        return None
    sure = _SURE_HABIT.match(found["what"]) or _HABIT_NEXT.match(text, found.end())
    if (not sure and not _HABIT_HEAD.search(text[max(0, at - 3) : at])) or (
        at and text[at - 1] in "每本当次一二三四五六七八九十"
    ):
        return None
    unit = UNITS[found["unit"]]
    return Found(at, found.end(), "recurrence", recurrence=rule(unit) if unit else None)


def _times_head(text: str, at: int) -> Found | None:
    """日扫三次以上, 周消杀两次, 年均培训不少于4次."""
    found = _TIMES_HEAD_AT.match(text, at)
    if not found or (at and _GLUED.match(text[at - 1])):
        return None
    beat = Beat(at, found.end(), UNITS[found["unit"]])
    times = read_times(text, found.end(), clause_stop(text, found.end()))
    reading = Found(at, found.end(), "recurrence", recurrence=rule(beat.unit))
    return with_times(reading, beat, times, False) if times else None


def _dayparts(text: str, at: int) -> Found | None:
    found = _DAYPARTS_AT.match(text, at)
    if not found:
        return None
    value = 3 if "中" in found["parts"] else 2
    count = Times(value, "=", at, found.end()).per("day")
    return Found(at, found.end(), "recurrence", recurrence="FREQ=DAILY", count=count)


def _halves(text: str, at: int) -> Found | None:
    found = _HALVES_AT.match(text, at)
    return Found(at, found.end(), "recurrence", recurrence=rule("half")) if found else None


def _counted(text: str, at: int) -> Found | None:
    """全年至少开展三次, 活动期间每个社区至少举办3场: a number of times and no rule."""
    whole, part, campaign = (pattern.match(text, at) for pattern in (_WHOLE_YEAR_AT, _PART_AT, _CAMPAIGN_AT))
    found = whole or part or campaign
    if not found or (at and text[at - 1].isdigit()):
        return None
    stop = clause_stop(text, found.end())
    if campaign and text.startswith(",", found.end()):
        stop = clause_stop(text, found.end() + 1)
    if text.startswith("每", stop):
        return None
    times = read_times(text, found.end(), stop)
    if times is None or _OTHER_TIME.search(text[found.end() : times.start]):
        return None
    exact = times.comparator == "="
    if exact and (part or (times.value == 1 and found.group() not in ("一年", "1年"))):
        return None
    per = "year" if whole else "campaign" if campaign else (part and part.lastgroup) or "half"
    return Found(at, times.end, "count", count=times.per(per))
