"""The gate: rows under review become tasks of the ledger, all or none; taking it back while nothing was done on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel import audit
from weicheng.ground.org.choices import UnitKind
from weicheng.ground.org.models import Unit, User
from weicheng.work.plans.choices import PlanState
from weicheng.work.plans.errors import NotPossible
from weicheng.work.plans.models import DraftRow, Plan, ProgressEntry, Task, TaskOwner, TaskSource
from weicheng.work.plans.permissions import (
    check_user_can_publish_plan,
    check_user_can_upload_plan,
    check_user_can_withdraw_plan,
)
from weicheng.work.plans.plan_notes import open_matters
from weicheng.work.plans.policies import next_plan_state
from weicheng.work.plans.publication import Publication, TaskDraft, publication_of, task_values, year_of_numbers
from weicheng.work.plans.services.batch import locked_plan
from weicheng.work.plans.services.landing import add_sources, task_owners
from weicheng.work.plans.services.owning import register_unit
from weicheng.work.plans.services.progress import retally_many
from weicheng.work.plans.services.revision_diff import RevisionDiff, revision_diff
from weicheng.work.plans.services.succession import apply_revision
from weicheng.work.plans.task_words import task_snapshot


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the person on the confirmation page has chosen.

    ``only_checked``: leave rows that nobody confirmed (True) or publish all (False); None is refused while open rows exist.
    ``create_units``: owner strings to register as new units, with their kind; ``known_units``: owner strings and the
    ids of the units of the list that they mean. ``withdraw_gone``: ids of tasks of the
    revised paper that the new one no longer has, to be taken out of the ledger.
    """

    only_checked: bool | None = None
    create_units: dict[str, str] = field(default_factory=dict)
    known_units: dict[str, int] = field(default_factory=dict)
    withdraw_gone: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A name that the list of units lacks: how many tasks name it, and the unit that is written most like it."""

    text: str
    tasks: int
    near: dict[str, Any] | None  # {"unit": id, "name", "score"}


@dataclass(slots=True)
class Preview:
    """What publishing would do, in numbers.

    ``unsettled``: names of units that the list lacks, with how many tasks name them, to be registered; ``vague``: owner
    strings that do not say whom they mean. What is not settled is left out and kept in the task's note.
    """

    plan: Plan
    tasks: int
    units: int
    with_lead: int
    with_date: int
    quantified: int
    open_rows: int
    checked_rows: int
    joined_rows: int
    to_existing: int
    collectives: dict[str, int]
    unsettled: list[Unsettled]
    vague: dict[str, int]
    revision: RevisionDiff | None = None

    @property
    def without_lead(self) -> int:
        return self.tasks - self.with_lead

    @property
    def without_date(self) -> int:
        return self.tasks - self.with_date


@dataclass(frozen=True, slots=True)
class Published:
    plan: Plan
    created: int
    revised: int
    withdrawn: int
    joined: int
    first_number: str
    last_number: str


def publication_preview(plan: Plan, only_checked: bool = False) -> Preview:
    """The confirmation page: ``tasks`` counts those that will be new."""
    publication = publication_of(plan, only_checked)
    new = publication.new
    collectives: dict[str, int] = {}
    near: dict[str, dict[str, Any]] = {}
    for draft in publication.drafts:
        for row in draft.rows:
            for owner in row.owners.all():
                if owner.unit_id is None and owner.suggestions:
                    near.setdefault(owner.text, owner.suggestions[0])
                if owner.unit_id is None and owner.collective:
                    collectives[owner.text] = sum(duty.via == owner.text for duty in draft.duties)
    return Preview(
        plan=plan,
        tasks=len(new),
        units=len({duty.unit.pk for draft in publication.drafts for duty in draft.duties}),
        with_lead=sum(draft.has_lead for draft in new),
        with_date=sum(draft.row.due_on is not None for draft in new),
        quantified=sum(bool(draft.row.quantities or draft.row.quota) for draft in new),
        open_rows=publication.open_rows,
        checked_rows=publication.checked_rows,
        joined_rows=sum(len(draft.others) for draft in publication.drafts),
        to_existing=sum(draft.existing is not None for draft in publication.drafts),
        collectives={text: count for text, count in collectives.items() if count},
        unsettled=[Unsettled(text, count, near.get(text)) for text, count in publication.unsettled.items()],
        vague=publication.vague,
        revision=revision_diff(publication) if plan.revises_id else None,
    )


def publish_plan(*, by: User, plan: Plan, decisions: Decisions | None = None) -> Published:
    """Make the tasks of a plan, all or none; of a revision, carry the changes over to the tasks that continue.

    Raises NotPossible for open rows without a choice, and for a plan without a single row to publish.
    """
    decisions = decisions or Decisions()
    with transaction.atomic():
        current = locked_plan(plan)
        check_user_can_publish_plan(by, current)
        left_open = [sentence for sentence, _ in open_matters(current, by)]  # published all the same
        extra = {**_known(decisions.known_units), **_register(by, decisions.create_units)}
        publication = publication_of(current, bool(decisions.only_checked), extra)
        _check_complete(publication, decisions)
        campaign = Campaign.objects.select_for_update().get(pk=current.campaign_id)
        created = _create(by, campaign, publication)
        joined = _join(by, publication)
        revised, withdrawn = 0, 0
        if current.revises_id:
            revised, withdrawn = apply_revision(by, publication, decisions.withdraw_gone)
        current.state = next_plan_state(current, "publish", "不能发布")
        current.published_by, current.published_at = by, timezone.now()
        current.save(update_fields=["state", "published_by", "published_at"])
        after: dict[str, Any] = {"tasks": len(created), "revised": revised, "withdrawn": withdrawn, "joined": joined}
        after |= {"text": "".join(left_open)} if left_open else {}
        audit.record("plans.plan.published", by=by, obj=current, after=after)
    numbers = [task.number for task in created]
    first, last = (numbers[0], numbers[-1]) if numbers else ("", "")
    return Published(current, len(created), revised, withdrawn, joined, first, last)


def withdraw_plan(*, by: User, plan: Plan, reason: str) -> int:
    """Take a publication back; how many tasks left the ledger. Their numbers are not used again.

    Raises NotPossible, with the tasks, when progress was reported or somebody changed them. A task that another
    published paper gives as well stays.
    """
    if not reason.strip():
        raise NotPossible("撤回要写明原因。")
    with transaction.atomic():
        current = locked_plan(plan)
        check_user_can_withdraw_plan(by, current)
        blocking = blocking_tasks(current)
        if blocking:
            names = "、".join(task.number for task in blocking[:5])
            more = f"等{len(blocking)}项" if len(blocking) > 5 else ""
            raise NotPossible(f"任务{names}{more}已有进展或改动，不能撤回。", blocking)
        tasks = list(Task.objects.live().filter(sources__plan=current).distinct())
        shared = set(
            TaskSource.objects.filter(task__in=tasks, plan__state=PlanState.PUBLISHED)
            .exclude(plan=current)
            .values_list("task_id", flat=True)
        )
        TaskSource.objects.filter(plan=current, task__in=shared).delete()
        gone = [task for task in tasks if task.pk not in shared]
        now = timezone.now()
        Task.objects.filter(pk__in=[task.pk for task in gone]).update(withdrawn_at=now)
        current.state = next_plan_state(current, "withdraw", "不能撤回")
        current.published_by, current.published_at = None, None
        current.save(update_fields=["state", "published_by", "published_at"])
        audit.record_many(
            "plans.task.withdrawn",
            [(task, {"withdrawn_at": None}, {"withdrawn_at": now.isoformat()}) for task in gone],
            by=by,
            reason=reason,
        )
        audit.record("plans.plan.withdrawn", by=by, obj=current, after={"tasks": len(gone)}, reason=reason)
    return len(gone)


def reopen_plan(*, by: User, plan: Plan) -> Plan:
    """Review a withdrawn plan again, with all that was confirmed; publishing gives new numbers."""
    with transaction.atomic():
        current = locked_plan(plan)
        check_user_can_upload_plan(by, current.campaign)
        current.state = next_plan_state(current, "reopen", "不能重新审阅")
        current.save(update_fields=["state"])
        audit.record("plans.plan.reopened", by=by, obj=current)
    return current


def blocking_tasks(plan: Plan) -> list[Task]:
    """The tasks of the plan on which something was done since publishing: an entry, or a change by hand."""
    entries = ProgressEntry.objects.filter(task=OuterRef("pk"))
    tasks = Task.objects.live().filter(sources__plan=plan).distinct().order_by("number")
    return [task for task in tasks.annotate(has_entries=Exists(entries)) if task.has_entries or task.version > 1]


def _known(known_units: dict[str, int]) -> dict[str, Unit]:
    units = Unit.objects.in_bulk(list(known_units.values()))
    if len(units) < len(set(known_units.values())):
        raise NotPossible("选的单位已经不在名单里，请刷新后再选。")
    return {text: units[pk] for text, pk in known_units.items()}


def _register(by: User, create_units: dict[str, str]) -> dict[str, Unit]:
    return {
        text: register_unit(by=by, name=text, kind=kind or UnitKind.DEPARTMENT) for text, kind in create_units.items()
    }


def _check_complete(publication: Publication, decisions: Decisions) -> None:
    if publication.open_rows and decisions.only_checked is None:
        raise NotPossible(
            f"还有{publication.open_rows}行没有确认，请选择只发布已确认的{publication.checked_rows}行，还是全部发布。"
        )
    if not publication.drafts:
        raise NotPossible("没有可以发布的任务行。")


def _create(by: User, campaign: Campaign, publication: Publication) -> list[Task]:
    """The new tasks with numbers, units, sources; the campaign row is locked, so that no number is given twice."""
    phases = list(campaign.phases.all())
    drafts = publication.new
    year = year_of_numbers()
    tasks = []
    for serial, draft in enumerate(drafts, campaign.last_serial + 1):
        values = task_values(draft.row, phases)
        number = f"{campaign.code}-{year}-{serial:04d}"
        tasks.append(
            Task(campaign=campaign, number=number, note=_note(draft), original_due_on=draft.row.due_on, **values)
        )
    Task.objects.bulk_create(tasks)
    campaign.last_serial += len(tasks)
    campaign.save(update_fields=["last_serial"])
    pairs = list(zip(drafts, tasks, strict=True))
    owners = {task.pk: task_owners(draft, task) for draft, task in pairs}
    TaskOwner.objects.bulk_create([owner for found in owners.values() for owner in found])
    add_sources(publication.plan, pairs)
    retally_many(tasks)
    _point_others(by, pairs, publication.plan)
    events: list[tuple[Any, dict[str, Any], dict[str, Any]]] = [
        (task, {}, task_snapshot(task, owners[task.pk])) for task in tasks
    ]
    audit.record_many("plans.task.published", events, by=by, reason=f"《{publication.plan.title}》发布")
    return tasks


def _note(draft: TaskDraft) -> str:
    """What the paper says of owners and the ledger cannot hold, so that it is not lost."""
    parts = []
    if draft.unsettled:
        parts.append(f"原文写的责任单位“{'”“'.join(draft.unsettled)}”未登记。")
    if draft.vague:
        parts.append(f"原文写的“{'”“'.join(draft.vague)}”没有落到具体单位。")
    return "".join(parts)


def _point_others(by: User, pairs: list[tuple[TaskDraft, Task]], plan: Plan) -> None:
    """Rows of other papers to which a published row was joined now belong to its task."""
    moved: list[DraftRow] = []
    for draft, task in pairs:
        root = draft.row.same_as
        if root is not None and root.plan_id != plan.pk:
            root.same_as_task = task
            moved.append(root)
    if moved:
        DraftRow.objects.bulk_update(moved, ["same_as_task"])
        events: list[tuple[Any, dict[str, Any], dict[str, Any]]] = [
            (row, {"same_as_task": None}, {"same_as_task": row.same_as_task_id}) for row in moved
        ]
        audit.record_many(
            "plans.row.joined", events, by=by, reason=f"《{plan.title}》先发布", campaign_id=plan.campaign_id
        )


def _join(by: User, publication: Publication) -> int:
    """Further sources for tasks that the ledger has already; how many rows."""
    pairs = [(draft, draft.existing) for draft in publication.drafts if draft.existing is not None]
    known = set(
        TaskSource.objects.filter(plan=publication.plan, task__in=[task.pk for _, task in pairs]).values_list(
            "row_id", flat=True
        )
    )
    pairs = [(draft, task) for draft, task in pairs if not {row.pk for row in draft.rows} & known]
    add_sources(publication.plan, pairs)
    retally_many([task for _, task in pairs])
    events: list[tuple[Any, dict[str, Any], dict[str, Any]]] = [
        (task, {}, {"quote": draft.row.quote}) for draft, task in pairs
    ]
    audit.record_many("plans.task.sourced", events, by=by, reason=f"《{publication.plan.title}》发布")
    return sum(len(draft.rows) for draft, _ in pairs)
