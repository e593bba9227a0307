"""The office rules on each objection: taken, and the row changes by the services of the review; or declined with a reason."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from weicheng.ground.campaigns.matching import campaign_matcher
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.notices.services import liaisons_of, notify
from weicheng.ground.org.choices import MatchKind
from weicheng.ground.org.models import Unit, User
from weicheng.work.consultation.asking import asks_of
from weicheng.work.consultation.choices import How, Ruling
from weicheng.work.consultation.models import Reply, Round
from weicheng.work.consultation.permissions import check_user_can_rule
from weicheng.work.consultation.services.rounds import locked_round
from weicheng.work.plans.models import DraftOwner, DraftRow
from weicheng.work.plans.publication import owner_units
from weicheng.work.plans.services import reviewing
from weicheng.work.plans.services.batch import row_batch
from weicheng.work.plans.values import read_date


def take_reply(
    *, by: User, reply: Reply, how: str, reason: str = "", unit: Unit | None = None, due_on: Any = None
) -> Reply:
    """Take the objection: the row gets another owner or date, loses the unit, or was put right on the review page.

    Who gave and who got the row is kept; both are told. Raises NotPossible when it is ruled on already.
    """
    if how not in How.values:
        raise Invalid("请选怎样采纳。", "how")
    with transaction.atomic():
        current = _locked(reply)
        check_user_can_rule(by, current)
        row = _standing(current)
        why = f"采纳{current.unit_name}的意见：{current.reason}"
        new = unit or current.to_unit
        if how == How.OWNER:
            if new is None or new == current.unit:
                raise Invalid("请选换成哪个单位。", "unit")
            _hand_over(by, row, current.unit, new, why)
            outcome = f"改由{new.name_on(timezone.localdate())}负责"
        elif how == How.REMOVE:
            _hand_over(by, row, current.unit, None, why)
            outcome = "不再由该单位负责"
        elif how == How.DATE:
            day = _day(due_on) or current.due_on
            if day is None:
                raise Invalid("请填改成哪一天。", "due_on")
            reviewing.edit_row(by=by, row=row, version=row.version, changes={"due_on": day}, reason=why)
            outcome = f"时限改为{day}"
        else:
            outcome = "已在审阅时改好"
        current.how = how
        if how == How.DATE:  # what the unit asked for needs no second asking
            current.print = _print_now(current.round, row, current.unit) or current.print
        elif how != How.EDITED:  # should the row come back to the unit, it is asked anew
            current.print = ""
        _rule(by, current, Ruling.TAKEN, reason, outcome)
        if how == How.OWNER and new is not None:
            _tell_new_owner(current, new)
    return current


def decline_reply(*, by: User, reply: Reply, reason: str) -> Reply:
    """The row stays as it is, and the unit is told why."""
    if not reason.strip():
        raise Invalid("不采纳要写明理由，单位会看到。", "reason")
    with transaction.atomic():
        current = _locked(reply)
        check_user_can_rule(by, current)
        _rule(by, current, Ruling.DECLINED, reason, "维持原安排")
    return current


def settle_moot(round_: Round) -> int:
    """Objections to rows that were dropped, joined or given to others by hand meanwhile: settled, and the unit told."""
    with transaction.atomic():
        current = locked_round(round_)
        asked = {ask.key for ask in asks_of(current.plan)}
        open_ = Reply.objects.select_for_update(of=("self",)).filter(round=current, ruling=Ruling.OPEN)
        gone = [one for one in open_.select_related("unit", "by") if (one.row_id or 0, one.unit_id) not in asked]
        for reply in gone:
            reply.round = current
            _rule(None, reply, Ruling.LAPSED, "", "这一行审阅时已改，不再由该单位负责")
    return len(gone)


def _locked(reply: Reply) -> Reply:
    round_ = locked_round(reply.round)
    found = Reply.objects.select_for_update(of=("self",)).select_related("unit", "to_unit", "by", "ruled_by")
    current = found.get(pk=reply.pk)
    current.round = round_
    return current


def _standing(reply: Reply) -> DraftRow:
    row = DraftRow.objects.filter(pk=reply.row_id or 0, plan=reply.round.plan_id).first()
    if row is None:
        raise NotPossible("这一行已经不在方案里了，不用再裁定。")
    row.plan = reply.round.plan
    return row


def _hand_over(by: User, row: DraftRow, unit: Unit, new: Unit | None, reason: str) -> None:
    """Put ``new`` in the place of ``unit`` in every role it has; a collective is written out without it."""
    with row_batch(by=by, plan=row.plan, rows=[row.pk], verb="owners", reason=reason) as batch:
        current = batch[row.pk]
        matcher = campaign_matcher(batch.plan.campaign)
        kept: list[DraftOwner] = []
        for owner in batch.owners[current.pk]:
            units = owner_units(owner, matcher, {})
            if unit.pk not in {one.pk for one in units}:
                kept.append(owner)
                continue
            kept += [_named(owner.text, owner.role, one) for one in units if one.pk != unit.pk]
            if new is not None:
                kept.append(_named(str(new), owner.role, new))
        once: dict[tuple[int | str, str], DraftOwner] = {}
        for owner in kept:
            once.setdefault((owner.unit_id or owner.text, owner.role), owner)
        batch.owners[current.pk] = list(once.values())
        if current.checked_at is not None:
            reviewing.sign(current, by)


def _named(text: str, role: str, unit: Unit) -> DraftOwner:
    return DraftOwner(text=text, role=role, unit=unit, match=MatchKind.MANUAL)


def _print_now(round_: Round, row: DraftRow, unit: Unit) -> str:
    return next((ask.print for ask in asks_of(round_.plan, [unit.pk]) if ask.row.pk == row.pk), "")


def _rule(by: User | None, reply: Reply, ruling: Ruling, reason: str, outcome: str) -> None:
    reply.ruling, reply.outcome, reply.ruling_reason = ruling, outcome[:200], reason.strip()
    reply.ruled_by, reply.ruled_at = by, timezone.now()
    reply.save(update_fields=["ruling", "how", "outcome", "ruling_reason", "ruled_by", "ruled_at", "print"])
    if by is not None:
        audit.record(
            f"consultation.reply.{ruling}", by=by, obj=reply, after={"text": outcome, "unit": reply.unit_name},
            reason=reason.strip(), campaign_id=reply.round.plan.campaign_id, unit_id=reply.unit_id,
        )  # fmt: skip
    words = f"{ruling.label}：{outcome}" + (f"。{reason.strip()}" if reason.strip() else "")
    notify(
        to={
            user.pk: user for user in [reply.by, *liaisons_of([reply.unit])] if by is None or user.pk != by.pk
        }.values(),
        code="consultation.reply.settled",
        key=f"consultation.reply.{reply.pk}.settled",
        title=f"您单位的意见有了结果：{reply.row_title}",
        text=words,
        url=reverse("consultation:unit", args=[reply.round_id, reply.unit_id]),
        campaign_id=reply.round.plan.campaign_id,
    )


def _tell_new_owner(reply: Reply, new: Unit) -> None:
    notify(
        to=liaisons_of([new]),
        code="consultation.row.moved",
        key=f"consultation.reply.{reply.pk}.moved",
        title=f"改由您单位负责，请答复：{reply.row_title}",
        text=f"{reply.unit_name}提出：{reply.reason}",
        url=reverse("consultation:unit", args=[reply.round_id, new.pk]),
        campaign_id=reply.round.plan.campaign_id,
    )


def _day(value: Any) -> date | None:
    try:
        return read_date(value)
    except Invalid as error:
        raise Invalid(str(error), "due_on") from error
