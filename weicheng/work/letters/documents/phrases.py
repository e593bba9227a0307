"""Words that several papers use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from weicheng.work.plans.models import Task, TaskOwner


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
    return listed([name for pk, name in units if pk != without])


def listed(words: Sequence[str]) -> str:
    """区卫健局、区住建局、北苑街道等41个单位: a task of all units must not fill a page with their names."""
    if len(words) <= MOST_NAMES:
        return "、".join(words)
    return f"{'、'.join(words[:3])}等{len(words)}个单位"


def owners_words(task: Task) -> tuple[str, str]:
    """Lead and cooperating units of a dressed task; those whom the paper called by one word (各街道) by that word."""
    return _called(task.leads), _called(task.coops)


def _called(owners: Sequence[TaskOwner]) -> str:
    together = Counter(owner.via for owner in owners if owner.via)
    words = [owner.via if together[owner.via] > MOST_NAMES else str(owner.unit) for owner in owners]
    return listed(list(dict.fromkeys(words)))


def measure_words(row: Mapping[str, Any]) -> list[str]:
    """Quantity and indicators of a snapshot's row; what is counted is said unless the task says it already."""
    what = "" if row["object"] in row["title"] or len(row["object"]) > 8 else row["object"]
    return [text for text in (f"{what}{row['target']}" if row["target"] else "", *row["measures"]) if text]


MOST_NAMES = 5
SIGN_DATE = "　　　　年　　月　　日"
