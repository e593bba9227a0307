"""The columns of a 进展填报表: one workbook for each unit goes out and comes back filled in."""

from __future__ import annotations

from dataclasses import dataclass

UID, UNIT, STAMP = "系统编号（请勿改动）", "单位编号（请勿改动）", "导出时间（请勿改动）"
TITLE_ROWS = 3
HIDDEN = (UID, UNIT, STAMP)


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """``field`` names what comes back ("" = shown only)."""

    head: str
    width: float
    field: str = ""


SHOWN = (
    SheetColumn("序号", 5),
    SheetColumn("编号", 13),
    SheetColumn("工作任务", 38),
    SheetColumn("时限", 11),
    SheetColumn("目标", 10),
    SheetColumn("已确认", 10),
)
FILLED = (
    SheetColumn("完成数", 9, "value"),
    SheetColumn("百分比", 8, "percent"),
    SheetColumn("截至日期", 11, "on"),
    SheetColumn("说明", 30, "text"),
    SheetColumn("难点", 24, "difficulty"),
    SheetColumn("措施", 24, "remedy"),
)
COLUMNS = (*SHOWN, *FILLED)
HEAD_OF = {column.field: column.head for column in FILLED}
NOTE = (
    "有目标数的填“完成数”（累计到截至日期一共完成多少），没有的填“百分比”（0到100）；截至日期空着就算收回那天。"
    "没有进展的行不用填。请不要改动编号，也不要增加行。"
)
