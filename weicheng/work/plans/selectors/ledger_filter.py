"""What the ledger page asks for, parsed from its address and written back to it: the same words for filter, chips, saved
views and exports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any, Protocol
from urllib.parse import parse_qs, urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet

from weicheng.ground.campaigns.models import Campaign, Phase
from weicheng.ground.org.heirs import with_absorbed
from weicheng.ground.org.models import Unit, UnitAlias, User
from weicheng.ground.standards.models import Clause
from weicheng.ground.standards.selectors.mapping import speakers_for
from weicheng.ground.ui.days import day_in
from weicheng.work.plans.choices import Category, EntryState, OwnerRole, TaskStatus
from weicheng.work.plans.models import Plan, ProgressEntry, Task, TaskClause, TaskOwner, TaskSource
from weicheng.work.plans.status import Moment, status_expression

DUE = {
    "late": "已逾期",
    "7": "7天内到期",
    "30": "30天内到期",
    "7late": "7天内到期或已逾期",
    "30late": "30天内到期或已逾期",
    "none": "没有时限",
}
GROUPS = {
    "unit": "牵头单位",
    "status": "状态",
    "phase": "阶段",
    "category": "类别",
    "plan": "方案",
    "month": "到期月份",
}
SORTS = {
    "due": "时限从近到远",
    "-due": "时限从远到近",
    "number": "编号",
    "progress": "进度从低到高",
    "-progress": "进度从高到低",
    "recent": "最近有进展",
    "title": "事项",
}
NONE = "none"


class Query(Protocol):
    """What an address asks for, name by name: Django's QueryDict."""

    def lists(self) -> Iterable[tuple[str, list[str]]]: ...


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition in words, with the address part without it."""

    name: str
    label: str
    value: str
    without: str


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """Conditions, grouping and order of the ledger. ``unit`` means the unit with all below it, in ``role`` if given."""

    unit: int | None = None
    role: str = ""
    status: tuple[str, ...] = ()
    phase: str = ""  # an id, or "none"
    category: tuple[str, ...] = ()
    due: str = ""
    due_from: date | None = None
    due_to: date | None = None
    q: str = ""
    plan: int | None = None
    clause: str = ""  # an id, or "none"
    quantified: bool = False
    unconfirmed: bool = False
    no_lead: bool = False
    group: str = ""
    sort: str = "due"

    @classmethod
    def parse(cls, query: Query | str, campaign: Campaign | None = None) -> LedgerFilter:
        """From the query of an address; what is not understood is left out, so that an old saved view still opens."""
        data = parse_qs(query.lstrip("?")) if isinstance(query, str) else dict(query.lists())
        one = {name: values[-1] for name, values in data.items() if values}
        return cls(
            unit=_number(one.get("unit")),
            role=_one_of(one.get("role"), OwnerRole.values),
            status=_several(data.get("status", ()), TaskStatus.values),
            phase=_id_or_none(one.get("phase")),
            category=_several(data.get("category", ()), Category.values),
            due=_one_of(one.get("due"), DUE),
            due_from=day_in(one.get("due_from")),
            due_to=day_in(one.get("due_to")),
            q=" ".join(one.get("q", "").split())[:100],
            plan=_number(one.get("plan")),
            clause=_id_or_none(one.get("clause")),
            quantified=one.get("quantified") == "1",
            unconfirmed=one.get("unconfirmed") == "1",
            no_lead=one.get("no_lead") == "1",
            group=_one_of(one.get("group"), GROUPS),
            sort=_one_of(one.get("sort"), SORTS) or "due",
        )

    def query_string(self) -> str:
        """The address part; only what differs from the plain ledger."""
        plain = LedgerFilter()
        pairs: dict[str, Any] = {}
        for entry in fields(self):
            value = getattr(self, entry.name)
            if value != getattr(plain, entry.name):
                pairs[entry.name] = "1" if value is True else value
        return urlencode(pairs, doseq=True)

    def without(self, name: str) -> LedgerFilter:
        """The filter without one condition; "due" takes its from and to along, "unit" its role."""
        plain = LedgerFilter()
        names = {"due": ("due", "due_from", "due_to"), "unit": ("unit", "role")}.get(name, (name,))
        changes: dict[str, Any] = {field: getattr(plain, field) for field in names}
        return replace(self, **changes)

    @property
    def is_plain(self) -> bool:
        """No condition at all; grouping and order are none."""
        return replace(self, group="", sort="due") == LedgerFilter()

    def chips(self, user: User) -> list[Chip]:
        """The conditions in words; names of units, phases and plans are looked up, of plans only those ``user`` may see."""
        pairs = [
            ("unit", OwnerRole(self.role).label if self.role else "单位", _name_of(Unit.objects.all(), self.unit)),
            ("role", "角色", "" if self.unit or not self.role else OwnerRole(self.role).label),
            ("status", "状态", "、".join(str(TaskStatus(code).label) for code in self.status)),
            ("phase", "阶段", "没有阶段" if self.phase == NONE else _name_of(Phase.objects.all(), _number(self.phase))),
            ("category", "类别", "、".join(str(Category(code).label) for code in self.category)),
            ("due", "时限", self._due_words()),
            ("q", "包含", self.q),
            ("plan", "方案", _name_of(Plan.objects.for_user(user).only("title"), self.plan)),
            (
                "clause",
                "条款",
                "没有条款" if self.clause == NONE else _name_of(Clause.objects.all(), _number(self.clause)),
            ),
            ("quantified", "任务", "量化的" if self.quantified else ""),
            ("unconfirmed", "进展", "待确认" if self.unconfirmed else ""),
            ("no_lead", "牵头", "没有牵头单位" if self.no_lead else ""),
        ]
        return [
            Chip(name, str(label), str(value), self.without(name).query_string())
            for name, label, value in pairs
            if value
        ]

    def _due_words(self) -> str:
        parts = [DUE[self.due]] if self.due else []
        if self.due_from or self.due_to:
            parts.append(f"{self.due_from or ''}至{self.due_to or ''}")
        return "，".join(parts)

    def apply(self, tasks: QuerySet[Task], moment: Moment) -> QuerySet[Task]:
        """The tasks that pass, with ``status`` annotated."""
        found = tasks.annotate(status=status_expression(moment))  # type: ignore[no-redef]
        for condition in self._conditions(moment):
            found = found.filter(condition)
        return found

    def _conditions(self, moment: Moment) -> Iterable[Any]:
        if self.unit or self.role:
            yield _owned(self.unit, self.role)
        if self.status:
            yield Q(status__in=self.status)
        if self.phase:
            yield Q(phase=None) if self.phase == NONE else Q(phase_id=int(self.phase))
        if self.category:
            yield Q(category__in=self.category)
        if self.due:
            yield due_window(self.due, moment)
        if self.due_from:
            yield Q(due_on__gte=self.due_from)
        if self.due_to:
            yield Q(due_on__lte=self.due_to)
        for word in self.q.split():
            yield _mentions(word)
        if self.plan:
            yield Exists(TaskSource.objects.filter(task=OuterRef("pk"), plan=self.plan))
        if self.clause:
            yield _carrying(self.clause)
        if self.quantified:
            yield Q(is_quantified=1)
        if self.unconfirmed:
            yield Q(pk__in=ProgressEntry.objects.filter(state=EntryState.SUBMITTED).values("task"))
        if self.no_lead:
            yield Q(lead_unit=None)


def due_window(code: str, moment: Moment) -> Q:
    """The tasks not yet reported done whose due day falls into the window; needs ``status`` on the tasks."""
    late = Q(status=TaskStatus.LATE)
    if code == "late":
        return late
    if code == NONE:
        return Q(due_on=None)
    days = int(code.removesuffix("late"))
    coming = Q(due_on__gte=moment.today, due_on__lte=moment.today + timedelta(days=days))
    coming &= ~Q(status__in=(TaskStatus.DONE, TaskStatus.CHECK))
    return coming | late if code.endswith("late") else coming


def _owned(unit: int | None, role: str) -> Exists:
    owners = TaskOwner.objects.filter(task=OuterRef("pk"))
    if role:
        owners = owners.filter(role=role)
    if unit:
        path = Unit.objects.filter(pk=unit).values_list("path", flat=True).first()
        within = with_absorbed(Unit.objects.filter(path__startswith=path)) if path else Unit.objects.none()
        owners = owners.filter(unit__in=within.order_by().values("pk"))
    return Exists(owners)


def _carrying(clause: str) -> Q | Exists:
    links = TaskClause.objects.filter(task=OuterRef("pk"))
    if clause == NONE:
        return ~Q(Exists(links))
    found = Clause.objects.select_related("edition").filter(pk=int(clause)).first()
    # Also what speaks for it in another edition, so that a number of the coverage opens to its tasks.
    return Exists(links.filter(clause__in=speakers_for(found.edition, {found.pk}) if found else ()))


def _mentions(word: str) -> Q:
    """In number, title, source sentence, note, or the name of a unit with a role."""
    names = Q(unit__name__icontains=word) | Q(unit__short_name__icontains=word) | Q(via__icontains=word)
    aliases = UnitAlias.objects.filter(text__icontains=word).values("unit")
    owners = TaskOwner.objects.filter(names | Q(unit__in=aliases) | Q(person__name=word), task=OuterRef("pk"))
    sources = TaskSource.objects.filter(task=OuterRef("pk"), quote__icontains=word)
    own = Q(number__icontains=word) | Q(title__icontains=word) | Q(note__icontains=word)
    return own | Exists(owners) | Exists(sources)


def _number(value: str | None) -> int | None:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 12 else None


def _id_or_none(value: str | None) -> str:
    """An id as it is written in the address, "none", or nothing."""
    return value if value and (value == NONE or _number(value)) else ""


def _one_of(value: str | None, known: Iterable[str]) -> str:
    return value if value and value in set(known) else ""


def _several(values: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    """The known codes among the values, also written as one with commas, in the order of the vocabulary."""
    given = {code for value in values for code in value.split(",")}
    return tuple(code for code in known if code in given)


def _name_of(rows: QuerySet[Any], pk: int | None) -> str:
    if pk is None:
        return ""
    found = rows.filter(pk=pk).first()
    return str(found) if found else "（已不存在）"
