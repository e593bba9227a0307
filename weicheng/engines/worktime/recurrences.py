"""Rhythms: 每周一、三、五, 每季度末月20日前, 一日两扫, 逐月, 双休日, and how many times in each period."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from weicheng.engines.worktime import context
from weicheng.engines.worktime.counts import Times, read_times
from weicheng.engines.worktime.model import Found
from weicheng.engines.worktime.numerals import integer
from weicheng.engines.worktime.places import Place, read_place
from weicheng.engines.worktime.rules import rule

UNITS = {
    "天": "day", "日": "day", "晚": "day", "早": "day", "夜": "day", "晨": "day", "周": "week", "星期": "week", "礼拜": "week", "月": "month",
    "季度": "quarter", "季": "quarter", "半年": "half", "年度": "year", "年": "year", "小时": "hour", "钟头": "hour", "分钟": "minute",
    "旬": "", "半月": "", "半个月": "", "学期": "", "阶段": "", "个工作日": "weekdays", "工作日": "weekdays",
}  # fmt: skip
_UNIT = "个?工作日|天|日|周|星期|礼拜|半个?月|月|季度?|半年|年度?|旬|小时|钟头|分钟|学期|阶段"
_SMALL = r"(?:\d{1,2}|[一二三四五六七八九十两]{1,3})"
_NO_MORE = r"(?![子末底]?(?:常|程|俱|边|密|围|全|末|龄|轻|鉴|薪|节|份?度?票|历|志|记|均|用|光|杂|货|渐|益|趋))"
_EVERY_AT = re.compile(
    rf"每(?:(?P<gap>隔)|(?P<meet>逢))?个?(?P<pair>双|单)?(?P<n>{_SMALL}|半)?(?:个)?(?P<unit>{_UNIT}|[晚早夜晨](?!餐|饭|年|期|报|点))(?!岁|龄|常管|均气)"
)
_WEEKEND_EVERY_AT = re.compile(
    r"每(?:逢)?个?(?:周的?)?(?P<what>双休日|周六日|周末|星期天|节假日|节日|法定节假日)|逢(?P<wd>周末|双休日|节假日|节日)"
)
_BY_UNIT_AT = re.compile(
    r"(?P<how>逐|按|分|以)(?P<unit>个?工作日|日|天|周|旬|月|季度|季|半年|年度|年)(?!常|程|边|密|围|全|期|节|龄|计划|历|用|光|份|度|代|产|薪|租|均|增|递|加|提|降|上|好|减|改)"
)
_GAP_AT = re.compile(r"隔(?P<unit>日|天|周|月|季|季度|年|夜)(?!离|夜|断|热)")
_DOUBLED_AT = re.compile(r"天天|日日|周周|月月|季季|年年")
_RATE_AT = re.compile(
    rf"(?P<n>{_SMALL}|半)?个?(?P<unit>天|日|周|星期|月|季度|季|半年|年|学期|小时|旬)(?:内|中)?(?P<least>至少|不少于)?(?P<times>一|二|两|三|四|五|六|1|2|3|4|5|6)"
    r"(?P<what>次|轮|遍|小?大?(?:调度|例会|通报|考核|评比|评议|评估|评价|评|检查|检|督查|督导|督办|巡查|巡检|巡|查|扫|清扫|清运|清理|清|消毒|消杀|消|"
    r"冲洗|冲|洗|报告|报|汇报|会商|会|研判|点评|总结|小结|排名|晒|清零|结算|主题|公示|保洁|碰头|复审|复查|复核|换|更|测|拖|普扫|走访|访|收集|"
    r"收|运|讲评|轮换|培训|训|更新|期|场|讲|课|小扫|大扫|例检|反馈|回头看|统计|简报|分析|梳理|回访|销号|结|审计|审|体检|演练|养护|修剪))"
)
_HABIT_AT = re.compile(
    r"(?P<unit>日|周|旬|月|季度|季|半年|年)(?P<what>产日清|清日结|结日清|日清|清日毕|例会|调度|通报|考核|评比|检查|督查|巡查|巡检|小结|总结|点评|排名|"
    r"督导|督办|会商|研判|汇报|报告|碰头|反馈|公示|考评|测评|讲评|分析|评估|清扫|保洁|消杀|消毒|评|报(?:制|送制)|清|检|巡|报(?=,|、|$|制))(?!结|人)"
)
_HABIT_HEAD = re.compile(
    r"(?:^|[,。;:、(\"]|实行|坚持|落实|执行|建立|推行|采取|按照|严格|健全|完善|做到|开展|制定|实施|召开|通过|形成|采用|运用|抓好|以|的|和|及|与|\")$"
)
_TIMES_HEAD_AT = re.compile(
    r"(?P<unit>日|天|周|月|季度|季|半年|年)(?:均)?(?=[^,。;:\d每一二三四五六七八九十两年月日]{0,6}?(?:不少于|不得少于|至少|不低于|达|不超过)?(?:\d|[一二三四五六七八九十两])+(?:次|遍|场|期|轮)(?!会|性|党代))"
)
_BARE_WEEK_AT = re.compile(
    r"(?P<what>双休日|周末|工作日(?=每|早|晚|上午|下午|上班|下班|期间|高峰|的))|(?P<day>(?:周|星期)[一二三四五六日天])"
)
_DAYPARTS_AT = re.compile(
    r"(?:早[、和]?中[、和]?晚|早[、和]?晚|上午[、和]下午|上下午)(?:各|分别)(?P<times>[^,。;:\d]{0,6}?(?:一|1)(?:次|遍|轮))"
)
_HALVES_AT = re.compile(r"上(?:半年)?[、和]?下半年各[^,。;:]{0,10}?(?:一|1)(?:次|轮|遍|场|期)")
_YEAR_COUNT_AT = re.compile(r"(?P<whole>全年度?|年内|年度内|一年内|一年中|今年|本年度?|一年|1年|当年)")
_PART_COUNT_AT = re.compile(r"(?P<half>上半年|下半年)|(?P<quarter>第?[一二三四]季度|本季度)|(?P<month>本月)")
_CAMPAIGN_AT = re.compile(
    r"(?:(?:活动|行动|创建|整治|迎检|攻坚|创卫|专项|集中|宣传|阶段|整改|迎审|复审|巩固|推进|试点|会战|战役|方案|周期|任务|竞赛|检查)(?:工作)?){1,3}(?:期间|期内|中|周期内)"
)
_WITHIN_DAY_AT = re.compile(
    r"(?:的)?(?:早晚(?:高峰)?|早中晚|上下午|上午|下午|清晨|傍晚|晚上|晚间|夜间|早晨|早上|中午|凌晨)?(?:\d{1,2}[时点](?:\d{1,2}分|半)?)?(?:下班)?(?:之?前|以前)?"
)
_PER = ("day", "week", "month", "quarter", "half", "year")


@dataclass(frozen=True, slots=True)
class Beat:
    """A period that comes again: its unit, every how many, and the place in it."""

    start: int
    end: int
    unit: str  # "" where no rule can say it
    interval: int = 1
    place: Place | None = None


def read_recurrence(text: str, at: int, _base: date | None) -> Found | None:
    """A rhythm or a number of times in a period that begins at ``at``."""
    return _halves(text, at) or _dayparts(text, at) or _beat_found(text, at) or _counted(text, at)


def _beat_found(text: str, at: int) -> Found | None:
    glued = at > 0 and (text[at - 1].isdigit() or text[at - 1] in "〇一二三四五六七八九十百两半")
    for reader in (_weekend, _every, _doubled, _gap, _by_unit):
        beat = reader(text, at)
        if beat:
            return _with_count(text, beat)
    found = None if glued else _rate(text, at)
    return found or _habit(text, at) or _times_head(text, at) or _bare_week(text, at)


def _weekend(text: str, at: int) -> Beat | None:
    found = _WEEKEND_EVERY_AT.match(text, at)
    if not found:
        return None
    what = found["what"] or found["wd"]
    if what in ("双休日", "周六日"):
        return Beat(at, found.end(), "week", place=Place({"byday": "SA,SU"}, found.end()))
    if what == "星期天":
        return Beat(at, found.end(), "week", place=Place({"byday": "SU"}, found.end()))
    return Beat(at, found.end(), "week" if what == "周末" else "")


def _every(text: str, at: int) -> Beat | None:
    meet = re.compile(r"逢(?=(?:周|星期|礼拜)[一二三四五六日天末])").match(text, at)
    found = (
        re.compile(rf"(?P<gap>)(?P<meet>)(?P<pair>)(?P<n>)(?P<unit>周|星期|礼拜)").match(text, meet.end())
        if meet
        else _EVERY_AT.match(text, at)
    )
    if not found:
        return None
    unit = UNITS[found["unit"].removeprefix("个") if "工作日" in found["unit"] else found["unit"]]
    interval = integer(found["n"]) if found["n"] and found["n"] != "半" else 1
    if found["n"] == "半":
        unit = {"年": "half", "年度": "half"}.get(found["unit"], "")
    if unit == "weekdays":
        return Beat(
            at, found.end(), "week" if interval == 1 else "", place=Place({"byday": "MO,TU,WE,TH,FR"}, found.end())
        )
    if unit == "day" and text[found.end() : found.end() + 1] in ("常", "均"):
        return None
    if found["gap"] and unit in _PER:
        interval = (interval or 1) + 1
    if found["pair"]:
        interval = 2
    if unit == "week" and re.match(
        r"一(?:小|大)?(?:次|期|场|遍|轮|回|查|报|扫|清|评|结|巡|检|训|课|题|星|讲|晒)(?!告|次数)",
        text[found.end() : found.end() + 3],
    ):
        return Beat(at, found.end(), unit, interval or 1)
    place = read_place(text, found.end(), unit) if (interval == 1 or unit == "week") and unit else None
    return Beat(at, place.end if place else found.end(), unit, interval or 1, place)


def _doubled(text: str, at: int) -> Beat | None:
    found = _DOUBLED_AT.match(text, at)
    return Beat(at, found.end(), UNITS[found.group()[0]]) if found else None


def _gap(text: str, at: int) -> Beat | None:
    found = _GAP_AT.match(text, at)
    return Beat(at, found.end(), UNITS[found["unit"]], 2) if found and found["unit"] != "夜" else None


def _by_unit(text: str, at: int) -> Beat | None:
    found = _BY_UNIT_AT.match(text, at)
    if (
        not found
        or (found["how"] == "逐" and found["unit"] == "年")
        or (found["how"] in "分以" and found["unit"] not in ("月", "季度", "季", "周", "旬"))
    ):
        return None
    if found["how"] == "以" and not re.match(r"为(?:单位|周期)", text[found.end() : found.end() + 3]):
        return None
    if found["how"] == "分" and text[at - 1 : at] in (
        "部",
        "充",
        "十",
        "区",
        "百",
        "一",
        "二",
        "三",
        "四",
        "五",
        "六",
        "七",
        "八",
        "九",
        "0",
    ):
        return None
    return Beat(at, found.end(), UNITS[found["unit"]])


def _with_count(text: str, beat: Beat) -> Found:
    head = context.before(text, beat.start, 12)
    place = beat.place
    parts = dict(place.parts) if place else {}
    found = Found(beat.start, beat.end, "recurrence")
    times = _times_of(text, beat, head)
    if beat.unit and not (place and place.no_rule):
        unit = place.unit if place and place.unit else beat.unit
        found = replace(found, recurrence=rule(unit, beat.interval, **parts))
    elif beat.unit == "":
        found = replace(found, doubt=f"“{text[beat.start : beat.end]}”没有唯一的日历规则")
    else:
        found = replace(found, doubt=f"“{text[beat.start : beat.end]}”要看工作日历，没有日历规则")
    return _joined(found, beat, times, bool(parts))


def _times_of(text: str, beat: Beat, head: str) -> Times | None:
    stop = _clause_stop(text, beat.end)
    times = read_times(text, beat.end, stop)
    if times is None and text[stop : stop + 1] == ",":
        follow = re.compile(
            r",(?:每[次月年周天日季]?度?)?(?:次数|频次)?(?=至少|不少于|不得少于|不低于|最多|不超过)"
        ).match(text, stop)
        times = read_times(text, follow.end(), _clause_stop(text, follow.end())) if follow else None
    ahead = re.search(r"(?:至少|不少于|最少|起码|不低于|确保)(?:做到|保证|应|要)?$", head)
    if ahead and (times is None or times.value == 1):
        if times or re.match(r"[^,。;]{0,12}?一(?:次|期|场|遍|轮)", text[beat.end : stop]):
            return Times(1, ">=", beat.start - len(ahead.group()), times.end if times else beat.end)
    if times is None and beat.unit == "day":
        swept = re.compile(
            r"(?:实行|坚持|做到|进行)?(?P<n>[两二三四五六2-6])(?:小|大)?(?:次|扫|清|巡|查|检|冲|洗|消|拖|保|运|收|擦)"
        ).match(text, beat.end)
        if swept:
            return Times(integer(swept["n"]) or 2, "=", beat.start, swept.end())
        parts = re.compile(
            r"[^,。;]{0,6}?(?P<parts>早[、,]?中[、,]?晚|早[、,]?晚|上午[、,和]下午|上下午)(?:各|分别)"
        ).match(text, beat.end)
        if parts and re.match(r"[^,。;]{0,8}?(?:一|1)(?:次|遍|轮)", text[parts.end() : stop]):
            return Times(3 if "中" in parts["parts"] else 2, "=", beat.start, stop)
    if times and beat.unit == "day" and times.value == 1:
        parts = re.compile(
            r"[^,。;]{0,8}?(?P<parts>早[、,]?中[、,]?晚|早[、,]?晚|上午[、,和]下午|上下午)[^,。;]{0,4}各"
        ).match(text, beat.end)
        if parts:
            return replace(times, value=3 if "中" in parts["parts"] else 2)
    return times


def _clause_stop(text: str, start: int) -> int:
    """Where the count must stand: before the clause ends or the next rhythm begins."""
    stop = re.compile(r"[,。;:!?\n]|每(?=个?[天日周月季年半]|两|逢)|(?<=.)(?:全年|日(?=产日清))").search(
        text, start, min(len(text), start + 40)
    )
    return stop.start() if stop else min(len(text), start + 40)


def _joined(found: Found, beat: Beat, times: Times | None, placed: bool) -> Found:
    if times is None:
        return found
    end = max(found.end, times.end)
    if times.value == 1 and times.comparator == "=":
        return replace(found, end=max(found.end, times.end if times.end - found.end < 12 else found.end))
    if beat.unit not in _PER or beat.interval != 1:
        return found
    count: dict[str, Any] = times.per(beat.unit)
    found = replace(found, start=min(found.start, times.start), end=end, count=count)
    keeps_rule = beat.unit == "day" or placed or (times.value == 1 and times.comparator != "<=")
    return found if keeps_rule else replace(found, recurrence=None, kind="count")


def _rate(text: str, at: int) -> Found | None:
    """一周一调度, 一日两扫, 三年一评, 半年一次."""
    found = _RATE_AT.match(text, at)
    if (
        not found
        or (found["n"] is None)
        or (found["unit"] == "月" and re.match(r"[一二三1-3]?[日号]", found["times"] + found["what"]))
    ):
        return None
    if text[at - 1 : at] and text[at - 1] in "第每" and found["n"] != "半":
        return None
    interval = integer(found["n"]) if found["n"] != "半" else 1
    unit = UNITS[found["unit"]] if found["n"] != "半" else {"年": "half"}.get(found["unit"], "")
    value = integer(found["times"]) or 1
    beat = Beat(at, found.end(), unit, interval or 1)
    rate = Found(at, found.end(), "recurrence", recurrence=rule(unit, interval or 1) if unit else None)
    after = text[found.end() : found.end() + 2]
    comparator = ">=" if found["least"] or after == "以上" else "="
    head = context.before(text, at, 8)
    if re.search(r"至少$|不少于$|最少$", head):
        comparator = ">="
    if value == 1 and comparator == "=":
        return rate
    return _joined(rate, beat, Times(value, comparator, at, found.end()), False)


def _habit(text: str, at: int) -> Found | None:
    """日产日清, 周调度, 月通报: a unit that opens a word of its own."""
    found = _HABIT_AT.match(text, at)
    if not found:
        return None
    sure = found["what"] in ("产日清", "清日结", "结日清", "日清", "清日毕")
    if not sure and not _HABIT_HEAD.search(text[max(0, at - 3) : at]):
        return None
    if sure and at and text[at - 1] in "0123456789月":
        return None
    unit = UNITS[found["unit"]]
    return Found(at, found.end(), "recurrence", recurrence=rule(unit) if unit else None)


def _times_head(text: str, at: int) -> Found | None:
    """日扫三次以上, 周消杀两次, 年均培训不少于4次."""
    found = _TIMES_HEAD_AT.match(text, at)
    if not found or (
        at and re.match(r"[\d〇一二三四五六七八九十百两半每本当次今明下上节生假周月星期纪工]", text[at - 1])
    ):
        return None
    beat = Beat(at, found.end(), UNITS[found["unit"]])
    times = read_times(text, found.end(), _clause_stop(text, found.end()))
    if times is None:
        return None
    return _joined(Found(at, found.end(), "recurrence", recurrence=rule(beat.unit)), beat, times, False)


def _bare_week(text: str, at: int) -> Found | None:
    """周五卫生大扫除制度, 双休日, 周一至周五; 周五前 is a deadline and read elsewhere."""
    found = _BARE_WEEK_AT.match(text, at)
    if not found or (at and re.match(r"[本下上这一二三四五六七八九十两0-9个每首全末当]", text[at - 1])):
        return None
    if found["what"]:
        days = {"双休日": {"byday": "SA,SU"}, "周末": {}}.get(found["what"][:3], {"byday": "MO,TU,WE,TH,FR"})
        place: Place | None = Place(days, found.end())
    else:
        place = read_place(text, at + (1 if text[at] == "周" else 2), "week")
    if (
        place is None
        or re.match(r"(?:\d{1,2}[时点]|上午|下午|下班)?(?:之前|以前|前)", text[place.end : place.end + 6])
        and found["day"]
    ):
        return None
    return _with_count(text, Beat(at, place.end, "week", place=place))


def _dayparts(text: str, at: int) -> Found | None:
    found = _DAYPARTS_AT.match(text, at)
    if not found:
        return None
    value = 3 if "中" in found.group()[:5] else 2
    return Found(
        at, found.end(), "recurrence", recurrence="FREQ=DAILY", count={"value": value, "comparator": "=", "per": "day"}
    )


def _halves(text: str, at: int) -> Found | None:
    found = _HALVES_AT.match(text, at)
    return Found(at, found.end(), "recurrence", recurrence=rule("half")) if found else None


def _counted(text: str, at: int) -> Found | None:
    """全年至少开展三次, 活动期间每个社区至少举办3场: a number of times and no rule."""
    whole, part, campaign = (pattern.match(text, at) for pattern in (_YEAR_COUNT_AT, _PART_COUNT_AT, _CAMPAIGN_AT))
    found = whole or part or campaign
    if not found or (at and text[at - 1].isdigit()):
        return None
    stop = _clause_stop(text, found.end())
    if campaign and text[found.end() : found.end() + 1] == ",":
        stop = _clause_stop(text, found.end() + 1)
    if text[stop : stop + 1] == "每" and not campaign:
        return None
    times = read_times(text, found.end(), stop)
    if times is None or (
        times.value == 1 and times.comparator == "=" and not (whole and whole.group() in ("一年", "1年"))
    ):
        return None
    per = "year" if whole else "campaign" if campaign else (part and part.lastgroup) or "half"
    if re.search(r"月|季度|前|底|末|半年|周(?!边)", text[found.end() : times.start]) or (part and times.value == 1):
        return None
    return Found(at, times.end, "count", count=times.per(per))
