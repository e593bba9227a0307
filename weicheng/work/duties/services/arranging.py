"""The office's temporary notice for one date of a duty."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.urls import reverse

from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.notices.services import liaisons_of, notify
from weicheng.ground.org.models import Unit, User
from weicheng.work.duties.models import Arrangement, Duty
from weicheng.work.duties.permissions import check_user_can_arrange


def arrange(*, by: User, duty: Duty, original_day: date, text: str) -> Arrangement:
    """Tell the liaisons of every unit that does it on that date where and when; all of it is kept beside the date."""
    check_user_can_arrange(by, duty)
    if not text.strip():
        raise Invalid("请写清楚时间、地点和要带什么。", "text")
    rows = list(duty.occurrences.filter(original_day=original_day).select_related("unit"))
    if not rows:
        raise Invalid("这一天没有这项工作，请从列表里选。", "day")
    with transaction.atomic():
        made = Arrangement.objects.create(duty=duty, original_day=original_day, text=text.strip(), by=by)
        audit.record("duties.arrangement.sent", by=by, obj=duty,
                     after={"day": original_day.isoformat(), "text": made.text})  # fmt: skip
        units: list[Unit] = [row.unit for row in rows]
        notify(
            to=liaisons_of(units),
            code="duties.arrangement",
            key=f"duties.arrangement.{made.pk}",
            title=f"{rows[0].day:%-m月%-d日} {duty.title}",
            text=made.text,
            url=reverse("duties:duty", args=[duty.pk]),
            campaign_id=duty.campaign_id,
        )
    return made
