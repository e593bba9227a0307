"""The tables that go out: an empty template with drop-downs and examples, and the table sent in with its mistakes in red."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable

import xlsxwriter

from weicheng.ground.org.choices import GroupKind, MemberPost, PostKind, UnitKind
from weicheng.ground.org.importing.columns import SPECS, SheetSpec
from weicheng.ground.org.importing.problems import Problem
from weicheng.ground.org.importing.workbook import column_letter, read_workbook

_CHOICES = {
    ("单位", "kind"): UnitKind.labels,
    ("人员", "kind"): PostKind.labels,
    ("机构", "kind"): GroupKind.labels,
    ("机构", "post"): MemberPost.labels,
}
_NOTES = (
    "1. 三张表可以只填一张；列可以换位置，可以多出别的列，空行没有关系。",
    "2. 带*的列必填。“单位”表先写上级再写下级不是必须的，系统自己排。",
    "3. 空着的格子不会清掉已登记的内容。同一个文件传两次，第二次什么也不变。",
    "4. 有一处不对，就一行也不写入；系统会告诉您哪行哪列、为什么、怎么改。",
    "5. 灰色那行是示例，填之前删掉。",
)


def template() -> bytes:
    """The workbook to fill in."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    formats = {
        "head": book.add_format(
            {"bold": True, "bg_color": "#E3F1F0", "border": 1, "border_color": "#CBD6D6", "valign": "vcenter"}
        ),
        "must": book.add_format(
            {"bold": True, "bg_color": "#B9DCD9", "border": 1, "border_color": "#CBD6D6", "valign": "vcenter"}
        ),
        "example": book.add_format({"font_color": "#8A999C", "num_format": "@"}),
        "text": book.add_format({"num_format": "@"}),
    }
    for spec in SPECS:
        _template_sheet(book, spec, formats)
    notes = book.add_worksheet("填写说明")
    notes.set_column(0, 0, 100)
    for row, line in enumerate(_NOTES):
        notes.write_string(row, 0, line)
    book.close()
    return out.getvalue()


def _template_sheet(book: xlsxwriter.Workbook, spec: SheetSpec, formats: dict) -> None:
    sheet = book.add_worksheet(spec.name)
    sheet.freeze_panes(1, 1)
    sheet.set_row(0, 24)
    for place, column in enumerate(spec.columns):
        heading = column.headings[0] + ("*" if column.required else "")
        sheet.write_string(0, place, heading, formats["must" if column.required else "head"])
        sheet.write_string(1, place, column.example, formats["example"])
        if column.help:
            sheet.write_comment(0, place, column.help)
        # Text, so that Excel keeps the zero of 010 and does not turn a telephone number into 1.38E+10.
        sheet.set_column(place, place, max(12, 2 * len(heading) + 4, len(column.example) + 6), formats["text"])
        words = _CHOICES.get((spec.name, column.field))
        if words:
            sheet.data_validation(1, place, 5000, place, {"validate": "list", "source": words})


def marked(content: bytes, problems: Iterable[Problem]) -> bytes:
    """The sheets as they came, wrong cells in red, reasons and remedies in a column at the end of their rows."""
    wrong: dict[str, dict[int, list[Problem]]] = defaultdict(lambda: defaultdict(list))
    for problem in problems:
        wrong[problem.sheet][problem.row].append(problem)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    red = book.add_format(
        {"bg_color": "#FCEAE8", "font_color": "#B0261D", "num_format": "@", "border": 1, "border_color": "#B0261D"}
    )
    why = book.add_format({"font_color": "#B0261D", "text_wrap": True})
    head = book.add_format({"bold": True, "bg_color": "#E3F1F0"})
    plain = book.add_format({"num_format": "@"})
    for sheet in read_workbook(content):
        page = book.add_worksheet(sheet.name[:31])
        width = max(len(row) for row in sheet.grid)
        page.set_column(0, width - 1, 16)
        page.set_column(width, width, 60)
        page.freeze_panes(sheet.header + 1, 0)
        for number, values in enumerate(sheet.grid, 1):
            found = wrong[sheet.name][number]
            letters = {problem.column for problem in found}
            for place, value in enumerate(values):
                style = red if column_letter(place) in letters else head if number == sheet.header + 1 else plain
                page.write_string(number - 1, place, value, style)
            if number == sheet.header + 1:
                page.write_string(number - 1, width, "哪里不对，怎么改", head)
            elif found:
                lines = [f"{one.heading}：{one.reason}。{one.remedy}" for one in found]
                page.write_string(number - 1, width, "\n".join(lines), why)
    book.close()
    return out.getvalue()
