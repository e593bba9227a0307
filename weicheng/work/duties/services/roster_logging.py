"""On the day: who came, what was done, what was stopped and whether it came back (M077, M078)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.kernel.keys import BadKey
from weicheng.ground.org.models import User
from weicheng.work.duties.models import Roster, RosterMember, RosterShift, RosterTurn, ShiftLog, Violation
from weicheng.work.duties.roster_permissions import check_user_can_keep_roster, check_user_can_log_shift
from weicheng.work.duties.services.roster_drafting import locked, new_secret


@dataclass(frozen=True, slots=True)
class Stopped:
    """Something that was stopped on the shift."""

    spot: str
    kind: str
    action: str = ""
    came_back: bool = False


def log_shift(
    *,
    by: User,
    roster: Roster,
    shift: RosterShift,
    day: date,
    key: UUID | str,
    text: str = "",
    attendance: Mapping[int, tuple[bool, str]] | None = None,
    stopped: Sequence[Stopped] = (),
) -> ShiftLog:
    """An entry about a shift; ``attendance`` says for turns (by id) whether the member came, and why not.

    A later entry adds to the earlier ones; attendance said again replaces what was said, and the trail keeps both.
    """
    known = ShiftLog.objects.filter(key=key).first()
    if known is not None:
        if (known.by_id, known.roster_id) != (by.pk, roster.pk):
            raise BadKey
        return known
    with transaction.atomic():
        current = locked(roster)
        turns = _turns(current, shift, day)
        check_user_can_log_shift(by, current, turns)
        if day > timezone.localdate():
            raise Invalid("还没到这一天，不能先记。", "day")
        stopped = [one for one in stopped if one.spot.strip() or one.kind.strip()]
        _check(text, attendance, stopped)
        log = ShiftLog.objects.create(key=key, roster=current, shift=shift, day=day, text=text.strip(), by=by)
        Violation.objects.bulk_create(
            Violation(
                log=log,
                spot=one.spot.strip(),
                kind=one.kind.strip(),
                action=one.action.strip(),
                came_back=one.came_back,
            )
            for one in stopped
        )
        before, after = _attend(turns, attendance or {})
        after |= {"text": log.text, "stopped": len(stopped)}
        label = f"{current.name}：{day:%-m月%-d日}{shift}"
        audit.record(
            "duties.shift.logged", by=by, obj=current, label=label, before=before, after=after, unit_id=current.unit_id
        )
    return log


def _turns(roster: Roster, shift: RosterShift, day: date) -> list[RosterTurn]:
    return list(roster.turns.filter(shift=shift, day=day).select_related("member__person"))


def _check(text: str, attendance: Mapping[int, tuple[bool, str]] | None, stopped: Sequence[Stopped]) -> None:
    if not text.strip() and not attendance and not stopped:
        raise Invalid("请记谁到岗，或写一句做了什么。", "text")
    for one in stopped:
        if not one.spot.strip() or not one.kind.strip():
            raise Invalid("制止的行为要写明地点和是什么行为。", "stopped")


def _attend(
    turns: Sequence[RosterTurn], said: Mapping[int, tuple[bool, str]]
) -> tuple[dict[str, str], dict[str, object]]:
    before: dict[str, str] = {}
    after: dict[str, object] = {}
    for turn in turns:
        if turn.pk not in said:
            continue
        came, why = said[turn.pk]
        if turn.came is not None and turn.came != came:
            before[turn.member.name] = "到岗" if turn.came else f"缺勤 {turn.absence}".strip()
        turn.came, turn.absence = came, "" if came else why.strip()
        turn.save(update_fields=["came", "absence"])
        after[turn.member.name] = "到岗" if came else f"缺勤 {turn.absence}".strip()
    return before, after


def renew_address(*, by: User, roster: Roster, member: RosterMember | None = None) -> None:
    """A new calendar address of the roster, or of one member; the old one stops working at once."""
    if member is None or member.person.user_id != by.pk:
        check_user_can_keep_roster(by, roster)
    holder = member or roster
    with transaction.atomic():
        holder.secret = new_secret()
        holder.save(update_fields=["secret"])
        label = f"{member.name}的执勤日历地址" if member else f"{roster.name}的日历地址"
        audit.record("duties.roster.address_renewed", by=by, obj=roster, label=label, unit_id=roster.unit_id)
