"""The agenda: items in order, moved up and down, and which of them is on now."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.kernel.keys import made_before
from weicheng.ground.org.models import Unit, User
from weicheng.work.meetings.choices import ItemKind
from weicheng.work.meetings.models import AgendaItem, Meeting
from weicheng.work.meetings.permissions import check_user_can_change_meeting, check_user_can_steer
from weicheng.work.meetings.policies import check_can_change_meeting
from weicheng.work.meetings.services import evidencing
from weicheng.work.meetings.services.planning import locked_meeting
from weicheng.work.plans.services.attachments import store_attachments

_LIMITS = {"title": 200, "number": 60, "speaker": 60}


def add_item(
    *,
    by: User,
    meeting: Meeting,
    key: UUID | str,
    kind: str,
    title: str = "",
    number: str = "",
    speaker: str = "",
    unit: Unit | None = None,
    files: Any = (),
) -> AgendaItem:
    """One more item at the end; the same ``key`` again gives the item that is there."""
    with transaction.atomic():
        current = locked_meeting(meeting)
        check_user_can_change_meeting(by, current)
        known = made_before(AgendaItem, key, meeting=current)
        if known is not None:
            return known
        values = _clean(current, kind, title, number, speaker, unit)
        stored = store_attachments(files, by) if files else []
        last = current.items.aggregate(last=Max("order"))["last"] or 0
        item = AgendaItem(meeting=current, key=key, order=last + 1, **values)
        if stored:
            item.file, item.file_name = stored[0][0], stored[0][1][-255:]
        item.save()
        evidencing.take_in(item, by)
        _record("added", by, item, {}, _plain(item))
    return item


def change_item(
    *,
    by: User,
    item: AgendaItem,
    kind: str,
    title: str = "",
    number: str = "",
    speaker: str = "",
    unit: Unit | None = None,
    files: Any = (),
) -> AgendaItem:
    """Other words, speaker, unit or file; without a new file the old one stays."""
    with transaction.atomic():
        current = locked_meeting(item.meeting)
        check_user_can_change_meeting(by, current)
        held = AgendaItem.objects.select_related("unit").get(pk=item.pk)
        before = _plain(held)
        for name, value in _clean(current, kind, title, number, speaker, unit).items():
            setattr(held, name, value)
        if files:
            file, name = store_attachments(files, by)[0]
            if file.pk != held.file_id:
                evidencing.withdraw(held, by, "换了新的材料")
            held.file, held.file_name = file, name
        held.save()
        evidencing.take_in(held, by)
        after = _plain(held)
        if after != before:
            _record("changed", by, held, before, after)
    return held


def remove_item(*, by: User, item: AgendaItem) -> None:
    with transaction.atomic():
        current = locked_meeting(item.meeting)
        check_user_can_change_meeting(by, current)
        _record("removed", by, item, _plain(item), {})
        evidencing.withdraw(item, by, "议程里去掉了这一项")
        item.delete()


def shift_item(*, by: User, item: AgendaItem, up: bool) -> bool:
    """Change places with the one above or below; False where there is none."""
    with transaction.atomic():
        current = locked_meeting(item.meeting)
        check_user_can_change_meeting(by, current)
        items = list(current.items.all())
        place = next(number for number, one in enumerate(items) if one.pk == item.pk)
        other = place + (-1 if up else 1)
        if not 0 <= other < len(items):
            return False
        items[place], items[other] = items[other], items[place]
        for number, one in enumerate(items, 1):
            one.order = number
        AgendaItem.objects.bulk_update(items, ["order"])
        _record("moved", by, item, {"order": place + 1}, {"order": other + 1})
    return True


def steer(*, by: User, meeting: Meeting, seen: int | None, step: int) -> Meeting:
    """Turn the cue sheet by ``step``; ``seen`` is the item that the presser saw.

    Two screens pressed at once turn it once: a press that saw another item than the one that is on changes nothing.
    """
    check_user_can_steer(by)
    with transaction.atomic():
        current = locked_meeting(meeting)
        check_can_change_meeting(current)
        if current.current_id != seen:
            return current
        order = list(current.items.values_list("pk", flat=True))
        if not order:
            raise NotPossible("还没有议程。")
        place = order.index(seen) if seen in order else -1
        place = min(place + step, len(order) - 1)
        current.current_id = order[place] if place >= 0 else None
        current.save(update_fields=["current"])
    return current


def _clean(meeting: Meeting, kind: str, title: str, number: str, speaker: str, unit: Unit | None) -> dict[str, Any]:
    if kind not in ItemKind.values:
        raise Invalid("请选这一项是什么。", "kind")
    if kind == ItemKind.PLEDGE and unit is None:
        raise Invalid("表态发言要选哪个单位。", "unit")
    words = {"title": title, "number": number, "speaker": speaker}
    values: dict[str, Any] = {name: text.strip()[: _LIMITS[name]] for name, text in words.items()}
    if not values["title"]:
        if kind in (ItemKind.READ, ItemKind.OTHER, ItemKind.REPORT):
            raise Invalid("请写文件或事项的名称。", "title")
        values["title"] = f"{unit or ''}{ItemKind(kind).label}"
    return {**values, "kind": kind, "unit": unit, "unit_name": str(unit) if unit else ""}


def _plain(item: AgendaItem) -> dict[str, Any]:
    names = ("kind", "title", "number", "speaker", "unit_name", "file_name")
    return {name: getattr(item, name) for name in names}


def _record(verb: str, by: User, item: AgendaItem, before: dict[str, Any], after: dict[str, Any]) -> None:
    audit.record(
        f"meetings.item.{verb}",
        by=by,
        obj=item,
        before=before,
        after=after,
        campaign_id=item.meeting.campaign_id,
        unit_id=item.unit_id,
    )
