"""The register as a workbook: a sheet for each series, the missing numbers in their places."""

from __future__ import annotations

import io

import xlsxwriter

from weicheng.ground.papers.selectors.registers import Book

HEADS = (
    ("序号", 6),
    ("字号", 24),
    ("标题", 52),
    ("文种", 8),
    ("成文日期", 12),
    ("主送", 40),
    ("印发", 10),
    ("分发", 8),
    ("签收", 8),
    ("备注", 40),
)


def register_xlsx(books: list[Book]) -> bytes:
    out = io.BytesIO()
    # Text stays text: a title that begins with = is no formula.
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "bg_color": "#F1EDE6", "border": 1, "align": "center"})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
    grey = book.add_format({"border": 1, "font_color": "#8A8178", "text_wrap": True, "valign": "vcenter"})
    for one in books:
        sheet = book.add_worksheet(f"{one.series.code}{one.year}"[:31])
        for column, (word, width) in enumerate(HEADS):
            sheet.set_column(column, column, width)
            sheet.write(0, column, word, head)
        for row, values in enumerate(_rows(one), 1):
            for column, value in enumerate(values):
                sheet.write(row, column, value, grey if values[-1].startswith(("缺号", "作废")) else cell)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    if not books:
        book.add_worksheet("发文登记簿")
    book.close()
    return out.getvalue()


def _rows(book: Book) -> list[list[str]]:
    rows = [
        [
            str(entry.serial), entry.number, entry.title, str(entry.get_kind_display()), entry.on.isoformat(), entry.addressees,
            "系统外" if entry.is_outside else "本系统", str(getattr(entry, "sent", 0) or ""), str(getattr(entry, "arrived", 0) or ""),
            f"作废：{entry.void_reason}" if entry.voided_at else "",
        ]
        for entry in book.entries
    ]  # fmt: skip
    for first, last in book.gaps:
        span = f"{first}" if first == last else f"{first}—{last}"
        rows.append([span, "", "", "", "", "", "", "", "", "缺号：没有登记"])
    return sorted(rows, key=lambda row: int(row[0].split("—")[0]))
