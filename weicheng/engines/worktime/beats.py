"""Periods that come again, as written: 每周一三五, 隔周, 逐月, 天天, 双休日, 每年4月."""

import re
from dataclasses import dataclass

from weicheng.engines.worktime.numerals import SMALL, integer
from weicheng.engines.worktime.places import Place, read_place

UNITS = {
    "天": "day", "日": "day", "晚": "day", "早": "day", "夜": "day", "晨": "day", "周": "week", "星期": "week",
    "礼拜": "week", "月": "month", "季度": "quarter", "季": "quarter", "半年": "half", "年度": "year", "年": "year",
    "小时": "hour", "钟头": "hour", "分钟": "minute", "旬": "", "半月": "", "半个月": "", "学期": "", "阶段": "",
    "个工作日": "weekdays", "工作日": "weekdays",
}  # fmt: skip
PERIODS = ("day", "week", "month", "quarter", "half", "year")
WORKWEEK = "MO,TU,WE,TH,FR"

_UNIT = "个?工作日|天|日|周|星期|礼拜|半个?月|月|季度?|半年|年度?|旬|小时|钟头|分钟|学期|阶段"
_EVERY_AT = re.compile(
    rf"每(?P<gap>隔)?(?:逢)?个?(?P<pair>双|单)?(?P<n>{SMALL}|半)?(?:个)?(?P<unit>{_UNIT}|[晚早夜晨](?!餐|饭|年|期|报|点))"
    r"(?!(?<=周)岁|龄|常管|均气)"
)
_MEET_AT = re.compile(r"逢(?P<unit>周|星期|礼拜)(?=[一二三四五六日天])")
_WEEKEND_AT = re.compile(
    r"每(?:逢)?个?(?:周的?)?(?P<what>双休日|周六日|周末|节假日|节日|法定节假日|重大节日|传统节日|重要节点)|逢(?P<met>周末|双休日|节假日|节日)"
)
_BY_UNIT_AT = re.compile(
    r"(?P<how>逐|按|分|以)(?P<unit>个?工作日|日|天|周|旬|月|季度|季|半年|年度|年)"
    r"(?!常|程|边|密|围|全|期|节|龄|计划|历|用|光|份|代|产|薪|租|均|增|递|加|提|降|上(?!报|传|墙)|好|减|改)"
)
_GAP_AT = re.compile(r"隔(?P<unit>日|天|周|月|季|季度|年)(?!离|夜|断|热)")
_DOUBLED_AT = re.compile(r"天天|日日|周周|月月|季季|年年")
_WEEK_WORD_AT = re.compile(
    r"(?P<what>双休日|周末(?!休假|休息|愉快)|工作日(?=每|早|晚|上午|下午|上班|下班|期间|高峰|的))|(?P<day>(?:周|星期)(?=[一二三四五六日天]))"
)
_WEEKLY_ONCE = re.compile(
    r"一(?!(?:检查|巡查|清理|清扫|评比|督查)[各对全本所办车班])(?:小|大)?(?:次|期|场|遍|轮|回|查|报|扫|清|评|结|巡|检|训|课|题|星|讲|晒)(?!告|次数|例会)|"
    r"一[一-鿿]{1,3}[、,]每?(?:月|季度?|年|半年|天|日)一"
)
# what a beat, and a word of the week, can begin with
BEAT_FIRST = frozenset("每逢逐按分以隔天日周月季年")
WEEK_WORD_FIRST = frozenset("双周工星")
_BEFORE = re.compile(r"(?:之前|以前|前)$")


@dataclass(slots=True)  # not frozen: a paper makes thousands of them
class Beat:
    """A period that comes again: its unit, every how many, and the place in it; unit "" where no rule can say it."""

    start: int
    end: int
    unit: str
    interval: int = 1
    place: Place | None = None


def read_beat(text: str, at: int) -> Beat | None:
    return _weekend(text, at) or _every(text, at) or _doubled(text, at) or _gap(text, at) or _by_unit(text, at)


def _weekend(text: str, at: int) -> Beat | None:
    found = _WEEKEND_AT.match(text, at)
    if not found:
        return None
    what = found["what"] or found["met"]
    if what in ("双休日", "周六日"):
        return Beat(at, found.end(), "week", place=Place({"byday": "SA,SU"}, found.end()))
    return Beat(at, found.end(), "week" if what == "周末" else "")


def _every(text: str, at: int) -> Beat | None:
    met = _MEET_AT.match(text, at)
    if met:
        place = read_place(text, met.end(), "week")
        return Beat(at, place.end if place else met.end(), "week", place=place)
    found = _EVERY_AT.match(text, at)
    if not found:
        return None
    unit, interval = UNITS[found["unit"]], integer(found["n"]) or 1 if found["n"] not in (None, "半") else 1
    end = found.end()
    if found["n"] == "半":
        unit = "half" if found["unit"].startswith("年") else ""
    if unit == "weekdays":
        return Beat(at, end, "week" if interval == 1 else "", place=Place({"byday": WORKWEEK}, end))
    if unit == "day" and text[end : end + 1] in ("常", "均"):
        return None
    if found["gap"] and unit in PERIODS:
        interval = max(interval, 2)  # 每隔一天 is every second day; 每隔三个月 is said of every third month
    if found["pair"]:
        interval = 2
    if unit == "week" and _WEEKLY_ONCE.match(text, end):
        return Beat(at, end, unit, interval)
    place = read_place(text, end, unit) if unit and (interval == 1 or unit == "week") else None
    return Beat(at, place.end if place else end, unit, interval, place)


def _doubled(text: str, at: int) -> Beat | None:
    found = _DOUBLED_AT.match(text, at)
    return Beat(at, found.end(), UNITS[found.group()[0]]) if found else None


def _gap(text: str, at: int) -> Beat | None:
    found = _GAP_AT.match(text, at)
    return Beat(at, found.end(), UNITS[found["unit"]], 2) if found else None


def _by_unit(text: str, at: int) -> Beat | None:
    """逐月, 按季; 分月 and 以月为单位 only where a period is meant, and 逐年 never."""
    found = _BY_UNIT_AT.match(text, at)
    if not found or (found["how"] == "逐" and found["unit"] == "年"):
        return None
    if found["how"] == "以" and not text.startswith(("为单位", "为周期"), found.end()):
        return None
    if found["how"] == "分" and (
        found["unit"] in ("日", "天", "年") or (at and text[at - 1] in "部充十区百一二三四五六七八九0")
    ):
        return None
    if UNITS[found["unit"]] == "weekdays":
        return Beat(at, found.end(), "week", place=Place({"byday": WORKWEEK}, found.end()))
    return Beat(at, found.end(), UNITS[found["unit"]])


def read_week_word(text: str, at: int) -> Beat | None:
    """周五卫生大扫除制度, 双休日, 周一至周五; 周五前 is a deadline and read elsewhere."""
    found = _WEEK_WORD_AT.match(text, at)
    if not found or (at and text[at - 1] in "本下上这一二三四五六七八九十两0123456789个首全末当后"):
        return None
    if found["day"]:
        place = read_place(text, found.end(), "week")
        if place is None or _BEFORE.search(text[at : place.end]):
            return None
    else:
        parts: dict[str, dict[str, str | int]] = {"双休日": {"byday": "SA,SU"}, "周末": {}}
        place = Place(parts.get(found["what"], {"byday": WORKWEEK}), found.end())
    return Beat(at, place.end, "week", place=place)
