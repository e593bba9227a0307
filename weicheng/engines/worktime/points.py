"""One point or period of the calendar, read at a given place of the view."""

import re
from dataclasses import replace
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from weicheng.engines.worktime.festivals import read_festival, read_plan
from weicheng.engines.worktime.model import Period, month_period
from weicheng.engines.worktime.numerals import integer

Read = tuple[Period, int]

YEAR = r"(?:19|20|[一二][九〇零0])[0-9〇零一二三四五六七八九]{2}"
MONTH = r"(?:1[0-2]|0?[1-9](?!\d)|元|十[一二]?|[一二三四五六七八九](?![一二三四五六七八九十]))"
DAY = (
    r"(?:[12]\d|3[01]|0?[1-9](?!\d)|三十一?|二十[一二三四五六七八九]?|廿[一二三四五六七八九]?|十[一二三四五六七八九]?|"
    r"[一二三四五六七八九])"
)
_WITHIN_MONTH = (
    rf"(?:的?(?:(?P<day>{DAY})(?:日|号)|(?P<bare>{DAY})(?=前|之前|以前|(?:-|至|到|、)(?:{MONTH}月)?{DAY}(?:日|号))|"
    r"(?P<part>上中旬|中上旬|中下旬|上旬|中旬|下旬|上半月|下半月|初|月?底|月?末|中(?![央心小学医国午型间期层])|第[一二三四]周)))?"
)
_YEAR_AT = re.compile(
    rf"(?P<year>{YEAR})年度?|(?P<word>今年|本年度?|当年|明年|来年|次年|翌年|后年|下一?年度?|去年|上一?年度?|前年)"
)
_MONTH_AT = re.compile(
    rf"的?(?P<month>{MONTH})月份?(?!均|天|[一二三四五六七八九](?:$|[^一二三四五六七八九十日号至到、\-~])|庄|村|路|街|寺|"
    rf"坊|巷|桥|山|湖|球|饼|嫂|供|薪|租|星)(?:的)?{_WITHIN_MONTH}"
)
_THIS_MONTH_AT = re.compile(rf"(?P<word>本月份?|当月|这个?月|下下个?月|下个?月|次月|上个?月)(?:的)?{_WITHIN_MONTH}")
_LONE_MONTH_AT = re.compile(r"月(?P<part>底|末|初|中旬|上旬|下旬)(?![一二三四五六七八九十\d]?[月])")
_QUARTER_AT = re.compile(
    r"的?(?:第?(?P<n>[一二三四1-4])|(?P<first>首)|[qQ](?P<q>[1-4]))(?(q)(?:季度?)?|季度?(?<!四季))(?P<sub>初|中期?|"
    r"末月?|底|最后一个月|第[一二三]个月|首月)?"
)
_QUARTERS_AT = re.compile(r"前(?P<n>[二两三2-3])个?季度")
_THIS_QUARTER_AT = re.compile(r"(?P<word>本|当|这个?|下一?个?|上一?个?)季度?(?P<sub>初|末|底)?|季度?(?P<lone>末|底)")
_HALF_AT = re.compile(r"的?(?P<word>上|下|前|后)半年(?P<sub>初|末|底)?")
_YEAR_PART_AT = re.compile(r"年?(?P<part>初|底|末|终|中(?![央心小学期])|内)|上半年")
_LONE_YEAR_AT = re.compile(
    r"(?P<part>年底|年末|年终|岁末|年初|年中(?![央心小学国])|年内|年度内|全年度?(?!无|不间断|365|三百))"
)
_WEEK_AT = re.compile(r"(?P<word>本|这一?|下下|下一?|上一?)个?(?:周|星期|礼拜)(?P<day>[一二三四五六日天末])?(?!期)")
_TWO_YEARS_AT = re.compile(r"今明两年|今明后三年")
_DAY_AT = re.compile(r"(?P<word>今日|今天|今晚|今早|本日|明日|明天|明晚|明早|后天|即日)(?:之?内)?")
_WEEKDAY_BEFORE_AT = re.compile(
    r"(?:周|星期|礼拜)(?P<day>[一二三四五六日天])(?=(?:上午|下午|中午|下班|\d{1,2}[时点:]\d{0,2})?(?:之前|以前|前))"
)
_BARE_DAY_AT = re.compile(rf"(?P<day>{DAY})(?:日|号)(?=(?:上午|下午|中午|下班|\d+[时点:])?\S{{0,3}}?(?:前|之前|以前))")
_NUMERIC_AT = re.compile(
    r"(?P<year>(?:19|20)\d{2})(?P<sep>[-./])(?P<month>1[0-2]|0?[1-9])(?:(?P=sep)(?P<day>[12]\d|3[01]|0?[1-9])日?)?(?![\d%]|\.\d)"
)
_COMPACT_AT = re.compile(r"(?P<year>20\d{2})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)")
_SHORT_AT = re.compile(r"(?P<month>1[0-2]|0?[1-9])[./](?P<day>[12]\d|3[01]|0?[1-9])日?(?![\d%.])")
_SEASON_NEXT = re.compile(r"的?(?:春(?!节)|夏|秋|冬|汛|暑|寒|开春|入[冬夏秋汛]|雨季|供暖|采暖)")
_COUNTED_MONTH_AT = re.compile(r"一(?:次|[调通考评报巡清检督扫总排主])")
_GLUE = re.compile(r"[\d一二三四五六七八九十〇两每逐按本半月个.历全成]")
# what a year, and a point counted from today, can begin with
_YEAR_FIRST = frozenset("12一二今本当明来次翌后下去上前")
_RELATIVE_FIRST = frozenset("本当这下次上今明后即季年岁全月周星礼0123456789一二三四五六七八九十廿")
_LIST_MARK = re.compile(r"(?:^|[。;\n])\s*\d{1,2}\.$")  # 4.6月底前 is entry 4, end of June
_PARTS = {
    "上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "中下旬": (11, 31), "上中旬": (1, 20), "中上旬": (1, 20),
    "上半月": (1, 15), "下半月": (16, 31), "初": (1, 10), "底": (31, 31), "末": (31, 31), "中": (11, 20),
    "第一周": (1, 7), "第二周": (8, 14), "第三周": (15, 21), "第四周": (22, 28),
}  # fmt: skip
_YEARS = {
    "今年": 0,
    "本年": 0,
    "当年": 0,
    "明年": 1,
    "来年": 1,
    "下年": 1,
    "下一年": 1,
    "后年": 2,
    "去年": -1,
    "上年": -1,
}
_YEARS |= {"上一年": -1, "前年": -2}
_FOLLOWING = ("次年", "翌年")


def read_point(text: str, at: int, base: date | None, short: bool = False) -> Read | None:
    """The period that begins at ``at``, and where it ends; ``short`` also allows 6.30."""
    return (
        _numeric(text, at, short) or _with_year(text, at, base) or _in_year(text, at, base) or _relative(text, at, base)
    )


def _numeric(text: str, at: int, short: bool) -> Read | None:
    if not text[at : at + 1].isdigit():
        return None
    if at and (text[at - 1].isdigit() or (text[at - 1] in ".-/" and at > 1 and text[at - 2].isdigit() and not short)):
        return None
    found = _NUMERIC_AT.match(text, at) or _COMPACT_AT.match(text, at)
    if found:
        if found["day"] is None and not _month_like(text, found):
            return None
        month = int(found["month"])
        first, last = (int(found["day"]),) * 2 if found["day"] else (1, 31)
        grain = "day" if found["day"] else "month"
        return replace(month_period(month, first, last, grain), year=int(found["year"])), found.end()
    brief = _SHORT_AT.match(text, at) if short else None
    if brief:
        day = int(brief["day"])
        return month_period(int(brief["month"]), day, day, "day"), brief.end()
    return None


def _month_like(text: str, found: re.Match[str]) -> bool:
    """2025.6 is a month only where nothing counts it (2025.6米) and no dash makes it a standard's number."""
    if found["sep"] == "-" and not re.match(
        r"(?:前|之前|底|起|至|到|$|[)\],。;])", text[found.end() : found.end() + 2]
    ):
        return False
    return not re.match(r"[一-鿿㎡]", text[found.end() : found.end() + 1]) or bool(
        re.match(r"前|之前|底|起|至|到|完|止", text[found.end() :][:2])
    )


def read_year(text: str, at: int) -> Read | None:
    """A year alone, written out or relative; the year carries no month yet."""
    found = _YEAR_AT.match(text, at)
    if not found or (at and text[at - 1].isdigit()):
        return None
    if found["year"]:
        year = integer(found["year"])
        return None if year is None else (Period("year", year=year), found.end())
    word = found["word"].removesuffix("度")
    if word in _FOLLOWING:
        return Period("year", following=True), found.end()
    return Period("year", shift=_YEARS[word]), found.end()


def _with_year(text: str, at: int, base: date | None) -> Read | None:
    if text[at : at + 1] not in _YEAR_FIRST:
        return None
    read = read_year(text, at)
    two = _TWO_YEARS_AT.match(text, at)
    if two:
        return Period("year", (0, 1, 1), (1 if "两" in two.group() else 2, 12, 31), shift=0), two.end()
    if read is None:
        return None
    year, end = read
    skip = end + 1 if text.startswith(",", end) and _MONTH_AT.match(text, end + 1) else end
    inner = _in_year(text, skip, base)
    if inner and inner[0].unanchored and (skip == end or inner[0].grain != "plan"):
        return _dated(inner[0], year), inner[1]
    part = _YEAR_PART_AT.match(text, end)
    if part and part["part"]:
        return _dated(_year_part(part["part"]), year), part.end()
    if _SEASON_NEXT.match(text, end):
        return None
    return year, end


def _dated(period: Period, year: Period) -> Period:
    period.year, period.shift, period.following = year.year, year.shift, year.following
    return period


def _year_part(part: str) -> Period:
    part = part.removeprefix("年").removeprefix("岁")
    if part in ("内", "度内"):
        return Period("within")
    if part == "初":
        return month_period(1, 1, 10, "part")
    if part == "中":
        return month_period(6, 1, 31, "part")
    return month_period(12, 31, 31, "part")


def _in_year(text: str, at: int, base: date | None) -> Read | None:
    """Something that needs a year: a month and its parts, a quarter, a half, a festival."""
    if at and text[at - 1].isdigit() and text[at : at + 1].isdigit():
        return None
    found = _MONTH_AT.match(text, at)
    glued = at and text[at - 1] in "第每.十百" and not _LIST_MARK.search(text[max(0, at - 6) : at])
    if found and not glued and not _counts_months(text, found):
        month = 1 if found["month"] == "元" else integer(found["month"])
        return (_month_part(month or 1, found), found.end()) if month else None
    found = _QUARTERS_AT.match(text, at)
    if found:
        return Period("quarter", (0, 1, 1), (0, 3 * (integer(found["n"]) or 1), 31)), found.end()
    found = _QUARTER_AT.match(text, at)
    if found and not (at and text[at - 1] in "每"):
        return _quarter(integer(found["n"] or found["q"] or "1") or 1, found["sub"]), found.end()
    found = _HALF_AT.match(text, at)
    if found:
        first = 1 if found["word"] in "上前" else 7
        if found["sub"] in ("末", "底"):
            return month_period(first + 5, 31, 31, "part"), found.end()
        return Period("half", (0, first, 1), (0, first + 5, 31)), found.end()
    return read_festival(text, at) or read_plan(text, at)


def _counts_months(text: str, found: re.Match[str]) -> bool:
    """一月一报 counts, 三月三 is a feast; a number before 月 of which more stands to the left was no month."""
    return bool(_COUNTED_MONTH_AT.match(text, found.end(), found.end() + 2)) and "月" in found.group()


def _month_part(month: int, found: re.Match[str]) -> Period:
    if found["day"] or found["bare"]:
        day = integer(found["day"] or found["bare"]) or 1
        return month_period(month, day, day, "day")
    if found["part"]:
        first, last = _PARTS[found["part"].removeprefix("月")]
        return month_period(month, first, last, "part")
    return month_period(month)


def _quarter(number: int, sub: str | None) -> Period:
    first = 3 * number - 2
    if sub is None or sub.startswith("中"):
        return Period("quarter", (0, first, 1), (0, first + 2, 31))
    if sub in ("末", "底"):
        return month_period(first + 2, 31, 31, "part")
    if sub == "初":
        return month_period(first, 1, 10, "part")
    months = {"首月": 0, "第一个月": 0, "第二个月": 1}
    return month_period(first + months.get(sub, 2))


def _relative(text: str, at: int, base: date | None) -> Read | None:
    """本月25日, 下周三, 年底: settled from the base at once."""
    if text[at : at + 1] not in _RELATIVE_FIRST:
        return None
    for pattern, settle in (
        (_THIS_MONTH_AT, _this_month), (_WEEK_AT, _week), (_DAY_AT, _day), (_THIS_QUARTER_AT, _this_quarter),
        (_LONE_YEAR_AT, _lone_year), (_LONE_MONTH_AT, _lone_month), (_BARE_DAY_AT, _bare_day),
        (_WEEKDAY_BEFORE_AT, _weekday_before),
    ):  # fmt: skip
        found = pattern.match(text, at)
        if found and not _glued(text, at, pattern):
            return settle(found, base), found.end()
    return None


def _glued(text: str, at: int, pattern: re.Pattern[str]) -> bool:
    """The lone forms (年底, 月底, 季末, 25日) count only where no other unit or number runs into them."""
    if not at or pattern not in (_LONE_YEAR_AT, _LONE_MONTH_AT, _THIS_QUARTER_AT, _BARE_DAY_AT, _WEEKDAY_BEFORE_AT):
        return False
    return bool(_GLUE.match(text[at - 1])) and text[at] not in "本下上"


def _offset(word: str) -> int:
    return 2 if word.startswith("下下") else 1 if word[0] in "下次" else -1 if word[0] == "上" else 0


def _this_month(found: re.Match[str], base: date | None) -> Period:
    part = _month_part(1, found)
    if base is None:
        return replace(part, floating=True)
    month = base + relativedelta(day=1, months=_offset(found["word"]))
    moved = _month_part(month.month, found)
    return replace(moved, fixed=moved.resolve(month.year))


def _week(found: re.Match[str], base: date | None) -> Period:
    grain = "weekday" if found["day"] else "week"
    if base is None:
        return Period(grain, floating=True)
    monday = base - timedelta(days=base.weekday()) + timedelta(weeks=_offset(found["word"]))
    if not found["day"]:
        return Period(grain, fixed=(monday, monday + timedelta(days=6)))
    day = monday + timedelta(days="一二三四五六日".find(found["day"].replace("天", "日").replace("末", "日")))
    return Period(grain, fixed=(day, day))


def _day(found: re.Match[str], base: date | None) -> Period:
    ahead = {"明": 1, "后": 2}.get(found["word"][0], 0)
    day = base and base + timedelta(days=ahead)
    return Period("day", fixed=(day, day) if day else None, floating=base is None)


def _this_quarter(found: re.Match[str], base: date | None) -> Period:
    sub = found["sub"] or found["lone"]
    if base is None:
        return Period("part" if sub else "quarter", floating=True)
    first = base + relativedelta(day=1, month=3 * ((base.month - 1) // 3) + 1)
    moved = first + relativedelta(months=3 * _offset(found["word"] or "本"))
    period = _quarter((moved.month + 2) // 3, sub)
    return replace(period, fixed=period.resolve(moved.year))


def _lone_year(found: re.Match[str], base: date | None) -> Period:
    if found["part"].startswith("全"):
        return Period("year", shift=0)
    return replace(_year_part(found["part"]), shift=0)


def _lone_month(found: re.Match[str], base: date | None) -> Period:
    first, last = _PARTS[found["part"]]
    period = month_period(base.month if base else 1, first, last, "part")
    return replace(period, fixed=period.resolve(base.year) if base else None, floating=base is None)


def _weekday_before(found: re.Match[str], base: date | None) -> Period:
    """周五前 without 本 or 下: the next such day."""
    if base is None:
        return Period("weekday", floating=True)
    ahead = ("一二三四五六日".find(found["day"].replace("天", "日")) - base.weekday()) % 7
    day = base + timedelta(days=ahead)
    return Period("weekday", fixed=(day, day))


def _bare_day(found: re.Match[str], base: date | None) -> Period:
    day = integer(found["day"]) or 1
    if base is None:
        return Period("day", floating=True)
    month = base if day >= base.day else base + relativedelta(day=1, months=1)
    period = month_period(month.month, day, day, "day")
    return replace(period, fixed=period.resolve(month.year))
