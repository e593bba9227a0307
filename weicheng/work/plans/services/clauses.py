"""Which clauses of the standard a task carries; the first is the one by which it is counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.models import User
from weicheng.ground.standards.choices import EditionKind
from weicheng.ground.standards.models import Clause
from weicheng.work.plans.models import Task, TaskClause
from weicheng.work.plans.permissions import check_user_can_set_clauses
from weicheng.work.plans.services.editing import locked_task
from weicheng.work.plans.services.evidencing import follow_task


@dataclass(frozen=True, slots=True)
class Pick:
    """A clause, and which of its place types the task is about (none = not said)."""

    clause: Clause
    place_types: Sequence[str] = ()


def set_clauses(*, by: User, task: Task, picks: Sequence[Pick], reason: str = "") -> list[TaskClause]:
    """The task carries exactly these clauses from now on, the first of them as its primary one; none takes them all away.

    Raises Invalid for a clause that is named twice, is of no standard, or has no such place type. Nothing is written
    where nothing changes.
    """
    _check(picks)
    with transaction.atomic():
        current = locked_task(task)
        check_user_can_set_clauses(by, current)
        before = list(current.clauses.select_related("clause"))
        if [(link.clause_id, link.place_types) for link in before] == [
            (pick.clause.pk, list(pick.place_types)) for pick in picks
        ]:
            return before
        current.clauses.all().delete()
        links = TaskClause.objects.bulk_create(
            TaskClause(
                task=current, clause=pick.clause, place_types=list(pick.place_types), is_primary=number == 0, by=by
            )
            for number, pick in enumerate(picks)
        )
        audit.record(
            "plans.task.clauses",
            by=by,
            obj=current,
            before={"clauses": _words(before)},
            after={"clauses": _words(links)},
            reason=reason,
        )
        follow_task(current, by, reason)
    return links


def _check(picks: Sequence[Pick]) -> None:
    if len({pick.clause.pk for pick in picks}) < len(picks):
        raise Invalid("同一条款选了两次。", "clauses")
    for pick in picks:
        if pick.clause.edition.kind != EditionKind.STANDARD:
            raise Invalid("只能对应标准的条款。", "clauses")
        if unknown := set(pick.place_types) - set(pick.clause.place_types):
            raise Invalid(f"“{pick.clause}”没有这种点位：{'、'.join(sorted(unknown))}。", "place_types")


def _words(links: Iterable[TaskClause]) -> list[dict[str, Any]]:
    return [{"clause": str(link.clause), "id": link.clause_id, "place_types": link.place_types} for link in links]
