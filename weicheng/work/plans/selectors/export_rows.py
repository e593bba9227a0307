"""The rows of an exported ledger as plain cells, in portions: a hundred thousand tasks never stand in memory at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any
from uuid import UUID

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import Person, Unit, User
from weicheng.work.plans.breakdown_table import number_words
from weicheng.work.plans.choices import Category, OwnerRole, TaskStatus
from weicheng.work.plans.models import Plan, TaskOwner, TaskSource
from weicheng.work.plans.selectors.ledger import LedgerFilter, ledger_tasks
from weicheng.work.plans.selectors.tasks import heads_of
from weicheng.work.plans.status import Moment
from weicheng.work.plans.wording import COMPARATORS, quota_words

PORTION = 2000
_VALUES = (
    "pk", "uid", "version", "number", "category", "title", "due_on", "recurrence_text", "quota", "target_value",
    "target_unit", "target_comparator", "done_value", "percent", "note", "status",
)  # fmt: skip
_CATEGORIES = {code: str(label) for code, label in Category.choices}
_STATUSES = {code: str(label) for code, label in TaskStatus.choices}
_NO_NAMES: tuple[str, ...] = ()


@dataclass(slots=True)
class ExportRow:
    """``cells`` in the order of breakdown_table.COLUMNS, without the serial number."""

    uid: UUID
    version: int
    due_on: date | None
    cells: list[str]
    leads: list[int]  # unit ids
    coops: list[int]


@dataclass(slots=True)
class _Names:
    """Names by id: of units as everywhere, of people, of papers, of those first responsible."""

    units: dict[int, str]
    people: dict[int, str]
    plans: dict[int, str]
    heads: dict[int, str]


@dataclass(slots=True)
class _Owned:
    leads: list[int]
    coops: list[int]
    lead_words: list[str]
    coop_words: list[str]
    person: str = ""


def export_rows(campaign: Campaign, user: User, chosen: LedgerFilter) -> Iterator[ExportRow]:
    """The filtered tasks in the order of the ledger; two more queries for every portion."""
    moment = Moment.of(campaign)
    names = _names(campaign, moment.today)
    found = ledger_tasks(campaign, user, chosen, moment).values_list(*_VALUES).iterator(chunk_size=PORTION)
    while portion := list(islice(found, PORTION)):
        keys = [values[0] for values in portion]
        owned, sources = _owned(keys, names), _sources(keys, names)
        for values in portion:
            yield _row(values, owned.get(values[0]), sources.get(values[0], _NO_NAMES), names)


def _names(campaign: Campaign, today: date) -> _Names:
    units = {unit.pk: str(unit) for unit in Unit.objects.only("pk", "name", "short_name")}
    people = dict(Person.objects.filter(task_roles__isnull=False).values_list("pk", "name"))
    plans = dict(Plan.objects.filter(campaign=campaign).values_list("pk", "title"))
    return _Names(units, people, plans, heads_of(set(units), today))


def _owned(keys: list[int], names: _Names) -> dict[int, _Owned]:
    found: dict[int, _Owned] = {}
    rows = TaskOwner.objects.filter(task__in=keys).order_by("task_id", "order", "id")
    for task, role, unit, person in rows.values_list("task_id", "role", "unit_id", "person_id"):
        one = found.get(task)
        if one is None:
            one = found[task] = _Owned([], [], [], [])
        if role == OwnerRole.LEAD:
            one.leads.append(unit)
            one.lead_words.append(names.units[unit])
            if person and not one.person:
                one.person = names.people[person]
        elif role == OwnerRole.COOP:
            one.coops.append(unit)
            one.coop_words.append(names.units[unit])
    return found


def _sources(keys: list[int], names: _Names) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = TaskSource.objects.filter(task__in=keys).order_by("task_id", "-plan_id", "start")
    for task, plan, quote in rows.values_list("task_id", "plan_id", "quote"):
        found[task].append(f"《{names.plans.get(plan, '')}》：{quote}")
    return found


def _row(values: tuple[Any, ...], owned: _Owned | None, sources: Iterable[str], names: _Names) -> ExportRow:
    (_, uid, version, number, category, title, due_on, recurrence, quota, target, unit, comparator, done, percent, note,
     status) = values  # fmt: skip
    leads = owned.leads if owned else []
    person = (owned.person or names.heads.get(leads[0], "")) if owned and leads else ""
    cells = [
        number,
        _CATEGORIES[category],
        title,
        "、".join(owned.lead_words) if owned else "",
        "、".join(owned.coop_words) if owned else "",
        due_on.isoformat() if due_on else "",
        recurrence or (quota_words(quota) if quota else ""),
        "" if target is None else f"{COMPARATORS[comparator]}{number_words(target)}{unit}",
        _done_words(done, target, unit, percent),
        _STATUSES[status],
        person,
        note,
        "\n".join(sources),
    ]
    return ExportRow(uid, version, due_on, cells, leads, owned.coops if owned else [])


def _done_words(done: Decimal | None, target: Decimal | None, unit: str, percent: int) -> str:
    return f"{number_words(done)}{unit}" if done is not None and target is not None else f"{percent}%"
