"""An edition as a workbook."""

from __future__ import annotations

import io

import xlsxwriter

from weicheng.ground.standards.models import Edition
from weicheng.ground.standards.selectors.flat import flat_rows

HEADS = (("条号或序号", "number", 12), ("代号", "key", 24), ("名称", "title", 40), ("对象", "level", 12),
         ("要求", "asked", 64), ("核定", "state", 8), ("来源", "source", 36))  # fmt: skip


def edition_xlsx(edition: Edition) -> bytes:
    out = io.BytesIO()
    # Text stays text: a title that begins with = is no formula.
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "bg_color": "#E3F1F0", "border": 1, "align": "center"})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
    open_cell = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter", "font_color": "#855000"})
    sheet = book.add_worksheet("标准")
    number = f"{edition.paper_number}（第{edition.version}版）"
    sheet.write(0, 0, f"{edition.title} {number}；要点不是原文，标“待核”的不能当作事实。")
    for column, (word, _, width) in enumerate(HEADS):
        sheet.set_column(column, column, width)
        sheet.write(1, column, word, head)
    for line, row in enumerate(flat_rows(edition), 2):
        for column, (_, name, _) in enumerate(HEADS):
            sheet.write(line, column, row[name], open_cell if row["state"] == "待核" else cell)
    sheet.freeze_panes(2, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)
    book.close()
    return out.getvalue()
