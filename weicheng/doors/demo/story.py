"""What the sample units have reported so far: a plausible, always equal story, told from the day of loading backwards."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from weicheng.doors.demo.dates import ISSUED_MONTHS_AGO, month_of
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.access import scope_of
from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import User
from weicheng.work.plans.choices import OwnerRole
from weicheng.work.plans.models import ProgressEntry, Task, TaskOwner
from weicheng.work.plans.services import progress

WORDS = (
    "按计划推进，本周没有新增困难。",
    "已完成招标，施工单位进场。",
    "完成摸排，问题清单已建立。",
    "联合街道开展集中行动，现场已整改。",
    "材料已到位，下周集中安装。",
    "完成阶段任务，照片和验收单留存备查。",
)


def tell(campaign: Campaign, office: User, today: date) -> None:
    """Weekly entries for the dated tasks: most go well, some are late, some wait for the office, one was returned."""
    chance = random.Random(2026)
    start = month_of(today, -ISSUED_MONTHS_AGO) + timedelta(days=7)
    liaisons = liaisons_by_unit()
    dated = Task.objects.live().filter(campaign=campaign, due_on__isnull=False).order_by("number")
    leads = {
        owner.task_id: owner
        for owner in TaskOwner.objects.filter(role=OwnerRole.LEAD).select_related("unit").order_by("-order", "-id")
    }
    waiting = 0
    for task in dated:
        lead = leads.get(task.pk)
        if lead is None:
            continue
        reporter = liaisons.get(lead.unit_id, office)
        for day, share in _course(chance, start, task.due_on or today, today):
            entry = progress.report_progress(
                by=reporter,
                task=task,
                unit=lead.unit,
                on=day,
                key=UUID(int=chance.getrandbits(128), version=4),
                text=chance.choice(WORDS),
                **_amount(task, share),
            )  # fmt: skip
            ProgressEntry.objects.filter(pk=entry.pk).update(at=_afternoon(day))
            recent = (today - day).days < 9
            if recent and waiting < 9 and chance.random() < 0.5:
                waiting += 1
                continue
            if recent and chance.random() < 0.06:
                progress.return_entry(by=office, entry=entry, reason="请补一张完工照片。")
            else:
                progress.confirm_entry(by=office, entry=entry)
                ProgressEntry.objects.filter(pk=entry.pk).update(decided_at=_afternoon(day) + timedelta(days=1))


def _afternoon(day: date) -> datetime:
    """When an entry of the story was written: the services know only now."""
    return timezone.make_aware(datetime.combine(day, time(15, 10 + day.day)))


def _course(chance: random.Random, start: date, due: date, today: date) -> list[tuple[date, float]]:
    """Days and shares done (0..1) of one task: how soon it begins, how fast it goes, whether it ends in time."""
    pace = chance.choice((1.15, 1.1, 1.05, 1.0, 1.0, 0.92, 0.8, 0.55))
    first = start + timedelta(days=chance.randint(5, 35))
    every = timedelta(days=chance.choice((14, 21, 28)))
    span = max(1, (due - first).days)
    course: list[tuple[date, float]] = []
    day = first
    while day <= today and (not course or course[-1][1] < 1):
        share = min(1.0, max(0.05, pace * (day - first).days / span + chance.uniform(-0.04, 0.04)))
        if not course or share > course[-1][1]:
            course.append((day, share))
        day += every
    return course


def _amount(task: Task, share: float) -> dict[str, Any]:
    """The share as an amount of the target where there is one to reach, else as a percentage."""
    if task.target_value and task.target_comparator in ("=", ">="):
        return {"value": round(float(task.target_value) * share)}
    return {"percent": round(100 * share)}


def liaisons_by_unit() -> dict[int, User]:
    """The liaison of each unit; where a unit has none, that of the unit above it."""
    found: dict[int, User] = {}
    users = User.objects.filter(role_assignments__role=Role.LIAISON, is_active=True)
    for user in users.order_by("-role_assignments__unit__path", "pk"):
        for unit in scope_of(user).units():
            found.setdefault(unit.pk, user)
    return found
