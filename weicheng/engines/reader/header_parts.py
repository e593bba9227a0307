"""The parts of a plan that stand in fixed places: phases with their periods, the organisation, figures to be reached."""

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
_SPACED_POST = re.compile(
    r"(?m)^\s*(?P<post>(?:总\s*指\s*挥|副\s*总\s*指\s*挥|指\s*挥\s*长|副\s*指\s*挥\s*长|政\s*委|组\s*长|副\s*组\s*长|"
    r"成\s*员|组\s*员|办\s*公\s*室\s*主\s*任|主\s*任|副\s*主\s*任|联\s*络\s*员|"
    r"顾\s*问))\s*[:：]\s*(?P<names>[^\n]{2,240})$"
)
_PROSE = re.compile(
    r"(?:以|"
    r"由)?(?:[一-鿿]{0,10}?)(?P<name>[一-鿿]{2,3}(?:、[一-鿿]{2,3}){0,20})(?:[（(][^()（）]{1,20}[)）])?(?:同志)?(?:为|任|"
    r"担任|兼任?)(?P<post>常务副组长|副组长|组长|副总指挥|总指挥长?|副指挥长|指挥长|成员|办公室主任)"
)
_CHIEF_OF_OFFICE = re.compile(r"办公室主任(?:由|为)(?P<name>[一-鿿]{2,3}?)(?:同志)?(?:担任|兼任|任)?(?=[,，。;；、])")
_BODY = re.compile(r"[^\s，。,;；：:、（）()“”]{0,16}(?:领导小组|指挥部|工作专班|工作小组)")
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


def organisation_of(text: str) -> list[dict[str, str]]:
    """Who sits in the leading group: {"body", "post", "name"}, as the paper names them."""
    found: list[dict[str, str]] = []
    for line in _SPACED_POST.finditer(text):
        post = re.sub(r"\s", "", line.group("post"))
        body = _body_before(text, line.start())
        found += [{"body": body, "post": post, "name": name} for name in _people(line.group("names"))]
    for prose in (found for line in _post_prose(text) for found in _people_in_prose(text, *line)):
        post = prose.groupdict().get("post") or "办公室主任"
        body = _body_before(text, prose.end() + 40)
        found += [
            {"body": body, "post": post, "name": _bare_name(n)}
            for n in prose.group("name").split("、")
            if _bare_name(n)
        ]
    distinct = {(f["post"], f["name"]): f for f in found}
    return list(distinct.values())


_POST = re.compile(r"组长|指挥|办公室主任")
_POST_PROSE = re.compile(r"[^。\n]{0,200}(?:组长|指挥|办公室主任)[^。\n]{0,200}")


def _post_prose(text: str) -> Iterator[tuple[int, int]]:
    """Sentences that name a post; looked for by the post, as few sentences do."""
    position = 0
    while (post := _POST.search(text, position)) is not None:
        opening = max(
            position, text.rfind("。", position, post.start()) + 1, text.rfind("\n", position, post.start()) + 1
        )
        found = _POST_PROSE.search(text, opening)
        if found is None:
            return
        yield found.span()
        position = found.end()


_POSTED = re.compile(r"[为任兼](?:常务)?(?:副?组长|副?总?指挥|成员|办公室主任)")  # no _PROSE without it


def _people_in_prose(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    if _POSTED.search(text, start, end):
        yield from _PROSE.finditer(text, start, end)
    yield from _CHIEF_OF_OFFICE.finditer(text, start, end)


_OFFICE_TITLE = re.compile(
    r"(?:区|县|市|镇|乡|街道|党委|政府|院|校|局|行|所|办)?(?:委)?(?:党组)?(?:常委|副?书记|副?区长|副?县长|副?市长|副?镇长|"
    r"副?局长|副?院长|副?校长|副?行长|副?主任|副?经理|副?所长|副?站长|常务|党总支|政法委)"
)


def _bare_name(text: str) -> str:
    name = _OFFICE_TITLE.sub("", text.strip())
    name = name.removesuffix("同志")
    return name if 2 <= len(name) <= 4 else ""


def _people(listed: str) -> list[str]:
    """Names of a post line: 张某某（副区长）、李某某 or names apart by blanks, each perhaps with a post behind it."""
    plain = re.sub(r"[（(][^()（）]*[)）]", "、", listed)
    names: list[str] = []
    for piece in re.split(r"[、，,;；]|\s{2,}|　+", plain):
        piece = re.sub(r"^(\S)\s(\S)(?=\s|$)", r"\1\2", piece.strip())
        first = piece.split()[0] if piece.split() else ""
        first = first.strip("。.")
        if 2 <= len(first) <= 14:
            names.append(first)
    return names


def _body_before(text: str, place: int) -> str:
    bodies = list(_BODY.finditer(text, max(0, place - 400), place))
    if not bodies:
        return ""
    return re.sub(r"^.*?(?:成立|设立|组建|的|为|了)", "", bodies[-1].group())


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
