"""Which clauses of the standard a task carries; the first is the one by which it is counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.org.models import User
from weicheng.ground.standards.choices import EditionKind
from weicheng.ground.standards.models import Clause
from weicheng.work.plans.models import NoClause, Task, TaskClause
from weicheng.work.plans.permissions import check_user_can_set_clauses
from weicheng.work.plans.services.editing import locked_task
from weicheng.work.plans.services.evidencing import follow_task

ACTION = "plans.task.clauses"
NONE = "none"  # clauses_seen of a task that was decided to have none
DECIDED: list[dict[str, Any]] = [{"clause": "不对应任何条款", "id": 0, "place_types": []}]


@dataclass(frozen=True, slots=True)
class Pick:
    """A clause, and which of its place types the task is about (none = not said)."""

    clause: Clause
    place_types: Sequence[str] = ()


class ClausesChanged(NotPossible):
    """Somebody else gave the task other clauses since it was seen; nothing was overwritten."""


def clauses_seen(task: Task) -> str:
    """Stands for the clauses of a task as a page shows them; sent back, it tells whether they are still those."""
    if hasattr(task, "no_clause"):
        return NONE
    return ",".join(str(link.clause_id) for link in task.clauses.all())


def set_clauses(
    *, by: User, task: Task, picks: Sequence[Pick], reason: str = "", seen: str | None = None
) -> list[TaskClause]:
    """The task carries exactly these clauses from now on, the first of them as its primary one; none takes them all away, and
    the decision that it has none.

    Raises Invalid for a clause that is named twice, is of no standard, or has no such place type. Nothing is written
    where nothing changes. ``seen``: clauses_seen as the person saw them; raises ClausesChanged where they are others now.
    """
    _check(picks)
    with transaction.atomic():
        current = locked_task(task)
        check_user_can_set_clauses(by, current)
        before, was_none = list(current.clauses.select_related("clause")), hasattr(current, "no_clause")
        if not was_none and [(link.clause_id, link.place_types) for link in before] == [
            (pick.clause.pk, list(pick.place_types)) for pick in picks
        ]:
            return before
        _check_seen(current, seen)
        NoClause.objects.filter(task=current).delete()
        current.clauses.all().delete()
        links = TaskClause.objects.bulk_create(
            TaskClause(
                task=current, clause=pick.clause, place_types=list(pick.place_types), is_primary=number == 0, by=by
            )
            for number, pick in enumerate(picks)
        )
        _record(by, current, DECIDED if was_none else _words(before), _words(links), reason)
    return links


@transaction.atomic
def decide_no_clause(*, by: User, task: Task, seen: str | None = None, reason: str = "") -> None:
    """The task belongs to no clause, and is not asked about again; ``set_clauses`` takes that back. ``seen`` as there."""
    current = locked_task(task)
    check_user_can_set_clauses(by, current)
    if hasattr(current, "no_clause"):
        return
    _check_seen(current, seen)
    before = list(current.clauses.select_related("clause"))
    current.clauses.all().delete()
    NoClause.objects.create(task=current, by=by)
    # The same code as giving clauses: whoever asks what was decided last about them finds this too.
    _record(by, current, _words(before), DECIDED, reason)


def _check_seen(task: Task, seen: str | None) -> None:
    if seen is None or seen == clauses_seen(task):
        return
    last = next((event for event in audit.history(task)[:20] if event.action == ACTION), None)
    who = last.actor_name if last is not None and last.actor_name else "别人"
    now = "、".join(str(link.clause) for link in task.clauses.select_related("clause"))
    what = "定为不对应任何条款" if hasattr(task, "no_clause") else f"对应到{now}" if now else "去掉了条款"
    raise ClausesChanged(f"{who}刚刚把{task.number}{what}，您选的没有写入，请看过再定。")


def _record(by: User, task: Task, before: list[dict[str, Any]], after: list[dict[str, Any]], reason: str) -> None:
    audit.record(ACTION, by=by, obj=task, before={"clauses": before}, after={"clauses": after}, reason=reason)
    follow_task(task, by, reason)


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
