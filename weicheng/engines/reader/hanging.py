"""Clauses that say only on what ground, when, or who: they hang on the clause after them and are no row of their own."""

import re
from collections.abc import Callable

from weicheng.engines.reader.owner_labels import LABEL
from weicheng.engines.reader.sentences import Clause

Runs = list[tuple[int, int]]

_GROUND = re.compile(
    r"^.{0,14}?(?:按照|根据|依据|遵照|结合|围绕|针对|对照|依照|本着|依托|利用|通过).{0,40}?"
    r"(?:实际|精神|部署|要求|标准|规定|任务|方案|细则|办法|意见|通知|安排|分工|原则|特点|情况|职责|》)$"
)
_FRAME = re.compile(
    r"(?:领导下|带领下|指导下|基础上|前提下|范围内|期间|前夕|过程中|为契机|为抓手|为载体|为重点|为主题|为主线|为目标|为依托|为核心|为突破口|为切入点)$|^除.*外$"
)
_WHEN = re.compile(
    r"^(?:从|自|至|到|在|于|每|\d{2,4}年|今年|[\d一二三四五六七八九十]{1,3}月|本|即日|星期|周|全年|下半年|上半年)"
    r"[\d一二三四五六七八九十〇零○○元正年月日周天季度星期旬底初末上中下午早晚期间第个从自至到起前后—\-~、]*$"
)
_PERIOD_END = re.compile(r"^(?:至|到)[^,]{2,16}(?:结束|为止|止)$")
_ROLE = re.compile(r"^[^,，]{2,30}?(?:牵头|配合|协助|参与|协同|共同负责)$")
_LONG_BRACKET = 200
# what these end with: a look at it is cheaper than the patterns
_GROUNDS = (
    "实际", "精神", "部署", "要求", "标准", "规定", "任务", "方案", "细则", "办法", "意见", "通知", "安排", "分工", "原则",
    "特点", "情况", "职责", "》",
)  # fmt: skip
_FRAMES = frozenset("下上内间夕中机手体点题线标托心口外")
_ROLES = ("牵头", "配合", "协助", "参与", "协同", "共同负责")
# on what condition: 对多次整改不到位的, 凡被通报的单位
_CONDITION = re.compile(
    r"^(?:凡|对|如|若|一旦|发现|逾期|未|在).{2,60}的$|^(?:凡是?|一经|如有|若)|^.{2,30}的(?:单位|个人|部门|人员)$"
)
_DATE = re.compile(
    r"^[\d一二三四五六七八九十〇零○Oo]{2,4}年[\d一二三四五六七八九十元正]{1,3}月[\d一二三四五六七八九十廿]{1,3}日$"
)


def hangs(clause: str) -> bool:
    """Whether the clause cannot stand alone as something to do."""
    role = _ROLE.match(clause) if clause.endswith(_ROLES) else None
    ground = _GROUND.match(clause) if clause.endswith(_GROUNDS) else None
    frame = _FRAME.search(clause) if clause[-1:] in _FRAMES else None
    return bool(frame or role or ground or _WHEN.match(clause))


def is_condition(clause: str) -> bool:
    """Whether the clause says only in which case something follows; with what follows it is one row."""
    return bool(_CONDITION.match(clause))


def is_date(clause: str) -> bool:
    """A full date and nothing else: the day a paper was signed."""
    return bool(_DATE.match(clause))


def settled(text: str, clauses: list[Clause], found: Runs) -> Runs:
    """The runs with every hanging clause joined to the action after it; without those that nothing follows, and dates.

    A clause that goes on with what stands before it, in brackets or as the end of a period, is joined to that.
    """
    result: Runs = []
    waiting: tuple[int, int] | None = None
    for first, last in _regrouped(text, clauses, found):
        if waiting is not None:
            if waiting[1] + 1 == first and _together(clauses, waiting[1], first):
                first = waiting[0]
            waiting = None
        if _in_owner_bracket(text, clauses[first].start, clauses[last].end):
            continue  # it says who answers for the item before it
        if _all(text, clauses, first, last, hangs):
            waiting = (first, last)
        elif text[clauses[last].end - 1] != "日" or not _all(text, clauses, first, last, is_date):
            result.append((first, last))
    return result


def _in_owner_bracket(text: str, start: int, end: int) -> bool:
    """Whether a span lies inside one bracket that opens with a label of owners: (牵头单位:…;责任单位:…)."""
    opening = start if text[start] == "(" else text.rfind("(", max(0, start - _LONG_BRACKET), start)
    if opening < 0 or not LABEL.match(text, opening + 1):
        return False
    closing = text.find(")", opening, opening + _LONG_BRACKET)
    return end <= closing + 1 and "\n" not in text[opening:closing]


def _regrouped(text: str, clauses: list[Clause], found: Runs) -> Runs:
    """The runs with brackets and ends of periods given to the row before, and a time or a condition at the end of a row to the row after."""
    result: Runs = []
    for first, last in found:
        opening = text[clauses[first].start : clauses[first].end]
        if result and result[-1][1] + 1 == first and _together(clauses, first - 1, first):
            before, end = result[-1]
            if opening[:1] == "(" or _PERIOD_END.match(opening):
                result[-1] = (before, last)
                continue
            closing = text[clauses[end].start : clauses[end].end]
            if is_condition(closing) or (before < end and _WHEN.match(closing)):
                first = end
                result[-1:] = [(before, end - 1)] if before < end else []
        result.append((first, last))
    return result


def _all(text: str, clauses: list[Clause], first: int, last: int, test: Callable[[str], bool]) -> bool:
    return all(test(text[clause.start : clause.end]) for clause in clauses[first : last + 1])


def _together(clauses: list[Clause], before: int, after: int) -> bool:
    one, other = clauses[before], clauses[after]
    return one.paragraph == other.paragraph and one.sentence == other.sentence
