"""The parts of a plan that stand in fixed places: phases with their periods, figures to be reached."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from weicheng.engines.reader.outline_types import Heading
from weicheng.engines.reader.rows import Phase, Target
from weicheng.engines.worktime.when import read_when

_PHASE = re.compile(
    r"(?m)(?:^|(?<=[。；;：:\s]))\s*(?:[（(]?[一二三四五六七八九十\d]{1,2}[)）、.．]|[㈠-㈩①-⑳])?\s*"
    r"(?P<name>(?:第[一二三四五六七八九十]{1,2}(?:个)?阶段|[一-鿿、]{2,14}?(?:阶段|"
    r"时期))(?:[:：，,、]?[一-鿿、，,“”]{0,20}?(?:阶段)?)?|[一-鿿、]{2,12}?)"
    r"\s*(?:[（(【](?P<when>[^()（）【】\n]{2,40})[)）】]|[:：]\s*(?P<then>\d[^，,。;；\n（）()]{3,36})(?=[，,。;；\n]|$))"
)
_TIMELIKE = re.compile(r"\d{1,2}\s*月|[一二三四五六七八九十元]月|\d{4}年|[上下]半年|季度|\d{1,2}日")
_GOAL = re.compile(r"目标|指标")
_TARGET = re.compile(
    r"(?P<object>[一-鿿“”、及和]{2,24}?(?:率|面积|比例|密度|覆盖面|普及面|数量|指数|浓度|天数|标准))(?:均|全部|分别|要|须|应)?\s*"
    r"(?P<sign>达到|达|不低于|不少于|不小于|大于等于|≥|>=|超过|大于|高于|不超过|不高于|不大于|控制在|低于|小于|≤|<=|<|＜|"
    r"为|在|保持在|提高到|提升到|上升到|降至|降到)?\s*"
    r"(?P<value>\d+(?:\.\d+)?)\s*(?P<unit>%|％|‰|平方米|公里|个百分点|微克/立方米|天|分|处|座|人|只)?\s*(?P<tail>以上|"
    r"以下|以内|以上的标准)?"
)
_LESS = {"不超过", "不高于", "不大于", "控制在", "≤", "<=", "降至", "降到"}


def phases_of(text: str, headings: Sequence[Heading], base: date | None) -> list[Phase]:
    """Phases with a period in brackets (组织实施阶段（5月6日至11月5日）), in order."""
    phases: list[Phase] = []
    seen: set[str] = set()
    for start, end, name, when in _phase_places(text, headings):
        key = name + when
        if key in seen:
            continue
        seen.add(key)
        first, last = _period(when, base)
        phases.append(Phase(name, first, last, text[start:end].strip()))
    return phases


def _phase_places(text: str, headings: Sequence[Heading]) -> Iterator[tuple[int, int, str, str]]:
    for found in _phase_matches(text):
        when = found.group("when") or found.group("then")
        name = found.group("name").strip(" ：:，,、")
        if not _TIMELIKE.search(when):
            continue
        if not re.search(r"阶段|时期", name) and not (
            found.group("when") and _under_steps(text, found.start("name"), headings)
        ):
            continue
        yield found.start("name"), found.end(), name, when


_PERIOD_OPENS = re.compile(r"（|\(|【|:\s*\d|：\s*\d")


def _phase_matches(text: str) -> Iterator[re.Match[str]]:
    """Only lines with a date in brackets or after a colon can name a phase with its period."""
    start = 0
    for line in text.split("\n"):
        if ("月" in line or "年" in line or "季" in line) and _PERIOD_OPENS.search(line):
            yield from _PHASE.finditer(text, start, start + len(line))
        start += len(line) + 1


def _under_steps(text: str, place: int, headings: Sequence[Heading]) -> bool:
    """A step that is not called 阶段 is one when it is a heading under 实施步骤."""
    above = [h for h in headings if h.title_start <= place]
    if not above or above[-1].title_start != place:
        return False
    parents = [h for h in above[:-1] if h.level < above[-1].level]
    return bool(parents) and bool(
        re.search(r"步骤|阶段|安排|进度", text[parents[-1].title_start : parents[-1].title_end])
    )


def _period(when: str, base: date | None) -> tuple[str | None, str | None]:
    for found in read_when(f"{when}开展", base):  # a lone month is then a period, not a day by which something is due
        if isinstance(found.deadline, dict):
            return found.deadline.get("start"), found.deadline.get("end")
        if found.deadline:
            return None, found.deadline
    return None, None


def targets_of(text: str, headings: Sequence[Heading]) -> list[Target]:
    """Figures that the section on aims sets for the whole campaign."""
    ordered = sorted(headings, key=lambda h: h.start)
    targets: list[Target] = []
    for index, heading in enumerate(ordered):
        if heading.level > 2 or not _GOAL.search(text[heading.title_start : heading.title_end]):
            continue
        end = next((h.start for h in ordered[index + 1 :] if h.level <= heading.level), len(text))
        targets += [t for t in map(_target, _TARGET.finditer(text, heading.end, end)) if t not in targets]
    return targets


def _target(found: re.Match[str]) -> Target:
    value, unit = float(found.group("value")), (found.group("unit") or "").replace("％", "%")
    sign, tail = found.group("sign") or "", found.group("tail") or ""
    if sign in _LESS or tail in ("以下", "以内"):
        comparator = "<="
    elif sign in ("低于", "小于", "<", "＜"):
        comparator = "<"
    elif sign in ("超过", "大于", "高于"):
        comparator = ">"
    elif (value == 100 and unit == "%") or (sign in ("为", "在", "") and not tail):
        comparator = "="
    else:
        comparator = ">="
    name = re.split(r"[，、]?(?:使|确保|力争|实现|其中|全区|全县)", found.group("object"))[-1]
    return Target(found.group().strip(), name, value, unit, comparator)
