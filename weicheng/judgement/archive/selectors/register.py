"""The register of 件: what is numbered, what waits, what is not registered yet; the catalogue after DA/T 22."""

from __future__ import annotations

import io

import xlsxwriter
from django.db.models import Count, QuerySet, Sum

from weicheng.engines import gongwen
from weicheng.engines.gongwen import Align, Block, Column, Table, Title
from weicheng.ground.campaigns.models import Campaign
from weicheng.judgement.archive.choices import ItemState, SourceKind
from weicheng.judgement.archive.models import Box, Item, ItemFile
from weicheng.judgement.archive.providers import things_of
from weicheng.judgement.archive.things import Query, Thing

HEADS = (("序号", 6), ("档号", 28), ("文号", 22), ("责任者", 22), ("题名", 54), ("日期", 10), ("密级", 6), ("页数", 6),
         ("备注", 24))  # fmt: skip
# What evidence is an archival paper by itself; records and photos are filed in volumes and chosen by hand.
FILED_EVIDENCE = frozenset({"plan", "rule", "summary", "certificate"})
_PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def items_of(campaign: Campaign, year: int | None = None, state: str = "") -> QuerySet[Item]:
    rows = Item.objects.filter(campaign=campaign).select_related("box").prefetch_related("files")
    if year is not None:
        rows = rows.filter(year=year)
    if state:
        rows = rows.filter(state=state)
    return rows.order_by("state", "fonds", "category", "year", "retention", "office", "serial", "on", "id")


def unregistered(campaign: Campaign, year: int) -> list[Thing]:
    """Papers, plans, summaries, minutes and filed evidence of a year that are no 件 yet."""
    there = registered_sources(campaign)
    things = things_of(Query(campaign.pk, years=(year,)))
    answered = {file.sha256 for thing in things for file in thing.behind}
    found = [
        thing
        for thing in things
        if thing.source not in there
        and not (thing.kind == SourceKind.INCOMING and thing.files[0].sha256 in answered)
        and (thing.kind != SourceKind.EVIDENCE or thing.detail in FILED_EVIDENCE)
    ]
    return sorted(found, key=lambda thing: (str(thing.on), thing.title))


def registered_sources(campaign: Campaign) -> set[str]:
    """What is a 件 or lies in one: a void one frees what it held."""
    live = Item.objects.filter(campaign=campaign).exclude(state=ItemState.VOID)
    parts = ItemFile.objects.filter(item__in=live).values_list("source", flat=True)
    return {*live.values_list("source", flat=True), *parts} - {""}


def boxes_of(campaign: Campaign) -> QuerySet[Box]:
    return Box.objects.filter(campaign=campaign).annotate(count=Count("items"), pages=Sum("items__pages"))


def catalogue_rows(items: list[Item]) -> list[tuple[str, ...]]:
    """A void number stays in the catalogue with its reason."""
    return [
        (
            str(place), item.number, item.paper_number, item.author, item.title, item.day_words, item.secrecy,
            str(item.pages or ""), f"作废：{item.void_reason}" if item.state == ItemState.VOID else item.note,
        )
        for place, item in enumerate(items, 1)
    ]  # fmt: skip


def catalogue_xlsx(campaign: Campaign, items: list[Item], words: str) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _PLAIN)
    cell = {"font_name": "宋体", "font_size": 10, "border": 1, "valign": "vcenter", "text_wrap": True}
    text, head = (
        book.add_format(cell),
        book.add_format({**cell, "bold": True, "bg_color": "#E3F1F0", "align": "center"}),
    )
    title = book.add_format({"font_name": "黑体", "font_size": 18, "align": "center", "valign": "vcenter"})
    sheet = book.add_worksheet("归档文件目录")
    sheet.merge_range(0, 0, 0, len(HEADS) - 1, "归档文件目录", title)
    sheet.write_string(1, 0, f"{campaign}　{words}")
    for place, (name, width) in enumerate(HEADS):
        sheet.set_column(place, place, width)
        sheet.write_string(2, place, name, head)
    for number, row in enumerate(catalogue_rows(items), 3):
        for place, value in enumerate(row):
            sheet.write_string(number, place, value, text)
    sheet.freeze_panes(3, 0)
    sheet.repeat_rows(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    book.close()
    return out.getvalue()


def catalogue_docx(campaign: Campaign, items: list[Item], year: int) -> bytes:
    from django.utils import timezone

    columns = [Column(name, width, Align.LEFT if name in ("题名", "备注") else Align.CENTRE) for name, width in HEADS]
    blocks: list[Block] = [
        Title("归档文件目录"),
        Table(columns, catalogue_rows(items), caption=f"{campaign}　{year}年度"),
    ]
    return gongwen.write(
        gongwen.Document(name=f"{year}年归档文件目录", on=timezone.localdate(), blocks=blocks, across=True)
    )
