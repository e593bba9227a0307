"""The register of titles: entering, changing, and what happens to a title outside of a bid."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.evidence.models import StoredFile
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.kernel.keys import made_before
from weicheng.ground.org.models import Unit, User
from weicheng.judgement.titles.authority import add_months
from weicheng.judgement.titles.choices import EventKind, ObjectKind, TitleLevel, TitleState
from weicheng.judgement.titles.models import Title, TitleEvent
from weicheng.judgement.titles.permissions import check_user_can_edit_titles

EDITABLE = (
    "level", "kind", "name", "object_name", "unit", "within", "target_on", "granted_on", "granted_by",
    "paper_number", "term_years", "expires_on", "note",
)  # fmt: skip
_LENGTHS = {"name": 60, "object_name": 100, "granted_by": 60, "paper_number": 60, "note": 300}
_STATES = {
    EventKind.GRANTED: TitleState.HELD,
    EventKind.CONFIRMED: TitleState.HELD,
    EventKind.DEFERRED: TitleState.DEFERRED,
    EventKind.WITHDRAWN: TitleState.WITHDRAWN,
    EventKind.GIVEN_UP: TitleState.GIVEN_UP,
    EventKind.SOUGHT: TitleState.SOUGHT,
}
# From which states each may happen.
EVENTS: dict[str, tuple[str, ...]] = {
    EventKind.GRANTED: (TitleState.SOUGHT, TitleState.WITHDRAWN),
    EventKind.CONFIRMED: (TitleState.HELD, TitleState.DEFERRED),
    EventKind.DEFERRED: (TitleState.HELD,),
    EventKind.WITHDRAWN: (TitleState.HELD, TitleState.DEFERRED),
    EventKind.GIVEN_UP: (TitleState.SOUGHT,),
    EventKind.SOUGHT: (TitleState.GIVEN_UP, TitleState.WITHDRAWN),
}


def add_title(*, by: User, campaign: Campaign, key: UUID | str, is_held: bool, **values: Any) -> Title:
    """A title that is sought, or already held (then with the day it was granted); the same ``key`` again is no second one."""
    check_user_can_edit_titles(by, campaign)
    with transaction.atomic():
        Campaign.objects.select_for_update().get(pk=campaign.pk)  # two presses at once are one after the other
        known = made_before(Title, key, campaign=campaign)
        if known is not None:
            return known
        title = Title(key=key, campaign=campaign, state=TitleState.HELD if is_held else TitleState.SOUGHT)
        _set(title, _clean(title, values))
        title.save(force_insert=True)
        kind = EventKind.GRANTED if is_held else EventKind.SOUGHT
        on = title.granted_on if is_held else timezone.localdate()
        assert on is not None
        TitleEvent.objects.create(title=title, kind=kind, on=on, paper_number=title.paper_number, by=by)
        audit.record("titles.title.added", by=by, obj=title, after=_plain(title), unit_id=title.unit_id)
    return title


def change_title(*, by: User, title: Title, version: int, reason: str = "", **values: Any) -> Title:
    """Correct what is registered. Dates and number of a granted title need a reason; the history says that it was corrected."""
    with transaction.atomic():
        current = locked_title(title)
        check_user_can_edit_titles(by, current.campaign)
        if current.version != version:
            raise NotPossible("刚才有人改过这个称号，请刷新再改。")
        before = _plain(current)
        _set(current, _clean(current, values))
        after = _plain(current)
        changed = [name for name in after if after[name] != before[name]]
        if not changed:
            return current
        is_official = current.state != TitleState.SOUGHT and set(changed) & {"granted_on", "paper_number", "expires_on"}
        if is_official and not reason.strip():
            raise Invalid("改命名日期、文号或到期日，要写明原因。", "reason")
        current.version += 1
        current.save()
        if is_official:
            note = reason.strip()[:300]
            TitleEvent.objects.create(
                title=current, kind=EventKind.CORRECTED, on=timezone.localdate(), note=note, by=by
            )
        audit.record(
            "titles.title.changed",
            by=by,
            obj=current,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
            reason=reason.strip(),
            unit_id=current.unit_id,
        )
    return current


def record_event(
    *,
    by: User,
    title: Title,
    kind: str,
    on: date,
    paper_number: str = "",
    note: str = "",
    expires_on: date | None = None,
) -> Title:
    """What happened to a title without a bid in this system: confirmed, deferred, withdrawn, given up, sought again."""
    with transaction.atomic():
        current = locked_title(title)
        check_user_can_edit_titles(by, current.campaign)
        if kind not in EVENTS or current.state not in EVENTS[kind]:
            words = "、".join(EventKind(one).label for one, states in EVENTS.items() if current.state in states)
            raise NotPossible(f"“{current}”{current.get_state_display()}，只能登记：{words or '无'}。")
        if on > timezone.localdate():
            raise Invalid("日期还没到。", "on")
        if kind in (EventKind.DEFERRED, EventKind.WITHDRAWN, EventKind.GIVEN_UP) and not note.strip():
            raise Invalid("要写明原因。", "note")
        if current.bids.filter(state="open").exists():
            raise NotPossible(f"“{current}”有申报在办，请在申报里登记结果。")
        happen(by=by, title=current, kind=kind, on=on, paper_number=paper_number, note=note, expires_on=expires_on)
    return current


def happen(
    *,
    by: User,
    title: Title,
    kind: str,
    on: date,
    paper_number: str = "",
    note: str = "",
    expires_on: date | None = None,
    term_years: int | None = None,
    granted_by: str = "",
    file: StoredFile | None = None,
) -> None:
    """Write an event and what follows from it for the title; the caller holds the lock and has asked who may."""
    if expires_on is not None and expires_on <= on:
        raise Invalid("到期日要在这一天以后。", "expires_on")
    before = _plain(title)
    title.state = _STATES[EventKind(kind)]
    if kind in (EventKind.GRANTED, EventKind.CONFIRMED):
        title.term_years = title.term_years or term_years
        title.expires_on = expires_on or (add_months(on, 12 * title.term_years) if title.term_years else None)
    if kind == EventKind.GRANTED:
        title.granted_on, title.paper_number = on, paper_number.strip()[:60]
        title.granted_by = title.granted_by or granted_by[:60]
    _check_dates(title)
    title.version += 1
    title.save()
    TitleEvent.objects.create(
        title=title, kind=kind, on=on, paper_number=paper_number.strip()[:60], note=note.strip()[:300], by=by, file=file
    )
    after = _plain(title)
    changed = {name for name in after if after[name] != before[name]}
    audit.record(
        f"titles.title.{EventKind(kind).value}",
        by=by,
        obj=title,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
        reason=note.strip(),
        unit_id=title.unit_id,
    )


def snapshot(title: Title) -> dict[str, Any]:
    """How the title stands, so that taking a step back can put it back."""
    names = ("state", "granted_on", "granted_by", "paper_number", "term_years", "expires_on")
    found = {name: getattr(title, name) for name in names}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in found.items()}


def restore(*, by: User, title: Title, held: Mapping[str, Any], reason: str) -> None:
    """Put a title back to a snapshot; the caller holds the lock and has asked who may."""
    before = _plain(title)
    for name, value in held.items():
        is_day = name.endswith("_on") and isinstance(value, str)
        setattr(title, name, date.fromisoformat(value) if is_day else value)
    after = _plain(title)
    if after == before:
        return
    title.version += 1
    title.save()
    TitleEvent.objects.create(title=title, kind=EventKind.CORRECTED, on=timezone.localdate(), note=reason[:300], by=by)
    audit.record("titles.title.restored", by=by, obj=title, before=before, after=after, reason=reason)


def locked_title(title: Title) -> Title:
    return Title.objects.select_for_update(of=("self",)).select_related("campaign", "unit", "within").get(pk=title.pk)


def _clean(title: Title, values: dict[str, Any]) -> dict[str, Any]:
    unknown = set(values) - set(EDITABLE)
    if unknown:
        raise TypeError(f"a title has no {unknown.pop()} to set")
    cleaned: dict[str, Any] = {
        name: " ".join(value.split())[: _LENGTHS.get(name, 20)] if isinstance(value, str) else value
        for name, value in values.items()
    }
    unit: Unit | None = cleaned.get("unit", title.unit)
    if not cleaned.get("object_name") and unit is not None and not title.object_name:
        cleaned["object_name"] = unit.name
    return cleaned


def _set(title: Title, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(title, name, value)
    if not title.name:
        raise Invalid("请写称号，如“国家卫生区”。", "name")
    if title.level not in TitleLevel.values:
        raise Invalid("请选级别。", "level")
    if title.kind not in ObjectKind.values:
        raise Invalid("请选对象种类。", "kind")
    if title.kind == ObjectKind.UNIT and title.unit is None:
        raise Invalid("单位称号要选单位。", "unit")
    if not title.object_name:
        raise Invalid("请写给谁的称号，如“青禾区”。", "object_name")
    _check_within(title)
    _check_dates(title)
    same = Title.objects.filter(campaign=title.campaign, name=title.name, object_name=title.object_name)
    if same.exclude(pk=title.pk).exists():
        raise Invalid(f"“{title}”已经登记过了。", "name")


def _check_within(title: Title) -> None:
    above, seen = title.within, {title.pk}
    if above is not None and above.campaign_id != title.campaign_id:
        raise Invalid("上级称号不在这个活动里。", "within")
    while above is not None:
        if above.pk in seen:
            raise Invalid("称号不能属于它自己或它的下级。", "within")
        seen.add(above.pk)
        above = above.within


def _check_dates(title: Title) -> None:
    if title.state in (TitleState.HELD, TitleState.DEFERRED) and title.granted_on is None:
        raise Invalid("已有的称号要写命名日期。", "granted_on")
    if title.granted_on and title.granted_on > timezone.localdate():
        raise Invalid("命名日期还没到。", "granted_on")
    if title.term_years is not None and not 1 <= title.term_years <= 20:
        raise Invalid("期限在1到20年之间。", "term_years")
    if title.granted_on and title.term_years and title.expires_on is None:
        title.expires_on = add_months(title.granted_on, 12 * title.term_years)
    if title.granted_on and title.expires_on and title.expires_on <= title.granted_on:
        raise Invalid("到期日要在命名日期以后。", "expires_on")


def _plain(title: Title) -> dict[str, Any]:
    found: dict[str, Any] = {"state": title.get_state_display()}
    for name in EDITABLE:
        value = getattr(title, name)
        found[name] = (
            value.isoformat() if isinstance(value, date) else (str(value) if name in ("unit", "within") else value)
        )
    return found
