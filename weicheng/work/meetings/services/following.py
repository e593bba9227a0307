"""What a meeting leaves behind: pledges, decisions and a leader's points, which become tasks of the ledger once each."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.kernel.keys import made_before
from weicheng.ground.org.models import Unit, User
from weicheng.work.meetings.choices import DecisionKind
from weicheng.work.meetings.models import Decision, Meeting, Pledge, UnitMeeting
from weicheng.work.meetings.permissions import (
    check_user_can_change_meeting,
    check_user_can_keep_meeting,
    check_user_can_speak_for,
)
from weicheng.work.meetings.policies import check_can_change_meeting, check_can_pass_on, check_can_remove_decision
from weicheng.work.meetings.services.planning import locked_meeting
from weicheng.work.plans.choices import OwnerRole
from weicheng.work.plans.models import Task
from weicheng.work.plans.policies import check_can_work_in
from weicheng.work.plans.services.editing import OwnerValue, create_task

_TITLE = 200
_TEXT = 2000


def add_pledge(
    *, by: User, meeting: Meeting, key: UUID | str, unit: Unit, text: str, due_on: date | None = None
) -> Pledge:
    """What a unit promised; the same ``key`` again gives the pledge that is there."""
    if not text.strip():
        raise Invalid("请写表态的内容。", "text")
    with transaction.atomic():
        current = locked_meeting(meeting)
        check_user_can_change_meeting(by, current)
        known = made_before(Pledge, key, meeting=current)
        if known is not None:
            return known
        pledge = Pledge.objects.create(
            meeting=current, key=key, unit=unit, unit_name=str(unit), text=text.strip()[:_TEXT], due_on=due_on
        )
        after = {"unit": pledge.unit_name, "text": pledge.text}
        audit.record(
            "meetings.pledge.added", by=by, obj=pledge, after=after, unit_id=unit.pk, campaign_id=current.campaign_id
        )
    return pledge


def keep_pledge(*, by: User, pledge: Pledge, kept: bool, note: str = "") -> Pledge:
    """The unit, or the office for it, says how the pledge stands."""
    check_user_can_speak_for(by, pledge.unit)
    check_can_work_in(pledge.meeting.campaign)
    with transaction.atomic():
        held = Pledge.objects.select_for_update(of=("self",)).get(pk=pledge.pk)
        before = {"kept_on": held.kept_on and held.kept_on.isoformat(), "note": held.note}
        held.kept_on = (held.kept_on or timezone.localdate()) if kept else None
        held.note = note.strip()[:300]
        held.save(update_fields=["kept_on", "note"])
        after = {"kept_on": held.kept_on and held.kept_on.isoformat(), "note": held.note}
        if after != before:
            audit.record(
                "meetings.pledge.kept",
                by=by,
                obj=held,
                before=before,
                after=after,
                unit_id=held.unit_id,
                campaign_id=pledge.meeting.campaign_id,
            )
    return held


def remove_pledge(*, by: User, pledge: Pledge) -> None:
    with transaction.atomic():
        current = locked_meeting(pledge.meeting)
        check_user_can_change_meeting(by, current)
        before = {"unit": pledge.unit_name, "text": pledge.text}
        audit.record("meetings.pledge.removed", by=by, obj=pledge, before=before, campaign_id=current.campaign_id)
        pledge.delete()


def add_decision(
    *,
    by: User,
    meeting: Meeting,
    key: UUID | str,
    kind: str,
    text: str,
    speaker: str = "",
    unit: Unit | None = None,
    due_on: date | None = None,
) -> Decision:
    """A numbered decision or point of a speech, in the order in which they are written; once per ``key``."""
    if kind not in DecisionKind.values:
        raise Invalid("请选是会议决定还是领导讲话。", "kind")
    if not text.strip():
        raise Invalid("请写内容。", "text")
    with transaction.atomic():
        current = locked_meeting(meeting)
        check_user_can_change_meeting(by, current)
        known = made_before(Decision, key, meeting=current)
        if known is not None:
            return known
        last = current.decisions.filter(kind=kind).aggregate(last=Max("number"))["last"] or 0
        decision = Decision.objects.create(
            meeting=current,
            key=key,
            kind=kind,
            number=last + 1,
            text=text.strip()[:_TEXT],
            speaker=speaker.strip()[:60],
            unit=unit,
            unit_name=str(unit) if unit else "",
            due_on=due_on,
        )
        after = {"text": decision.text, "unit": decision.unit_name}
        audit.record("meetings.decision.added", by=by, obj=decision, after=after, campaign_id=current.campaign_id)
    return decision


def remove_decision(*, by: User, decision: Decision) -> None:
    """Strike one that is no task yet; the numbers of the others stay."""
    with transaction.atomic():
        current = locked_meeting(decision.meeting)
        check_user_can_change_meeting(by, current)
        held = Decision.objects.select_for_update(of=("self",)).select_related("meeting__campaign").get(pk=decision.pk)
        check_can_remove_decision(held)
        audit.record(
            "meetings.decision.removed", by=by, obj=held, before={"text": held.text}, campaign_id=current.campaign_id
        )
        held.delete()


def make_task(*, by: User, decision: Decision) -> Task:
    """The task of a decision: made once, a second press gives the same. Its source is the meeting and the number."""
    check_user_can_keep_meeting(by)
    with transaction.atomic():
        meeting = locked_meeting(decision.meeting)
        check_can_change_meeting(meeting)
        held = Decision.objects.select_for_update(of=("self",)).select_related("unit__merged_into").get(pk=decision.pk)
        if held.task_id:
            return Task.objects.get(pk=held.task_id)
        unit = bearer(held)
        task = create_task(
            by=by,
            campaign=meeting.campaign,
            values={"title": _task_title(held.text), "due_on": held.due_on, "note": held.text},
            owners=[OwnerValue(unit, OwnerRole.LEAD)],
            origin=f"{meeting}，{held.source}",
            origin_url=reverse("meetings:meeting", args=[meeting.pk]) + f"#decision{held.pk}",
        )
        held.task = task
        held.save(update_fields=["task"])
        audit.record(
            "meetings.decision.tasked",
            by=by,
            obj=held,
            after={"task": task.number, "unit": str(unit)},
            unit_id=unit.pk,
            campaign_id=meeting.campaign_id,
        )
    return task


def make_tasks(*, by: User, meeting: Meeting) -> list[Task]:
    """Tasks of all decisions that name a unit and are none yet."""
    open_ones = meeting.decisions.filter(task=None).exclude(unit=None).select_related("meeting")
    with transaction.atomic():
        return [make_task(by=by, decision=decision) for decision in open_ones]


def bearer(decision: Decision) -> Unit:
    """Who does it today: the unit named, or the one that it has been merged into since."""
    unit = decision.unit
    if unit is None:
        raise NotPossible(f"{decision.source}还没有牵头单位，不能转成任务。")
    today = timezone.localdate()
    while unit.merged_into is not None and unit.valid_to is not None and unit.valid_to < today:
        unit = unit.merged_into
    return unit


def report_unit_meeting(
    *, by: User, meeting: Meeting, unit: Unit, held_on: date, people: int | None = None, note: str = ""
) -> UnitMeeting:
    """The unit held its own meeting on a day; said again, the later word stands."""
    check_user_can_speak_for(by, unit)
    check_can_pass_on(meeting)
    if held_on > timezone.localdate():
        raise Invalid("日期还没到，开过以后再报。", "held_on")
    if held_on < meeting.day:
        raise Invalid(f"动员会{meeting.day:%-m月%-d日}才开，本单位的会不会更早。", "held_on")
    if people is not None and not 0 < people <= 100_000:
        raise Invalid("到会人数不对。", "people")
    with transaction.atomic():
        if not meeting.attendees.filter(unit=unit).exists():
            raise NotPossible(f"{unit}没有通知参加“{meeting}”。")
        locked_meeting(meeting)
        values = {"held_on": held_on, "people": people, "note": note.strip()[:300], "by": by}
        made, _ = UnitMeeting.objects.update_or_create(
            meeting=meeting, unit=unit, defaults=values, create_defaults={**values, "unit_name": str(unit)}
        )
        audit.record(
            "meetings.unit.reported",
            by=by,
            obj=made,
            after={"held_on": held_on.isoformat(), "people": people},
            unit_id=unit.pk,
            campaign_id=meeting.campaign_id,
        )
    return made


def _task_title(text: str) -> str:
    """The first sentence, as the ledger shows it in one line; the note keeps the whole."""
    first = text.split("\n")[0].split("。")[0].strip()
    return first[:_TITLE]
