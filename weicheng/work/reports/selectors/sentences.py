"""What a report is made of: sentences, each of which knows the rows it says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from weicheng.work.plans.models import Task


@dataclass(frozen=True, slots=True)
class Source:
    """A row behind a sentence: its kind and key, what it is called, where it is seen."""

    kind: str  # entry, task, occurrence, difficulty, report
    id: int
    label: str
    url: str

    def as_json(self) -> dict[str, Any]:
        return {"kind": self.kind, "id": self.id, "label": self.label, "url": self.url}


@dataclass(slots=True)
class Line:
    """A sentence of a draft. ``key`` stays the same as long as it is about the same thing."""

    key: str
    part: str
    text: str
    sources: list[Source] = field(default_factory=list)
    is_edited: bool = False
    is_own: bool = False
    assembled: str = ""  # the words before a person changed them


def task_source(task: Task) -> Source:
    from django.urls import reverse

    return Source("task", task.pk, f"{task.number} {task.title}", reverse("ledger:task", args=[task.uid]))
