"""目录.xlsx of a volume, from its manifest."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import xlsxwriter

COLUMNS = (("件号", 7), ("责任者", 22), ("文号", 22), ("题名", 54), ("日期", 12), ("类别", 8), ("条款", 30), ("经手人", 14),
           ("文件", 48), ("字节数", 14), ("SHA-256", 68))  # fmt: skip
COLUMN_OF_FILE = [name for name, _ in COLUMNS].index("文件")
_PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def catalogue_xlsx(manifest: dict[str, Any]) -> bytes:
    """A row for each file; cells are text, none runs as a formula. Equal manifests give equal bytes."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _PLAIN)
    volume = manifest["volume"]
    book.set_properties({"title": f"{volume['code']} {volume['title']}", "created": datetime(2000, 1, 1)})
    cell = {"font_name": "宋体", "font_size": 10, "border": 1, "valign": "vcenter", "text_wrap": True}
    text, head = book.add_format(cell), book.add_format({**cell, "bold": True, "bg_color": "#E3F1F0"})
    link = book.add_format({**cell, "font_color": "#0C5F60", "underline": 1})
    title = book.add_format({"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"})
    sheet = book.add_worksheet("卷内目录")
    sheet.merge_range(0, 0, 0, len(COLUMNS) - 2, f"{volume['code']} {volume['title']} 卷内目录", title)
    for place, (name, width) in enumerate(COLUMNS):
        sheet.set_column(place, place, width)
        sheet.write_string(1, place, name, head)
    row = 2
    for item in manifest["items"]:
        for file in item["files"] or [{"path": "", "size": 0, "sha256": ""}]:
            values = (str(item["number"]), item["author"], item["paper_number"], item["title"], item["on"], item["class"],
                      "\n".join(item.get("clauses", [])), item["person"], file["path"], str(file["size"]), file["sha256"])  # fmt: skip
            for place, value in enumerate(values):
                sheet.write_string(row, place, value, text)
            if file["path"]:
                sheet.write_url(row, COLUMN_OF_FILE, f"external:{file['path']}", link, file["path"])
            row += 1
    sheet.freeze_panes(2, 1)
    sheet.repeat_rows(0, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 0, max(row - 1, 2), COLUMN_OF_FILE)
    _lacking_sheet(book, manifest, text, head)
    book.close()
    return out.getvalue()


def _lacking_sheet(book: xlsxwriter.Workbook, manifest: dict[str, Any], text: Any, head: Any) -> None:
    """What the volume lacks, beside what it has; also where nothing does, so that a reader sees that somebody looked."""
    sheet = book.add_worksheet("还缺什么")
    for place, (name, width) in enumerate((("缺哪一样", 30), ("哪里", 70))):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, name, head)
    rows = [(lack["kind"], lack["text"]) for lack in manifest.get("lacking", [])] or [("没有缺的", "")]
    if manifest.get("lacking_reason"):
        rows.append(("不齐仍封卷的原因", manifest["lacking_reason"]))
    for row, values in enumerate(rows, 1):
        for place, value in enumerate(values):
            sheet.write_string(row, place, value, text)
    sheet.freeze_panes(1, 0)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
