"""A library that looks used: papers, tables, photos, certificates of three years, some unsorted, some about to lapse."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.files.base import ContentFile

from weicheng.doors.demo import evidence_files as files
from weicheng.doors.demo.docx import docx_of
from weicheng.doors.demo.story import liaisons_by_unit
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.evidence.choices import EvidenceKind
from weicheng.ground.evidence.models import Evidence
from weicheng.ground.evidence.services import remove_evidence, upload_evidence
from weicheng.ground.evidence.services.preparing import JOB_KIND
from weicheng.ground.kernel import jobs
from weicheng.ground.kernel.choices import JobState
from weicheng.ground.kernel.models import Job
from weicheng.ground.org.models import Unit, User
from weicheng.ground.standards.models import Clause


@dataclass(frozen=True, slots=True)
class Piece:
    """A file of a unit: its words name the clause it belongs to ("" = nobody has sorted it yet)."""

    unit: str
    name: str
    data: bytes
    word: str = ""
    days_ago: int = 30
    kind: str = ""
    lasts: int | None = None  # days from today to the end of a certificate


# A line of work, who does it, and the words by which its clause is found.
LINES = (
    ("QH-WJ", "病媒生物防制", "病媒", "投放鼠药38公斤，更换毒饵站126处，喷洒蚊蝇药物4轮，监测点位60个。"),
    ("QH-CG", "市容环境卫生", "市容", "主次干道机械化清扫率达到92%，清理卫生死角213处，更换果皮箱103个。"),
    ("QH-CG", "公厕改造", "公厕", "新建公厕4座，改建11座，全部配备洗手设施，落实专人保洁。"),
    ("QH-SJ", "农贸市场整治", "市场", "完成6家农贸市场升级，划行归市，活禽宰杀区单独设置，排水通畅。"),
    ("QH-SJ", "食品安全", "食品", "检查餐饮单位412家次，小餐饮持证率100%，立案8起，均已结案。"),
    ("QH-WJ", "健康教育", "健康教育", "设置健康教育专栏86处，举办讲座34场，发放资料1.2万份。"),
    ("QH-HB", "环境保护", "环境", "巡查排污口27处，处理扬尘投诉19件，空气优良天数比例保持上升。"),
    ("QH-SW", "饮用水卫生", "饮用水", "二次供水单位每半年清洗消毒一次，水质检测合格率100%。"),
)
STREETS = ("QH-BY", "QH-HW", "QH-LA", "QH-DQ", "QH-HF", "QH-QS")


def tell(campaign: Campaign, office: User, today: date) -> None:
    """Each file through the same door as a person's; read and pictured here and now, as the worker would."""
    units = {unit.code: unit for unit in Unit.objects.all()}
    liaisons = liaisons_by_unit()
    clauses = list(Clause.objects.filter(edition=campaign.edition_id).order_by("order", "id"))
    for piece in _pieces(today):
        unit = units[piece.unit]
        on = today - timedelta(days=piece.days_ago)
        upload_evidence(
            by=liaisons.get(unit.pk, office),
            campaign=campaign,
            upload=ContentFile(piece.data, piece.name),
            unit=unit,
            clauses=_clause_of(clauses, piece.word),
            kind=piece.kind,
            on=on,
            valid_until=today + timedelta(days=piece.lasts) if piece.lasts is not None else None,
        )
    wrong = Evidence.objects.filter(campaign=campaign, title__contains="旧表").first()
    if wrong is not None:
        remove_evidence(by=office, evidence=wrong, reason="数字与年报对不上，已由新表代替")
    before = os.environ.get("WEICHENG_OCR")
    os.environ["WEICHENG_OCR"] = "0"  # drawings without words: seconds each for nothing
    try:
        for job in Job.objects.filter(kind=JOB_KIND, state=JobState.QUEUED):
            jobs.run_inline(job)
    finally:
        os.environ.pop("WEICHENG_OCR") if before is None else os.environ.update(WEICHENG_OCR=before)


def _clause_of(clauses: list[Clause], word: str) -> list[Clause]:
    """The clause that has the word in its title, else in what tasks of it speak of."""
    if not word:
        return []
    named = [clause for clause in clauses if word in clause.title]
    named += [clause for clause in clauses if word in "".join(map(str, clause.words)) or word in clause.gist]
    return named[:1]


def _pieces(today: date) -> Iterator[Piece]:
    yield from _papers(today)
    yield from _tables(today)
    yield from _photos()
    yield from _certificates()
    yield from _odd_ones()


def _papers(today: date) -> Iterator[Piece]:
    """For each line of work a plan, a check and a summary (M073), the summaries of the years before too."""
    for place, (unit, line, word, done) in enumerate(LINES):
        year = today.year
        plan = f"# {year}年{line}工作方案\n## 一、目标\n{line}各项指标达到标准要求。\n## 二、措施\n{done}\n> 各科室"
        yield Piece(unit, f"{year}年{line}工作方案.docx", docx_of(plan), word, 150 - place * 3)
        check = f"# {line}检查记录\n检查组现场查看，{done}\n发现问题3处，当场交办，限一周内整改。"
        yield Piece(unit, f"{line}检查记录.docx", docx_of(check), word, 60 - place * 2)
        for back in (1, 2, 3) if place < 3 else (1,):
            words = f"# {year - back}年{line}工作总结\n{done}\n下一步巩固成果，落实长效机制。"
            name = f"{year - back}年{line}工作总结.docx"
            yield Piece(unit, name, docx_of(words), word, (today - date(year - back, 12, 20)).days)


def _tables(today: date) -> Iterator[Piece]:
    head = ("街道乡镇", "应查", "已查", "合格", "合格率")
    for place, (unit, line, word, _) in enumerate(LINES[:6]):
        rows: list[tuple[object, ...]] = [head]
        for number, street in enumerate(("北苑街道", "河湾街道", "柳岸街道", "东桥街道", "禾丰镇", "青石镇")):
            checked = 30 + (place * 7 + number * 5) % 20
            rows.append((street, checked, checked, checked - number % 3, f"{(checked - number % 3) / checked:.1%}"))
        yield Piece(unit, f"{today.year}年{line}统计表.xlsx", files.table(rows), word, 25 - place)
    yield Piece("QH-WJ", "病媒监测旧表.xlsx", files.table([head, ("北苑街道", 9, 9, 8, "88.9%")]), "病媒", 90)


def _photos() -> Iterator[Piece]:
    for place, street in enumerate(STREETS):
        for number, (name, word) in enumerate(
            (("背街小巷清扫", "市容"), ("灭蚊消杀现场", "病媒"), ("公厕保洁", "公厕"))
        ):
            picture = files.scene(100 * place + number + 11)
            yield Piece(street, f"{name}.jpg", picture, word, 40 - place * 4 - number)
    yield Piece("QH-BY", "整治前.jpg", files.scene(900, littered=True), "市容", 33)
    yield Piece("QH-BY", "整治后.jpg", files.scene(900), "市容", 20)
    yield Piece("QH-HW", "集中整治现场.jpg", files.scene(900, quality=45), "市容", 8)  # the other street's photo again


def _certificates() -> Iterator[Piece]:
    kind = EvidenceKind.CERTIFICATE
    for number, (unit, name, word, lasts) in enumerate(
        (
            ("QH-SW", "第二水厂卫生许可证.png", "饮用水", 24),
            ("QH-SJ", "青禾中心农贸市场食品经营许可证.png", "食品", 52),
            ("QH-CG", "餐厨垃圾处置单位资质证书.png", "市容", 81),
            ("QH-WJ", "病媒生物防制服务机构资质证书.png", "病媒", -6),
            ("QH-JY", "区实验小学食堂食品经营许可证.png", "食品", 400),
        )
    ):
        yield Piece(unit, name, files.certificate(number), word, 300 - number, kind, lasts)


def _odd_ones() -> Iterator[Piece]:
    """A PDF with words, a scan without any, a plain text, and a paper that calls itself a picture."""
    lines = ["公共场所卫生监测报告", "本季度抽检公共场所62家，合格率96.8%。", "空气、顶棚、茶具三项均有记录。"]
    yield Piece("QH-WJ", "公共场所卫生监测报告.pdf", files.text_pdf(lines), "公共场所", 45)
    yield Piece("QH-WL", "景区公厕管理台账（扫描）.pdf", files.scanned_pdf(7), "", 12)
    yield Piece("QH-JY", "学校健康教育课记录.txt", "全区42所中小学开课率100%，教案齐全。".encode(), "", 9)
    minutes = docx_of("# 爱国卫生月动员会记录\n区领导到会讲话，六个街道乡镇表态发言。")
    yield Piece("QH-ZFB", "爱国卫生月动员会记录.jpg", minutes, "", 5)
