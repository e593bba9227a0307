"""The 执勤表 as a workbook: one sheet a month with people and days, and one by date that says who is on today."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import xlsxwriter

from weicheng.work.duties.models import Roster
from weicheng.work.duties.selectors.roster_matrix import MonthPage, marks_of, month_pages, months_of


def roster_xlsx(roster: Roster, today: date, *, phones: bool) -> bytes:
    """Text cells only: a name that looks like a formula stays a name."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    formats = _formats(book)
    for page in month_pages(roster, months_of(roster), today):
        _month_sheet(book, formats, roster, page, phones)
    _day_sheet(book, formats, roster)
    book.close()
    return out.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    cell = {"font_name": "宋体", "font_size": 10, "border": 1, "valign": "vcenter"}
    return {
        "title": book.add_format({"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"}),
        "small": book.add_format({"font_name": "宋体", "font_size": 9}),
        "head": book.add_format({**cell, "align": "center", "bold": True, "bg_color": "#E3F1F0", "text_wrap": True}),
        "text": book.add_format({**cell, "text_wrap": True}),
        "centre": book.add_format({**cell, "align": "center"}),
        "off": book.add_format({**cell, "align": "center", "bg_color": "#F3F1EA"}),
    }


def caption(roster: Roster) -> str:
    """班次、时间和要求, as printed under the title."""
    marks = marks_of(list(roster.shifts.all()))
    shifts = "　".join(f"{marks[s.pk]}：{s.name} {s.times}" for s in roster.shifts.all())
    place = f"地点：{roster.place}　" if roster.place else ""
    wish = f"　要求：{roster.requirement}" if roster.requirement else ""
    return f"{place}{shifts}{wish}"


def _month_sheet(book: Any, formats: dict[str, Any], roster: Roster, page: MonthPage, phones: bool) -> None:
    sheet = book.add_worksheet(f"{page.month:%Y年%-m月}")
    heads = ["序号", "姓名", *(["电话"] if phones else [])]
    last = len(heads) + len(page.days)
    sheet.merge_range(0, 0, 0, last, f"{roster.shown_unit}{roster.title}（{page.month:%Y年%-m月}）", formats["title"])
    sheet.set_row(0, 28)
    sheet.write_string(1, 0, caption(roster), formats["small"])
    for place, head in enumerate([*heads, *(f"{h.day:%-d}\n{h.weekday}" for h in page.days), "全期"]):
        sheet.write_string(2, place, head, formats["head"])
    sheet.set_row(2, 30)
    sheet.set_column(0, 0, 5)
    sheet.set_column(1, 1, 9)
    if phones:
        sheet.set_column(2, 2, 13)
    sheet.set_column(len(heads), last, 3.4)
    for number, row in enumerate(page.rows, 1):
        sheet.write_number(2 + number, 0, number, formats["centre"])
        sheet.write_string(2 + number, 1, row.member.name, formats["text"])
        if phones:
            sheet.write_string(2 + number, 2, row.phone, formats["centre"])
        for place, box in enumerate(row.boxes, len(heads)):
            sheet.write_string(2 + number, place, box.mark, formats["off" if box.is_off else "centre"])
        sheet.write_number(2 + number, last, row.load, formats["centre"])
    _print_setup(sheet, 2)


def _day_sheet(book: Any, formats: dict[str, Any], roster: Roster) -> None:
    sheet = book.add_worksheet("按日期")
    shifts = list(roster.shifts.all())
    for place, head in enumerate(["日期", *(f"{shift.name} {shift.times}" for shift in shifts)]):
        sheet.write_string(0, place, head, formats["head"])
    names: dict[tuple[date, int], list[str]] = {}
    for day, shift, name in roster.turns.values_list("day", "shift_id", "member__name"):
        names.setdefault((day, shift), []).append(name)
    for row, day in enumerate(sorted({day for day, _ in names}), 1):
        sheet.write_string(row, 0, f"{day:%Y-%m-%d}", formats["centre"])
        for place, on in enumerate(shifts, 1):
            sheet.write_string(row, place, "、".join(names.get((day, on.pk), [])), formats["text"])
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, len(shifts), 40)
    _print_setup(sheet, 0)


def _print_setup(sheet: Any, head_row: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(0.4, 0.4, 0.5, 0.5)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head_row)
    sheet.freeze_panes(head_row + 1, 2)
