"""The office confirms or corrects a figure. The edition stays as it was loaded; the newest verification stands over it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.standards.choices import WITHOUT_NUMBER, Judge, Subject
from weicheng.ground.standards.figures import FIELDS, clean_value, row_of
from weicheng.ground.standards.models import Edition, Verification
from weicheng.ground.standards.permissions import check_user_can_verify_figures


@transaction.atomic
def verify_figure(
    *, by: Any, edition: Edition, subject: str, key: str, field: str, value: Any, source: str, reason: str
) -> Verification:
    """``value`` as typed; the same once more changes nothing. Raises Invalid with the field at fault."""
    check_user_can_verify_figures(by)
    Edition.objects.select_for_update().get(pk=edition.pk)  # two who verify at once follow each other
    row = row_of(edition.pk, subject, key) if field in FIELDS.get(subject, ()) else None
    if row is None:
        raise Invalid(f"“{edition}”里没有这一项。")
    if subject == Subject.TARGET:
        said = standing(edition, subject, key, "judge")
        _check_target(Judge(str(said.value) if said is not None else row.judge), field)
    source, reason = source.strip(), reason.strip()
    if not source:
        raise Invalid("请写依据：哪份文件、第几页，或者问了谁。", "source")
    if not reason:
        raise Invalid("请写说明：怎么核的，为什么这样定。", "reason")
    if len(source) > 200 or len(reason) > 300:
        raise Invalid("依据不超过200个字，说明不超过300个字。", "source" if len(source) > 200 else "reason")
    stored = clean_value(row, field, value)
    before = standing(edition, subject, key, field)
    if before is not None and (before.value, before.source, before.reason) == (stored, source, reason):
        return before
    printed = getattr(row, field)
    printed = format(printed.normalize(), "f") if isinstance(printed, Decimal) else printed
    made = Verification.objects.create(
        edition=edition, subject=subject, key=key, field=field, value=stored, printed=printed, source=source,
        reason=reason, by=by,
    )  # fmt: skip
    audit.record(
        "standards.figure.verified",
        by=by,
        obj=edition,
        label=label_of(row, field),
        before={"value": before.value if before else printed},
        after={"key": key, "field": field, "value": stored, "source": source},
        reason=reason,
    )
    return made


@transaction.atomic
def withdraw_verification(*, by: Any, verification: Verification, reason: str) -> Verification:
    """What stood before it stands again: an earlier verification, else the library."""
    check_user_can_verify_figures(by)
    locked = Verification.objects.select_for_update().select_related("edition").get(pk=verification.pk)
    if not reason.strip():
        raise Invalid("撤回要写明原因。", "reason")
    if locked.withdrawn_at is not None:
        raise NotPossible("这次核定已经撤回了。")
    locked.withdrawn_at, locked.withdrawn_reason = timezone.now(), reason.strip()[:200]
    locked.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    row = row_of(locked.edition_id, locked.subject, locked.key)
    audit.record(
        "standards.figure.withdrawn",
        by=by,
        obj=locked.edition,
        label=label_of(row, locked.field) if row else locked.key,
        before={"key": locked.key, "field": locked.field, "value": locked.value},
        reason=locked.withdrawn_reason,
    )
    return locked


def standing(edition: Edition, subject: str, key: str, field: str) -> Verification | None:
    found = Verification.objects.filter(edition=edition, subject=subject, key=key, field=field, withdrawn_at=None)
    return found.order_by("-pk").first()


def label_of(row: Any, field: str) -> str:
    """What was verified, for people: 婴儿死亡率（市）的目标值."""
    name = f"{row.indicator}（{row.get_level_display()}）" if hasattr(row, "indicator") else str(row)
    subject = next(subject for subject, fields in FIELDS.items() if field in fields and _is(row, subject))
    return f"{name}：{FIELDS[subject][field]}"


def _is(row: Any, subject: str) -> bool:
    names = {"clause": "clause", "interpretation": "interpretation", "indicator": "indicator", "target": "target",
             "limit": "limit", "line": "formline", "sample": "samplesize"}  # fmt: skip
    return bool(row._meta.model_name == names[subject])


def _check_target(judge: Judge, field: str) -> None:
    """A number where the judge asks for one, a grade where it asks for that; the judge that holds today decides."""
    if field == "grade" and judge != Judge.LEVEL:
        raise Invalid("这一项不按等级判定。", "value")
    if field == "value" and judge == Judge.LEVEL:
        raise Invalid("这一项按等级判定，请核定等级。", "value")
    if field == "value" and judge in WITHOUT_NUMBER:
        raise Invalid(f"这一项的判定是“{judge.label}”，没有目标值可填。", "value")
