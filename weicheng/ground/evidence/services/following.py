"""Evidence follows the work it was handed in with: its clauses, and its being taken back."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from weicheng.ground.evidence.models import Evidence
from weicheng.ground.evidence.services.adding import set_clauses
from weicheng.ground.evidence.services.changing import locked
from weicheng.ground.evidence.services.removing import take_down
from weicheng.ground.evidence.wording import clause_words
from weicheng.ground.kernel import audit
from weicheng.ground.org.models import User
from weicheng.ground.standards.models import Clause


@transaction.atomic
def follow_clauses(
    *, by: User | None, subject: str, clauses: Iterable[Clause], primary: Clause | None = None, reason: str = ""
) -> int:
    """The clauses of ``subject`` are these now: evidence that has its clauses from there takes them over. How many."""
    wanted = list({one.pk: one for one in ([primary] if primary else []) + list(clauses)}.values())
    keys = [clause.pk for clause in wanted]
    changed = 0
    for pk in Evidence.objects.filter(subject=subject, clauses_inherited=True).values_list("pk", flat=True):
        evidence = locked(pk)
        if list(evidence.clauses.order_by("-is_primary", "id").values_list("clause_id", flat=True)) == keys:
            continue
        before = {"clauses": clause_words(evidence)}
        set_clauses(evidence, wanted)
        after = {"clauses": clause_words(evidence)}
        audit.record(
            "evidence.followed",
            by=by,
            obj=evidence,
            before=before,
            after=after,
            reason=reason,
            unit_id=evidence.unit_id,
        )
        changed += 1
    return changed


@transaction.atomic
def withdraw_handed_in(*, by: User | None, origins: str, reason: str) -> int:
    """What was handed in under ``origins`` (the beginning of the origin) was rejected: taken down with that reason."""
    keys = list(Evidence.objects.live().filter(origin__startswith=origins).values_list("pk", flat=True))
    for pk in keys:
        take_down(by, locked(pk), reason)
    return len(keys)
