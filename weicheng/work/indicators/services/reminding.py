"""Units that owe figures hear of it: one digest for each, however many figures they owe."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.periodic import each
from weicheng.ground.notices.choices import Level
from weicheng.ground.notices.models import Notice
from weicheng.ground.notices.services import liaisons_of, notify, settle
from weicheng.ground.org.models import User
from weicheng.work.indicators.permissions import check_user_can_keep_settings
from weicheng.work.indicators.selectors.board import Board
from weicheng.work.indicators.selectors.owed import UnitOwing, by_unit, data_years, owed

DAYS_BEFORE = (14, 7, 3, 0)
EVERY = timedelta(days=7)  # once it is late
_NAMED = 5


def remind_owing(*, by: User, campaign: Campaign) -> tuple[int, int]:
    """Now, by the office: (units that owe, accounts told). A second press on the same day tells nobody twice."""
    check_user_can_keep_settings(by, campaign)
    today = timezone.localdate()
    groups = [group for group in _owing(campaign, today) if group.unit is not None]
    with transaction.atomic():
        told = sum(_tell(campaign, group, today) for group in groups)
        audit.record("indicators.owed.reminded", by=by, obj=campaign, after={"units": len(groups), "people": told})
    return len(groups), told


def remind_all(today: date) -> None:
    """Every day, by itself: those whose due date is near, and once a week those who are late."""
    each(Campaign.objects.filter(is_closed=False).select_related("edition"), lambda campaign: _daily(campaign, today))


def _daily(campaign: Campaign, today: date) -> None:
    if campaign.ends_on < today:
        return
    for group in _owing(campaign, today):
        if group.unit is not None and any(_is_day(row.due_on, today) for row in group.rows):
            with transaction.atomic():
                _tell(campaign, group, today)


def _owing(campaign: Campaign, today: date) -> list[UnitOwing]:
    years = list(data_years(campaign))
    return by_unit(owed(Board(campaign, today=today), years)) if years else []


def _is_day(due_on: date | None, today: date) -> bool:
    if due_on is None:
        return False
    left = (due_on - today).days
    return left in DAYS_BEFORE or (left < 0 and left % EVERY.days == 0)


def _tell(campaign: Campaign, group: UnitOwing, today: date) -> int:
    assert group.unit is not None
    late = group.late(today)
    names = list(dict.fromkeys(str(row.asked.indicator) for row in group.rows))
    named = "、".join(names[:_NAMED]) + ("等" if len(names) > _NAMED else "")
    due = f"，最早的{group.last_due:%-m月%-d日}前报" if group.last_due else ""
    prefix = f"indicators.owed:{campaign.pk}:{group.unit.pk}:"
    told = notify(
        to=liaisons_of([group.unit]),
        code="indicators.owed",
        key=f"{prefix}{today}",
        title=f"{group.unit}还有{len(group.rows)}个指标数据没报" + (f"，其中{late}个已过期限" if late else ""),
        text=f"{named}{due}。可以逐个填，也可以下载表格一次填好再导入。",
        url=f"{reverse('indicators:list')}?outcome=missing",
        level=Level.YELLOW if late else Level.BLUE,
        campaign_id=campaign.pk,
    )
    if told:  # it says anew, with the numbers of today, what the earlier ones said
        earlier = Notice.objects.filter(key__startswith=prefix, settled_at=None).exclude(key=f"{prefix}{today}")
        settle(keys=set(earlier.values_list("key", flat=True)))
    return told
