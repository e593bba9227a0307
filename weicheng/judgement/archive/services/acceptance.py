"""A level accepts a volume or gives it back with defects; each defect is a task with an owner and a day (M243, M268)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.kernel.keys import made_before
from weicheng.ground.org.models import Unit, User
from weicheng.judgement.archive import permissions, policies
from weicheng.judgement.archive.choices import Level, Result
from weicheng.judgement.archive.models import Acceptance, Defect, Volume
from weicheng.judgement.archive.selectors.contents import contents_of
from weicheng.judgement.archive.services.volumes import locked
from weicheng.work.plans.choices import Category
from weicheng.work.plans.models import Task
from weicheng.work.plans.permissions import user_can_create_task
from weicheng.work.plans.services.editing import OwnerValue, create_task


@dataclass(frozen=True, slots=True)
class Found:
    """A defect as it was found."""

    text: str
    unit: Unit
    due_on: date


@transaction.atomic
def record_acceptance(
    *,
    by: User,
    volume: Volume,
    key: UUID,
    level: str,
    result: str,
    on: date,
    people: str,
    note: str = "",
    defects: Sequence[Found] = (),
) -> Acceptance:
    """What a level found. The second of a level is the re-acceptance: it passes only when the tasks of the defects that
    the level found before are done, and settles them. The same ``key`` again gives what is there."""
    there = made_before(Acceptance, key, volume=volume)
    if there is not None:
        return there
    if level not in Level.values or result not in Result.values:
        raise Invalid("请选层级和结果。", "level")
    current = locked(volume)
    permissions.check_user_can_accept(by, current, level)
    _check(result, on, people, defects)
    open_before = list(_open_defects(current, level))
    if result == Result.PASSED:
        policies.check_can_pass(current, level, len(contents_of(current)))
        _check_mended(open_before)
    made = Acceptance.objects.create(
        key=key, volume=current, level=level, turn=current.acceptances.filter(level=level).count() + 1, result=result,
        on=on, people=people.strip()[:100], note=note.strip(), seal=current.seal, by=by,
    )  # fmt: skip
    for found in defects:
        defect = Defect.objects.create(
            acceptance=made,
            text=found.text.strip()[:300],
            unit=found.unit,
            unit_name=found.unit.name,
            due_on=found.due_on,
        )
        if user_can_create_task(by, current.campaign):
            _give(by, defect)
    if result == Result.PASSED:
        Defect.objects.filter(pk__in=[one.pk for one in open_before]).update(settled_on=on, settled_in=made)
    audit.record(
        "archive.acceptance.recorded", by=by, obj=made,
        after={"level": level, "turn": made.turn, "result": result, "defects": len(defects), "settled": len(open_before)
               if result == Result.PASSED else 0},
        reason=made.note[:500], campaign_id=current.campaign_id, unit_id=current.unit_id,
    )  # fmt: skip
    return made


@transaction.atomic
def give_defect(*, by: User, defect: Defect) -> Task:
    """The office gives out what a unit found by itself."""
    current = Defect.objects.select_for_update(of=("self",)).select_related("acceptance__volume__campaign", "unit").get(
        pk=defect.pk
    )  # fmt: skip
    if current.task is not None:
        return current.task
    permissions.check_user_can_keep_archive(by, current.acceptance.volume.campaign)
    if current.settled_on is not None:
        raise NotPossible("这个问题已经复验通过，不用再建任务。")
    return _give(by, current)


def _give(by: User, defect: Defect) -> Task:
    volume = defect.acceptance.volume
    defect.task = create_task(
        by=by,
        campaign=volume.campaign,
        values={"title": f"整改档案问题：{defect.text}"[:200], "due_on": defect.due_on, "category": Category.ARCHIVES},
        owners=[OwnerValue(defect.unit)],
        origin=f"{volume.code} {defect.acceptance.get_level_display()}",
        origin_url=reverse("archive:acceptance", args=[volume.pk]),
    )
    defect.save(update_fields=["task"])
    audit.record("archive.defect.given", by=by, obj=defect, after={"task": defect.task.number}, unit_id=defect.unit_id,
                 campaign_id=volume.campaign_id)  # fmt: skip
    return defect.task


def _check(result: str, on: date, people: str, defects: Sequence[Found]) -> None:
    if on > timezone.localdate():
        raise Invalid("验收日期不能晚于今天。", "on")
    if not people.strip():
        raise Invalid("请写验收人。", "people")
    if result == Result.PASSED and defects:
        raise Invalid("写了问题就不能记合格，请选“限期整改”，或把问题去掉。", "result")
    if result == Result.RETURNED and not defects:
        raise Invalid("限期整改至少要写一个问题，写明责任单位和时限。", "defects")
    for found in defects:
        if found.due_on < on:
            raise Invalid("整改时限不能早于验收日期。", "defects")


def _check_mended(open_before: Sequence[Defect]) -> None:
    waiting = [
        one for one in open_before if one.task is None or (one.task.done_on is None and not one.task.withdrawn_at)
    ]
    if waiting:
        numbers = "、".join(one.task.number if one.task else f"“{one.text[:20]}”" for one in waiting[:5])
        raise NotPossible(f"上次的{len(waiting)}个问题还没有整改完成，不能记合格：{numbers}。")


def _open_defects(volume: Volume, level: str):  # type: ignore[no-untyped-def]
    rows = Defect.objects.filter(acceptance__volume=volume, acceptance__level=level, settled_on=None)
    return rows.select_related("task").order_by("id")
