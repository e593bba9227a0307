"""The columns of a 任务分解表: what each shows of a task, and which come back when the edited table is imported."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from weicheng.work.plans.choices import Category, OwnerRole
from weicheng.work.plans.models import Task
from weicheng.work.plans.wording import COMPARATORS, quota_words

UID, VERSION = "系统编号（请勿改动）", "版本（请勿改动）"
MARKS = "只读列校验（请勿改动）"  # what the columns that are only shown said, so that a change of them is noticed
TITLE_ROWS = 3  # title, campaign and day, notes; the heads stand below
Snapshot = Mapping[str, Any]
_NOISE = re.compile(r"[^\w%]+")


@dataclass(frozen=True, slots=True)
class Column:
    """``field`` names what an import may change ("" = shown only); ``show`` gives the cell from a task's snapshot."""

    head: str
    width: float
    field: str = ""
    centred: bool = False
    other_heads: tuple[str, ...] = ()


SERIAL = Column("序号", 5, centred=True)
NUMBER = Column("编号", 13, centred=True, other_heads=("任务编号",))
CATEGORY = Column("类别", 9, "category", centred=True)
TITLE = Column("工作任务", 40, "title", other_heads=("事项", "任务", "工作内容", "重点任务"))
LEADS = Column("牵头单位", 14, "leads", centred=True, other_heads=("责任单位", "牵头部门"))
COOPS = Column("配合单位", 16, "coops", other_heads=("配合部门", "协办单位"))
DUE = Column("时限", 11, "due_on", centred=True, other_heads=("完成时限", "时间节点", "完成时间"))
RHYTHM = Column("频次", 9, "recurrence_text", centred=True)
TARGET = Column("目标", 9, "target", centred=True, other_heads=("目标数", "量化目标"))
DONE = Column("完成", 9, centred=True)
STATUS = Column("状态", 8, centred=True)
PERSON = Column("责任人", 8, centred=True)
NOTE = Column("备注", 13, "note")
SOURCE = Column("出处", 30)
COLUMNS = (SERIAL, NUMBER, CATEGORY, TITLE, LEADS, COOPS, DUE, RHYTHM, TARGET, DONE, STATUS, PERSON, NOTE, SOURCE)
EDITABLE = tuple(column for column in COLUMNS if column.field)
SHOWN_ONLY = (DONE, STATUS, PERSON, SOURCE)


def mark_of(text: str) -> str:
    """A short mark of what a cell said; ways of writing make no difference."""
    plain = _NOISE.sub("", unicodedata.normalize("NFKC", text))
    return f"{zlib.crc32(plain.encode()):08x}"


def names_of(snapshot: Snapshot, role: str) -> str:
    """区城管局、北苑街道"""
    return "、".join(owner["text"] for owner in snapshot["owners"] if owner["role"] == role)


def target_words(snapshot: Snapshot) -> str:
    """≥46座"""
    value = snapshot["target_value"]
    if value in (None, ""):
        return ""
    return f"{COMPARATORS[snapshot['target_comparator']]}{number_words(Decimal(str(value)))}{snapshot['target_unit']}"


def number_words(value: Decimal) -> str:
    return f"{value.normalize():f}"


def rhythm_words(snapshot: Snapshot) -> str:
    return snapshot["recurrence_text"] or (quota_words(snapshot["quota"]) if snapshot["quota"] else "")


CELLS: dict[str, Callable[[Snapshot], str]] = {
    "category": lambda snapshot: str(Category(snapshot["category"]).label),
    "title": lambda snapshot: str(snapshot["title"]),
    "leads": lambda snapshot: names_of(snapshot, OwnerRole.LEAD),
    "coops": lambda snapshot: names_of(snapshot, OwnerRole.COOP),
    "due_on": lambda snapshot: str(snapshot["due_on"] or ""),
    "recurrence_text": rhythm_words,
    "target": target_words,
    "note": lambda snapshot: str(snapshot["note"]),
}


def done_words(task: Task) -> str:
    """31座, or 67%."""
    if task.done_value is not None and task.target_value is not None:
        return f"{number_words(task.done_value)}{task.target_unit}"
    return f"{task.percent}%"
