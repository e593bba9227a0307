"""包抓表 (M009): each zone with its limits, the leader, the department and its chief; zones without anybody come last, named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from weicheng.engines import gongwen
from weicheng.engines.gongwen import Align, Block, Column, Number, Paragraph, Title
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.places.models import Zone
from weicheng.work.letters.documents.phrases import day_words, short_day

COLUMNS = (
    Column("序号", 11, Align.CENTRE),
    Column("责任区", 42),
    Column("范围", 70),
    Column("所在街道社区", 28, Align.CENTRE),
    Column("包抓领导", 34, Align.CENTRE),
    Column("包抓部门", 34, Align.CENTRE),
    Column("部门负责人", 24, Align.CENTRE),
    Column("起始日期", 24, Align.CENTRE),
)


def zones_document(campaign: Campaign, zones: Sequence[Zone], on: date) -> gongwen.Document:
    """``zones`` come from places.selectors.zone_rows of the day ``on``."""
    covered = [zone for zone in zones if zone.sponsors]
    bare = [zone for zone in zones if not zone.sponsors]
    rows = [_cells(zone, serial) for serial, zone in enumerate(covered, 1)]
    rows += [
        [str(serial), zone.name, zone.limits or "—", str(zone.owner or "—"), "待定", "待定", "—", "—"]
        for serial, zone in enumerate(bare, len(covered) + 1)
    ]
    heading = f"{campaign.area}{campaign.name}\n责任区包抓责任表"
    blocks: list[Block] = [
        Title(heading),
        Number(f"共{len(rows)}个责任区　{day_words(on)}"),
        gongwen.Table(COLUMNS, rows),
    ]
    if bare:
        listed = "、".join(zone.name for zone in bare)
        blocks.append(Paragraph(f"待安排包抓的责任区{len(bare)}个：{listed}。", indent=False, small=True))
    return gongwen.Document(
        name=heading.replace("\n", ""), on=on, blocks=blocks, layout=gongwen.layouts.SHEET, across=True
    )


def _cells(zone: Zone, serial: int) -> list[str]:
    one = zone.sponsors[0]
    leader = f"{one.leader or '—'}" + (f"\n{one.leader_title}" if one.leader_title else "")
    owner, chief = str(zone.owner or "—"), str(one.chief or "—")
    name = getattr(one, "department_name", str(one.department))
    return [str(serial), zone.name, zone.limits or "—", owner, leader, name, chief, short_day(one.start)]
