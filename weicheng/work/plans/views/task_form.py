"""The form of a task: what it shows (stored values, or what was typed before a refusal), and what it sends."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, QueryDict

from weicheng.ground.org.models import Person, Post, Unit
from weicheng.work.plans.choices import Category, OwnerRole
from weicheng.work.plans.models import Task
from weicheng.work.plans.row_values import RULES, quota_from_text, quota_text
from weicheng.work.plans.services.editing import OwnerValue
from weicheng.work.plans.templatetags.ledger import amount

TEXTS = (
    "title",
    "deadline_text",
    "recurrence_text",
    "rrule",
    "target_unit",
    "target_comparator",
    "target_object",
    "note",
    "category",
)
PLAIN = (*TEXTS, "start_on", "due_on", "target_value")
COMPARATORS = (("=", "等于"), (">=", "不少于"), ("<=", "不多于"), (">", "多于"), ("<", "少于"))


@dataclass(slots=True)
class OwnerLine:
    unit: Unit
    role: str
    person_id: int | None
    people: list[Person] = field(default_factory=list)


def form_context(task: Task, typed: QueryDict | None = None) -> dict[str, Any]:
    """The choices of the form and its values; ``typed`` outranks what is stored."""
    return {
        "editing": True,
        "form": _typed(typed) if typed is not None else _stored(task),
        "categories": Category.choices,
        "roles": OwnerRole.choices,
        "rules": RULES,
        "comparators": COMPARATORS,
        "phases": list(task.campaign.phases.all()),
    }


def _stored(task: Task) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(task, name) for name in TEXTS}
    values |= {name: day.isoformat() if (day := getattr(task, name)) else "" for name in ("start_on", "due_on")}
    owners = task.owners.select_related("unit")
    return {
        **values,
        "target_value": amount(task.target_value),
        "quota": quota_text(task.quota),
        "phase": task.phase_id,
        "owners": _with_people([OwnerLine(owner.unit, owner.role, owner.person_id) for owner in owners]),
    }


def _typed(typed: QueryDict) -> dict[str, Any]:
    phase = typed.get("phase", "")
    lines = [
        OwnerLine(unit, role, int(person) if person.isdigit() else None) for unit, role, person in _owner_fields(typed)
    ]
    return {
        **{name: typed.get(name, "") for name in (*PLAIN, "quota", "reason")},
        "phase": int(phase) if phase.isdigit() else None,
        "owners": _with_people(lines),
    }


def _owner_fields(typed: QueryDict) -> list[tuple[Unit, str, str]]:
    """(unit, role, person id or "") of each line whose unit exists."""
    ids = typed.getlist("owner_unit")
    roles, people = typed.getlist("owner_role"), typed.getlist("owner_person")
    units = Unit.objects.in_bulk([int(pk) for pk in ids if pk.isdigit()])
    return [
        (
            units[int(pk)],
            roles[place] if place < len(roles) else OwnerRole.LEAD,
            people[place] if place < len(people) else "",
        )
        for place, pk in enumerate(ids)
        if pk.isdigit() and int(pk) in units
    ]


def _with_people(lines: list[OwnerLine]) -> list[OwnerLine]:
    """Each line with the people who hold a post in its unit: one query."""
    by_unit: dict[int, dict[int, Person]] = {}
    for post in Post.objects.filter(unit__in=[line.unit.pk for line in lines]).select_related("person"):
        by_unit.setdefault(post.unit_id, {})[post.person_id] = post.person
    named = Person.objects.in_bulk([line.person_id for line in lines if line.person_id])
    for line in lines:
        people = by_unit.get(line.unit.pk, {})
        if line.person_id in named:
            people = {**people, line.person_id: named[line.person_id]}
        line.people = list(people.values())
    return lines


def changes_of(request: HttpRequest, task: Task) -> dict[str, Any]:
    """What the form sends, as editing.change_task takes it; raises Invalid for a quota that cannot be read."""
    sent = request.POST
    changes: dict[str, Any] = {name: sent[name] for name in PLAIN if name in sent}
    if "quota" in sent and sent["quota"] != quota_text(task.quota):
        changes["quota"] = quota_from_text(sent["quota"])
    # Left as it was, the phase follows a new deadline by itself.
    if "phase" in sent and sent["phase"] != str(task.phase_id or ""):
        changes["phase"] = task.campaign.phases.filter(pk=sent["phase"] if sent["phase"].isdigit() else 0).first()
    if "owners_given" in sent:
        changes["owners"] = _owners(sent, task)
    return changes


def _owners(sent: QueryDict, task: Task) -> list[OwnerValue]:
    via = {(owner.unit_id, owner.role): owner.via for owner in task.owners.all()}
    lines = _owner_fields(sent)
    people = Person.objects.in_bulk([int(person) for _, _, person in lines if person.isdigit()])
    return [
        OwnerValue(
            unit=unit,
            role=role,
            person=people.get(int(person)) if person.isdigit() else None,
            via=via.get((unit.pk, role), ""),
        )
        for unit, role, person in lines
    ]
