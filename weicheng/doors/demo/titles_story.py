"""The sample's titles: the provincial one falls due next year, the national bid is with the province, villages and units climb."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from weicheng.doors.demo.dates import month_end, month_of
from weicheng.doors.demo.docx import docx_of
from weicheng.engines.gongwen.official import Form, NoFonts, Official, pdf_file
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import Unit, User
from weicheng.ground.papers.rendering import FONTS
from weicheng.judgement.titles.choices import FileSource
from weicheng.judgement.titles.models import Bid, Title
from weicheng.judgement.titles.services import countdown, package
from weicheng.judgement.titles.services.bids import change_bid
from weicheng.judgement.titles.services.files import keep_upload
from weicheng.judgement.titles.services.moving import make_move
from weicheng.judgement.titles.services.register import add_title
from weicheng.judgement.titles.services.starting import start_bid
from weicheng.work.plans.models import Plan

REPORT = (
    "青禾区自去年启动创建以来，成立领导小组，印发实施方案，把任务分解到每个单位。\n"
    "环境卫生实行一日两扫，背街小巷逐条整治，农贸市场逐个改造。\n下一步对照标准补齐短板，迎接考核。"
)
FINDINGS = (
    ("部分背街小巷有零散垃圾，清运不及时", "QH-CG", 12),
    ("两处农贸市场活禽区与其他区没有完全隔离", "QH-SJ", 20),
)


def tell(campaign: Campaign, office: User, day: date) -> None:
    units = {unit.code: unit for unit in Unit.objects.filter(code__startswith="QH")}
    national = _titles(campaign, office, units, day)
    bid = _national_bid(office, national, day)
    _papers(bid, office, campaign, day)
    for text, code, days in FINDINGS:
        due = max(day, timezone.localdate()) + timedelta(days=days)
        countdown.add_finding(by=office, bid=bid, key=uuid.uuid4(), text=text, unit=units[code], due_on=due)
    countdown.mark_item(by=office, item=bid.countdown.get(name__contains="差距清单"), is_done=True)
    for item in bid.countdown.filter(watch="", number__gte=60):
        countdown.save_item(
            by=office,
            bid=bid,
            key=item.key,
            name=item.name,
            number=item.number,
            unit_of=item.unit_of,
            unit=units["QH-CWB"],
        )


def _titles(campaign: Campaign, office: User, units: dict[str, Unit], day: date) -> Title:
    def add(level: str, kind: str, name: str, **values: Any) -> Title:
        key, is_held = uuid.uuid4(), "granted_on" in values
        return add_title(
            by=office, campaign=campaign, key=key, is_held=is_held, level=level, kind=kind, name=name, **values
        )

    national = add("national", "district", "国家卫生区", object_name="青禾区", target_on=month_end(day, 13))
    number = f"省爱卫发〔{month_of(day, -27).year}〕11号"
    add(
        "province", "district", "省级卫生区", object_name="青禾区", granted_on=month_of(day, -27), term_years=3,
        granted_by="省爱国卫生运动委员会", paper_number=number,
    )  # fmt: skip
    town = add(
        "prefecture", "town", "市级卫生镇", object_name="青石镇", unit=units["QH-QS"], within=national,
        granted_on=month_of(day, -20), term_years=3, granted_by="市爱国卫生运动委员会",
    )  # fmt: skip
    add(
        "prefecture", "village", "市级卫生村", object_name="石门村", unit=units["QH-QS-1"], within=town,
        target_on=month_end(day, 8),
    )  # fmt: skip
    add(
        "county", "village", "区级卫生村", object_name="禾新村", unit=units["QH-HF-1"], within=national,
        granted_on=month_of(day, -8), term_years=2, granted_by="区爱国卫生运动委员会",
    )  # fmt: skip
    held = {"granted_on": month_of(day, -30), "term_years": 3, "granted_by": "区爱国卫生运动委员会"}
    add("county", "unit", "卫生先进单位", unit=units["QH-YY"], **held)
    add("prefecture", "unit", "市级卫生先进单位", unit=units["QH-YY"], target_on=month_end(day, 7))
    add("county", "unit", "卫生先进单位", unit=units["QH-XX1"], granted_on=month_of(day, -6), term_years=3)
    add("county", "unit", "卫生先进单位", unit=units["QH-GJ"], target_on=month_end(day, 3))
    return national


def _national_bid(office: User, title: Title, day: date) -> Bid:
    """Begun four months ago; self-check and the province's acceptance are behind it."""
    bid = start_bid(
        by=office,
        title=title,
        purpose="create",
        rules="national-2021",
        key=uuid.uuid4(),
        package_object="city",
        started_on=month_of(day, -4),
        review_on=month_of(day, 4).replace(day=18),
    )
    steps = (
        (
            "ready",
            month_of(day, -2).replace(day=16),
            f"青创发〔{month_of(day, -2).year}〕6号",
            "自查发现的差距已列成清单交办",
        ),
        ("accepted", month_of(day, -1).replace(day=5), "", "省爱卫办受理"),
    )
    for outcome, on, number, note in steps:
        current = Bid.objects.get(pk=bid.pk)
        make_move(
            by=office,
            bid=current,
            version=current.version,
            key=uuid.uuid4(),
            outcome=outcome,
            on=on,
            paper_number=number,
            note=note,
        )
    current = Bid.objects.get(pk=bid.pk)
    last = max(day, timezone.localdate()) + timedelta(days=40)
    return change_bid(by=office, bid=current, version=current.version, region_code="430799000", stage_due_on=last)


def _papers(bid: Bid, office: User, campaign: Campaign, day: date) -> None:
    """Some papers are there as PDF, one as a Word file that still has to change its format, one without its particulars."""
    plan = Plan.objects.filter(campaign=campaign, title__contains="实施方案").order_by("pk").first()
    if plan is not None:
        taken = package.taken_from(by=office, bid=bid, source="plan", pk=plan.pk)
        package.add_file(by=office, slot=bid.slots.get(key="scheme"), key=uuid.uuid4(), taken=taken)
    words = docx_of(f"# 青禾区创卫工作计划\n{REPORT}")
    _put(bid, office, "plan", "创卫工作计划.docx", words)
    for key, title in (("report", "青禾区创建国家卫生区工作汇报"), ("economy", "青禾区经济和社会发展情况")):
        _put(bid, office, key, f"{title}.pdf", _pdf(title, day))
    rules = _put(bid, office, "rules", "青禾区爱国卫生工作管理办法.pdf", _pdf("青禾区爱国卫生工作管理办法", day))
    if rules is not None:
        package.describe_file(
            by=office, file=rules, category="03", issuer="青禾区人民政府", issued_on=date(day.year - 2, 3, 1),
            effective_on=date(day.year - 2, 4, 1),
        )  # fmt: skip
    _put(bid, office, "tobacco", "青禾区公共场所控制吸烟规定.pdf", _pdf("青禾区公共场所控制吸烟规定", day))


def _pdf(title: str, day: date) -> bytes:
    """A page of an official paper; nothing where the fonts were not laid at set-up."""
    paper = Official(Form.DOCUMENT, title, REPORT, day, ("青禾区人民政府",), signature=("青禾区人民政府",))
    try:
        return pdf_file(paper, FONTS)
    except NoFonts:
        return b""


def _put(bid: Bid, office: User, key: str, name: str, content: bytes) -> Any:
    if not content:
        return None
    stored, name = keep_upload(SimpleUploadedFile(name, content), office)
    taken = package.Taken(stored, name, FileSource.UPLOAD)
    return package.add_file(by=office, slot=bid.slots.get(key=key), key=uuid.uuid4(), taken=taken)
