"""Which units must answer an upper plan, which have, what carries each upper task, and the tree of basis papers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.access import scope_of
from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import Unit, User
from weicheng.work.cascade.choices import AnswerState
from weicheng.work.cascade.models import Call, UnitPlan, UnitRow
from weicheng.work.plans.choices import OwnerRole, PlanState
from weicheng.work.plans.models import Plan, Task, TaskOwner
from weicheng.work.plans.querysets import TaskQuerySet

ANSWERING = (OwnerRole.LEAD, OwnerRole.COOP)
HANDED_IN = (AnswerState.SUBMITTED, AnswerState.ACCEPTED)


@dataclass(slots=True)
class CallLine:
    """A call with how many units must answer and how many have; for a unit's own list, its answer."""

    call: Call
    units: int
    answered: int
    mine: list[tuple[Unit, UnitPlan | None]] = field(default_factory=list)

    @property
    def missing(self) -> int:
        return self.units - self.answered

    @property
    def percent(self) -> int:
        return 100 * self.answered // self.units if self.units else 100


@dataclass(slots=True)
class UnitLine:
    unit: Unit
    answer: UnitPlan | None
    tasks: int
    rows: int


@dataclass(slots=True)
class TaskLine:
    """An upper task with the lower rows that carry it, of all units."""

    task: Task
    rows: list[UnitRow]

    @property
    def done(self) -> int:
        return sum(row.done_on is not None for row in self.rows)


def upper_tasks(call: Call) -> TaskQuerySet:
    """The live tasks of the upper plan."""
    return Task.objects.live().filter(pk__in=call.plan.sources.values("task"))


def units_of(call: Call) -> QuerySet[Unit]:
    """The units with a leading or cooperating role in the upper plan; one without a task left has not to answer."""
    owners = TaskOwner.objects.filter(unit=OuterRef("pk"), role__in=ANSWERING, task__in=upper_tasks(call))
    return Unit.objects.filter(Exists(owners))


def missing_units(call: Call) -> QuerySet[Unit]:
    """The units that have not handed in."""
    return units_of(call).exclude(pk__in=call.answers.filter(state__in=HANDED_IN).values("unit"))


def tasks_for(call: Call, unit: Unit, role: str = "") -> TaskQuerySet:
    """What the upper plan gives the unit, leading and cooperating, or in one role."""
    roles = [role] if role else ANSWERING
    mine = TaskOwner.objects.filter(unit=unit, role__in=roles).values("task")
    return upper_tasks(call).filter(pk__in=mine).order_by("due_on", "number")


def uncarried(answer: UnitPlan) -> TaskQuerySet:
    """The tasks the unit leads that no row of its plan carries."""
    carried = UnitRow.tasks.through.objects.filter(unitrow__plan=answer).values("task")
    return tasks_for(answer.call, answer.unit, OwnerRole.LEAD).exclude(pk__in=carried)


def later_than_upper(answer: UnitPlan) -> list[UnitRow]:
    """Rows whose day is later than that of a task they carry."""
    later = Q(due_on__gt=F("tasks__due_on"))
    return list(answer.rows.filter(later).distinct())


def calls_for(campaign: Campaign, user: User) -> list[CallLine]:
    """The calls of the campaign: all for those who see everything, else those that ask a unit of the user."""
    calls = Call.objects.filter(plan__campaign=campaign).select_related("plan")
    calls = calls.annotate(handed_in=Count("answers", filter=Q(answers__state__in=HANDED_IN)))  # type: ignore[assignment]
    scope = scope_of(user)
    lines = []
    for call in calls.defer("plan__text", "plan__blocks", "plan__tables", "plan__facts"):
        units = list(units_of(call))
        line = CallLine(call, len(units), call.handed_in)  # type: ignore[attr-defined]
        if not scope.sees_everything:
            own = [unit for unit in units if scope.reaches(unit, Role.LIAISON)]
            if not own:
                continue
            given = {answer.unit_id: answer for answer in call.answers.filter(unit__in=own)}
            line.mine = [(unit, given.get(unit.pk)) for unit in own]
        lines.append(line)
    return lines


def unit_lines(call: Call) -> list[UnitLine]:
    """Every unit that must answer, with its answer; those that have not come first."""
    answers = {answer.unit_id: answer for answer in call.answers.annotate(n=Count("rows"))}
    owners = TaskOwner.objects.filter(task__in=upper_tasks(call), role__in=ANSWERING)
    counted = dict(owners.order_by().values_list("unit").annotate(n=Count("task", distinct=True)))
    lines = [
        UnitLine(unit, answer := answers.get(unit.pk), counted.get(unit.pk, 0), answer.n if answer else 0)  # type: ignore[attr-defined]
        for unit in units_of(call)
    ]
    return sorted(lines, key=lambda line: line.answer is not None and line.answer.state in HANDED_IN)


def task_lines(call: Call, user: User) -> list[TaskLine]:
    """Every upper task within reach with what carries it; those that nothing carries first."""
    rows = UnitRow.objects.select_related("plan").order_by("plan__unit__order", "order")
    tasks = Task.objects.for_user(user).filter(pk__in=upper_tasks(call).values("pk")).select_related("lead_unit")
    found = tasks.order_by("number").prefetch_related(Prefetch("unit_rows", rows.filter(plan__call=call)))
    lines = [TaskLine(task, list(task.unit_rows.all())) for task in found]
    return sorted(lines, key=lambda line: bool(line.rows))


@dataclass(slots=True)
class Paper:
    """A paper in the tree: one of ours, one of a unit, or one that is only named in 根据……."""

    title: str
    number: str = ""
    plan: Plan | None = None
    answer: UnitPlan | None = None
    below: list[Paper] = field(default_factory=list)


_QUOTED = re.compile(r"《([^《》]+)》")
_NUMBER = re.compile(r"[（(]?([^\s（()）《》，。]{1,16}[〔\[（(]\d{4}[〕\])）]\d+号)[）)]?")


def paper_tree(campaign: Campaign) -> list[Paper]:
    """Papers under the papers they are based on (M248): named basis papers, our plans, the units' own plans."""
    plans = list(
        Plan.objects.filter(campaign=campaign, state__in=(PlanState.PUBLISHED, PlanState.REVIEW))
        .only("pk", "title", "number", "facts", "state", "campaign_id")
        .order_by("issued_on", "pk")
    )
    nodes = {plan.pk: Paper(plan.title, plan.number, plan) for plan in plans}
    known = {_key(name): nodes[plan.pk] for plan in plans for name in (plan.title, plan.number) if name}
    roots: dict[str, Paper] = {}
    for plan in plans:
        above = _above(plan, known, nodes[plan.pk], roots)
        if above is None:
            roots[f"plan{plan.pk}"] = nodes[plan.pk]
        else:
            above.below.append(nodes[plan.pk])
    answers = UnitPlan.objects.filter(call__plan__in=plans, state__in=HANDED_IN).select_related("call")
    for answer in answers:
        file = answer.file_name.rsplit(".", 1)[0]
        title = f"{answer.unit_name}：{file}" if file else f"{answer.unit_name}落实方案"
        nodes[answer.call.plan_id].below.append(Paper(title, answer=answer))
    return list(roots.values())


def _above(plan: Plan, known: dict[str, Paper], own: Paper, roots: dict[str, Paper]) -> Paper | None:
    """The nearest paper a plan is based on: one of ours if it is named, else the last paper named."""
    named = [_named(text) for text in plan.facts.get("basis", [])]
    for title, number in named:
        found = known.get(_key(number)) or known.get(_key(title))
        if found is not None and not _is_below(found, own):
            return found
    if not named:
        return None
    title, number = named[-1]
    return roots.setdefault(f"named{_key(title)}", Paper(title, number))


def _is_below(paper: Paper, top: Paper) -> bool:
    """Whether ``paper`` stands in the tree under ``top``, or is it: two papers that name each other make no circle."""
    return paper is top or any(_is_below(paper, below) for below in top.below)


def _named(text: str) -> tuple[str, str]:
    """Title and number of a basis paper as it is named."""
    title = _QUOTED.search(text)
    number = _NUMBER.search(text)
    return (title.group(1) if title else text.strip()[:80]), (number.group(1) if number else "")


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)
