"""The sample's archive: evidence of three years, volumes of each chapter, one sealed and taken outside, items filed and boxed."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from io import BytesIO

from django.core.files.base import File
from django.utils import timezone

from weicheng.doors.demo.docx import docx_of
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.evidence.services import upload_evidence
from weicheng.ground.kernel import jobs
from weicheng.ground.org.models import Unit, User
from weicheng.ground.standards.models import Clause
from weicheng.judgement.archive.choices import FileRole, Level, Result
from weicheng.judgement.archive.models import Volume
from weicheng.judgement.archive.selectors.contents import contents_of, digest_of
from weicheng.judgement.archive.selectors.register import unregistered
from weicheng.judgement.archive.services import acceptance, boxes, exports, filing, sealing, volumes

KINDS = (
    ("plan", "工作计划", (2, 20)),
    ("check", "检查记录", (6, 15)),
    ("record", "工作记录", (9, 10)),
    ("summary", "年度总结", (12, 20)),
)
UNITS = ("QH-WJ", "QH-CG", "QH-SJ", "QH-ZJ")
CLAUSES = 8  # of each year; the rest of the matrix shows what is missing
FILED = 6


def tell(campaign: Campaign, office: User, today: date) -> None:
    """Through the services of the office itself; a campaign without a standard has no volumes."""
    if campaign.edition is None:
        return
    clauses = list(campaign.edition.clauses.filter(parent=None).select_related("chapter").order_by("order"))[
        : CLAUSES * 2
    ]
    if not clauses:
        return
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=UNITS)}
    for back in (2, 1, 0):
        _evidence(campaign, office, clauses, list(units.values()), today.year - back, back, today)
    volumes.open_chapters(by=office, campaign=campaign, years=[today.year, today.year - 1])
    first = clauses[0].chapter
    last = Volume.objects.get(campaign=campaign, chapter=first, year=today.year - 1, clause=None, unit=None, place=0)
    volumes.describe_volume(by=office, volume=last, values={"checker": "季某", "note": "均为电子文件，原件存创卫办。"})
    reason = "去年能收的都收了，缺的在今年补，补充卷另建"
    sealing.seal_volume(by=office, volume=last, seen=digest_of(contents_of(last)), reason=reason)
    last.refresh_from_db()
    export = exports.request_export(by=office, volume=last, form="zip")
    if export.job is not None:
        jobs.run_inline(export.job)
    _accept(campaign, office, last, list(units.values()), today)
    _file(campaign, office, today.year - 1)


def _evidence(
    campaign: Campaign, office: User, clauses: list[Clause], units: list[Unit], year: int, back: int, today: date
) -> None:
    """Plan, check, record and summary of some clauses; fewer the further back, and nothing from the future."""
    for place, clause in enumerate(clauses[: CLAUSES * 2 - back * 3]):
        unit = units[place % len(units)]
        for number, (kind, word, (month, day)) in enumerate(KINDS):
            on = date(year, month, day)
            if on > today or (place + number + back) % 5 == 4:
                continue
            title = f"{year}年{clause.title}{word}"
            text = f"{title}\n{unit.name}\n围绕“{clause.title}”，{word}如下。\n一、基本情况\n按要求落实到科室和人。\n二、下一步\n继续巩固。"
            upload_evidence(
                by=office, campaign=campaign, upload=File(BytesIO(docx_of(text)), name=f"{title}.docx"), unit=unit,
                clauses=[clause], kind=kind, on=on, year=year,
            )  # fmt: skip


def _accept(campaign: Campaign, office: User, sealed: Volume, units: list[Unit], today: date) -> None:
    """The sealed volume passed the office; that of a unit was checked by itself and came back from the office."""
    on = min(today, timezone.localdate())
    people = "创卫办 周某、陈某"
    acceptance.record_acceptance(
        by=office, volume=sealed, key=uuid.uuid4(), level=Level.OFFICE, result=Result.PASSED, on=on, people=people
    )
    unit = units[0]
    own = volumes.open_volume(by=office, campaign=campaign, chapter=sealed.chapter, year=today.year - 1, unit=unit)
    acceptance.record_acceptance(
        by=office, volume=own, key=uuid.uuid4(), level=Level.UNIT, result=Result.PASSED, on=on, people=f"{unit} 联络员"
    )
    due = max(today, timezone.localdate()) + timedelta(days=14)
    found = [acceptance.Found(f"{today.year - 1}年的检查记录没有签字", unit, due)]
    acceptance.record_acceptance(
        by=office, volume=own, key=uuid.uuid4(), level=Level.OFFICE, result=Result.RETURNED, on=on, people=people,
        note="目录清楚，检查记录要补签。", defects=found,
    )  # fmt: skip


def _file(campaign: Campaign, office: User, year: int) -> None:
    """Some of last year's papers are numbered and in a box, two are one item, the others wait."""
    filing.set_retention(
        by=office, campaign=campaign, kind="plan", retention="D30", source="本办保管期限表（示例）第1条"
    )
    sources = [thing.source for thing in unregistered(campaign, year)][: FILED + 1]
    items = filing.register_things(by=office, campaign=campaign, sources=sources, year=year)
    if len(items) < 3:
        return
    first = filing.join_items(by=office, item=items[0], other=items[1], role=FileRole.ATTACHMENT)
    numbered = filing.number_items(by=office, campaign=campaign, items=[first, *items[2:]])
    for item in numbered:
        boxes.set_pages(by=office, item=item, pages=2)
    same = [item for item in numbered if item.retention == numbered[0].retention]
    boxes.fill_box(by=office, campaign=campaign, items=same[:3], thickness=20)
