"""Owners that stand in a place of their own: 责任单位：…, （区城管局牵头，各街道配合）, and how far each of them reaches."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from weicheng.engines.reader.outline_types import Heading
from weicheng.engines.reader.owner_phrases import SURNAMES
from weicheng.engines.reader.rows import Owner
from weicheng.engines.reader.unit_names import looks_like_name, split_name

_PARTY = r"(?:单位|部门|科室|股室|处室|机构|人员|人|领导|方|同志|主体|站所|村居|乡镇)"
_LEAD = r"(?:第一|主要|直接|具体|总)?(?:责任|牵头|主办|承办|负责|实施|落实|完成|主管|执行|主责|包保|包抓|包联|挂帅|挂点|分管|牵头责任)"
_COOP = r"(?:配合|协办|协助|协同|参加|参与|协作|联办)(?:责任)?"
LABEL = re.compile(
    rf"[(（【\[〔]?(?P<label>(?:(?P<coop>{_COOP})|(?P<lead>{_LEAD})){_PARTY}(?:(?:及|和|、|与|/)[一-鿿]{{2,6}})?|"
    rf"牵头(?=[:：])|配合(?=[:：])|(?:负责|责任)(?=[:：]))[】\]〕]?\s*[:：]\s*"
)
_OTHER_LABEL = re.compile(
    r"(?:完成|整改|工作|实施|落实|办理)?(?:时限|时间|期限|节点|日期|时间节点|时间安排|进度)\s*[:：]|(?:工作|目标|具体|"
    r"整治|完成)?(?:要求|目标|标准|措施|内容|任务|重点|联系电话|电话|备注|督查单位|监督单位|督办单位|督导单位)\s*[:：]"
)
_BRACKET = re.compile(
    r"[（(【〔\[]([^()（）【】〔〕\[\]\n]*(?:[（(][^()（）\n]{1,12}[)）][^()（）【】〔〕\[\]\n]*)*)[)）】〕\]]"
)
_SIGNS = re.compile(r"[:：（(【〔\[]")  # no owners apart in a line without these
_PIECE_MARK = re.compile(r"[、,，;；\s]+")
_SOFT_MARK = re.compile(r"以及|和|及|与|或")
_TAIL = re.compile(
    r"(?:等(?:[一二三四五六七八九十两几\d]{0,3}[个家]?)?(?:牵头|相关|有关|职能|责任|成员)*(?:单位|部门|股室|科室|镇街|"
    r"镇办|乡镇|街道)?)?(?:按(?:照)?(?:各自)?职责(?:分工)?|分别|共同|具体|统一|分工)*(?:负责|牵头|落实|实施|主办|组织|"
    r"承担)?(?:落实|实施)?$"
)
_COOP_TAIL = re.compile(r"(?:积极|共同|分别|按职责|密切)*(?:配合|协助|参与|参加|协同|协办)$")
_ENTRY = re.compile(
    r"[ 　]*(?:[（(]?[\d一二三四五六七八九十]{1,3}[)）、.．]|第[一二三四五六七八九十]{1,3}条|[①-⑳㈠-㈩])"
)
_CHIEF = ("牵头", "主办", "主责", "第一")
# 副镇长周某某： the person answers, not the post.
_TITLED = re.compile(
    r"[一-鿿]{0,10}(?:[局镇乡区县市院校所站科处行村厂]长|书记|主任|主席|经理|委员|部长|秘书长)(?P<name>(?![会室办])[一-鿿]{2,3})"
)
_SPLIT_ROLE = re.compile(r"[^,，;；。]+")


@dataclass(slots=True)  # not frozen: a paper makes thousands of them
class Scope:
    """Owners named apart, and the stretch of text for which they answer."""

    start: int
    end: int
    owners: tuple[Owner, ...]
    mark_start: int
    mark_end: int
    section: bool = False  # the owners of a whole section, named at its heading


def names_in_list(text: str, start: int, end: int, role: str, strict: bool = False) -> list[Owner]:
    """Owners of a written list such as 区城管局、区住建局，各街道办事处; offsets are kept."""
    owners: list[Owner] = []
    for a, b in _pieces(text, start, end):
        found = _trim(text, a, b)
        if found is None:
            continue
        a, b, tail_role = found
        name = text[a:b]
        if strict and not looks_like_name(name):
            return []
        if 1 < b - a <= 30:
            titled = _TITLED.fullmatch(text, a, b)
            a = titled.start("name") if titled and titled["name"][0] in SURNAMES else a
            owners += [Owner(text[x:y], tail_role or role, x, y) for x, y in split_name(text, a, b)]
    return owners


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    position = start
    for a, b in [*_outside_brackets(text, start, end), (end, end)]:
        yield from _soft_pieces(text, position, a)
        position = b


def _outside_brackets(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Marks between the members of a list that are not inside a bracket (各镇（街道、园区）is one member)."""
    closed = [m.span() for m in re.finditer(r"[(（][^()（）]*[)）]", text[start:end])]
    for mark in _PIECE_MARK.finditer(text, start, end):
        if not any(a <= mark.start() - start < b for a, b in closed):
            yield mark.span()


def _soft_pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for mark in _SOFT_MARK.finditer(text, start, end):
        if looks_like_name(text[start : mark.start()]) and end - mark.end() >= 2:
            yield start, mark.start()
            yield from _soft_pieces(text, mark.end(), end)
            return
    if end > start:
        yield start, end


def _trim(text: str, start: int, end: int) -> tuple[int, int, str | None] | None:
    while end > start and text[end - 1] in " 。.　":
        end -= 1
    if text[end - 1] in ")）】〕]" and not re.search(r"[(（【〔\[]", text[start:end]):
        end -= 1
    while start < end and text[start] in " 　由":
        start += 1
    role = None
    coop = _COOP_TAIL.search(text, start, end)
    if coop:
        end, role = coop.start(), "coop"
    else:
        tail = _TAIL.search(text, start, end)
        if tail and tail.end() == end and tail.start() > start:
            end = tail.start()
    note = re.search(r"[(（](?:牵头|主办|负责|配合|协办|组长单位)[)）]$", text[start:end])
    if note:
        role = "coop" if note.group()[1] in "配协" else "lead"
        end = start + note.start()
    return (start, end, role) if end > start else None


def _bracket_owners(text: str, start: int, end: int) -> list[Owner]:
    """Owners of a bracket without a label: names alone, or X牵头，Y配合."""
    body = text[start:end]
    worded = bool(re.search(r"(?:负责|牵头|主办|落实|配合|协助|参与|组织实施)[,，;；]?", body))
    owners: list[Owner] = []
    for part in _SPLIT_ROLE.finditer(text, start, end):
        role = "coop" if _COOP_TAIL.search(part.group()) else "lead"
        found = names_in_list(text, part.start(), part.end(), role, strict=True)
        if not found:
            return []
        owners += found
    single = len(owners) == 1 and not worded
    return [] if single and len(owners[0].name) < 3 else owners


def label_owners(text: str, start: int, end: int, led: bool = False) -> list[Owner]:
    """Owners of one or several labels in a row: 牵头单位：…；配合单位：…."""
    marks = list(LABEL.finditer(text, start, end))
    owners: list[Owner] = []
    led = led or any(_leads(mark) for mark in marks)
    for here, after in zip(marks, [*marks[1:], None], strict=True):
        stop = after.start() if after else end
        other = _OTHER_LABEL.search(text, here.end(), stop)
        stop = other.start() if other else stop
        full = re.search(r"[。\n]", text[here.end() : stop])
        stop = here.end() + full.start() if full else stop
        role = "coop" if here.group("coop") or here.group("label").startswith("配合") else "lead"
        if led and not here.group("label").startswith(_CHIEF):
            role = "coop"  # 牵头单位 stands beside 责任单位: the others help
        owners += names_in_list(text, here.end(), stop, role)
    return owners


def scopes(text: str, headings: Sequence[Heading]) -> list[Scope]:
    """Every place in the text that names owners apart, with its reach, in order."""
    found: list[Scope] = []
    inside = _section_of(headings, len(text))
    line_start = 0
    reach = _Reach(inside)
    for line in text.split("\n"):
        line_end = line_start + len(line)
        if _SIGNS.search(line):
            found += _scopes_of_line(text, line_start, line_end, reach)
        line_start = line_end + 1
    return sorted(found, key=lambda s: s.start)


class _Section:
    """Answers which section a place is in, and where that section ends."""

    def __init__(self, headings: Sequence[Heading], length: int) -> None:
        self.headings = sorted(headings, key=lambda h: h.start)
        self.ends = _section_ends(self.headings, length)
        self.cursor = -1

    def at(self, position: int) -> tuple[Heading, int] | None:
        """The innermost heading at or before a place; places must not go back."""
        while self.cursor + 1 < len(self.headings) and self.headings[self.cursor + 1].start <= position:
            self.cursor += 1
        return (self.headings[self.cursor], self.ends[self.cursor]) if self.cursor >= 0 else None


def _section_of(headings: Sequence[Heading], length: int) -> _Section:
    return _Section(headings, length)


def _section_ends(headings: Sequence[Heading], length: int) -> list[int]:
    ends = [length] * len(headings)
    open_: list[int] = []
    for number, heading in enumerate(headings):
        while open_ and headings[open_[-1]].level >= heading.level:
            ends[open_.pop()] = heading.start
        open_.append(number)
    return ends


class _Reach:
    """What the scan remembers from line to line."""

    def __init__(self, sections: _Section) -> None:
        self.sections = sections
        self.behind = 0  # where the last owner line ended
        self.begin = 0  # where its scope began
        self.section = False  # whether it holds for the section below it
        self.led = False  # whether it named a lead unit


def _scopes_of_line(text: str, start: int, end: int, reach: _Reach) -> list[Scope]:
    here = reach.sections.at(start)
    colon = ":" in text[start:end] or "：" in text[start:end]
    label = LABEL.match(text, _first_mark(text, start, end), end) if colon else None
    if label:
        return _owner_line(text, start, end, label, reach, here)
    found: list[Scope] = []
    behind = start
    for bracket in _BRACKET.finditer(text, start, end):
        if colon and LABEL.search(text, bracket.start(), bracket.end()):
            owners = label_owners(text, bracket.start(), bracket.end() - 1)
            behind = _entry_start(text, start, reach, here) if behind == start else behind
        elif _closes_a_statement(text, bracket, start, end):
            owners = _bracket_owners(text, bracket.start(1), bracket.end(1))
        else:
            owners = []
        if not owners:
            continue
        section = reach.sections.at(bracket.start())
        if section and section[0].level > 0 and _names_a_section(text, section[0], bracket.start()):
            found.append(Scope(section[0].start, section[1], tuple(owners), *bracket.span(), section=True))
        else:
            found.append(Scope(behind, bracket.end(), tuple(owners), *bracket.span()))
        behind = reach.behind = bracket.end()
    inline = LABEL.search(text, behind, end) if colon else None
    if inline and not any(s.mark_start <= inline.start() < s.mark_end for s in found):
        owners = label_owners(text, inline.start(), end)
        section = reach.sections.at(inline.start())
        if owners and section and section[0].start >= start and section[0].level > 0:
            bare = not text[section[0].end : inline.start()].strip(" 　。.:：(（")
            reach_end = section[1] if bare else end
            found.append(Scope(section[0].start, reach_end, tuple(owners), inline.start(), end, section=bare))
        elif owners:
            found.append(Scope(behind, end, tuple(owners), inline.start(), end))
    return found


def _entry_start(text: str, start: int, reach: _Reach, here: tuple[Heading, int] | None) -> int:
    """Where the numbered entry of a line began: owners in a bracket that closes an entry hold for all its lines."""
    floor = max(here[0].start if here else 0, reach.behind)
    opening = floor
    while start > floor:
        above = text.rfind("\n", floor, start - 1) + 1 or floor
        opening = start
        if _ENTRY.match(text, start) or not text[above : start - 1].strip():
            break
        start = opening = above
    return opening


def _names_a_section(text: str, heading: Heading, bracket: int) -> bool:
    """The bracket stands in a heading or directly behind it; a task that is short enough to pass for one has figures."""
    title = text[heading.title_start : min(heading.title_end, max(bracket, heading.title_start))]
    return not text[heading.end : bracket].strip() and len(title) <= 16 and not re.search(r"[\d，,]", title)


def _first_mark(text: str, start: int, end: int) -> int:
    while start < end and text[start] in " 　\t":
        start += 1
    return start


_EACH_BEFORE = re.compile(r"各[一-鿿]{1,5}$")


def _closes_a_statement(text: str, bracket: re.Match[str], start: int, end: int) -> bool:
    after = text[bracket.end() : min(end, bracket.end() + 1)]
    before = text[max(start, bracket.start() - 8) : bracket.start()]
    if bracket.start() == start or _EACH_BEFORE.search(before):
        return False
    return not after or after in "。;；,， 　" or before[-1:] in "。;；"


def _owner_line(
    text: str, start: int, end: int, label: re.Match[str], reach: _Reach, here: tuple[Heading, int] | None
) -> list[Scope]:
    joined = reach.behind > 0 and not text[reach.behind : start].strip()
    owners = label_owners(text, label.start(), end, led=joined and reach.led)
    if not owners:
        return []
    floor = here[0].start if here else 0
    under = here is not None and here[0].end <= start and not text[max(here[0].end, 0) : start].strip()
    if here and (under or (joined and reach.section and reach.begin == floor)):
        # the line stands directly under its heading: it holds for the section that follows
        reach.behind, reach.begin, reach.section, reach.led = end, floor, True, _leads(label)
        return [Scope(floor, here[1], tuple(owners), start, end, section=True)]
    begin = reach.begin if joined and not reach.section else max(floor, reach.behind)
    reach.behind, reach.begin, reach.section, reach.led = end, begin, False, _leads(label)
    return [Scope(begin, end, tuple(owners), start, end)]


def _leads(label: re.Match[str]) -> bool:
    """A unit that leads makes helpers of the 责任单位 beside it; a person who leads (牵头领导) does not."""
    return label.group("label").startswith(_CHIEF) and not re.search(r"领导|人$|同志", label.group("label"))
