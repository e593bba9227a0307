"""A bid begins: at the first stage of its measure, with its list of papers and its countdown."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from weicheng.ground.campaigns.calendar import work_calendar
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.kernel.keys import made_before
from weicheng.ground.org.models import User
from weicheng.judgement.titles import policies
from weicheng.judgement.titles.authority import authority, due_on
from weicheng.judgement.titles.choices import BidState, PackageObject, Purpose
from weicheng.judgement.titles.models import Bid, CountdownItem, Slot, Title
from weicheng.judgement.titles.patterns import countdown_patterns, slots_for
from weicheng.judgement.titles.permissions import check_user_can_edit_titles
from weicheng.judgement.titles.services.register import locked_title


def start_bid(
    *,
    by: User,
    title: Title,
    purpose: str,
    rules: str,
    key: UUID | str,
    package_object: str,
    started_on: date | None = None,
    cycle_from: int | None = None,
    review_on: date | None = None,
) -> Bid:
    """A bid at the first stage of ``rules`` (key of a measure), with its list of papers and its countdown."""
    with transaction.atomic():
        current = locked_title(title)
        check_user_can_edit_titles(by, current.campaign)
        known = made_before(Bid, key, title=current)
        if known is not None:
            return known
        policies.check_can_start(current, purpose)
        return begin(by, current, purpose, rules, key, package_object, started_on, cycle_from, review_on)


def begin(
    by: User,
    title: Title,
    purpose: str,
    rules: str,
    key: UUID | str,
    package_object: str,
    started_on: date | None,
    cycle_from: int | None,
    review_on: date | None,
) -> Bid:
    """The same inside a transaction that holds the title, by somebody who was asked already."""
    measure, on = authority(rules), started_on or timezone.localdate()
    if purpose not in measure.starts:
        raise Invalid(f"“{measure.name}”里没有{Purpose(purpose).label}的流程，请换一份。", "authority")
    if package_object not in PackageObject.values:
        raise Invalid("请选按哪一类对象申报。", "package_object")
    if on > timezone.localdate():
        raise Invalid("开始日期还没到。", "started_on")
    if Bid.objects.filter(title=title, purpose=purpose, state=BidState.OPEN).exists():
        raise NotPossible(f"“{title}”已经有一个{Purpose(purpose).label}申报在办。")
    bid = Bid(
        key=key,
        campaign=title.campaign,
        title=title,
        purpose=purpose,
        authority=rules,
        package_object=package_object,
        cycle_from=check_year(cycle_from or on.year),
        stage=measure.starts[purpose],
        stage_since=on,
        review_on=review_on,
    )
    enter(bid, bid.stage, on)
    bid.save(force_insert=True)
    _lay_out(bid)
    after = {"authority": measure.name, "purpose": bid.get_purpose_display(), "stage": measure.stages[bid.stage].name}
    audit.record("titles.bid.started", by=by, obj=bid, after=after, unit_id=title.unit_id)
    return bid


def enter(bid: Bid, stage: str, on: date) -> None:
    """The stage begins on ``on``, with the last day that its rule gives it; the caller saves."""
    bid.stage_since = on
    rule = authority(bid.authority).stages[stage].due
    bid.stage_due_on = due_on(rule, on, bid.cycle_from, work_calendar())


def check_year(value: int) -> int:
    """A first year of a cycle that can be."""
    if not 2000 <= value <= 2100:
        raise Invalid("周期第一年写成四位年份。", "cycle_from")
    return value


def _lay_out(bid: Bid) -> None:
    slots = slots_for(bid.package_object, bid.purpose)
    Slot.objects.bulk_create(
        Slot(
            bid=bid,
            key=one.key,
            name=one.name,
            order=place,
            is_required=one.is_required,
            is_policy=one.is_policy,
            most=one.most,
            words=list(one.words),
        )
        for place, one in enumerate(slots, 1)
    )
    CountdownItem.objects.bulk_create(
        CountdownItem(bid=bid, name=one.name, number=one.number, unit_of=one.unit_of, watch=one.watch)
        for one in countdown_patterns()
    )
