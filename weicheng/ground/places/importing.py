"""Zones and their sponsors from a table: every row is checked before the first is written."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

import xlsxwriter
from django.db import transaction

from weicheng.ground.campaigns.matching import campaign_matcher
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid, Refused
from weicheng.ground.org.importing.workbook import read_grids
from weicheng.ground.org.models import Person, Unit, User
from weicheng.ground.org.services import add_person
from weicheng.ground.places import services
from weicheng.ground.places.models import Sponsorship, Zone
from weicheng.ground.places.permissions import check_user_can_change_zones

# field -> headings, the first stands in the template; * = must be there
COLUMNS = {
    "name": ("责任区", "责任区名称", "包抓区域", "包抓路段", "路段", "区域", "片区"),
    "limits": ("范围", "四至", "责任范围", "起止"),
    "owner": ("所在街道社区", "街道", "社区", "所属街道", "属地"),
    "leader": ("包抓领导", "领导", "包联领导", "责任领导"),
    "leader_title": ("领导职务", "职务"),
    "department": ("包抓部门", "部门", "责任部门", "包抓单位", "责任单位"),
    "chief": ("部门负责人", "负责人", "责任人"),
    "start": ("起始日期", "开始日期", "起"),
    "note": ("备注",),
}
EXAMPLE = (
    "人民路（解放街口至南桥）",
    "东至护城河，西至人民路",
    "北苑街道",
    "方某",
    "副区长",
    "区城管局",
    "王某",
    "2026-01-01",
    "示例，填之前删掉",
)
HEADER_WITHIN = 10


@dataclass(frozen=True, slots=True)
class ZoneRow:
    """One row that can be written; people by name, since they may have to be registered first."""

    number: int
    name: str
    limits: str
    owner: Unit | None
    note: str
    leader: str
    leader_title: str
    department: Unit | None
    chief: str
    start: date


@dataclass(slots=True)
class ImportOutcome:
    """``problems``: (row as the table numbers it, sentence); with any of them nothing was written."""

    new: int = 0
    changed: int = 0
    sponsored: int = 0
    problems: list[tuple[int, str]] = field(default_factory=list)


def template() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("包抓表")
    head = book.add_format({"bold": True, "bg_color": "#E3F1F0", "border": 1})
    plain = book.add_format({"num_format": "@", "font_color": "#8A999C"})
    text = book.add_format({"num_format": "@"})
    for place, (headings, example) in enumerate(zip(COLUMNS.values(), EXAMPLE, strict=True)):
        sheet.set_column(place, place, max(12, len(example) + 8), text)
        sheet.write_string(0, place, headings[0] + ("*" if place == 0 else ""), head)
        sheet.write_string(1, place, example, plain)
    sheet.freeze_panes(1, 1)
    book.close()
    return out.getvalue()


def import_zones(*, by: User, campaign: Campaign, content: bytes, on: date) -> ImportOutcome:
    """Write the table, all or nothing. A zone of the same name is changed; an empty cell clears nothing; the same table
    twice changes nothing the second time. ``on``: from when a sponsorship without a date holds."""
    check_user_can_change_zones(by, campaign)
    rows, problems = _read(campaign, content, on)
    outcome = ImportOutcome(problems=problems)
    if problems:
        return outcome
    number = 0
    try:
        with transaction.atomic():
            for row in rows:
                number = row.number
                _write(by, campaign, row, outcome)
            audit.record(
                "places.zones.imported",
                by=by,
                obj=campaign,
                after={"new": outcome.new, "changed": outcome.changed, "sponsored": outcome.sponsored},
                campaign_id=campaign.pk,
            )
    except Refused as error:
        return ImportOutcome(problems=[(number, str(error))])
    return outcome


def _read(campaign: Campaign, content: bytes, on: date) -> tuple[list[ZoneRow], list[tuple[int, str]]]:
    header, places, grid = _table(content)
    matcher = campaign_matcher(campaign, on)
    names = Counter(person.name for person in Person.objects.all())
    rows: list[ZoneRow] = []
    problems: list[tuple[int, str]] = []
    seen: dict[str, int] = {}
    for number, values in enumerate(grid[header + 1 :], header + 2):
        cells = {name: values[place].strip() for name, place in places.items() if place < len(values)}
        if not any(cells.values()) or cells.get("name") in COLUMNS["name"]:
            continue
        sentences = _faults(cells, names, seen.get(cells.get("name", "")))
        units: dict[str, Unit | None] = {}
        for key in ("owner", "department"):
            units[key] = matcher.match(cells[key]).unit if cells.get(key) else None
            if cells.get(key) and units[key] is None:
                sentences.append(f"没有登记的单位“{cells[key]}”，请先登记或改成已有的名称")
        start = _day(cells.get("start", ""), on)
        if start is None:
            sentences.append(f"看不懂日期“{cells['start']}”，请写成2026-01-01")
        problems += [(number, sentence) for sentence in sentences]
        seen.setdefault(cells.get("name", ""), number)
        if not sentences:
            rows.append(_row(number, cells, units, start or on))
    if not rows and not problems:
        raise Invalid("表头认出来了，下面一行内容也没有。", "file")
    return rows, problems


def _row(number: int, cells: dict[str, str], units: dict[str, Unit | None], start: date) -> ZoneRow:
    def text(name: str) -> str:
        return cells.get(name, "")

    return ZoneRow(
        number=number,
        name=text("name"),
        limits=text("limits"),
        owner=units["owner"],
        note=text("note"),
        leader=text("leader"),
        leader_title=text("leader_title"),
        department=units["department"],
        chief=text("chief"),
        start=start,
    )


def _faults(cells: dict[str, str], names: Counter[str], twin: int | None) -> list[str]:
    found = []
    if not cells.get("name"):
        found.append("没有写责任区的名称")
    elif twin:
        found.append(f"责任区“{cells['name']}”和第{twin}行重复")
    if not cells.get("department") and (cells.get("leader") or cells.get("chief")):
        found.append("有包抓领导，没有包抓部门")
    for key in ("leader", "chief"):
        name = cells.get(key, "")
        if names[name] > 1:
            found.append(f"有{names[name]}个人叫“{name}”，请在页面上选")
        if len(name) > 50:
            found.append(f"姓名“{name[:10]}……”太长")
    return found


def _table(content: bytes) -> tuple[int, dict[str, int], list[list[str]]]:
    """The first row that looks like a heading, in any sheet."""
    for _, grid in read_grids(content):
        for index, row in enumerate(grid[:HEADER_WITHIN]):
            places: dict[str, int] = {}
            for place, cell in enumerate(row):
                key = cell.strip().rstrip("*").strip()
                hit = next((name for name, headings in COLUMNS.items() if key in headings and name not in places), None)
                if hit:
                    places[hit] = place
            if "name" in places and len(places) > 1:
                return index, places, grid
    raise Invalid("没有找到认得的表头。至少要有“责任区”和“包抓部门”两列，请用模板或把表头改成这样。", "file")


def _day(text: str, otherwise: date) -> date | None:
    if not text:
        return otherwise
    try:
        return date.fromisoformat(text.replace("/", "-").replace(".", "-")[:10])
    except ValueError:
        return None


def _write(by: User, campaign: Campaign, row: ZoneRow, outcome: ImportOutcome) -> None:
    zone = Zone.objects.live().filter(campaign=campaign, name=" ".join(row.name.split())).first()
    if zone is None:
        zone = services.add_zone(
            by=by, campaign=campaign, name=row.name, limits=row.limits, owner=row.owner, note=row.note
        )
        outcome.new += 1
    else:
        before = (zone.limits, zone.owner, zone.note)
        after = (row.limits or zone.limits, row.owner or zone.owner, row.note or zone.note)
        services.change_zone(by=by, zone=zone, name=zone.name, limits=after[0], owner=after[1], note=after[2])
        outcome.changed += before != after
    if row.department is not None:
        before_count = Sponsorship.objects.filter(zone=zone).count()
        services.sponsor_zone(
            by=by,
            zone=zone,
            department=row.department,
            leader=_person(by, row.leader),
            leader_title=row.leader_title,
            chief=_person(by, row.chief),
            start=row.start,
        )
        outcome.sponsored += Sponsorship.objects.filter(zone=zone).count() > before_count


def _person(by: User, name: str) -> Person | None:
    if not name:
        return None
    return Person.objects.filter(name=name).first() or add_person(by=by, name=name)
