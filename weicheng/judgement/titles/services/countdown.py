"""The countdown of a bid: its lines are added, changed, done and removed by the office; and what a review found becomes tasks."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.kernel.keys import made_before
from weicheng.ground.notices.services import liaisons_of, notify
from weicheng.ground.org.models import Unit, User
from weicheng.judgement.titles.choices import CountUnit
from weicheng.judgement.titles.models import Bid, CountdownItem, Finding
from weicheng.judgement.titles.permissions import check_user_can_edit_bid
from weicheng.judgement.titles.policies import stage_of
from weicheng.judgement.titles.selectors.bids import readiness
from weicheng.judgement.titles.services.moving import locked_bid
from weicheng.work.plans.services.editing import OwnerValue, create_task

MOST_ITEMS = 60
MOST_DAYS = 1500


def save_item(
    *,
    by: User,
    bid: Bid,
    key: UUID | str,
    name: str,
    number: int,
    unit_of: str,
    unit: Unit | None = None,
) -> CountdownItem:
    """A new line of the countdown, or (a ``key`` that is there) another wording, lead time or unit of one."""
    cleaned = " ".join(name.split())[:100]
    if not cleaned:
        raise Invalid("请写要完成什么。", "name")
    if unit_of not in CountUnit.values:
        raise Invalid("请选天或工作日。", "unit_of")
    if not 0 <= number <= MOST_DAYS:
        raise Invalid(f"提前的天数在0到{MOST_DAYS}之间。", "number")
    with transaction.atomic():
        current = locked_bid(bid)
        check_user_can_edit_bid(by, current)
        item = made_before(CountdownItem, key, bid=current)
        before = _plain(item) if item else {}
        if item is None and current.countdown.count() >= MOST_ITEMS:
            raise NotPossible(f"最多{MOST_ITEMS}项。")
        item = item or CountdownItem(key=key, bid=current)
        item.name, item.number, item.unit_of, item.unit = cleaned, number, unit_of, unit
        after = _plain(item)
        if after != before:
            item.save()
            verb = "changed" if before else "added"
            audit.record(f"titles.countdown.{verb}", by=by, obj=current, label=cleaned, before=before, after=after)
    return item


def mark_item(*, by: User, item: CountdownItem, is_done: bool) -> CountdownItem:
    """Tick a line, or take the tick away. NotPossible to tick what the system itself counts as lacking."""
    if is_done:
        _check_count(by, item)
    with transaction.atomic():
        bid = locked_bid(item.bid)
        check_user_can_edit_bid(by, bid)
        held = CountdownItem.objects.select_for_update().get(pk=item.pk)
        if (held.done_on is not None) == is_done:
            return held
        before = {"done_on": held.done_on and held.done_on.isoformat()}
        held.done_on = timezone.localdate() if is_done else None
        held.save(update_fields=["done_on"])
        after = {"done_on": held.done_on and held.done_on.isoformat()}
        audit.record("titles.countdown.done", by=by, obj=bid, label=held.name, before=before, after=after)
    return held


def _check_count(by: User, item: CountdownItem) -> None:
    line = next((one for one in readiness(item.bid, by).lines if one.item.pk == item.pk), None)
    if line is not None and line.is_ready is False:
        raise NotPossible(f"“{item.name}”{line.counted}，还不能算完成。")


def remove_item(*, by: User, item: CountdownItem) -> None:
    with transaction.atomic():
        bid = locked_bid(item.bid)
        check_user_can_edit_bid(by, bid)
        held = CountdownItem.objects.filter(pk=item.pk).first()
        if held is not None:
            audit.record("titles.countdown.removed", by=by, obj=bid, label=held.name, before=_plain(held))
            held.delete()


def add_finding(*, by: User, bid: Bid, key: UUID | str, text: str, unit: Unit | None, due_on: date | None) -> Finding:
    """What the present stage found: a task of the ledger with its owner and day; the same ``key`` makes no second one."""
    cleaned = " ".join(text.split())
    if not cleaned:
        raise Invalid("请写是什么问题。", "text")
    if unit is None:
        raise Invalid("请选责任单位。", "unit")
    if due_on is None or due_on < timezone.localdate():
        raise Invalid("请选今天或以后的整改期限。", "due_on")
    with transaction.atomic():
        current = locked_bid(bid)
        known = made_before(Finding, key, bid=current)
        if known is not None:
            return known
        check_user_can_edit_bid(by, current)
        stage, url = stage_of(current), reverse("titles:bid", args=[current.pk])
        task = create_task(
            by=by,
            campaign=current.campaign,
            values={"title": cleaned[:200], "due_on": due_on},
            owners=[OwnerValue(unit)],
            origin=f"{current}“{stage.name}”反馈"[:200],
            origin_url=url,
        )
        finding = Finding.objects.create(
            key=key,
            bid=current,
            stage=stage.key,
            text=cleaned[:200],
            unit=unit,
            unit_name=str(unit),
            due_on=due_on,
            task=task,
            by=by,
        )
        after: dict[str, Any] = {
            "stage": stage.name,
            "text": finding.text,
            "unit": finding.unit_name,
            "task": task.number,
        }
        audit.record("titles.finding.added", by=by, obj=current, after=after, unit_id=unit.pk)
        notify(
            to=liaisons_of([unit]),
            code="titles.finding",
            key=f"titles.finding.{finding.pk}",
            title=f"“{stage.name}”反馈了你们单位的问题",
            text=f"{finding.text}。{due_on:%-m月%-d日}前整改。",
            url=reverse("ledger:task", args=[task.uid]),
            campaign_id=current.campaign_id,
        )
    return finding


def _plain(item: CountdownItem) -> dict[str, Any]:
    return {
        "name": item.name,
        "before": f"{item.number}{item.get_unit_of_display()}",
        "unit": str(item.unit) if item.unit else "",
    }
