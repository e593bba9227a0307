"""A second person looks at a value: checked, or sent back with the reason."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.notices.services import liaisons_of, notify, settle
from weicheng.ground.org.models import User
from weicheng.work.indicators.choices import State
from weicheng.work.indicators.models import ValueEntry
from weicheng.work.indicators.permissions import check_user_can_check, check_user_can_return
from weicheng.work.indicators.services.filling import locked_entry


def check_value(*, by: User, entry: ValueEntry, version: int | None = None) -> ValueEntry:
    """From here on it is frozen; what it corrects is kept as replaced. Raises NotAllowed for the one who filled it."""
    with transaction.atomic():
        locked = locked_entry(entry.pk)
        check_user_can_check(by, locked)
        _check_seen(locked, version)
        now = timezone.now()
        holding = ValueEntry.objects.select_for_update(of=("self",)).filter(
            campaign=locked.campaign_id, indicator=locked.indicator_id, year=locked.year, span=locked.span,
            number=locked.number, subject=locked.subject_id, state=State.CHECKED,
        ).first()  # fmt: skip
        if holding is not None:
            holding.state = State.REPLACED
            holding.save(update_fields=["state"])
            audit.record("indicators.value.replaced", by=by, obj=holding, reason=locked.reason)
        locked.state, locked.checked_by, locked.checked_at = State.CHECKED, by, now
        locked.version += 1
        locked.save(update_fields=["state", "checked_by", "checked_at", "version"])
        _settle_submitted(locked.campaign_id)
        audit.record("indicators.value.checked", by=by, obj=locked, unit_id=locked.filled_unit_id)
    return locked


def return_value(*, by: User, entry: ValueEntry, reason: str, version: int | None = None) -> ValueEntry:
    """Back to the unit, which hands in another one; this one stays in the history with the reason."""
    if not reason.strip():
        raise Invalid("请写明为什么退回，单位才知道怎么改。", "reason")
    with transaction.atomic():
        locked = locked_entry(entry.pk)
        check_user_can_return(by, locked)
        _check_seen(locked, version)
        locked.state, locked.checked_by, locked.checked_at = State.RETURNED, by, timezone.now()
        locked.return_reason, locked.version = reason.strip()[:300], locked.version + 1
        locked.save(update_fields=["state", "checked_by", "checked_at", "return_reason", "version"])
        _settle_submitted(locked.campaign_id)
        audit.record("indicators.value.returned", by=by, obj=locked, reason=locked.return_reason,
                     unit_id=locked.filled_unit_id)  # fmt: skip
        people = {locked.filled_by, *liaisons_of([locked.filled_unit] if locked.filled_unit else [])}
        notify(
            to=people,
            code="indicators.returned",
            key=f"indicators.returned:{locked.pk}:{locked.version}",
            title=f"{locked}退回了",
            text=f"原因：{locked.return_reason}",
            url=reverse("indicators:indicator", args=[locked.indicator_id]),
            level="yellow",
            campaign_id=locked.campaign_id,
        )
    return locked


def _settle_submitted(campaign_id: int) -> None:
    """The last figure that waited was looked at: the office is not asked any more."""
    if not ValueEntry.objects.filter(campaign=campaign_id, state=State.SUBMITTED).exists():
        settle(prefix=f"indicators.submitted:{campaign_id}:")


def _check_seen(entry: ValueEntry, version: int | None) -> None:
    if version is not None and entry.version != version:
        raise NotPossible("这个数在您打开页面以后改过，请看过再审核。")
