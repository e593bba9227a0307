"""The matrix as a workbook: what is there as a number, what is missing as 缺; no colour says it alone."""

from __future__ import annotations

import io
from datetime import date

import xlsxwriter

from weicheng.ground.campaigns.models import Campaign
from weicheng.judgement.archive.selectors.matrix import PARTS, Matrix

_PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def matrix_xlsx(campaign: Campaign, matrix: Matrix, day: date, conditions: str) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _PLAIN)
    cell = {"font_name": "宋体", "font_size": 10, "border": 1, "valign": "vcenter"}
    text, centre = book.add_format({**cell, "text_wrap": True}), book.add_format({**cell, "align": "center"})
    hole = book.add_format({**cell, "align": "center", "bold": True, "bg_color": "#FDF2DA"})
    head = book.add_format({**cell, "align": "center", "bold": True, "bg_color": "#E3F1F0"})
    sheet = book.add_worksheet("完整度")
    sheet.write_string(0, 0, f"{campaign} 档案完整度 {day:%Y年%-m月%-d日} {conditions}")
    sheet.merge_range(1, 0, 2, 0, "条款或单位", head)
    sheet.set_column(0, 0, 44)
    for place, year in enumerate(matrix.years):
        first = 1 + place * len(PARTS)
        sheet.merge_range(1, first, 1, first + len(PARTS) - 1, f"{year}年", head)
        for number, part in enumerate(PARTS):
            sheet.write_string(2, first + number, str(part.label), head)
    for number, row in enumerate(matrix.rows, 3):
        sheet.write_string(number, 0, row.label, text)
        for place, one in enumerate(row.cells, 1):
            if one.count:
                sheet.write_number(number, place, one.count, centre)
            else:
                sheet.write_string(number, place, one.word, hole if one.is_hole else centre)
    sheet.freeze_panes(3, 1)
    sheet.repeat_rows(1, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    book.close()
    return out.getvalue()
