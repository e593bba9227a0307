"""A unit's rows as a letter holds them, the digest that stands for them, and in words what became different."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from weicheng.work.plans.breakdown_table import rhythm_words, target_words
from weicheng.work.plans.choices import OwnerRole
from weicheng.work.plans.models import Task, TaskOwner
from weicheng.work.plans.task_words import task_snapshot

Row = dict[str, Any]
ROLES = {OwnerRole.LEAD: "牵头", OwnerRole.COOP: "配合"}
# What both sides put their names to. Names of units and people are left out: a unit renamed is the same unit.
BINDING = {
    "title": "任务",
    "start_on": "开始",
    "due_on": "时限",
    "rhythm": "频次",
    "target": "数量",
    "object": "计量对象",
    "measures": "指标",
}


def row_of(task: Task, owners: Sequence[TaskOwner], unit_id: int) -> Row | None:
    """The row of a task for a unit; None where the unit neither leads nor helps."""
    own = [owner for owner in owners if owner.unit_id == unit_id and owner.role in ROLES]
    if not own:
        return None
    mine = next((owner for owner in own if owner.role == OwnerRole.LEAD), own[0])
    values = task_snapshot(task, owners)
    target = target_words(values)
    more = [str(one.get("text", "")) for one in task.quantities][1 if target else 0 :]
    return {
        "uid": str(task.uid),
        "number": task.number,
        "title": task.title,
        "role": mine.role,
        "person": [mine.person_id, mine.person.name] if mine.person else None,
        "start_on": values["start_on"],
        "due_on": values["due_on"],
        "rhythm": rhythm_words(values),
        "phase": values["phase"],
        "target": target,
        "object": task.target_object if target else "",
        "measures": [text for text in more if text],
        "leads": _units(owners, OwnerRole.LEAD),
        "coops": _units(owners, OwnerRole.COOP),
    }


def digest_of(rows: Sequence[Row]) -> str:
    """Equal for rows that bind to the same, whatever the names of units and people have become."""
    binding = [_binding(row) for row in sorted(rows, key=lambda row: row["uid"])]
    return hashlib.sha256(json.dumps(binding, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def changes(before: Sequence[Row], after: Sequence[Row]) -> list[str]:
    """Sentences: what was added, taken away, changed."""
    was, now = {row["uid"]: row for row in before}, {row["uid"]: row for row in after}
    found = [f"新增{ROLES[row['role']]}任务{_called(row)}" for uid, row in now.items() if uid not in was]
    found += [f"{_called(row)}不再由本单位{ROLES[row['role']]}，或已撤回" for uid, row in was.items() if uid not in now]
    for uid, row in now.items():
        if uid in was:
            found += [f"{_called(row)}：{words}" for words in _differences(was[uid], row)]
    return found


def _units(owners: Sequence[TaskOwner], role: str) -> list[list[Any]]:
    return [[owner.unit_id, str(owner.unit)] for owner in owners if owner.role == role]


def _binding(row: Row) -> Row:
    bound = {name: row[name] for name in (*BINDING, "uid", "role")}
    bound["person"] = row["person"][0] if row["person"] else None
    for role in ("leads", "coops"):
        bound[role] = sorted(pk for pk, _ in row[role])
    return bound


def _differences(was: Row, now: Row) -> list[str]:
    found = []
    if was["role"] != now["role"]:
        found.append(f"由{ROLES[was['role']]}改为{ROLES[now['role']]}")
    for name, word in BINDING.items():
        if was[name] != now[name]:
            found.append(f"{word}由“{_said(was[name])}”改为“{_said(now[name])}”")
    for role, word in (("leads", "牵头单位"), ("coops", "配合单位")):
        if {pk for pk, _ in was[role]} != {pk for pk, _ in now[role]}:
            found.append(f"{word}由“{_names(was[role])}”改为“{_names(now[role])}”")
    if (was["person"] or [None])[0] != (now["person"] or [None])[0]:
        found.append(f"责任人由“{_person(was)}”改为“{_person(now)}”")
    return found


def _called(row: Row) -> str:
    return f"“{row['number']} {row['title']}”"


def _said(value: Any) -> str:
    return "、".join(value) if isinstance(value, list) else str(value or "无")


def _names(units: list[list[Any]]) -> str:
    return "、".join(name for _, name in units) or "无"


def _person(row: Row) -> str:
    return row["person"][1] if row["person"] else "无"
