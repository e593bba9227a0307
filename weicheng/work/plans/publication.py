"""What publishing a plan would do: which rows become which tasks with which units. Publishing carries out exactly this."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from weicheng.ground.campaigns.matching import campaign_matcher
from weicheng.ground.campaigns.models import Phase
from weicheng.ground.org.choices import MatchKind
from weicheng.ground.org.collectives import Collective
from weicheng.ground.org.matching import UnitMatcher
from weicheng.ground.org.models import Person, Unit
from weicheng.work.plans.choices import OwnerRole, PlanState, RowState
from weicheng.work.plans.flags import is_settled
from weicheng.work.plans.models import DraftOwner, DraftRow, Plan, Task, TaskSource

INHERITED = (
    ("due_on", ("start_on", "due_on", "deadline_text")),
    ("recurrence_text", ("recurrence_text", "rrule", "quota")),
    ("quantities", ("quantities",)),
    ("section", ("section",)),
)
COPIED = (
    "title",
    "category",
    "section",
    "start_on",
    "due_on",
    "deadline_text",
    "recurrence_text",
    "rrule",
    "quota",
    "quantities",
)


@dataclass(frozen=True, slots=True)
class DraftDuty:
    """A unit, or a person of it, with its role in a task to be."""

    unit: Unit
    role: str
    person: Person | None = None
    via: str = ""


@dataclass(slots=True)
class TaskDraft:
    """One task to be: the row that stands for it, the rows that are further sources, and what it is already."""

    row: DraftRow
    others: list[DraftRow] = field(default_factory=list)
    duties: list[DraftDuty] = field(default_factory=list)
    unsettled: list[str] = field(default_factory=list)  # names of units that the list lacks
    vague: list[str] = field(default_factory=list)  # collectives and posts that do not say whom they mean
    existing: Task | None = None  # joined to a task of the ledger: only its sources grow
    continues: Task | None = None  # the task of the revised paper that goes on

    @property
    def rows(self) -> list[DraftRow]:
        return [self.row, *self.others]

    @property
    def has_lead(self) -> bool:
        return any(duty.role == OwnerRole.LEAD for duty in self.duties)


@dataclass(slots=True)
class Publication:
    plan: Plan
    drafts: list[TaskDraft]
    open_rows: int
    checked_rows: int
    matcher: UnitMatcher

    @property
    def new(self) -> list[TaskDraft]:
        return [draft for draft in self.drafts if draft.existing is None and draft.continues is None]

    @property
    def unsettled(self) -> dict[str, int]:
        """Names of units that the list lacks, with the number of tasks that name them."""
        return dict(Counter(text for draft in self.drafts for text in draft.unsettled))

    @property
    def vague(self) -> dict[str, int]:
        """各有关单位, 分管领导: owner strings that do not say whom they mean, with the number of tasks."""
        return dict(Counter(text for draft in self.drafts for text in draft.vague))


def publication_of(plan: Plan, only_checked: bool = False, extra: dict[str, Unit] | None = None) -> Publication:
    """Work out the tasks. ``extra``: units registered just now, by the owner string that names them."""
    rows = list(
        plan.rows.exclude(state=RowState.DROPPED)
        .select_related("same_as__plan", "same_as__same_as_task", "same_as_task", "continues")
        .prefetch_related("owners__unit", "owners__person")
        .order_by("order", "id")
    )
    matcher = campaign_matcher(plan.campaign)
    chosen = [row for row in rows if row.state == RowState.CHECKED or not only_checked]
    drafts = _grouped(chosen)
    for draft in drafts:
        _settle_owners(draft, matcher, extra or {})
        _fill_up(draft)
    open_rows = sum(row.state == RowState.OPEN for row in rows)
    return Publication(plan, drafts, open_rows, len(rows) - open_rows, matcher)


def _grouped(rows: list[DraftRow]) -> list[TaskDraft]:
    """Rows said to be the same task, together; the one that the others point to stands for them."""
    published = _published_tasks(rows)
    drafts: dict[Any, TaskDraft] = {}
    for row in sorted(rows, key=lambda row: (row.same_as_id is not None, row.order, row.pk)):
        task = _live(row.same_as_task) or published.get(row.same_as_id or 0)
        task = task or (_live(row.same_as.same_as_task) if row.same_as else None)
        key = ("task", task.pk) if task else ("row", row.same_as_id or row.pk)
        if key in drafts:
            drafts[key].others.append(row)
            continue
        continues = _live(row.continues) if task is None else None
        drafts[key] = TaskDraft(row, existing=task, continues=continues)
    return sorted(drafts.values(), key=lambda draft: (draft.row.order, draft.row.pk))


def _live(task: Task | None) -> Task | None:
    return task if task is not None and task.withdrawn_at is None else None


def _published_tasks(rows: list[DraftRow]) -> dict[int, Task]:
    """The live tasks that already came from the rows which ours were joined to."""
    roots = {row.same_as_id for row in rows if row.same_as_id}
    sources = TaskSource.objects.filter(row__in=roots, task__withdrawn_at=None, plan__state=PlanState.PUBLISHED)
    return {source.row_id: source.task for source in sources.select_related("task") if source.row_id}


def _settle_owners(draft: TaskDraft, matcher: UnitMatcher, extra: dict[str, Unit]) -> None:
    duties: dict[tuple[int, str], DraftDuty] = {}
    owners = [owner for row in draft.rows for owner in row.owners.all()]
    # Units named one by one come before those that a collective brings along.
    for owner in sorted(owners, key=lambda owner: owner.match == MatchKind.COLLECTIVE):
        units = owner_units(owner, matcher, extra)
        if not units:
            unclear = owner.match in (MatchKind.COLLECTIVE, MatchKind.PERSON)
            (draft.vague if unclear else draft.unsettled).append(owner.text)
        for unit in units:
            named = {unit_id for unit_id, _ in duties}
            if owner.match == MatchKind.COLLECTIVE and unit.pk in named:
                continue
            person = owner.person if owner.unit_id == unit.pk else None
            duties.setdefault((unit.pk, owner.role), DraftDuty(unit, owner.role, person, owner.text))
    draft.duties = list(duties.values())
    draft.unsettled = list(dict.fromkeys(draft.unsettled))
    draft.vague = list(dict.fromkeys(draft.vague))


def owner_units(owner: DraftOwner, matcher: UnitMatcher, extra: dict[str, Unit]) -> list[Unit]:
    """The units an owner string means today; none while nobody has said which, or when that unit is no more.

    A string that named nobody when the paper was read may name a unit that was registered since.
    """
    if owner.unit is not None:
        unit = successor(owner.unit, timezone.localdate())
        return [unit] if unit else []
    if owner.text in extra:
        return [extra[owner.text]]
    if owner.match == MatchKind.COLLECTIVE and is_settled(owner):
        return matcher.expand(Collective.from_json(owner.collective or {}))
    if owner.match in (MatchKind.NEW, MatchKind.FUZZY):
        registered = matcher.match(owner.text).unit
        return [registered] if registered else []
    return []


def successor(unit: Unit, day: date) -> Unit | None:
    """The unit itself, or what it was merged into if it is no more on ``day``; None when it was dissolved."""
    found: Unit | None = unit
    while found is not None and found.valid_to and found.valid_to < day:
        found = found.merged_into
    return found


def _fill_up(draft: TaskDraft) -> None:
    """What the standing row lacks it takes from the other sources of the same task."""
    for other in draft.others:
        for test, fields in INHERITED:
            if not getattr(draft.row, test) and getattr(other, test):
                for name in fields:
                    setattr(draft.row, name, getattr(other, name))


def task_values(row: DraftRow, phases: list[Phase]) -> dict[str, Any]:
    """The fields of a task that come from its row."""
    values: dict[str, Any] = {name: getattr(row, name) for name in COPIED}
    return {**values, **target_of(row.quantities), "phase": phase_of(row.due_on, phases)}


def target_of(quantities: list[dict[str, Any]]) -> dict[str, Any]:
    """The first quantity is what the task is measured by."""
    first = quantities[0] if quantities else {}
    value = first.get("value")
    return {
        "target_value": Decimal(str(value)).quantize(Decimal("0.01")) if value is not None else None,
        "target_unit": str(first.get("unit", ""))[:20],
        "target_comparator": first.get("comparator", "="),
        "target_object": str(first.get("object", ""))[:100],
    }


def phase_of(day: date | None, phases: list[Phase]) -> Phase | None:
    return next((phase for phase in phases if day and phase.starts_on <= day <= phase.ends_on), None)


def year_of_numbers() -> int:
    return timezone.localdate().year
