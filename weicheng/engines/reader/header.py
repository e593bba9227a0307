"""What a paper says about itself: title, number, issuer, date, year, basis, campaign, phases, organisation, targets."""

import re
from collections.abc import Sequence
from datetime import date

from weicheng.engines.reader.document import Document, Kind
from weicheng.engines.reader.header_dates import DATE, iso_date, year_of
from weicheng.engines.reader.header_parts import phases_of, targets_of
from weicheng.engines.reader.organisation import organisation_of
from weicheng.engines.reader.outline_types import Heading
from weicheng.engines.reader.rows import Plan

_TOP_LINES, _END_LINES = 30, 14
_PAPER = (
    r"(?:实施)?(?:方案|细则|办法|意见|通知|计划|规划|要点|安排|讲话|主持词|发言|发言材料|交流材料|汇报|情况汇报|汇报材料|"
    r"报告|总结|预案|制度|规定|分解表|任务表|责任书|倡议书|公告|通告|通报|台账|清单|"
    r"任务书|一览表|决定|守则|标准|规则|简报|工作情况|公约)"
)
_TITLE_END = re.compile(_PAPER + r"\s*(?:[（(][^()（）\n]{1,24}[)）])?\s*\d?$")
_NUMBER = re.compile(
    r"(?P<word>[一-鿿A-Za-z]{1,16}?)\s*[〔\[【（(﹝［〈<]\s*(?P<year>(?:19|20)\d\d|"
    r"[二一][〇○零O0九][〇○零O0一二三四五六七八九]{2})\s*[〕\]】）)﹞］〉>]\s*第?\s*(?P<serial>\d{1,4})\s*号"
)
_CITED = re.compile(
    r"《[^《》\n]{0,120}》\s*(?:[（(][^()（）\n]{0,60}(?:[（(〔\[][^()（）\n]{0,8}[)）〕\]][^()（）\n]{0,20})?[)）])?"
)
_PART = re.compile(r"^\s*(?:第[一二三四五六七八九十\d]+篇|篇[一二三四五六七八九十\d]+)\s*[:：]\s*")
_CHAPTER = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]{1,3}[章条部]|\d{1,2}[、.．])"
)
_BASIS = re.compile(r"(?:根据|按照|依据|遵照|依照|对照|贯彻落实|贯彻|落实|按)[^。《\n]{0,40}(?=《)")
_QUOTED = re.compile(r"《([^《》\n]{2,120})》")
_LEVEL = r"(?:国家级?|全国|省级?|自治区级?|市级?|地级|州级|县级?|区级|镇级|旗级)"
_SOUGHT = re.compile(
    rf"[“\"”]?(?P<title>{_LEVEL}(?:文明)?卫生(?:先进|示范|文明)?(?:城市|城区|县城|县（市）|县|区|城镇|场镇|集镇|乡镇|镇|乡|"
    rf"村|街道|社区|先进单位|单位|学校|医院|系统)|{_LEVEL}爱国卫生(?:先进|红旗)单位)"
)
_QUEST = r"(?:创建|争创|创成|申报|巩固(?:提升)?|复审|迎接|迎|创建成|建成|达到)"
_QUESTED = re.compile(_QUEST + r"[^。，,《》\n]{0,12}?" + _SOUGHT.pattern)
_UNIT_END = re.compile(
    r"(?:局|委|办|部|院|校|站|所|镇|乡|街道|政府|党委|委员会|办公室|领导小组|指挥部|公司|银行|支行|学校|小学|中学|幼儿园|"
    r"医院|办事处|中心|集团|大学|学院|社区|村|队|党组|总支|支部)$"
)


def read_plan(
    document: Document,
    text: str,
    headings: Sequence[Heading] = (),
    year: int | None = None,
    own: tuple[str, str] | None = None,
) -> Plan:
    """What the paper says of itself. ``text`` is the cleaned text; ``year``, when given, outranks what the paper says.

    ``own`` is the text without the cells of tables, and with no more of them than their headings (see own_words).
    """
    body, headed = own or (text, text)
    lines = _lines(body)
    plan = Plan()
    plan.title = _title(document, lines)
    found = _number(lines)
    plan.number = found[0] if found else None
    signed = _signature(lines)
    plan.date, plan.issuer = signed or (None, None)
    plan.date = plan.date or _date_on_top(lines)
    plan.issuer = plan.issuer or _issuer_from(plan.title, lines)
    plan.year, plan.year_source = year_of(headed, plan.title, plan.date, found[1] if found else None, year)
    plan.basis = _basis(text, headings)
    plan.sought_title, plan.campaign = _campaign(body, plan.title)
    base = date(plan.year, 1, 1) if plan.year else None
    plan.phases = phases_of(text, headings, base)
    plan.organisation = organisation_of(text)
    plan.targets = targets_of(text, headings)
    return plan


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n")]


def _title(document: Document, lines: list[str]) -> str | None:
    for block in document.blocks[:40]:
        if block.level == 0 and block.kind is not Kind.CELL and block.end > block.start:
            return _once(_squeeze(document.text[block.start : block.end]))
    top = [line for line in lines[:_TOP_LINES] if line][:14]
    best: str | None = None
    for index, line in enumerate(top):
        line = _PART.sub("", line)
        if _CHAPTER.match(line) or (len(line) > 60 and not _inline_title(line)):
            if best or _CHAPTER.match(line):
                break
            continue
        joined = _joined_title(top, index)
        if joined and (best is None or not _PART.match(top[index])):
            candidate = _squeeze(joined)
            if best is None or _PART.match(top[0]) or len(candidate) > len(best):
                best = candidate
                if not _PART.match(top[index]):
                    break
    return _once(best) if best else None


_INLINE_TITLE = re.compile(rf"[^。，,\n]{{4,40}}?{_PAPER}(?=\s)")


def _inline_title(line: str) -> re.Match[str] | None:
    return _INLINE_TITLE.match(line)


def _joined_title(lines: list[str], index: int) -> str | None:
    """A title of one to three short lines, the last of which ends with the name of a kind of paper."""
    first = _PART.sub("", lines[index])
    spaced = _inline_title(first)
    if spaced and len(first) > 40:
        return spaced.group()
    joined = ""
    for line in [first, *lines[index + 1 : index + 3]]:
        if (
            len(line) > 46
            or line.endswith(("。", "：", ":", "；"))
            or (joined and _CHAPTER.match(line))
            or _NUMBER.search(line)
        ):
            return None
        joined += line
        squeezed = _squeeze(joined)
        if _TITLE_END.search(squeezed) and len(squeezed) >= 4 and not DATE.fullmatch(squeezed):
            return joined
    return None


def _once(title: str) -> str:
    """A title that stands twice on its line, once."""
    twice = re.fullmatch(r"(.{4,80}?)\s*\1", title)
    return twice.group(1) if twice else title


_SPREAD = re.compile(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])|\n")


def _squeeze(title: str) -> str:
    """Blanks inside a title that only spread it over the line go (实 施 方 案)."""
    return _SPREAD.sub("", title).strip()


def _number(lines: list[str]) -> tuple[str, int] | None:
    for line in [line for line in lines[:_TOP_LINES] if line][:16]:
        if len(line) > 60 or "号" not in line:
            continue
        found = _NUMBER.search(_CITED.sub("", line))
        if found:
            return _squeeze(found.group()).replace(" ", ""), _number_year(found.group("year"))
    return None


def _number_year(text: str) -> int:
    digits = str.maketrans("〇○零O一二三四五六七八九", "0000123456789")
    return int(text.translate(digits))


_IN_FORCE = re.compile(r"施行|起实施|至|前")


def _signature(lines: list[str]) -> tuple[str | None, str | None] | None:
    """Date and issuer at the end of the paper (or above its first annex)."""
    for index in [*_ends_before_annex(lines), len(lines)]:
        tail = [line for line in lines[max(0, index - _END_LINES) : index] if line]
        for place in range(len(tail) - 1, -1, -1):
            found = DATE.search(tail[place])
            if not found or len(tail[place]) - len(found.group()) > 26 or not iso_date(found.group()):
                continue
            if tail[place].endswith(("。", "；")) or _IN_FORCE.search(tail[place]):
                continue
            before = tail[place][: found.start()].strip(" （(印发于")
            issuer = before or (tail[place - 1] if place else "")
            return iso_date(found.group()), _unit(issuer)
    return None


def _ends_before_annex(lines: list[str]) -> list[int]:
    return [i for i, line in enumerate(lines) if i > 5 and line.startswith("附") and len(line) < 40][:2]


def _unit(line: str) -> str | None:
    line = _squeeze(line.strip(" （()）"))
    return line if 3 <= len(line) <= 40 and _UNIT_END.search(line) and "，" not in line and "。" not in line else None


def _date_on_top(lines: list[str]) -> str | None:
    for line in [line for line in lines[:12] if line][:8]:
        found = DATE.search(line)
        if found and len(line) - len(found.group()) <= 6:
            return iso_date(found.group())
    return None


def _issuer_from(title: str | None, lines: list[str]) -> str | None:
    for line in [line for line in lines[:8] if line][:4]:
        head = re.fullmatch(r"(.{3,36}?)(?:文件|办公室文件)", _squeeze(line))
        if head:
            return _squeeze(line).removesuffix("文件")
    if not title:
        return None
    found = re.match(r"(.{2,36}?)关于", title)
    if found and _UNIT_END.search(found.group(1)):
        return found.group(1)
    return None


def _basis(text: str, headings: Sequence[Heading]) -> list[str]:
    first = next((h.start for h in headings if h.level == 1 and h.start > 60), 1200)
    head = text[: max(400, min(first, 1500))]
    names: list[str] = []
    for found in _BASIS.finditer(head):
        position = found.end()
        while (quoted := _QUOTED.match(head, position)) is not None:
            if quoted.group(1) not in names:
                names.append(quoted.group(1))
            join = re.match(
                r"(?:[（(][^()（）\n]{0,40}[)）])?(?:、|和|及|，|与|以及)*(?:[^《》。，\n]{0,12}(?=《))?",
                head[quoted.end() :],
            )
            position = quoted.end() + (join.end() if join else 0)
    return names


def _campaign(text: str, title: str | None) -> tuple[str | None, str | None]:
    """(title sought, campaign): the title in the paper's own title first, then the one it speaks of first."""
    for where in filter(None, (title, text[:2500], text)):
        best = _QUESTED.search(where) or _SOUGHT.search(where)
        if best:
            sought = best.group("title").replace("\n", "")
            verb = re.match(_QUEST, best.group())
            after = where[best.end() : best.end() + 8]
            review = re.match(r"[^。，,]{0,3}?(复审|复查|复评|复核)", after)
            if review:
                return sought, sought + review.group(1)
            word = (
                verb.group()
                if verb and verb.group() not in ("建成", "达到", "创建成", "迎", "迎接", "创成")
                else "创建"
            )
            return sought, word + sought
    return None, _named_activity(title)


def _named_activity(title: str | None) -> str | None:
    """The activity that the title names, without its year and the kind of paper (“迎七一”主题活动, 爱国卫生月活动)."""
    if not title or _TABLE_TITLE.search(title):
        return None
    name = re.sub(rf"^.*?(?:关于印发|关于开展|关于做好|关于|印发|开展)|《|》|的?{_PAPER}.*$", "", title)
    name = re.sub(r"^.{0,16}?(?:19|20)(?:\d\d|\d\*)\s*年?度?", "", name)
    return name if 3 <= len(name) <= 30 and _ACTIVITY.search(name) else None


_TABLE_TITLE = re.compile(r"(?:分解表|任务表|台账|清单|一览表)[^一-鿿]*$")
_ACTIVITY = re.compile(r"活动|行动|创建|创卫|整治|爱国卫生|健康教育|健康促进|防制|攻坚|大会战|迎检|迎创|环境卫生|工作")
