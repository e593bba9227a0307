"""The form of a task: what it shows (stored values, or what was typed before a refusal), and what it sends."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, QueryDict

from weicheng.ground.org.models import Person, Post, Unit
from weicheng.ground.ui.numbers import whole
from weicheng.work.plans.choices import Category, OwnerRole
from weicheng.work.plans.models import Task, TaskOwner
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
FIELDS = (*PLAIN, "quota", "phase")
COMPARATORS = (("=", "等于"), (">=", "不少于"), ("<=", "不多于"), (">", "多于"), ("<", "少于"))


@dataclass(slots=True)
class OwnerLine:
    unit: Unit
    role: str
    person_id: int | None
    people: list[Person] = field(default_factory=list)


def form_context(task: Task, typed: QueryDict | None = None) -> dict[str, Any]:
    """The choices of the form and its values: the stored ones, with what a person ``typed`` and altered laid over them."""
    form = _stored(task)
    was = json.dumps(_plain(form), ensure_ascii=False)
    if typed is not None:
        form |= _altered(typed)
    return {
        "editing": True,
        "form": form,
        "was": was,
        "categories": Category.choices,
        "roles": OwnerRole.choices,
        "rules": RULES,
        "comparators": COMPARATORS,
        "phases": list(task.campaign.phases.all()),
    }


def _stored(task: Task) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(task, name) for name in TEXTS}
    values |= {name: day.isoformat() if (day := getattr(task, name)) else "" for name in ("start_on", "due_on")}
    owners = TaskOwner.objects.filter(task=task).select_related("unit").order_by("order", "id")
    return {
        **values,
        "target_value": amount(task.target_value),
        "quota": quota_text(task.quota),
        "phase": str(task.phase_id or ""),
        "reason": "",
        "owners": _with_people([OwnerLine(owner.unit, owner.role, owner.person_id) for owner in owners]),
    }


def _plain(form: dict[str, Any]) -> dict[str, Any]:
    """The values as the browser sends them back: what the person was shown, to tell later what was altered."""
    lines = [[str(line.unit.pk), line.role, str(line.person_id or "")] for line in form["owners"]]
    return {**{name: form[name] for name in FIELDS}, "owners": lines}


def _altered_fields(sent: QueryDict) -> list[str]:
    """The fields whose value is no longer what the form showed: only they are the person's own."""
    try:
        was = json.loads(sent.get("was", "{}"))
    except ValueError:
        was = None
    if not isinstance(was, dict):
        was = {}
    return [name for name in FIELDS if name in sent and _line(sent[name]) != _line(str(was.get(name)))] + (
        ["owners"] if "owners_given" in sent and _owner_lists(sent) != was.get("owners") else []
    )


def _line(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _owner_lists(sent: QueryDict) -> list[list[str]]:
    return [[str(unit.pk), role, person] for unit, role, person in _owner_fields(sent)]


def _altered(typed: QueryDict) -> dict[str, Any]:
    names = _altered_fields(typed)
    values: dict[str, Any] = {name: typed[name] for name in names if name != "owners"}
    if "owners" in names:
        found = _owner_fields(typed)
        values["owners"] = _with_people([OwnerLine(unit, role, whole(person)) for unit, role, person in found])
    return {**values, "reason": typed.get("reason", "")}


def _owner_fields(typed: QueryDict) -> list[tuple[Unit, str, str]]:
    """(unit, role, person id or "") of each line whose unit exists."""
    ids = typed.getlist("owner_unit")
    roles, people = typed.getlist("owner_role"), typed.getlist("owner_person")
    units = Unit.objects.in_bulk([pk for one in ids if (pk := whole(one)) is not None])
    return [
        (
            units[whole(pk) or 0],
            roles[place] if place < len(roles) else OwnerRole.LEAD,
            people[place] if place < len(people) else "",
        )
        for place, pk in enumerate(ids)
        if whole(pk) in units
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
    """What the person altered, as editing.change_task takes it; raises Invalid for a quota that cannot be read."""
    sent = request.POST
    altered = _altered_fields(sent)
    changes: dict[str, Any] = {name: sent[name] for name in altered if name in PLAIN}
    if "quota" in altered:
        changes["quota"] = quota_from_text(sent["quota"])
    # Left as it was, the phase follows a new deadline by itself.
    if "phase" in altered:
        changes["phase"] = task.campaign.phases.filter(pk=whole(sent["phase"])).first()
    if "owners" in altered:
        changes["owners"] = _owners(sent, task)
    return changes


def _owners(sent: QueryDict, task: Task) -> list[OwnerValue]:
    via = {(owner.unit_id, owner.role): owner.via for owner in task.owners.all()}
    lines = _owner_fields(sent)
    people = Person.objects.in_bulk([pk for _, _, person in lines if (pk := whole(person)) is not None])
    return [
        OwnerValue(
            unit=unit,
            role=role,
            person=people.get(whole(person) or 0),
            via=via.get((unit.pk, role), ""),
        )
        for unit, role, person in lines
    ]
