"""After publishing: two people swap, one stands in for another. Each change is an entry; the past is never touched."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.kernel.keys import BadKey
from weicheng.ground.org.models import User
from weicheng.work.duties.models import Roster, RosterChange, RosterMember, RosterShift, RosterTurn
from weicheng.work.duties.roster_choices import ChangeKind
from weicheng.work.duties.roster_permissions import check_user_can_change_roster
from weicheng.work.duties.services.roster_drafting import locked
from weicheng.work.duties.services.roster_planning import is_away


def swap_turns(
    *, by: User, one: RosterTurn, other: RosterTurn, agreed: bool, key: UUID | str, reason: str = ""
) -> RosterChange:
    """Two members take each other's turn, both having agreed. The same ``key`` again gives the entry that is there."""
    known = RosterChange.objects.filter(key=key).first()
    if known is not None:
        return _replayed(known, by, one.roster)
    if not agreed:
        raise Invalid("换班要两个人都同意，请确认后再登记。", "agreed")
    with transaction.atomic():
        roster = locked(one.roster)
        check_user_can_change_roster(by, roster)
        one, other = _fresh(roster, one), _fresh(roster, other)
        if one.member_id == other.member_id:
            raise Invalid("请选另一个人的班。", "other")
        for turn in (one, other):
            _check_open(turn)
        _check_able(roster, other.member, one, leaving=other)
        _check_able(roster, one.member, other, leaving=one)
        text = f"{one.member}（{_when(one)}）与{other.member}（{_when(other)}）换班。"
        first, second = one.member, other.member
        # One at a time would break the rule of one turn a day where both are of the same day.
        places = [(one.day, one.shift, second), (other.day, other.shift, first)]
        RosterTurn.objects.filter(pk__in=[one.pk, other.pk]).delete()
        RosterTurn.objects.bulk_create(
            RosterTurn(roster=roster, day=day, shift=shift, member=member) for day, shift, member in places
        )
        return _enter(by, roster, ChangeKind.SWAP, min(one.day, other.day), text, reason, key)


def substitute(*, by: User, turn: RosterTurn, member: RosterMember, key: UUID | str, reason: str = "") -> RosterChange:
    """Somebody else stands in for one turn, also on the day itself. The same ``key`` again gives the entry that is there."""
    known = RosterChange.objects.filter(key=key).first()
    if known is not None:
        return _replayed(known, by, turn.roster)
    with transaction.atomic():
        roster = locked(turn.roster)
        check_user_can_change_roster(by, roster)
        turn = _fresh(roster, turn)
        _check_open(turn)
        if member.roster_id != roster.pk or member.pk == turn.member_id:
            raise Invalid("请选表上的另一个人。", "member")
        _check_able(roster, member, turn)
        text = f"{_when(turn)}由{member}替{turn.member}。"
        turn.member = member
        turn.save(update_fields=["member"])
        return _enter(by, roster, ChangeKind.SUBSTITUTE, turn.day, text, reason, key)


def _check_able(roster: Roster, member: RosterMember, turn: RosterTurn, leaving: RosterTurn | None = None) -> None:
    """Whether the member may take the turn, once he has given up ``leaving``."""
    day = turn.day
    if is_away(roster, member, day):
        raise NotPossible(f"{member}在{day:%-m月%-d日}请假或已退出，不能上这个班。")
    if member.exempt.filter(pk=turn.shift_id).exists():
        raise NotPossible(f"{member}免排{turn.shift}。")
    if roster.is_weekly:
        clash = member.turns.filter(day=day).exclude(pk=leaving.pk if leaving else 0).first()
        if clash:
            raise NotPossible(f"{member}这一周已经值班。")
        return
    others = member.turns.select_related("shift").exclude(pk__in=[turn.pk, leaving.pk if leaving else 0])
    for other in others:
        if other.day == day:
            raise NotPossible(f"{member}在{day:%-m月%-d日}已有{other.shift}，一天最多一个班。")
        if abs((other.day - day).days) <= roster.rest_days or _rest(other, turn) < roster.rest_hours * 60:
            raise NotPossible(f"{member}在{other.day:%-m月%-d日}有{other.shift}，与这个班之间休息不够。")


def _rest(one: RosterTurn, other: RosterTurn) -> int:
    """Minutes between the two turns."""
    first, then = sorted([_minutes(one.day, one.shift), _minutes(other.day, other.shift)])
    return then[0] - first[1]


def _minutes(day: date, shift: RosterShift) -> tuple[int, int]:
    start = day.toordinal() * 1440 + shift.starts_at.hour * 60 + shift.starts_at.minute
    end = day.toordinal() * 1440 + shift.ends_at.hour * 60 + shift.ends_at.minute
    return start, end if end > start else end + 1440


def _check_open(turn: RosterTurn) -> None:
    last = turn.day
    if turn.roster.is_weekly:
        return
    if last < timezone.localdate():
        raise NotPossible(f"{turn.day:%-m月%-d日}的班已经过去，不能再换。缺勤请记在当天的执勤记录里。")
    if turn.came is not None:
        raise NotPossible("这个班已经记了到岗情况，不能再换。")


def _fresh(roster: Roster, turn: RosterTurn) -> RosterTurn:
    found = roster.turns.select_related("member", "shift", "roster").filter(pk=turn.pk).first()
    if found is None:
        raise NotPossible("这个班刚刚改过，请刷新页面再看。")
    return found


def _when(turn: RosterTurn) -> str:
    return f"{turn.day:%-m月%-d日}{turn.shift}"


def _enter(by: User, roster: Roster, kind: str, day: date, text: str, reason: str, key: UUID | str) -> RosterChange:
    change = RosterChange.objects.create(
        key=key, roster=roster, kind=kind, day=day, text=text, reason=reason.strip(), by=by
    )
    roster.version += 1
    roster.save(update_fields=["version"])
    audit.record(
        f"duties.roster.{kind}", by=by, obj=roster, after={"text": text}, reason=reason, unit_id=roster.unit_id
    )
    return change


def _replayed(change: RosterChange, by: User, roster: Roster) -> RosterChange:
    if (change.by_id, change.roster_id) != (by.pk, roster.pk):
        raise BadKey
    return change
