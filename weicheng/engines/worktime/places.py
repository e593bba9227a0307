"""The place within a period that comes again: 每周[一、三、五], 每月[最后一个星期五], 每年[4月], 每季度[末月20日前]."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from weicheng.engines.worktime.festivals import read_festival
from weicheng.engines.worktime.numerals import integer
from weicheng.engines.worktime.points import DAY, MONTH
from weicheng.engines.worktime.rules import WEEKDAYS, weekdays

_D = "[一二三四五六日天]"
_W = "(?:周|星期|礼拜)"
_WEEK_RANGE_AT = re.compile(rf"的?{_W}?(?P<first>{_D}|[1-7])(?:-|至|到){_W}?(?P<last>{_D}|[1-7])(?!次)")
_WEEK_LIST_AT = re.compile(
    rf"的?(?P<list>{_W}?{_D}(?:(?:[、,和及与]|和?{_W}){_W}?{_D}|{_D}(?!次|遍|场|期|轮))*)(?![日天]?(?:常|均|报)|次|遍|场(?!地)|期|轮|个|名|条|处|小时)(?:日(?!常))?|的?(?P<figures>[1-7](?:、[1-7])+)(?!次)"
)
_WEEKEND_AT = re.compile(r"的?(?P<both>双休日|六日)|的?末")
_NTH = r"(?:第?(?P<nth>[一二三四五1-5](?:[、和,](?:第)?[一二三四五1-5])*)|(?P<last>最后一?|末)|(?P<first>首|头))"
_NTH_WEEKDAY_AT = re.compile(
    rf"的?{_NTH}个?(?:{_W}的?)??{_W}(?P<day>{_D})|的?{_NTH.replace('P<', 'P<b')}周的?{_W}(?P<bday>{_D})"
)
_NTH_WORKDAY_AT = re.compile(r"的?(?:第[一二三四五\d]+|最后一?|首|末|前[一二三四五\d]+|头)个?工作日(?:内|前)?")
_NTH_WEEK_AT = re.compile(
    r"的?(?:第[一二三四五\d](?:[、和]第?[一二三四五\d])*|最后一?|首|末)个?(?:周末?|星期|礼拜)(?!日|天|[一二三四五六])"
)
_LAST_DAY_AT = re.compile(r"的?(?:(?P<last>最后[一1]?[天日]|月?底|月?末)|(?P<first>第[一1][天日]|首日))(?:之?前|以前)?")
_DAYS_AT = re.compile(
    rf"(?:的|逢)?(?P<days>{DAY}(?:日|号)?(?:[、,和及与]{DAY}(?:日|号)?)*)(?<=[日号])(?P<to>(?:-|至|到)(?:当月|本月)?(?P<until>{DAY})(?:日|号))?(?:之?前|以前)?"
)
_MONTH_PART_AT = re.compile(r"的?(?P<part>上旬|中旬|下旬|月?初|月?中(?![央心小学])|下半月|上半月)(?:之?前|以前)?")
_QUARTER_MONTH_AT = re.compile(
    r"的?(?:(?P<first>首个?月|第一个?月|头一个?月)|(?P<second>第二个?月|中间月)|(?P<third>末月|最后一个?月|第三个?月)|(?P<end>末|底)|(?P<begin>初))(?:的)?"
)
_AFTER_END_AT = re.compile(r"(?:结束|终了)?后(?:的)?(?:\d{1,2}|[一二三四五六七八九十]{1,2})个?(?:工作)?日内")
_HALF_END_AT = re.compile(r"的?(?:末|底)(?:前)?")
_YEAR_MONTHS_AT = re.compile(
    rf"的?(?P<months>{MONTH}月份?(?:[、,和及与]{MONTH}月份?)*|{MONTH}(?:[、,和及]{MONTH})+月份?)"
)
_YEAR_RANGE_AT = re.compile(
    rf"的?(?P<a>{MONTH})(?:月份?)?(?:-|至|到)(?:次年|翌年|第二年)?(?P<b>{MONTH})月份?(?![\d一二三四五六七八九十上中下底末初])"
)
_YEAR_DAYS_AT = re.compile(
    rf"的?(?P<a>{MONTH})月(?:{DAY}[日号]|上旬|中旬|下旬|初|底|末)?(?:-|至|到)(?:次年|翌年|第二年)?(?P<b>{MONTH})月(?:{DAY}[日号]|上旬|中旬|下旬|初|底|末)?"
)
_YEAR_END_AT = re.compile(r"的?(?:年?(?:底|末|终)|岁末)(?:之?前|以前)?")
_YEAR_BEGIN_AT = re.compile(r"的?年?初")
_YEAR_QUARTER_AT = re.compile(r"的?第?(?P<q>[一二三四1-4])季度(?P<end>末|底)?")
_YEAR_HALF_AT = re.compile(r"的?(?P<half>上|下)半年")
_SEASON_AT = re.compile(
    r"的?(?:定期)?(?:春秋两?季|春季?|夏季?|秋季?|冬季?|汛期|入冬|入夏|春夏|秋冬|冬春|雨季)(?:季节)?(?:之?前)?"
)
_BEFORE_AT = re.compile(r"\"?(?:之前|以前|前夕|前)")
_WITHIN_AT = re.compile(
    r"的?(?:早晚(?:高峰)?|上午|下午|清晨|傍晚|晚上|晚间|夜间|早晨|早上|中午|凌晨)?(?:\d{1,2}[时点])?(?:下班)?(?:之?前|以前)?"
)
_PART_DAYS = {"上旬": 10, "中旬": 20, "下旬": -1, "初": 10, "中": 20, "上半月": 15, "下半月": -1}


@dataclass(slots=True)  # not frozen: a paper makes thousands of them
class Place:
    """BY parts of the rule; ``unit`` where they change the frequency; ``no_rule`` where none can say it."""

    parts: dict[str, str | int]
    end: int
    unit: str | None = None
    no_rule: bool = False


def read_place(text: str, at: int, unit: str) -> Place | None:
    """The place that stands at ``at`` in a period of the unit."""
    reader = {
        "day": _in_day,
        "week": _in_week,
        "month": _in_month,
        "quarter": _in_quarter,
        "half": _in_half,
        "year": _in_year,
    }.get(unit)
    return reader(text, at) if reader else None


def _in_day(text: str, at: int) -> Place | None:
    found = _WITHIN_AT.match(text, at)
    return Place({}, found.end()) if found and found.group() else None


def _in_week(text: str, at: int) -> Place | None:
    workday = _NTH_WORKDAY_AT.match(text, at)
    if workday:
        return Place({}, workday.end(), no_rule=True)
    weekend = _WEEKEND_AT.match(text, at)
    if weekend:
        return Place({"byday": "SA,SU"} if weekend["both"] else {}, weekend.end())
    found = _WEEK_RANGE_AT.match(text, at)
    if found:
        return _timed(text, {"byday": ",".join(weekdays(found["first"], found["last"]))}, found.end())
    found = _WEEK_LIST_AT.match(text, at)
    if not found:
        return None
    days = [WEEKDAYS[c] for c in re.sub(r"星期|礼拜|周", "", found["list"] or found["figures"]) if c in WEEKDAYS]
    return _timed(text, {"byday": ",".join(dict.fromkeys(days))}, found.end())


def _timed(text: str, parts: dict[str, str | int], end: int) -> Place:
    timed = _WITHIN_AT.match(text, end)
    return Place(parts, timed.end() if timed else end)


def _in_month(text: str, at: int) -> Place | None:
    workday = _NTH_WORKDAY_AT.match(text, at)
    if workday:
        return Place({}, workday.end(), no_rule=True)
    found = _NTH_WEEKDAY_AT.match(text, at)
    if found:
        return _timed(text, {"byday": _nth_days(found)}, found.end())
    week = _NTH_WEEK_AT.match(text, at)
    if week:
        return Place({}, week.end())
    edge = _LAST_DAY_AT.match(text, at)
    if edge:
        return Place({"bymonthday": -1 if edge["last"] else 1}, edge.end())
    days = _DAYS_AT.match(text, at)
    if days:
        return _timed(text, {"bymonthday": _month_days(days)}, days.end())
    part = _MONTH_PART_AT.match(text, at)
    if part:
        return Place({"bymonthday": _PART_DAYS[part["part"].removeprefix("月")]}, part.end())
    after = re.compile(r"(?:的)?次月" + _DAYS_AT.pattern).match(text, at)
    return Place({"bymonthday": _month_days(after)}, after.end()) if after else None


def _nth_days(found: re.Match[str]) -> str:
    prefix = "" if found["day"] else "b"
    day = WEEKDAYS[found[prefix + "day"]]
    if found[prefix + "last"]:
        return f"-1{day}"
    if found[prefix + "first"]:
        return f"1{day}"
    return ",".join(f"{integer(n)}{day}" for n in re.findall(r"[一二三四五1-5]", found[prefix + "nth"]))


def _month_days(found: re.Match[str]) -> str | int:
    days = [integer(day) for day in re.findall(DAY, found["days"])]
    if found["until"] and days:
        days = list(range(days[-1] or 1, (integer(found["until"]) or 31) + 1))
    return ",".join(str(day) for day in days) if len(days) > 1 else (days[0] or 1)


def _in_quarter(text: str, at: int) -> Place | None:
    after = _AFTER_END_AT.match(text, at)
    if after:
        return Place({}, after.end())
    workday = _NTH_WORKDAY_AT.match(text, at)
    if workday:
        return Place({}, workday.end(), no_rule=True)
    found = _QUARTER_MONTH_AT.match(text, at)
    if not found:
        return None
    first = 1 if found["first"] or found["begin"] else 2 if found["second"] else 3
    parts: dict[str, str | int] = {"bymonth": ",".join(str(first + 3 * i) for i in range(4))}
    inner = _in_month(text, found.end())
    if inner and not inner.no_rule:
        return Place(parts | inner.parts, inner.end, unit="year")
    if inner:
        return inner
    if found["end"]:
        parts["bymonthday"] = -1
    elif found["begin"]:
        parts["bymonthday"] = 10
    before = _BEFORE_AT.match(text, found.end())
    return Place(parts, before.end() if before else found.end(), unit="year")


def _in_half(text: str, at: int) -> Place | None:
    found = _HALF_END_AT.match(text, at)
    return Place({"bymonth": "6,12", "bymonthday": -1}, found.end(), unit="year") if found else None


def _in_year(text: str, at: int) -> Place | None:
    span = _YEAR_RANGE_AT.match(text, at) or _YEAR_DAYS_AT.match(text, at)
    if span:
        first, last = _month(span["a"]), _month(span["b"])
        months = [(first - 1 + i) % 12 + 1 for i in range((last - first) % 12 + 1)]
        return Place({"bymonth": ",".join(map(str, months))}, span.end())
    months_at = _YEAR_MONTHS_AT.match(text, at)
    if months_at:
        return _months_place(text, months_at)
    quarter = _YEAR_QUARTER_AT.match(text, at)
    if quarter:
        last = 3 * (integer(quarter["q"]) or 1)
        if quarter["end"]:
            return Place({"bymonth": last, "bymonthday": -1}, quarter.end())
        return Place({"bymonth": f"{last - 2},{last - 1},{last}"}, quarter.end())
    edge = _YEAR_END_AT.match(text, at)
    if edge:
        return Place({"bymonth": 12, "bymonthday": -1}, edge.end())
    begin = _YEAR_BEGIN_AT.match(text, at)
    if begin:
        return Place({"bymonth": 1}, begin.end())
    half = _YEAR_HALF_AT.match(text, at)
    if half:
        return Place({}, half.end())
    season = _SEASON_AT.match(text, at)
    if season:
        return Place({}, season.end())
    return _festival_place(text, at)


def _month(text: str) -> int:
    return 1 if text == "元" else integer(text) or 1


def _months_place(text: str, found: re.Match[str]) -> Place:
    months = [_month(name) for name in re.findall(MONTH, found["months"])]
    parts: dict[str, str | int] = {"bymonth": ",".join(map(str, months)) if len(months) > 1 else months[0]}
    end = found.end()
    if len(months) == 1:
        inner = _in_month(text, end)
        if inner and not inner.no_rule:
            return Place(parts | inner.parts, inner.end)
    before = _BEFORE_AT.match(text, end)
    if before and len(months) == 1:
        parts = {"bymonth": (months[0] - 2) % 12 + 1, "bymonthday": -1}
        end = before.end()
    return Place(parts, end)


def _festival_place(text: str, at: int) -> Place | None:
    read = read_festival(text, at + 1 if text[at : at + 1] == "的" else at)
    if read is None:
        return None
    period, end = read
    before = _BEFORE_AT.match(text, end)
    if period.lunar:
        return Place({}, before.end() if before else end)
    (_, month, day), (_, _, last) = period.start, period.end
    if before:
        eve = date(2001, month, day) - timedelta(days=1)
        month, day = eve.month, -1 if (eve.month, eve.day) == (2, 28) else eve.day
        return Place({"bymonth": month, "bymonthday": day}, before.end())
    return Place({"bymonth": month, "bymonthday": day} if day == last else {"bymonth": month}, end)
