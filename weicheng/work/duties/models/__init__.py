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
from weicheng.work.duties.models.rosters import (
    Roster,
    RosterChange,
    RosterLeave,
    RosterMember,
    RosterShift,
    RosterTurn,
    ShiftLog,
    Violation,
)

__all__ = [
    "Arrangement",
    "Duty",
    "DutyRecord",
    "DutyRecordFile",
    "DutyUnit",
    "HeadcountRule",
    "Occurrence",
    "Roster",
    "RosterChange",
    "RosterLeave",
    "RosterMember",
    "RosterShift",
    "RosterTurn",
    "ShiftLog",
    "UnitHeadcount",
    "Violation",
]
