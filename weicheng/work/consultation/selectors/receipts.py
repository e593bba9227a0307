"""Who has to sign for which tasks of a published plan, who has, and what a revised plan asks again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from weicheng.ground.org.models import Unit
from weicheng.work.consultation.asking import ASKED_ROLES, fingerprint
from weicheng.work.consultation.models import Receipt
from weicheng.work.plans.choices import OwnerRole
from weicheng.work.plans.models import Plan, Task, TaskOwner, TaskSource
from weicheng.work.plans.publication import successor


@dataclass(slots=True)
class SignTask:
    """A task that a unit signs for. ``is_changed``: it signed for it under the paper that this one revises."""

    task: Task
    roles: list[str]
    print: str
    is_changed: bool = False

    @property
    def role_words(self) -> str:
        return "、".join(str(OwnerRole(role).label) for role in self.roles)


@dataclass(slots=True)
class SignLine:
    """A unit of today with its tasks of a plan: those to sign, those signed; ``receipts`` under the names of their day."""

    plan: Plan
    unit: Unit
    to_sign: list[SignTask] = field(default_factory=list)
    signed: list[SignTask] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)

    @property
    def is_done(self) -> bool:
        return not self.to_sign

    @property
    def total(self) -> int:
        return len(self.to_sign) + len(self.signed)


def sign_lines(plans: Sequence[Plan], units: Iterable[Unit] | None = None) -> list[SignLine]:
    """The units of published plans, plan by plan, those that have not signed first; of some units only, if given.

    A unit that was merged is signed for by the unit it went into, and its own receipt counts. The number of queries does
    not grow with plans, units or tasks.
    """
    wanted = None if units is None else {unit.pk for unit in units}
    chains = _chains(plans)
    receipts = _receipts({pk for chain in chains.values() for pk in chain})
    lines: dict[tuple[int, int], SignLine] = {}
    by_pk = {plan.pk: plan for plan in plans}
    for plan_id, unit, task, roles in _duties(by_pk, wanted):
        if wanted is not None and unit.pk not in wanted:
            continue
        line = lines.setdefault((plan_id, unit.pk), SignLine(by_pk[plan_id], unit))
        own = receipts.get((plan_id, unit.pk), [])
        line.receipts = own
        earlier = [one for pk in chains[plan_id][1:] for one in receipts.get((pk, unit.pk), [])]
        _place(line, task, roles, own, earlier)
    order = list(by_pk)
    return sorted(
        lines.values(), key=lambda line: (order.index(line.plan.pk), line.is_done, line.unit.order, line.unit.pk)
    )


def unsigned_counts(plans: Sequence[Plan], units: Iterable[Unit]) -> list[tuple[Plan, Unit, int]]:
    """How many tasks of each plan each unit has not signed for, where there are some: for a list that shows numbers only.

    Papers that revise another need the wording of each task (sign_lines); of the others, ids are enough.
    """
    wanted = {unit.pk: unit for unit in units}
    plain = {plan.pk: plan for plan in plans if plan.revises_id is None}
    revised = sign_lines([plan for plan in plans if plan.revises_id is not None], wanted.values())
    today_of = _with_forerunners(set(wanted))
    held = TaskOwner.objects.filter(role__in=ASKED_ROLES, unit__in=today_of)
    owned: dict[int, set[int]] = defaultdict(set)
    for task, unit in held.values_list("task_id", "unit_id"):
        owned[task].add(today_of[unit])
    sources = TaskSource.objects.filter(plan__in=plain, task__withdrawn_at=None, task__in=held.values("task"))
    asked: dict[tuple[int, int], set[int]] = defaultdict(set)
    for plan_id, task in sources.values_list("plan_id", "task_id"):
        for unit in owned[task]:
            asked[plan_id, unit].add(task)
    for key, found in _receipts(set(plain)).items():
        asked.get(key, set()).difference_update(int(task) for receipt in found for task in receipt.prints)
    counts = [(plain[plan_id], wanted[unit], len(tasks)) for (plan_id, unit), tasks in sorted(asked.items()) if tasks]
    return counts + [(line.plan, line.unit, len(line.to_sign)) for line in revised if line.to_sign]


def signed_counts(plans: Sequence[Plan]) -> dict[int, tuple[int, int]]:
    """(units with tasks, those of them that have signed for all) by plan: the numbers of ``sign_lines`` without its tasks.

    Rows come in portions, as ids; only papers that revise another need the wording of each task (sign_lines).
    """
    units: dict[int, set[int]] = {plan.pk: set() for plan in plans}
    waiting: dict[int, set[int]] = {plan.pk: set() for plan in plans}
    plain = {plan.pk for plan in plans if plan.revises_id is None}
    today_of = _units_of_today()
    signed = {key: {task for receipt in found for task in receipt.prints} for key, found in _receipts(plain).items()}
    asked = TaskSource.objects.filter(plan__in=plain, task__withdrawn_at=None, task__owners__role__in=ASKED_ROLES)
    rows = asked.order_by().values_list("plan_id", "task__owners__unit", "task_id")
    for plan_id, owner, task in rows.iterator(chunk_size=2000):
        unit = today_of.get(owner)
        if unit is not None:
            units[plan_id].add(unit)
            if str(task) not in signed.get((plan_id, unit), ()):
                waiting[plan_id].add(unit)
    for line in sign_lines([plan for plan in plans if plan.pk not in plain]):
        units[line.plan.pk].add(line.unit.pk)
        if not line.is_done:
            waiting[line.plan.pk].add(line.unit.pk)
    return {pk: (len(found), len(found) - len(waiting[pk])) for pk, found in units.items()}


def _units_of_today() -> dict[int, int]:
    """Each unit with the one that answers for it today; without those that nobody follows."""
    today = timezone.localdate()
    merged = Unit.objects.select_related("merged_into__merged_into")
    found = ((unit.pk, successor(unit, today)) for unit in merged)
    return {pk: heir.pk for pk, heir in found if heir is not None}


def _place(line: SignLine, task: Task, roles: list[str], own: list[Receipt], earlier: list[Receipt]) -> None:
    """Signed if it stands in a receipt of this paper, or unchanged in one of the paper that this one revises."""
    now = fingerprint(
        [task.title, str(task.due_on or ""), task.rrule, task.quota, str(task.quantities), sorted(set(roles))]
    )
    key = str(task.pk)
    before = [receipt.prints[key] for receipt in earlier if key in receipt.prints]
    row = SignTask(task, roles, now, is_changed=bool(before) and now not in before)
    is_signed = any(key in receipt.prints for receipt in own) or now in before
    (line.signed if is_signed else line.to_sign).append(row)


def _chains(plans: Sequence[Plan]) -> dict[int, list[int]]:
    """Each plan with those it revises, newest first."""
    revises = dict(Plan.objects.exclude(revises=None).values_list("pk", "revises_id"))
    found: dict[int, list[int]] = {}
    for plan in plans:
        chain = [plan.pk]
        while (older := revises.get(chain[-1])) and older not in chain:
            chain.append(older)
        found[plan.pk] = chain
    return found


def _receipts(plans: set[int]) -> dict[tuple[int, int], list[Receipt]]:
    """By (plan, unit of today)."""
    today = timezone.localdate()
    found: dict[tuple[int, int], list[Receipt]] = defaultdict(list)
    receipts = Receipt.objects.filter(plan__in=plans).select_related("by", "unit__merged_into__merged_into")
    for receipt in receipts:
        unit = successor(receipt.unit, today) or receipt.unit
        found[receipt.plan_id, unit.pk].append(receipt)
    return found


def _with_forerunners(units: set[int]) -> dict[int, int]:
    """The units and those that went into them, each with the unit of today."""
    merged = dict(Unit.objects.exclude(merged_into=None).values_list("pk", "merged_into_id"))
    found = {pk: pk for pk in units}
    while more := {pk: found[into] for pk, into in merged.items() if into in found and pk not in found}:
        found |= more
    return found


def _duties(plans: dict[int, Plan], wanted: set[int] | None) -> Iterable[tuple[int, Unit, Task, list[str]]]:
    """(plan, unit of today, task, roles) of every live task of the plans, by number; of some units only, if given."""
    today = timezone.localdate()
    held = TaskOwner.objects.filter(role__in=ASKED_ROLES)
    sources = TaskSource.objects.filter(plan__in=plans, task__withdrawn_at=None)
    if wanted is not None:  # one unit's page must not read the tasks of all
        held = held.filter(unit__in=_with_forerunners(wanted))
        sources = sources.filter(task__in=held.values("task"))
    pairs = sorted(set(sources.values_list("plan_id", "task_id")))
    tasks = Task.objects.in_bulk({task for _, task in pairs})
    owners: dict[int, dict[int, tuple[Unit, list[str]]]] = defaultdict(dict)
    held = held.filter(task__in=tasks)
    for owner in held.select_related("unit__merged_into__merged_into").order_by("order", "id"):
        unit = successor(owner.unit, today)
        if unit is not None:
            roles = owners[owner.task_id].setdefault(unit.pk, (unit, []))[1]
            if owner.role not in roles:
                roles.append(owner.role)
    ordered = sorted(pairs, key=lambda pair: (pair[0], tasks[pair[1]].number))
    for plan, task in ordered:
        for unit, roles in owners.get(task, {}).values():
            yield plan, unit, tasks[task], roles
