"""Carrying a revised paper over to the tasks of the old one: identity and history stay, changes are entries."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from weicheng.ground.kernel import audit
from weicheng.ground.org.models import User
from weicheng.work.plans.errors import NotPossible
from weicheng.work.plans.models import Plan, Task, TaskOwner
from weicheng.work.plans.policies import next_plan_state
from weicheng.work.plans.publication import Publication, phase_of, target_of
from weicheng.work.plans.services.editing import VERSION
from weicheng.work.plans.services.landing import add_sources, task_owners
from weicheng.work.plans.services.progress import retally_many
from weicheng.work.plans.services.revision_diff import ChangedTask, RevisionDiff, revision_diff


def apply_revision(by: User, publication: Publication, withdraw_gone: frozenset[int]) -> tuple[int, int]:
    """Change the tasks that go on, withdraw those confirmed as gone, retire the old paper; (changed, withdrawn)."""
    plan = publication.plan
    diff = revision_diff(publication)
    reason = f"按修订稿《{plan.title}》"
    _change(by, publication, diff, reason)
    continuing = [(draft, draft.continues) for draft in publication.drafts if draft.continues is not None]
    add_sources(plan, continuing)
    gone = _withdraw(by, diff, withdraw_gone, reason)
    _retire(by, plan)
    return len(diff.changed), len(gone)


def _change(by: User, publication: Publication, diff: RevisionDiff, reason: str) -> None:
    phases = list(publication.plan.campaign.phases.all())
    for changed in diff.changed:
        task = changed.task
        for name, value in changed.values.items():
            setattr(task, name, value)
        if "quantities" in changed.values:
            for name, value in target_of(task.quantities).items():
                setattr(task, name, value)
        if "due_on" in changed.values:
            task.phase = phase_of(task.due_on, phases)
        task.version += 1
    tasks = [changed.task for changed in diff.changed]
    if tasks:
        fields = {name for changed in diff.changed for name in changed.values} | {"phase", "version"}
        fields |= set(target_of([]))
        Task.objects.bulk_update(tasks, sorted(fields), batch_size=200)
    _replace_owners([changed for changed in diff.changed if changed.duties_change])
    events: list[tuple[Any, dict[str, Any], dict[str, Any]]] = [
        (changed.task, changed.before, {**changed.after, VERSION: changed.task.version}) for changed in diff.changed
    ]
    audit.record_many("plans.task.revised", events, by=by, reason=reason)
    retally_many(tasks)


def _replace_owners(changed: list[ChangedTask]) -> None:
    TaskOwner.objects.filter(task__in=[one.task for one in changed]).delete()
    TaskOwner.objects.bulk_create(owner for one in changed for owner in task_owners(one.draft, one.task))


def _withdraw(by: User, diff: RevisionDiff, chosen: frozenset[int], reason: str) -> list[Task]:
    strangers = chosen - {task.pk for task in diff.gone}
    if strangers:
        raise NotPossible("要撤回的任务里，有的在修订稿中还在，请刷新确认页再选。")
    gone = [task for task in diff.gone if task.pk in chosen]
    now = timezone.now()
    Task.objects.filter(pk__in=[task.pk for task in gone]).update(withdrawn_at=now)
    events: list[tuple[Any, dict[str, Any], dict[str, Any]]] = [
        (task, {"withdrawn_at": None}, {"withdrawn_at": now.isoformat()}) for task in gone
    ]
    audit.record_many("plans.task.withdrawn", events, by=by, reason=f"{reason}，已不再列入")
    return gone


def _retire(by: User, plan: Plan) -> None:
    assert plan.revises is not None
    old = Plan.objects.select_for_update(of=("self",)).get(pk=plan.revises.pk)
    old.state = next_plan_state(old, "replace", "不能再修订")
    old.save(update_fields=["state"])
    audit.record("plans.plan.replaced", by=by, obj=old, after={"title": plan.title})
