"""Several waiting entries confirmed from one page: each by itself, so that one refusal holds up no other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from weicheng.ground.kernel.errors import NotAllowed, Refused
from weicheng.ground.org.models import User
from weicheng.work.plans.models import ProgressEntry
from weicheng.work.plans.services.progress import confirm_entry
from weicheng.work.reminders.models import EntryQuestion
from weicheng.work.reminders.permissions import check_user_can_check_entries


@dataclass(slots=True)
class Confirmed:
    """How many were confirmed, and why the others were not."""

    done: int = 0
    left: list[tuple[str, str]] = field(default_factory=list)  # task number, reason

    def __str__(self) -> str:
        if not self.left:
            return f"已确认{self.done}条进展。"
        why = "；".join(f"{number}：{reason}" for number, reason in self.left[:3])
        return f"已确认{self.done}条，{len(self.left)}条没有确认：{why}"


def confirm_many(*, by: User, entries: Iterable[ProgressEntry]) -> Confirmed:
    """Confirm what can be; an entry with a question that is not answered yet waits for the answer."""
    check_user_can_check_entries(by)
    entries = list(entries)
    asked = set(EntryQuestion.objects.filter(entry__in=entries, answered_at=None).values_list("entry_id", flat=True))
    result = Confirmed()
    for entry in entries:
        if entry.pk in asked:
            result.left.append((entry.task.number, "追问还没有回答。"))
            continue
        try:
            confirm_entry(by=by, entry=entry)
            result.done += 1
        except (NotAllowed, Refused) as error:
            result.left.append((entry.task.number, str(error)))
    return result
