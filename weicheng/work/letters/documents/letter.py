"""目标责任书: one page or two to sign, the unit's tasks behind it as 三定四包 (M051) on pages across."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from weicheng.engines import gongwen
from weicheng.engines.gongwen import (
    Align,
    Block,
    Clause,
    Column,
    Field,
    Number,
    PageTurn,
    Paragraph,
    Party,
    Signatures,
    Title,
)
from weicheng.ground.campaigns.models import Campaign
from weicheng.work.letters.documents.phrases import SIGN_DATE, day_words, measure_words, names, short_day
from weicheng.work.letters.selectors.signers import Chiefs, Top
from weicheng.work.letters.snapshot import Row

DASH = "—"
LEAD_COLUMNS = (
    Column("序号", 11, Align.CENTRE),
    Column("编号", 28, Align.CENTRE),
    Column("包任务", 58),
    Column("定责任", 40),
    Column("定人员", 20, Align.CENTRE),
    Column("定进度", 26),
    Column("包时间", 22, Align.CENTRE),
    Column("包质量", 18),
    Column("包达标", 18),
)
COOP_COLUMNS = (
    Column("序号", 11, Align.CENTRE),
    Column("编号", 28, Align.CENTRE),
    Column("配合任务", 90),
    Column("牵头单位", 38),
    Column("经办人", 20, Align.CENTRE),
    Column("时限", 24, Align.CENTRE),
    Column("数量和指标", 28),
)


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """All that a letter says; ``number`` is empty on a specimen."""

    campaign: Campaign
    unit_id: int
    unit_name: str
    number: str
    on: date
    rows: Sequence[Row]
    top: Top
    chiefs: Chiefs


def letter_document(facts: LetterFacts) -> gongwen.Document:
    led = [row for row in facts.rows if row["role"] == "lead"]
    helped = [row for row in facts.rows if row["role"] != "lead"]
    title = letter_title(facts.campaign)
    blocks: list[Block] = [
        Title(f"{facts.campaign.area}{facts.campaign.name}\n目标责任书"),
        Number(facts.number or f"责任书〔{facts.on.year}〕第　　号"),
        *_body(facts, led, helped),
        _signatures(facts),
    ]
    annexes = [annex for annex in (_led(led, facts), _helped(helped, facts)) if annex]
    for place, annex in enumerate(annexes, 1):
        mark = f"附件{place}" if len(annexes) > 1 else "附件"
        blocks += [PageTurn(across=True), Paragraph(mark, indent=False), *annex]
    return gongwen.Document(
        name=f"{title} {facts.unit_name}",
        on=facts.on,
        blocks=blocks,
        layout=gongwen.layouts.HOUSE,
        author=facts.top.office,
    )


def letter_title(campaign: Campaign) -> str:
    return f"{campaign.area}{campaign.name}目标责任书"


def quality_and_standard(row: Row) -> tuple[str, str]:
    """What is counted, and what is a rate to be reached."""
    words = measure_words(row)
    rates = [text for text in words if "%" in text or "％" in text or "率" in text or "百分之" in text]
    return "\n".join(text for text in words if text not in rates), "\n".join(rates)


def progress_words(row: Row) -> str:
    """Rhythm, beginning, phase: whichever are known."""
    begin = f"{short_day(row['start_on'])}起" if row["start_on"] else ""
    return "\n".join(text for text in (row["rhythm"], begin, row["phase"]) if text)


def _body(facts: LetterFacts, led: list[Row], helped: list[Row]) -> list[Block]:
    campaign, unit = facts.campaign, facts.unit_name
    return [
        Paragraph(
            f"为落实{campaign.name}各项任务，分清责任、按期办结，{facts.top.group}（甲方）"
            f"与{unit}（乙方）订立本责任书。"
        ),
        Clause(1, "责任目标"),
        Paragraph(_goal(facts.rows, led, helped)),
        Clause(1, "责任人"),
        Paragraph(_persons(facts.chiefs)),
        Clause(1, "乙方责任"),
        Clause(2, "三定。", "定责任、定人员、定进度：每项任务落到科室和具体的人，排出先后和进度。"),
        Clause(2, "四包。", "包任务、包时间、包质量、包达标：按附件所列数量和指标，在时限之前做完、做实。"),
        Clause(2, "如实报告。", "按台账报告进展，办不动的早提出、写明措施，不虚报，不拖到期满。"),
        Clause(1, "甲方责任"),
        Paragraph("甲方对乙方的工作给予指导，限期答复乙方报来的困难，按台账督查，并把结果告知乙方。"),
        Clause(1, "其他"),
        Paragraph(
            "任务、时限或责任单位有调整的，重新出具责任书，原件存档。本责任书一式两份，双方签字盖章后生效，各存一份。"
        ),
    ]


def _goal(rows: Sequence[Row], led: list[Row], helped: list[Row]) -> str:
    parts = [f"牵头{len(led)}项"] * bool(led) + [f"配合{len(helped)}项"] * bool(helped)
    words = f"乙方承担任务{len(rows)}项，其中{'、'.join(parts)}，逐项列在附件。"
    if len(parts) == 1:
        words = f"乙方{parts[0]}任务，逐项列在附件。"
    counted = sum(1 for row in rows if row["target"] or row["measures"])
    due = sorted(row["due_on"] for row in rows if row["due_on"])
    if counted:
        words += f"有数量或指标要求的{counted}项。"
    if due:
        first, last = day_words(due[0]), day_words(due[-1])
        words += f"最早的时限为{first}，最晚的为{last}。" if first != last else f"时限为{first}。"
    return words


def _persons(chiefs: Chiefs) -> str:
    first = f"乙方主要负责人{chiefs.first.name}" if chiefs.first else "乙方主要负责人"
    direct = f"分管负责人{chiefs.direct.name}" if chiefs.direct else "分管负责人"
    return f"{first}为第一责任人，对全部任务负总责；{direct}为直接责任人，对办理的全过程负责。"


def _signatures(facts: LetterFacts) -> Signatures:
    head = f"{facts.top.head_title} {facts.top.head}".strip() if facts.top.head else ""
    chief = facts.chiefs
    # 主要负责人 as a title would only say the label again.
    title = "" if chief.first_title in ("", "主要负责人", "责任人") else f"{chief.first_title} "
    first = f"{title}{chief.first.name}" if chief.first else ""
    lines = (Field("签字"), Field("", SIGN_DATE))
    return Signatures(
        (
            Party("甲方", facts.top.group, (Field("代表", head), *lines)),
            Party("乙方", facts.unit_name, (Field("主要负责人", first), *lines)),
        )
    )


def _led(rows: list[Row], facts: LetterFacts) -> list[Block]:
    if not rows:
        return []
    chief = facts.chiefs.first.name if facts.chiefs.first else ""
    cells = []
    for serial, row in enumerate(rows, 1):
        quality, standard = quality_and_standard(row)
        others, coops = names(row["leads"], facts.unit_id), names(row["coops"])
        duty = "\n".join(
            text
            for text in ("牵头：本单位" + (f"、{others}" if others else ""), f"配合：{coops}" if coops else "")
            if text
        )
        person = row["person"][1] if row["person"] else chief
        values = (row["number"], row["title"], duty, person, progress_words(row), short_day(row["due_on"]))
        cells.append([str(serial), *(value or DASH for value in (*values, quality, standard))])
    return [Title(f"{facts.unit_name}牵头任务清单"), gongwen.Table(LEAD_COLUMNS, cells)]


def _helped(rows: list[Row], facts: LetterFacts) -> list[Block]:
    if not rows:
        return []
    cells = []
    for serial, row in enumerate(rows, 1):
        measures = "\n".join(measure_words(row))
        person = row["person"][1] if row["person"] else ""
        when = short_day(row["due_on"]) or row["rhythm"]
        values = (row["number"], row["title"], names(row["leads"]), person, when, measures)
        cells.append([str(serial), *(value or DASH for value in values)])
    return [Title(f"{facts.unit_name}配合任务清单"), gongwen.Table(COOP_COLUMNS, cells)]
