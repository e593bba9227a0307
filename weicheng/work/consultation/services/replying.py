"""A unit says of its draft rows: agreed, objected, another owner, another date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.notices.services import liaisons_of, settle
from weicheng.ground.org.access import scope_of
from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import Unit, User
from weicheng.work.consultation.asking import Ask, asks_of
from weicheng.work.consultation.choices import Ruling, Verb
from weicheng.work.consultation.models import Reply, Round
from weicheng.work.consultation.permissions import check_user_can_reply
from weicheng.work.consultation.selectors.rounds import board_of
from weicheng.work.consultation.services.rounds import locked_round
from weicheng.work.plans.values import read_date


@dataclass(frozen=True, slots=True)
class Replied:
    """``given`` rows, of which the unit had said the same already in ``same``; ``stale`` rows have changed since they were
    shown (titles), and nothing was written for them.
    """

    given: int
    same: int = 0
    stale: tuple[str, ...] = ()

    def __str__(self) -> str:
        parts = [f"已答复{self.given + self.same}项。"] if self.given or self.same else []
        if self.stale:
            parts.append(f"{len(self.stale)}项在您打开页面以后改过，请看过再答：{'、'.join(self.stale[:3])}。")
        return "".join(parts) or "没有要答复的。"


def reply_rows(
    *,
    by: User,
    round_: Round,
    unit: Unit,
    rows: Iterable[tuple[int, str]],
    verb: str,
    reason: str = "",
    to_unit: Unit | None = None,
    due_on: Any = None,
) -> Replied:
    """Reply to rows as they were shown: (row id, print). The same reply again writes nothing.

    A reply takes the place of the unit's earlier one; an objection that still waited lapses by it. Raises Invalid for an
    objection without a reason, a proposal without a unit or a date.
    """
    day = _checked(verb, reason, unit, to_unit, due_on)
    wanted = dict(rows)
    with transaction.atomic():
        current = locked_round(round_)
        check_user_can_reply(by, current, unit)
        asks = {ask.row.pk: ask for ask in asks_of(current.plan, [unit.pk])}
        held = {
            reply.row_id: reply
            for reply in Reply.objects.select_for_update().filter(round=current, unit=unit, is_current=True)
        }
        stale: list[str] = []
        made: list[Reply] = []
        same = 0
        for pk, shown in wanted.items():
            ask = asks.get(pk)
            if ask is None or ask.print != shown:
                stale.append(ask.row.title if ask else "已不再是您单位的一项")
                continue
            reply = _reply(by, current, ask, verb, reason, to_unit, day)
            if _says_the_same(held.get(pk), reply):
                same += 1
                continue
            _take_the_place(held.get(pk))
            reply.save(force_insert=True)
            made.append(reply)
        if made:
            _relieve(current, unit)
            after = {"verb": verb, "rows": [reply.row_id for reply in made], "unit": str(unit)}
            audit.record(
                "consultation.reply.given", by=by, obj=current, after=after, reason=reason.strip(),
                campaign_id=current.plan.campaign_id, unit_id=unit.pk,
            )  # fmt: skip
    return Replied(len(made), same, tuple(stale))


def _relieve(round_: Round, unit: Unit) -> None:
    """Once every row of the unit has its reply, its liaisons are not asked any more."""
    if unit.pk in {line.unit.pk for line in board_of(round_).missing}:
        return
    moved = round_.replies.filter(to_unit=unit).values_list("pk", flat=True)
    people = liaisons_of([unit])
    settle(
        prefix=f"consultation.round.{round_.pk}.", keys=[f"consultation.reply.{pk}.moved" for pk in moved], users=people
    )


def _checked(verb: str, reason: str, unit: Unit, to_unit: Unit | None, due_on: Any) -> date | None:
    if verb not in Verb.values:
        raise Invalid("请选同意、有异议、建议换责任单位或建议改时限。", "verb")
    if verb != Verb.AGREE and not reason.strip():
        raise Invalid("请写明理由。", "reason")
    if verb == Verb.OWNER and to_unit is None:
        raise Invalid("请选建议由哪个单位负责；说不准的，选“有异议”。", "to_unit")
    if verb == Verb.OWNER and to_unit == unit:
        raise Invalid("建议的单位就是您自己。", "to_unit")
    if verb != Verb.DATE:
        return None
    try:
        day = read_date(due_on)
    except Invalid as error:
        raise Invalid(str(error), "due_on") from error
    if day is None:
        raise Invalid("请填建议的时限。", "due_on")
    return day


def _reply(
    by: User, round_: Round, ask: Ask, verb: str, reason: str, to_unit: Unit | None, due_on: date | None
) -> Reply:
    today = timezone.localdate()
    target = to_unit if verb == Verb.OWNER else None
    return Reply(
        round=round_,
        row=ask.row,
        row_title=ask.row.title,
        quote=ask.row.quote,
        unit=ask.unit,
        unit_name=ask.unit.name_on(today),
        verb=verb,
        reason="" if verb == Verb.AGREE else reason.strip(),
        to_unit=target,
        to_unit_name=target.name_on(today) if target else "",
        due_on=due_on,
        print=ask.print,
        on_behalf=not scope_of(by).reaches(ask.unit, Role.LIAISON),
        by=by,
        ruling=Ruling.NONE if verb == Verb.AGREE else Ruling.OPEN,
    )


def _says_the_same(held: Reply | None, reply: Reply) -> bool:
    fields = ("verb", "reason", "to_unit_id", "due_on", "print")
    return held is not None and all(getattr(held, name) == getattr(reply, name) for name in fields)


def _take_the_place(held: Reply | None) -> None:
    """The earlier reply stays in the trail; its objection, if it waited, is no longer one."""
    if held is None:
        return
    held.is_current = False
    if held.ruling == Ruling.OPEN:
        held.ruling, held.outcome, held.ruled_at = Ruling.LAPSED, "单位改了答复", timezone.now()
    held.save(update_fields=["is_current", "ruling", "outcome", "ruled_at"])
