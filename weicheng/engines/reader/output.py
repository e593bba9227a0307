"""Rows written out: a table for the eye, JSON, JSON lines, and a workbook (任务分解表)."""

import io
import json
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from weicheng.engines.reader.rows import Owner, Reading, Row

ROLES = {"lead": "牵头", "coop": "配合", "report": "报送"}
CATEGORY_NAMES = {
    "organisation": "组织管理",
    "publicity_education": "宣传与健康教育",
    "city_appearance": "市容环境卫生",
    "environment": "生态环境",
    "public_places": "公共场所卫生",
    "food_water": "食品与饮用水",
    "disease_control": "传染病防治",
    "vector_control": "病媒生物防制",
    "units_communities": "单位与社区卫生",
    "infrastructure": "基础设施",
    "supervision": "督查考核",
    "archives": "档案资料",
    "reporting": "信息报送",
    "funding": "经费保障",
    "other": "其他",
}
_GUIDE = (
    "quote", "title", "owners", "deadline_text", "deadline", "recurrence_text", "recurrence", "quantities", "section",
    "category", "start", "end", "count", "confidence", "doubts", "locator", "basis",
)  # fmt: skip
_COLUMNS = (
    ("序号", 6), ("任务", 34), ("牵头单位", 18), ("配合单位", 18), ("完成时限", 20), ("频次", 14), ("数量要求", 22), ("类别", 14),
    ("所属章节", 28), ("原文", 60), ("把握", 8), ("需要核对", 36),
)  # fmt: skip


def row_fields(row: Row) -> dict[str, Any]:
    """A row with the field names and meanings of the annotation guide, and where it stands."""
    whole = asdict(row)
    whole["owners"] = [{"name": o.name, "role": o.role} for o in row.owners]
    whole["quantities"] = [{**asdict(q), "value": _plain(q.value)} for q in row.quantities]
    whole["locator"] = {name: value for name, value in whole["locator"].items() if value is not None}
    return {name: whole[name] for name in _GUIDE}


def to_jsonl(reading: Reading) -> str:
    """One row a line, in document order, not overlapping."""
    return "".join(json.dumps(row_fields(row), ensure_ascii=False) + "\n" for row in reading.rows)


def to_json(reading: Reading) -> str:
    """The plan, its rows, the warnings, and the text that start and end of a row count in, as one object."""
    whole = {
        "plan": asdict(reading.plan),
        "rows": [row_fields(row) for row in reading.rows],
        "warnings": reading.warnings,
        "text": reading.text,
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def to_table(reading: Reading) -> str:
    """A table for a terminal: number, confidence, title, owners, deadline or rhythm."""
    lines = [("序号", "把握", "任务", "责任单位", "时限或频次")]
    for number, row in enumerate(reading.rows, 1):
        due = row.deadline_text or row.recurrence_text or ""
        lines.append((str(number), f"{row.confidence:.0%}", row.title, names(row.owners), due.replace("\n", "")))
    widths = (4, 4, 44, 30, 24)
    return "".join("  ".join(map(_fit, line, widths)).rstrip() + "\n" for line in lines)


def to_xlsx(reading: Reading) -> bytes:
    """A workbook with one sheet 任务分解表, one row a task."""
    import xlsxwriter  # slow to import, and only this format needs it

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("任务分解表")
    cell = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    head = book.add_format({"bold": True, "align": "center", "valign": "vcenter", "border": 1, "bg_color": "#E8EEF4"})
    for column, (title, width) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, head)
    for number, row in enumerate(reading.rows, 1):
        for column, value in enumerate(_sheet_row(number, row)):
            sheet.write(number, column, value, cell)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(reading.rows), 1), len(_COLUMNS) - 1)
    book.close()
    return stream.getvalue()


def names(owners: Iterable[Owner]) -> str:
    """Owners with their role where it is not the lead."""
    return "、".join(o.name if o.role == "lead" else f"{o.name}({ROLES[o.role]})" for o in owners)


def due_words(row: Row) -> str:
    """The deadline as a person writes it; empty when the row has none, the paper's own words when it has no date."""
    if row.deadline is None:
        return (row.deadline_text or "").replace("\n", "")
    if isinstance(row.deadline, str):
        return row.deadline
    return f"{row.deadline.get('start') or ''}至{row.deadline.get('end') or ''}"


def _sheet_row(number: int, row: Row) -> list[str | int | float]:
    roles = {role: "、".join(o.name for o in row.owners if o.role == role) for role in ROLES}
    return [
        number, row.title, roles["lead"], "、".join(filter(None, (roles["coop"], roles["report"]))), due_words(row),
        row.recurrence_text or "", ";".join(q.text for q in row.quantities).replace("\n", ""), CATEGORY_NAMES[row.category],
        " / ".join(row.section), row.quote.replace("\n", ""), row.confidence, "".join(row.doubts),
    ]  # fmt: skip


def _plain(value: float) -> float | int:
    return int(value) if value == int(value) else value


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _fit(text: str, width: int) -> str:
    """``text`` padded or cut to ``width`` columns; a Chinese character takes two."""
    if _width(text) <= width:
        return text + " " * (width - _width(text))
    kept, used = "", 0
    for character in text:
        used += _width(character)
        if used > width - 2:
            break
        kept += character
    return kept + "…" + " " * (width - 1 - _width(kept) - (_width("…") - 1))
