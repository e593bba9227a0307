"""Tables as offices send them, for the tests of importing."""

import io

import xlsxwriter

UNIT_HEAD = [
    "单位名称",
    "简称",
    "类别",
    "上级单位",
    "别称",
    "责任人",
    "责任人职务",
    "责任人电话",
    "联络员",
    "联络员电话",
    "编码",
]
PERSON_HEAD = ["姓名", "电话", "单位", "身份", "职务", "任职日期"]
GROUP_HEAD = ["机构名称", "机构类别", "隶属", "办公室设在", "姓名", "组内职务", "单位职务", "原单位", "任职日期"]


def workbook(merges=(), **sheets):
    """An .xlsx with the given rows for each sheet name; ``merges``: (sheet, "A3:A5", value)."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        for where, area, value in merges:
            if where == name:
                sheet.merge_range(area, value)
    book.close()
    return out.getvalue()


def units(*rows):
    """A sheet of units: each row a list in the order of UNIT_HEAD, short rows filled up."""
    return workbook(单位=[UNIT_HEAD, *[list(row) + [""] * (len(UNIT_HEAD) - len(row)) for row in rows]])
