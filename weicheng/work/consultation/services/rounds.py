"""Opening a round, moving its date, reminding, closing it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.notices.services import liaisons_of, notify, settle
from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import RoleAssignment, Unit, User
from weicheng.work.consultation.asking import asks_of
from weicheng.work.consultation.choices import RoundState
from weicheng.work.consultation.models import Round
from weicheng.work.consultation.permissions import check_user_can_open_round, check_user_can_run_round
from weicheng.work.consultation.selectors.rounds import board_of
from weicheng.work.plans.models import Plan
from weicheng.work.plans.services.batch import locked_plan
from weicheng.work.plans.values import read_date


@dataclass(frozen=True, slots=True)
class Reminded:
    """How many accounts were told now, of how many units; ``silent`` units have no account to be told."""

    accounts: int
    units: int
    silent: tuple[str, ...] = ()

    def __str__(self) -> str:
        if not self.units:
            return "没有要提醒的单位。"
        told = f"已提醒{self.accounts}个联络员" if self.accounts else "今天已经提醒过了"
        rest = f"；{'、'.join(self.silent[:5])}{'等' if len(self.silent) > 5 else ''}没有联络员账号，请打电话"
        return f"{told}（{self.units}家单位）{rest if self.silent else ''}。"


def open_round(*, by: User, plan: Plan, reply_by: Any, note: str = "") -> Round:
    """Ask every unit that owns rows of the plan; their liaisons are told. One round at a time.

    Raises Invalid for a date in the past, NotPossible where no row has a unit.
    """
    with transaction.atomic():
        current = locked_plan(plan)
        check_user_can_open_round(by, current)
        last_day = _reply_by(reply_by)
        units = asked_units(current)
        if not units:
            raise NotPossible("还没有一行对上单位，没有人可以征求意见。请先在审阅页选定责任单位。")
        number = (current.rounds.aggregate(n=Max("number"))["n"] or 0) + 1
        made = Round.objects.create(plan=current, number=number, reply_by=last_day, note=note.strip(), opened_by=by)
        after = {"reply_by": last_day.isoformat(), "units": len(units)}
        audit.record(
            "consultation.round.opened", by=by, obj=made, after=after, reason=made.note, campaign_id=current.campaign_id
        )
        notify(
            to=liaisons_of(units),
            code="consultation.round.opened",
            key=f"consultation.round.{made.pk}.opened",
            title=f"请在{last_day:%-m月%-d日}前答复：《{current.title}》里您单位的任务",
            text=made.note,
            url=reverse("consultation:list"),
            campaign_id=current.campaign_id,
        )
    return made


def extend_round(*, by: User, round_: Round, reply_by: Any) -> Round:
    """Another last day for replies."""
    with transaction.atomic():
        current = locked_round(round_)
        check_user_can_run_round(by, current)
        was, current.reply_by = current.reply_by, _reply_by(reply_by)
        if was != current.reply_by:
            current.save(update_fields=["reply_by"])
            audit.record(
                "consultation.round.extended",
                by=by,
                obj=current,
                before={"reply_by": was.isoformat()},
                after={"reply_by": current.reply_by.isoformat()},
                campaign_id=current.plan.campaign_id,
            )
    return current


def close_round(*, by: User, round_: Round) -> Round:
    """No more replies; what is open is kept as it stands. A round that is closed already stays so."""
    with transaction.atomic():
        current = locked_round(round_)
        if current.state == RoundState.CLOSED:
            return current
        check_user_can_run_round(by, current)
        board = board_of(current)
        current.state, current.closed_by, current.closed_at = RoundState.CLOSED, by, timezone.now()
        current.save(update_fields=["state", "closed_by", "closed_at"])
        settle(prefix=f"consultation.round.{current.pk}.")
        after = {"units": len(board.lines), "missing": len(board.missing), "open": len(board.open_objections)}
        audit.record("consultation.round.closed", by=by, obj=current, after=after, campaign_id=current.plan.campaign_id)
    return current


def remind_round(*, by: User, round_: Round) -> Reminded:
    """Tell the liaisons of the units that have not replied to everything; at most once a day."""
    with transaction.atomic():
        current = locked_round(round_)
        check_user_can_run_round(by, current)
        units = [line.unit for line in board_of(current).missing]
        found = remind(
            units,
            code="consultation.round.reminded",
            key=f"consultation.round.{current.pk}.reminded.{timezone.localdate()}",
            title=f"还没有答复：《{current.plan.title}》，{current.reply_by:%-m月%-d日}截止",
            url=reverse("consultation:list"),
            campaign_id=current.plan.campaign_id,
        )
        if found.accounts:
            after = {"units": found.units, "accounts": found.accounts}
            audit.record(
                "consultation.round.reminded", by=by, obj=current, after=after, campaign_id=current.plan.campaign_id
            )
    return found


def remind(units: Sequence[Unit], **notice: Any) -> Reminded:
    """One notice to the liaisons of ``units``; those whom nobody answers for are named."""
    told = notify(to=liaisons_of(units), **notice) if units else 0
    return Reminded(told, len(units), tuple(str(unit) for unit in without_account(units)))


def without_account(units: Iterable[Unit]) -> list[Unit]:
    """Those of ``units`` that no account answers for today."""
    wanted = list(units)
    held = RoleAssignment.objects.on(timezone.localdate()).filter(role=Role.LIAISON, user__is_active=True)
    with_one = set(held.filter(unit__in=wanted).values_list("unit_id", flat=True))
    return [unit for unit in wanted if unit.pk not in with_one]


def asked_units(plan: Plan) -> list[Unit]:
    return list({ask.unit.pk: ask.unit for ask in asks_of(plan)}.values())


def locked_round(round_: Round) -> Round:
    """The round as it stands now; the plan's lock is the lock of everything that happens to its rows."""
    plan = locked_plan(round_.plan)
    found = Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    found.plan = plan
    return found


def _reply_by(value: Any) -> date:
    try:
        day = read_date(value)
    except Invalid as error:
        raise Invalid(str(error), "reply_by") from error
    if day is None:
        raise Invalid("请填答复期限。", "reply_by")
    if day < timezone.localdate():
        raise Invalid("答复期限不能早于今天。", "reply_by")
    return day
