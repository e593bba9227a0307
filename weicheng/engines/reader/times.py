"""The deadline, the rhythm and the quota of a row, chosen from the time expressions in it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from weicheng.engines.worktime.model import When
from weicheng.engines.worktime.when import read_when

Raw = Callable[[int, int], str]
_DATED = ("deadline", "interval", "event", "season", "relative")
_EVERY = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "quarter": "MONTHLY;INTERVAL=3", "half": "MONTHLY;INTERVAL=6", "year": "YEARLY"}  # fmt: skip
_WHOLE_YEAR = re.compile(r"(?:今年|本年|年|全年|20\d\d年)(?:内|度内?)?$")
_RATIO = re.compile(r"率|比例|不少于|至少|不低于|不发生|无重大")
_ACHIEVED = re.compile(r"新增|完成|建成|创建|新建|达到|达标|先建|安排|改造|打造|提高|覆盖|组织")
# A lapse of time is due only where its first day is known: not after a fault, a complaint, a check.
_LAPSE = re.compile(r"[^月]*(?:天|日|周|小时|工作日|个月)(?:之?以?内)?$")
_UNTIMED = re.compile(
    r"不超过|接到|收到|暂存|保存|留存|存放|限期|限\d|限[一二三四五六七八九十两]|不合格|问题|反馈|答复|报修|投诉|举报|发现|逾期|结束后|之后|到期"
)
_SORTED = re.compile(r"、按|[^,，。;；]{0,4}分类")
_FROM_TODAY = re.compile(
    r"[本下这上]个?[周月季]|[今明后][天日]|即日|月[底末]|周[一二三四五六日]|.*[\d一二三四五六七八九十两半]个?(?:工作日|天|日|周|小时|月|年)(?:时间)?之?以?内$"
)
_YEAR_OF_SECTION = re.compile(
    r"(?<!\d)(?P<year>20\d\d)年度?(?:(?P<month>1[0-2]|[1-9])月)?|(?:明年|下年度?|下一年度?)(?=[^,，]{0,4}(?:工作)?(?:打算|计划|安排|思路|重点|目标))"
)
_QUARTER = re.compile(r"\s*(?:第?[一二三四]、?[至、]?)*季度[,，:：]")
_PASSING = re.compile(r"当[月日年天]|年终|年底考核|同期|届时")  # names a time, sets none
_FIRM = re.compile(r"前|底|截止|为止|以内|止$")
_PHASE = re.compile(r"(?:阶段|步骤)[(（:：]|[(（](?:\d{4}年)?\d{1,2}月份?[)）]$")
_MONTH = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?$")
_ONCE = re.compile("一[次期场遍轮]")
_CLAUSE = 120
# What a clause of nothing but a time may hold beside it.
_BESIDE = re.compile(
    r"(?:[在于自从至到为]|力争|确保|务必|[上下]午|早|晚|[\d:点时分]|[.、,，。:：;；()（）一二三四五六七八九十 　]|(?:第[一二三四]|\S{2,8})阶段)*"
)


@dataclass(slots=True)
class Times:
    """What a row says of time; the texts are exact pieces of the original."""

    deadline_text: str | None = None
    deadline: str | dict[str, str | None] | None = None
    recurrence_text: str | None = None
    recurrence: str | None = None
    count: dict[str, Any] | None = None
    doubt: str | None = None

    def inherit(self, other: "Times") -> None:
        """Take the deadline that the sentence opens with."""
        self.deadline_text, self.deadline, self.doubt = other.deadline_text, other.deadline, other.doubt


def base_of_section(headings: Sequence[str], base: date | None) -> date | None:
    """The day from which dates are counted under a heading that names a later year (2027年工作打算, 2027年1月—3月)."""
    if base is None:
        return None
    for heading in reversed(headings):
        named = _YEAR_OF_SECTION.search(heading)
        year = int(named["year"]) if named and named["year"] else base.year + 1 if named else 0
        if named and base.year < year <= base.year + 5:
            return date(year, int(named["month"] or 1), 1)
    return base


def times_of(text: str, start: int, end: int, base: date | None, raw: Raw) -> Times:
    """The times of ``text[start:end]``; ``raw`` gives the original of a span."""
    times = Times()
    piece = text[start:end]
    dated: list[tuple[int, int, When]] = []
    for number, when in enumerate(read_when(piece, base)):
        if when.kind in _DATED and not _PASSING.match(when.text):
            when = _settled(text, start, end, when, base)
            dated.append((_rank(when), -number, when))
        elif when.kind == "none" and when.text == "今年" and base and _ACHIEVED.search(piece, when.end):
            when.kind, when.deadline = "deadline", f"{base.year}-12-31"
            dated.append((0, -number, when))
        elif when.kind == "recurrence" and times.recurrence is None:
            _take_rule(times, when, piece, raw(start + when.start, start + when.end))
        elif when.kind == "count" and when.count and times.recurrence is None and re.search("[每按逐]|日均", when.text):
            times.recurrence_text = raw(start + when.start, start + when.end)
            times.recurrence = "FREQ=" + _EVERY[when.count["per"]]
        elif when.kind == "vague" and times.recurrence_text is None and "定期" in when.text:
            times.recurrence_text = raw(start + when.start, start + when.end)
        if when.count is not None and times.count is None:
            times.count = when.count
    if dated:
        _take(times, max(dated, key=lambda d: d[:2])[2], start, raw, phase=bool(_PHASE.search(piece)))
    return times


def _take_rule(times: Times, when: When, piece: str, text: str) -> None:
    """A rhythm; market days come again, but no rule says when."""
    if when.text[0] in "按以" and _SORTED.match(piece, when.end):
        return
    unruled = re.match(r"每月逢(?![\d一二三])", piece[when.start : when.start + 4])
    times.recurrence_text, times.recurrence = text, None if unruled else when.recurrence


def _settled(text: str, start: int, end: int, when: When, base: date | None) -> When:
    """The deadline as a plan means it: a year ends with its last day, a lapse runs from a known day, a ratio is no date."""
    if when.text.startswith("全年") and _RATIO.search(text, start, end):
        when.deadline = None
    elif base and (base.month, base.day) == (1, 1) and _FROM_TODAY.match(when.text):
        when.deadline = None  # of the paper only the year is known
    elif _LAPSE.fullmatch(when.text) and when.text[0] not in "本当这" and not isinstance(when.deadline, dict):
        near = text[max(0, start + when.start - 24) : min(end, start + when.end + 8)]
        if _UNTIMED.search(near.rpartition("。")[2]):
            when.deadline = None
    elif isinstance(when.deadline, dict) and _WHOLE_YEAR.match(when.text) and when.deadline["end"]:
        when.deadline = when.deadline["end"]
    elif when.start == 0 and isinstance(when.deadline, str) and _QUARTER.match(text, start, end + 1):
        first = int(when.deadline[5:7]) - 2
        when.deadline = {"start": f"{when.deadline[:5]}{first:02}-01", "end": when.deadline}
    return when


def opening_time(text: str, start: int, end: int, base: date | None, raw: Raw) -> Times:
    """The deadline that is all that the clause ``text[start:end]`` says (3月上旬,…): it holds for the whole sentence."""
    times = Times()
    for when in read_when(text[start:end], base):
        if not _BESIDE.fullmatch(text[start : start + when.start] + text[start + when.end : end]):
            continue
        if (
            when.kind in _DATED
            and when.deadline is not None
            and not _open_ended(when)
            and not _PASSING.match(when.text)
        ):
            _take(times, _settled(text, start, end, when, base), start, raw, phase=False)
            break
    return times


def opening_rhythm(text: str, start: int, end: int, base: date | None, raw: Raw) -> Times:
    """The rhythm in the clause ``text[start:end]`` that opens a sentence: 每两个月出一期专栏、组织一次测试 has it for both."""
    times = Times()
    for when in read_when(text[start:end], base):
        if when.kind == "recurrence":
            times.recurrence_text = raw(start + when.start, start + when.end)
            times.recurrence = when.recurrence
            break
    return times


def counted_once(text: str, start: int, end: int) -> bool:
    """Whether the row is one act of a series (组织一次测试), so that the rhythm before it in the sentence may be its own."""
    return _ONCE.search(text, start, end) is not None


def is_shared(text: str, start: int) -> bool:
    """Whether a row that starts here goes on with what its clause says before it."""
    return text[start - 1] in "、并"


def shared_time(text: str, start: int, base: date | None, raw: Raw) -> Times:
    """What the clause says before a row that begins inside it: 6月底前新建公厕2座、|中转站1座."""
    times = Times()
    opening = max(text.rfind(mark, max(0, start - _CLAUSE), start) for mark in ",，。;；:：\n") + 1
    if start - opening < 6:
        return times
    for when in read_when(text[opening:start], base):
        if when.kind == "deadline" and when.deadline is not None and _FIRM.search(when.text):
            _take(times, when, opening, raw, phase=False)
    return times


def _open_ended(when: When) -> bool:
    return isinstance(when.deadline, dict) and when.deadline.get("end") is None


def _rank(when: When) -> int:
    """How firmly an expression sets a deadline."""
    if when.deadline is None:
        return 0
    lasts = isinstance(when.deadline, dict) and "季度" not in when.text
    return 2 if lasts or _FIRM.search(when.text) else 1


def _take(times: Times, when: When, start: int, raw: Raw, phase: bool) -> None:
    times.deadline_text = raw(start + when.start, start + when.end)
    times.deadline, times.doubt = when.deadline, when.doubt
    if phase and isinstance(when.deadline, str) and _MONTH.search(when.text):
        times.deadline = {"start": when.deadline[:8] + "01", "end": when.deadline}  # a phase lasts, it is not due
