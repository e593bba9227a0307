"""整改通知书: a form of the house (no paper of GB/T 9704): what was found where, by when it must be put right, a slip to tear off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from weicheng.engines.gongwen.model import (
    Align,
    Block,
    Column,
    Cut,
    Document,
    Field,
    Fields,
    Number,
    Paragraph,
    Party,
    Signatures,
    Table,
    Title,
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to put right: where, what, against which requirement, how it should be."""

    place: str
    problem: str
    basis: str = ""
    demand: str = ""


@dataclass(frozen=True, slots=True)
class Rectification:
    """``contact``: whom to call; ``penalty``: what follows if nothing is done, empty: nothing is threatened."""

    number: str
    unit: str
    found_on: date
    due_on: date
    issuer: str
    on: date
    faults: Sequence[Fault]
    inspectors: str = ""
    contact: str = ""
    penalty: str = ""


_COLUMNS = (
    Column("序号", 10, Align.CENTRE),
    Column("地点", 30),
    Column("存在的问题", 56),
    Column("对照要求", 34),
    Column("整改要求", 40),
)


def rectification_document(form: Rectification) -> Document:
    """The notice and its return slip as a document for ``gongwen.write``."""
    blocks: list[Block] = [
        Title("整改通知书"),
        Number(form.number),
        Paragraph(f"{form.unit}：", indent=False),
        Paragraph(
            f"{_day(form.found_on)}，{form.inspectors or '检查组'}在检查中发现你单位（责任区）存在以下{len(form.faults)}个问题。"
            f"请于{_day(form.due_on)}前整改到位，并把整改情况和整改前后照片报{form.issuer}。"
        ),
        Table(
            _COLUMNS,
            [[str(n), one.place, one.problem, one.basis, one.demand] for n, one in enumerate(form.faults, 1)],
        ),
    ]
    if form.penalty:
        blocks.append(Paragraph(form.penalty))
    if form.contact:
        blocks.append(Paragraph(f"联系人：{form.contact}"))
    blocks += [
        Paragraph(form.issuer, indent=False, align=Align.RIGHT),
        Paragraph(_day(form.on), indent=False, align=Align.RIGHT),
        Cut(f"{form.number} 签收和整改回执"),
        Fields(
            (
                Field("单位", form.unit),
                Field("签收人"),
                Field("签收日期"),
                Field("整改负责人"),
                Field("整改情况"),
                Field("完成日期"),
            )
        ),
        Signatures((Party("整改单位", form.unit, (Field("负责人"),)), Party("核查", form.issuer, (Field("核查人"),)))),
    ]
    return Document(name=f"整改通知书 {form.unit}", on=form.on, blocks=blocks, author=form.issuer)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
