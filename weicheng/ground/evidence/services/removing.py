"""Evidence is taken down with a reason; the row and the file stay, and the office can put it back."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from weicheng.ground.evidence.models import Evidence
from weicheng.ground.evidence.permissions import check_user_can_put_back_evidence, check_user_can_remove_evidence
from weicheng.ground.evidence.services.changing import locked
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.models import User


@transaction.atomic
def remove_evidence(*, by: User, evidence: Evidence, reason: str) -> Evidence:
    evidence = locked(evidence.pk)
    check_user_can_remove_evidence(by, evidence)
    if not reason.strip():
        raise Invalid("撤下材料要写明原因。", "reason")
    return take_down(by, evidence, reason.strip())


@transaction.atomic
def put_back_evidence(*, by: User, evidence: Evidence, reason: str = "") -> Evidence:
    evidence = locked(evidence.pk)
    check_user_can_put_back_evidence(by, evidence)
    return restore(by, evidence, reason)


def take_down(by: User | None, evidence: Evidence, reason: str) -> Evidence:
    """Without asking who: the caller has. In its transaction."""
    evidence.removed_at, evidence.removed_reason = timezone.now(), reason[:200]
    evidence.save(update_fields=["removed_at", "removed_reason"])
    audit.record("evidence.removed", by=by, obj=evidence, reason=reason[:200], unit_id=evidence.unit_id)
    return evidence


def restore(by: User | None, evidence: Evidence, reason: str) -> Evidence:
    """Without asking who: the caller has. In its transaction."""
    before = {"removed_reason": evidence.removed_reason}
    evidence.removed_at, evidence.removed_reason = None, ""
    evidence.save(update_fields=["removed_at", "removed_reason"])
    audit.record("evidence.put_back", by=by, obj=evidence, before=before, reason=reason[:200], unit_id=evidence.unit_id)
    return evidence
