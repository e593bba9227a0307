"""The catalogue of a package as a workbook."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from weicheng.judgement.titles.choices import PURPOSE_CODES, Purpose
from weicheng.judgement.titles.models import Bid

HEAD = (
    ("序号", 6), ("材料", 34), ("状态", 10), ("文件", 50), ("大小（字节）", 12), ("类别", 18), ("发文部门", 20),
    ("发文日期", 12), ("生效日期", 12), ("修订日期", 12), ("来源", 30), ("SHA-256", 68),
)  # fmt: skip


def catalogue(bid: Bid, rows: Sequence[dict[str, Any]]) -> bytes:
    """One line a file, and one for every paper that is missing."""
    out = io.BytesIO()
    # Text stays text: a name that begins with = is no formula.
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("目录")
    bold = book.add_format({"bold": True, "bg_color": "#EAF1F1", "border": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_string(0, 0, f"{bid}申报资料目录")
    sheet.write_string(1, 0, f"用途：{bid.get_purpose_display()}（{PURPOSE_CODES[Purpose(bid.purpose)]}）")
    sheet.write_string(2, 0, f"行政区划代码：{bid.region_code or '未填'}")
    for column, (word, width) in enumerate(HEAD):
        sheet.write_string(4, column, word, bold)
        sheet.set_column(column, column, width)
    for number, row in enumerate(rows, 5):
        line, file = row["line"], row["file"]
        sheet.write_number(number, 0, line.number)
        sheet.write_string(number, 1, line.slot.name)
        sheet.write_string(number, 2, line.word)
        if file is None:
            continue
        category = f"{file.category} {file.get_category_display()}" if file.category else ""
        texts = {3: row["path"], 5: category, 6: file.issuer, 10: file.origin, 11: file.file.sha256}
        for column, text in texts.items():
            sheet.write_string(number, column, text)
        sheet.write_number(number, 4, file.file.size)
        for column, when in ((7, file.issued_on), (8, file.effective_on), (9, file.revised_on)):
            if when is not None:
                sheet.write_datetime(number, column, when, day)
    sheet.freeze_panes(5, 2)
    book.close()
    return out.getvalue()
