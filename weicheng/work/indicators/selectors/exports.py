"""The list as a workbook to hand round: every indicator with value, target, outcome and where it comes from."""

from __future__ import annotations

import io
from collections.abc import Iterable

import xlsxwriter

from weicheng.work.indicators.saying import goal_text, source_words, value_words
from weicheng.work.indicators.selectors.board import Judged

HEADS = (("指标", 32), ("年度", 7), ("数值", 12), ("目标", 18), ("结果", 11), ("说明", 60), ("前两年", 20), ("责任单位", 16),
         ("来源", 30), ("填报人", 10), ("审核人", 10), ("统计范围", 10))  # fmt: skip


def export(title: str, rows: Iterable[Judged]) -> bytes:
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    sheet = book.add_worksheet("数据指标")
    cell = {"font_name": "宋体", "font_size": 10, "border": 1, "valign": "vcenter", "text_wrap": True}
    body, head = book.add_format(cell), book.add_format({**cell, "bold": True, "bg_color": "#E3F1F0"})
    sheet.merge_range(0, 0, 0, len(HEADS) - 1, title, book.add_format({"font_name": "黑体", "font_size": 16}))
    for place, (word, width) in enumerate(HEADS):
        sheet.set_column(place, place, width)
        sheet.write_string(1, place, word, head)
    for number, row in enumerate(rows, 2):
        for place, text in enumerate(cells_of(row)):
            sheet.write_string(number, place, text, body)
    sheet.freeze_panes(2, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)
    book.close()
    return out.getvalue()


def cells_of(row: Judged) -> list[str]:
    entry = row.entry
    earlier = [
        f"{year}年{value_words(row.by_year[year], row.asked)}"
        for year in (row.year - 2, row.year - 1)
        if year in row.by_year
    ]
    checker = str(entry.checked_by) if entry and entry.checked_by else ("未审核" if entry else "")
    return [
        str(row.indicator),
        str(row.year),
        value_words(entry, row.asked) if entry else "",
        goal_text(row.asked),
        row.outcome_words,
        row.sentence,
        "；".join(earlier),
        str(row.owner.unit) if row.owner else "",
        source_words(entry) if entry else "",
        str(entry.filled_by) if entry else "",
        checker,
        (entry.scope if entry else "") or row.indicator.scope,
    ]
