"""Duties, what falls due of them, and what was recorded; rosters beside them."""

from weicheng.work.duties.models.duties import (
    Arrangement,
    Duty,
    DutyRecord,
    DutyRecordFile,
    DutyUnit,
    HeadcountRule,
    Occurrence,
    UnitHeadcount,
)

__all__ = [
    "Arrangement",
    "Duty",
    "DutyRecord",
    "DutyRecordFile",
    "DutyUnit",
    "HeadcountRule",
    "Occurrence",
    "UnitHeadcount",
]
