"""Festivals, commemorative days and five-year plans as periods."""

import re

from weicheng.engines.worktime import lexicon
from weicheng.engines.worktime.model import Period

_NAMES = tuple(lexicon.FESTIVALS.values())
# what a festival can begin with; most of what is asked about here does not
FESTIVAL_FIRST = frozenset(
    '"1356七三世中五儿元全八六农冬劳十国圣大妇学安宪家年建志护教新无春植正消清爱环碘禁端联节重防除雷青'
)
_FESTIVAL_AT = re.compile("|".join(f"(?P<f{i}>{name})" for i, name in enumerate(lexicon.FESTIVALS)))
_PLACE_NEXT = re.compile(
    r"\"?(?:路|街|大道|巷|广场|桥|村|社区|小区|学校|中学|小学|厂|公园|水库|新村|市场|商城|大厦|勋章|医院|届|奖章|林)"
)
_PLAN_AT = re.compile(
    r"(?:(?P<open>\")(?P<quoted>九五|十五|十[一二三四五六]五)\"|(?P<bare>十[一二三四五六]五))(?:规划)?(?P<tail>期间|时期|期末|末期|末|期内|中期)"
)
_HOLIDAY = re.compile(
    r"\"?(?:[三五七]天)?(?:小长假|长假|假期|假日|放假)?(?:期间)|\"?(?:[三五七]天)?(?:小长假|长假|假期|假日)"
)


def read_festival(text: str, at: int) -> tuple[Period, int] | None:
    found = _FESTIVAL_AT.match(text, at) if text[at : at + 1] in FESTIVAL_FIRST else None
    if not found or _PLACE_NEXT.match(text, found.end()):
        return None
    if at and text[at - 1] in "二三四五六七八九〇第" and text[at] == "十":
        return None
    day = _NAMES[int((found.lastgroup or "f0")[1:])]
    end = found.end()
    if isinstance(day, str):
        return Period("festival", lunar=day), end
    first, last = (day[0], day[1]), (day[-2], day[-1])
    holiday = _HOLIDAY.match(text, end)
    if len(day) == 2 and holiday and day in lexicon.HOLIDAY_DAYS:
        last = (day[0], day[1] + lexicon.HOLIDAY_DAYS[(day[0], day[1])] - 1)
        end = holiday.end() - (2 if holiday.group().endswith("期间") else 0)
    return Period("festival", (0, *first), (0, *last)), end


def read_plan(text: str, at: int) -> tuple[Period, int] | None:
    """“十四五”期间 is five calendar years, “十四五”末 the last day; the name of a plan is neither."""
    found = _PLAN_AT.match(text, at)
    if not found:
        return None
    first = lexicon.FIVE_YEAR_PLANS[found["quoted"] or found["bare"]]
    if "末" in found["tail"]:
        return Period("part", (4, 12, 31), (4, 12, 31), year=first), found.end()
    return Period("plan", (0, 1, 1), (4, 12, 31), year=first), found.end()
