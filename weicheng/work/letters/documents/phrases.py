"""Words that several papers use."""

from __future__ import annotations

from datetime import date
from typing import Any

from weicheng.work.plans.models import Task


def day_words(day: date | str | None) -> str:
    """2026年6月30日; nothing for no day."""
    if not day:
        return ""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{day.year}年{day.month}月{day.day}日"


def short_day(day: date | str | None) -> str:
    """2026.6.30, for narrow columns."""
    if not day:
        return ""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{day.year}.{day.month}.{day.day}"


def names(units: list[list[Any]], without: int = 0) -> str:
    """Names out of a snapshot's [[id, name], ...]."""
    return "、".join(name for pk, name in units if pk != without)


def owners_words(task: Task) -> tuple[str, str]:
    """Lead and cooperating units of a dressed task."""
    return "、".join(str(owner.unit) for owner in task.leads), "、".join(str(owner.unit) for owner in task.coops)


SIGN_DATE = "　　　　年　　月　　日"
