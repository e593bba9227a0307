"""Check every row against the others and against what is registered; the outcome is a draft or a list of problems."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import TextChoices

from weicheng.ground.org.choices import GroupKind, MemberPost, PostKind, UnitKind
from weicheng.ground.org.claims import LOCAL
from weicheng.ground.org.importing.columns import GROUPS, PEOPLE, UNITS
from weicheng.ground.org.importing.contention import check_claims
from weicheng.ground.org.importing.problems import Problems
from weicheng.ground.org.importing.workbook import Row, Sheet
from weicheng.ground.org.matching import UnitMatcher
from weicheng.ground.org.models import Group, Person, Unit
from weicheng.ground.org.naming import clean
from weicheng.ground.org.selectors import units_for_matching
from weicheng.ground.org.similarity import similarity

_SEVERAL = re.compile(r"[、,，;；/／]|\s(?=[一-鿿]{2,4}$)")
_DAY = re.compile(r"^(\d{4})[-年./](\d{1,2})[-月./](\d{1,2})日?$")
_MONTH = re.compile(r"^(\d{4})[-年./](\d{1,2})月?$")
_ALIASES = re.compile(r"[、,，;；/\n]")


@dataclass(slots=True)
class UnitDraft:
    """A row of the sheet of units; ``known`` is the registered unit it means, ``parent`` another draft or a unit."""

    row: Row
    name: str
    kind: str
    known: Unit | None = None
    parent: UnitDraft | Unit | None = None
    aliases: list[str] = field(default_factory=list)


@dataclass(slots=True)
class PostDraft:
    row: Row
    unit: UnitDraft | Unit
    kind: str
    name: str
    phone: str = ""
    title: str = ""
    start: date | None = None


@dataclass(slots=True)
class SeatDraft:
    row: Row
    name: str
    post: str
    title: str
    home_unit: UnitDraft | Unit | None
    start: date | None


@dataclass(slots=True)
class GroupDraft:
    row: Row
    name: str
    kind: str
    parent: str = ""
    host_unit: UnitDraft | Unit | None = None
    seats: list[SeatDraft] = field(default_factory=list)


@dataclass(slots=True)
class Draft:
    """What a table without problems says, in the order of writing."""

    units: list[UnitDraft] = field(default_factory=list)
    posts: list[PostDraft] = field(default_factory=list)
    groups: list[GroupDraft] = field(default_factory=list)


class Checker:
    """Checks the sheets of one file. ``draft`` is only good when ``problems`` is empty."""

    def __init__(self, sheets: list[Sheet]) -> None:
        self.sheets = {sheet.spec.name: sheet for sheet in sheets}
        self.problems = Problems()
        self.draft = Draft()
        units = list(units_for_matching())
        self._matcher = UnitMatcher(units)
        self._by_code = {unit.code: unit for unit in units}
        self._registered = units
        self._by_name: dict[str, list[Unit]] = defaultdict(list)
        for unit in units:
            self._by_name[clean(unit.name)].append(unit)
        self._drafts: dict[str, UnitDraft] = {}
        self._repeated: set[str] = set()  # names that stand in several rows
        self._known_names = set(Person.objects.values_list("name", flat=True))

    def check(self) -> None:
        if UNITS.name in self.sheets:
            self._units(self.sheets[UNITS.name])
        if PEOPLE.name in self.sheets:
            self._people(self.sheets[PEOPLE.name])
        if GROUPS.name in self.sheets:
            self._groups(self.sheets[GROUPS.name])

    # --- units

    def _units(self, sheet: Sheet) -> None:
        first_row: dict[tuple[str, str], int] = {}
        means: dict[int, int] = {}
        codes: dict[str, int] = {}
        self._repeated = {
            name for name, times in Counter(clean(row.get("name")) for row in sheet.rows).items() if times > 1
        }
        for row in sheet.rows:
            draft = self._unit(sheet, row)
            if draft is None:
                continue
            # Offices of different bureaus may share a name; two units below one parent may not.
            key = (clean(draft.name), row.get("parent"))
            if key in first_row:
                self.problems.add(
                    sheet,
                    row,
                    "name",
                    f"和第{first_row[key]}行重名",
                    "是同一家就删掉一行；有两个人就把另一个写到“人员”表",
                )
                continue
            first_row[key] = row.number
            if draft.known and means.setdefault(draft.known.pk, row.number) != row.number:
                said = f"和第{means[draft.known.pk]}行是同一个单位（{draft.known.name}）"
                self.problems.add(sheet, row, "name", said, "删掉一行；不是同一家就写清上级单位")
                continue
            code = row.get("code")
            if code and code in codes:
                self.problems.add(sheet, row, "code", f"和第{codes[code]}行编码相同", "改其中一个")
            codes.setdefault(code, row.number)
            self.draft.units.append(draft)
            for way in filter(None, (clean(draft.name), clean(row.get("short_name")), code)):
                self._drafts.setdefault(way, draft)
        for draft in self.draft.units:
            self._parent(sheet, draft)
        self._circles(sheet)
        check_claims(sheet, self.problems, self.draft.units, self._registered)
        for draft in self.draft.units:
            self._contacts(sheet, draft)

    def _unit(self, sheet: Sheet, row: Row) -> UnitDraft | None:
        name = row.get("name")
        if not name:
            self.problems.add(sheet, row, "name", "单位名称空着", "补上名称，或删掉这一行")
            return None
        if not 2 <= len(name) <= 100:
            self.problems.add(sheet, row, "name", "名称太长或太短", "2到100个字")
            return None
        self._fits(sheet, row, "short_name", 50)
        self._fits(sheet, row, "code", 30)
        if row.get("order") and not re.fullmatch(r"\d{1,5}", row.get("order")):
            self.problems.add(sheet, row, "order", "不是整数", "填0到99999，或空着")
        known = self._known(sheet, row)
        aliases = [alias.strip() for alias in _ALIASES.split(row.get("aliases")) if alias.strip()]
        kind = self._choice(sheet, row, "kind", UnitKind, known.kind if known else "")
        return UnitDraft(row, name, kind, known, known.parent if known else None, aliases)

    def _known(self, sheet: Sheet, row: Row) -> Unit | None:
        """The registered unit that a row means: by code, else by name (and parent, where several share a name)."""
        code, name = row.get("code"), clean(row.get("name"))
        if code and code in self._by_code:
            unit = self._by_code[code]
            if clean(unit.name) != name:
                self.problems.add(
                    sheet, row, "code", f"编码“{code}”已经是“{unit.name}”", "换一个编码；是改名就到单位页点“改名”"
                )
            return unit
        same = self._by_name.get(name, [])
        if len(same) > 1 or (same and name in self._repeated and same[0].kind in LOCAL and row.get("parent")):
            parent = clean(row.get("parent"))
            same = [
                unit for unit in same if unit.parent and parent in (clean(unit.parent.name), unit.parent.short_name)
            ]
        if len(same) == 1 and code and code != same[0].code:
            return same[0]
        return same[0] if len(same) == 1 else None

    def _parent(self, sheet: Sheet, draft: UnitDraft) -> None:
        text = draft.row.get("parent")
        if text:
            parent = self._unit_named(sheet, draft.row, "parent", text, "找不到这个上级单位")
            if parent is draft or (parent is not None and parent is draft.known):
                self.problems.add(sheet, draft.row, "parent", "上级是自己", "改成真正的上级，或空着")
            elif parent is not None:
                draft.parent = parent

    def _circles(self, sheet: Sheet) -> None:
        by_known = {draft.known.pk: draft for draft in self.draft.units if draft.known}
        for draft in self.draft.units:
            seen, above = [draft], draft.parent
            while above is not None:
                if isinstance(above, Unit):
                    above = by_known.get(above.pk) or above.parent
                    continue
                if above is draft:
                    rows = "、".join(str(one.row.number) for one in sorted(seen, key=lambda one: one.row.number))
                    self.problems.add(sheet, draft.row, "parent", "上级绕回了自己", f"第{rows}行互为上级，改其中一个")
                    break
                if above in seen:
                    break
                seen.append(above)
                above = above.parent

    def _contacts(self, sheet: Sheet, draft: UnitDraft) -> None:
        row = draft.row
        for prefix, kind in (("responsible", PostKind.RESPONSIBLE), ("liaison", PostKind.LIAISON)):
            phone = self._phone(sheet, row, f"{prefix}_phone")
            name = self._person_name(sheet, row, prefix)
            if not name:
                continue
            title = row.get(f"{prefix}_title")
            self.draft.posts.append(PostDraft(row, draft, kind, name, phone, title[:50]))

    # --- people and groups

    def _people(self, sheet: Sheet) -> None:
        for row in sheet.rows:
            if not row.get("name"):
                self.problems.add(sheet, row, "name", "姓名空着", "补上姓名，或删掉这一行")
                continue
            name = self._person_name(sheet, row, "name")
            if not name:
                continue
            if not row.get("unit"):
                self.problems.add(sheet, row, "unit", "单位空着", "补上单位的全称、简称或编码")
                continue
            unit = self._unit_named(sheet, row, "unit", row.get("unit"), "找不到这个单位")
            kind = self._choice(sheet, row, "kind", PostKind, "")
            phone, start = self._phone(sheet, row, "phone"), self._day(sheet, row, "start")
            self._fits(sheet, row, "title", 50)
            if unit is not None:
                post = PostDraft(row, unit, kind, name, phone, row.get("title"), start)
                self.draft.posts.append(post)

    def _groups(self, sheet: Sheet) -> None:
        groups: dict[str, GroupDraft] = {}
        for row in sheet.rows:
            name = row.get("name")
            if not name:
                self.problems.add(sheet, row, "name", "机构名称空着", "补上名称，或删掉这一行")
                continue
            group = groups.get(name)
            if group is None:
                kind = self._choice(sheet, row, "kind", GroupKind, _guess_group_kind(name))
                group = groups[name] = GroupDraft(row, name, kind)
                self.draft.groups.append(group)
            group.parent = group.parent or row.get("parent")
            if row.get("host_unit"):
                group.host_unit = self._unit_named(sheet, row, "host_unit", row.get("host_unit"), "找不到这个单位")
            self._seat(sheet, row, group)
        known = set(groups) | set(_group_names())
        for group in self.draft.groups:
            if group.parent and group.parent not in known:
                self.problems.add(
                    sheet, group.row, "parent", "找不到这个上级机构", _closest(group.parent, known) or "先在表里写上它"
                )
            elif group.parent == group.name:
                self.problems.add(sheet, group.row, "parent", "隶属于自己", "改成上级机构，或空着")

    def _seat(self, sheet: Sheet, row: Row, group: GroupDraft) -> None:
        name = self._person_name(sheet, row, "person")
        if not name:
            return
        post = self._choice(sheet, row, "post", MemberPost, MemberPost.MEMBER)
        home = None
        if row.get("home_unit"):
            home = self._unit_named(sheet, row, "home_unit", row.get("home_unit"), "找不到这个单位")
        self._fits(sheet, row, "title", 80)
        group.seats.append(SeatDraft(row, name, post, row.get("title"), home, self._day(sheet, row, "start")))

    # --- single cells

    def _unit_named(self, sheet: Sheet, row: Row, name: str, text: str, reason: str) -> UnitDraft | Unit | None:
        """A unit of the file or of the register, by name, short name, alias or code."""
        found = self._drafts.get(clean(text)) or self._drafts.get(text) or self._by_code.get(text)
        if found is not None:
            return found
        match = self._matcher.match(text)
        if match.unit is not None:
            return match.unit
        names = [one.name for one in self.draft.units] + [one.row.get("short_name") for one in self.draft.units]
        names += [str(unit) for unit, _ in match.suggestions]
        remedy = _closest(text, set(filter(None, names))) or "先在“单位”表里加上它，或改成已登记的名称"
        self.problems.add(sheet, row, name, reason, remedy)
        return None

    def _choice(self, sheet: Sheet, row: Row, name: str, choices: type[TextChoices], default: str) -> str:
        text = row.get(name)
        for code, word in choices.choices:
            if text in (word, code):
                return str(code)
        if not text and default:
            return default
        heading = sheet.spec.column(name).headings[0]
        reason = f"没有这个{heading}" if text else f"{heading}空着"
        self.problems.add(sheet, row, name, reason, f"可填：{'、'.join(choices.labels)}")
        return default

    def _person_name(self, sheet: Sheet, row: Row, name: str) -> str:
        """The one name in the cell, 钱　某 as 钱某; "" if the cell is no name."""
        text = re.sub(r"^(\S)\s(\S)$", r"\1\2", row.get(name))
        if text in self._known_names:
            return text
        heading = sheet.spec.column(name).headings[0]
        if _SEVERAL.search(text):
            self.problems.add(sheet, row, name, f"{heading}只能填一个", "留一个，另一个写到“人员”表")
            return ""
        if len(text) > 50 or re.search(r"\d", text):
            self.problems.add(sheet, row, name, "不像姓名", "只填姓名，电话另有一列")
            return ""
        return text

    def _phone(self, sheet: Sheet, row: Row, name: str) -> str:
        text = row.get(name)
        digits = re.sub(r"[\s\-—()（）+]", "", text)
        if not digits:
            return ""
        if re.fullmatch(r"(?:86)?1\d{10}", digits) or re.fullmatch(r"(?:0\d{2,3})?[2-9]\d{6,7}(?:转?\d{1,5})?", digits):
            return text
        if re.fullmatch(r"1\d+", digits):
            off = 11 - len(digits)
            self.problems.add(sheet, row, name, f"电话{'少' if off > 0 else '多'}{abs(off)}位", "手机号应是11位")
        elif len(re.findall(r"1\d{10}", text)) > 1:
            self.problems.add(sheet, row, name, "写了几个电话", "留一个")
        else:
            self.problems.add(sheet, row, name, "不像电话", "手机号11位，座机7到8位，可带区号")
        return ""

    def _day(self, sheet: Sheet, row: Row, name: str) -> date | None:
        text = row.get(name)
        found = _DAY.match(text) or _MONTH.match(text)
        if not text:
            return None
        try:
            parts = [int(part) for part in found.groups()] if found else []
            return date(*parts) if len(parts) == 3 else date(parts[0], parts[1], 1)
        except (ValueError, IndexError):
            self.problems.add(sheet, row, name, "看不懂这个日期", "写成2026-03-01")
            return None

    def _fits(self, sheet: Sheet, row: Row, name: str, longest: int) -> None:
        if len(row.get(name)) > longest:
            self.problems.add(sheet, row, name, f"超过{longest}个字", "缩短")


def _guess_group_kind(name: str) -> str:
    if name.endswith(("领导小组", "指挥部")):
        return GroupKind.LEADING
    return GroupKind.OFFICE if name.endswith(("办公室", "办")) else GroupKind.WORKING


def _group_names() -> list[str]:
    return list(Group.objects.filter(end=None).values_list("name", flat=True))


def _closest(text: str, names: set[str]) -> str:
    best = max(names, key=lambda name: similarity(text, name), default="")
    return f"是不是“{best}”" if best and similarity(text, best) >= 0.6 else ""
