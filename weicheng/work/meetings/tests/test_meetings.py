"""A meeting from its plan to its end: agenda, call list, check-in, and who may do what."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from weicheng.ground.kernel.errors import Invalid, NotAllowed, NotPossible
from weicheng.ground.notices.models import Notice
from weicheng.ground.org.choices import GroupKind, MemberPost
from weicheng.ground.org.services import merge_units, rename_unit
from weicheng.ground.org.tests.factories import GroupFactory, MembershipFactory, PersonFactory, user_with_role
from weicheng.work.meetings import selectors
from weicheng.work.meetings.choices import AttendanceState, Category, ItemKind, MeetingKind, MeetingState
from weicheng.work.meetings.models import AgendaItem, Attendee, Meeting
from weicheng.work.meetings.selectors.coming import when_words
from weicheng.work.meetings.services import agenda, attendance, calling, following, planning
from weicheng.work.meetings.tests.conftest import line_of
from weicheng.work.meetings.tests.factories import at, days, meeting_of
from weicheng.work.plans.errors import RefusedUpload

pytestmark = pytest.mark.django_db


def item(meeting, by, kind=ItemKind.PLEDGE, unit=None, **values):
    return agenda.add_item(by=by, meeting=meeting, key=uuid.uuid4(), kind=kind, unit=unit, **values)


def test_the_same_submit_twice_is_one_meeting_and_one_item(campaign, office, bureau):
    key = uuid.uuid4()
    values = {"kind": MeetingKind.WEEKLY, "starts_at": at()}
    first = planning.create_meeting(by=office, campaign=campaign, key=key, **values)
    again = planning.create_meeting(by=office, campaign=campaign, key=key, **values)
    assert first == again and Meeting.objects.count() == 1
    for _ in range(2):
        agenda.add_item(by=office, meeting=first, key=key, kind=ItemKind.PLEDGE, unit=bureau)
    assert AgendaItem.objects.count() == 1
    for _ in range(2):
        calling.call_person(by=office, meeting=first, key=key, category=Category.LEADERS, name="季某")
    assert Attendee.objects.count() == 1


def test_leading_group_meetings_are_numbered_in_a_series(campaign, office):
    made = [meeting_of(campaign, by=office, kind=MeetingKind.LEADING) for _ in range(2)]
    other = meeting_of(campaign, by=office)
    assert [one.serial for one in made] == [1, 2] and other.serial is None
    assert made[1].title == "创建国家卫生区工作领导小组第2次会议"


def test_items_move_up_and_down_and_stop_at_the_ends(meeting, office, bureau, housing):
    first, second = item(meeting, office, unit=bureau), item(meeting, office, unit=housing)
    assert agenda.shift_item(by=office, item=second, up=True) is True
    assert list(meeting.items.all()) == [second, first]
    assert agenda.shift_item(by=office, item=second, up=True) is False
    agenda.shift_item(by=office, item=second, up=False)
    assert list(meeting.items.all()) == [first, second]


def test_a_pledge_needs_its_unit_and_a_paper_its_title_and_no_program_comes_in(meeting, office):
    with pytest.raises(Invalid, match="哪个单位"):
        item(meeting, office)
    with pytest.raises(Invalid, match="名称"):
        item(meeting, office, ItemKind.READ)
    program = SimpleUploadedFile("方案.pdf", b"MZ" + b"\0" * 200)
    with pytest.raises(RefusedUpload):
        item(meeting, office, ItemKind.READ, title="方案", files=[program])
    assert not meeting.items.exists()


def test_units_are_called_by_kind_once_with_the_holder_of_the_post(campaign, office, bureau, housing, street, liaison):
    made = meeting_of(campaign, by=office)
    units = calling.units_of_kinds(["department", "township"], made)
    lines = calling.call_units(by=office, meeting=made, units=units, required="in_charge")
    held = {line.unit: (line.name, line.title, line.category) for line in lines}
    assert held[bureau] == ("卢某", "副局长", Category.DEPARTMENTS)
    assert held[street] == ("阮某", "主任", Category.TOWNSHIPS)  # nobody in charge: the chief
    assert calling.call_units(by=office, meeting=made, units=units, required="in_charge") == []
    assert Notice.objects.filter(user=liaison, code="meetings.called").count() == 1


def test_leaders_of_the_leading_group_are_called_once(campaign, office, bureau):
    group = GroupFactory(kind=GroupKind.LEADING)
    MembershipFactory(group=group, person=PersonFactory(name="季某"), post=MemberPost.HEAD, title="区长")
    MembershipFactory(group=group, person=PersonFactory(name="某局长"), post=MemberPost.MEMBER, home_unit=bureau)
    push, leading = meeting_of(campaign, by=office), meeting_of(campaign, by=office, kind=MeetingKind.LEADING)
    assert [line.name for line in calling.call_leaders(by=office, meeting=push)] == ["季某"]
    assert calling.call_leaders(by=office, meeting=push) == []
    assert len(calling.call_leaders(by=office, meeting=leading)) == 2


def test_another_time_or_place_is_told_and_another_host_is_not(meeting, office, liaison):
    planning.change_meeting(by=office, meeting=meeting, host="区长 季某")
    assert not Notice.objects.filter(user=liaison, code="meetings.changed").exists()
    planning.change_meeting(by=office, meeting=meeting, starts_at=at(days(1)))
    planning.change_meeting(by=office, meeting=meeting, starts_at=at(days(1)))
    assert Notice.objects.filter(user=liaison, code="meetings.changed").count() == 1


def test_a_replayed_check_in_counts_once_and_keeps_its_time(meeting, office, bureau):
    line = line_of(meeting, bureau)
    code = attendance.code_of(meeting)
    came = attendance.check_in_by_code(code=code, line=line, moment=at(clock="14:55"))
    again = attendance.check_in(by=office, line=line, moment=at(clock="15:40"))
    assert (again.state, again.arrived_at, again.way) == (AttendanceState.ARRIVED, came.arrived_at, "code")


def test_who_comes_after_the_allowed_minutes_is_late(campaign, office, bureau, housing):
    made = meeting_of(campaign, bureau, housing, by=office, late_after=5)
    first = attendance.check_in(by=office, line=line_of(made, bureau), moment=at(clock="15:05"))
    second = attendance.check_in(by=office, line=line_of(made, housing), moment=at(clock="15:06"))
    assert [first.state, second.state] == [AttendanceState.ARRIVED, AttendanceState.LATE]


@pytest.mark.parametrize("distance", [-1, 1])
def test_nobody_checks_in_on_another_day(campaign, office, bureau, distance):
    made = meeting_of(campaign, bureau, by=office, starts_at=at(days(distance)))
    line = line_of(made, bureau)
    with pytest.raises(NotPossible, match="只有当天"):
        attendance.check_in(by=office, line=line)
    with pytest.raises(NotPossible, match="只有当天"):
        attendance.check_in_by_code(code=attendance.code_of(made), line=line)


def test_the_code_stays_the_same_and_opens_no_other_meeting(campaign, meeting, office, bureau):
    other = meeting_of(campaign, bureau, by=office)
    code = attendance.code_of(meeting)
    assert code == attendance.code_of(meeting) and attendance.meeting_of_code(code) == meeting
    with pytest.raises(NotAllowed, match="码不对"):
        attendance.check_in_by_code(code=code, line=line_of(other, bureau))
    assert attendance.meeting_of_code(f"{other.pk}:{code.split(':')[1]}") is None


def test_another_comes_for_the_unit_until_somebody_has_signed_in(meeting, office, bureau, liaison):
    line = line_of(meeting, bureau)
    calling.replace_person(by=liaison, line=line, name="卢某", title="副局长")
    assert line_of(meeting, bureau).label == "区城管局卢某"
    attendance.check_in(by=office, line=line, moment=at(clock="14:50"))
    with pytest.raises(NotPossible, match="已经签到"):
        calling.replace_person(by=liaison, line=line, name="别人")
    with pytest.raises(NotPossible, match="不能移出"):
        calling.remove_line(by=office, line=line)


def test_who_did_not_come_is_absent_when_the_meeting_is_over_unless_excused(meeting, office, bureau, housing, street):
    attendance.check_in(by=office, line=line_of(meeting, bureau), moment=at(clock="14:50"))
    with pytest.raises(Invalid, match="原因"):
        attendance.excuse(by=office, line=line_of(meeting, housing), reason=" ")
    attendance.excuse(by=office, line=line_of(meeting, housing), reason="外出培训")
    planning.move_meeting(by=office, meeting=meeting, verb="hold")
    states = {line.unit: line.state for line in meeting.attendees.select_related("unit")}
    assert states == {bureau: "arrived", housing: "excused", street: "absent"}
    with pytest.raises(NotPossible):
        planning.move_meeting(by=office, meeting=meeting, verb="hold")
    planning.move_meeting(by=office, meeting=meeting, verb="resume")
    assert line_of(meeting, street).state == AttendanceState.INVITED


def test_a_meeting_of_tomorrow_is_not_over(campaign, office):
    made = meeting_of(campaign, by=office, starts_at=at(days(1)))
    with pytest.raises(NotPossible, match="才开"):
        planning.move_meeting(by=office, meeting=made, verb="hold")


def test_two_screens_pressed_at_once_turn_the_cue_sheet_once(meeting, office, bureau, housing):
    first, second = item(meeting, office, unit=bureau), item(meeting, office, unit=housing)
    assert selectors.cue_of(meeting).sentence == "会议开始。区城管局准备。"
    agenda.steer(by=office, meeting=meeting, seen=None, step=1)
    now = agenda.steer(by=office, meeting=meeting, seen=None, step=1)
    assert now.current == first
    assert selectors.cue_of(now).sentence == "请区城管局表态发言，区住建局准备。"
    now = agenda.steer(by=office, meeting=meeting, seen=first.pk, step=1)
    now = agenda.steer(by=office, meeting=meeting, seen=second.pk, step=1)
    assert now.current == second and selectors.cue_of(now).ready is None
    now = agenda.steer(by=office, meeting=meeting, seen=second.pk, step=-1)
    assert agenda.steer(by=office, meeting=now, seen=first.pk, step=-1).current is None


def test_a_renamed_or_merged_unit_keeps_its_name_of_the_day(campaign, meeting, office, bureau, housing):
    rename_unit(by=office, unit=bureau, name="青禾区综合执法局", short_name="区执法局", on=timezone.localdate())
    assert line_of(meeting, bureau).unit_name == "区城管局"
    decision = following.add_decision(
        by=office, meeting=meeting, key=uuid.uuid4(), kind="decision", text="整治市容。", unit=bureau
    )
    merge_units(by=office, units=[bureau], into=housing, on=timezone.localdate())
    assert following.make_task(by=office, decision=decision).lead_unit == housing
    assert decision.unit_name == "区执法局"


def test_a_finished_campaign_takes_no_meeting_and_no_check_in(campaign, meeting, office, bureau):
    campaign.is_closed = True
    campaign.save()
    acts = [
        lambda: meeting_of(campaign, by=office),
        lambda: item(meeting, office, unit=bureau),
        lambda: attendance.check_in(by=office, line=line_of(meeting, bureau)),
        lambda: attendance.check_in_by_code(code=attendance.code_of(meeting), line=line_of(meeting, bureau)),
        lambda: planning.move_meeting(by=office, meeting=meeting, verb="hold"),
        lambda: calling.call_leaders(by=office, meeting=meeting),
    ]
    for act in acts:
        with pytest.raises(NotPossible, match="已结束"):
            act()


def test_other_rooms_learn_of_the_last_meeting_and_of_those_to_come(campaign, office):
    today = timezone.localdate()
    assert selectors.last_meeting(campaign, today) is None
    past = [meeting_of(campaign, by=office, starts_at=at(days(-number))) for number in (9, 2, 1)]
    for one in past[:2]:
        planning.move_meeting(by=office, meeting=one, verb="hold")
    meeting_of(campaign, by=office, starts_at=at(days(30)))
    soon = meeting_of(campaign, by=office, title="例会")
    assert selectors.last_meeting(campaign, today) == days(-2)  # the one of yesterday is not noted as held
    first = selectors.coming_meetings(campaign, today, 1)[0]
    assert (first.when, first.title) == ("今天15:00", "例会") and first.url.endswith(f"/{soon.pk}/")
    assert len(selectors.coming_meetings(campaign, today)) == 2
    planning.move_meeting(by=office, meeting=soon, verb="cancel")
    assert len(selectors.coming_meetings(campaign, today)) == 1


@pytest.mark.parametrize(
    ("ahead", "words"),
    [(0, "今天9:05"), (1, "明天9:05"), (2, "后天9:05"), (4, "周五9:05"), (9, "下周三9:05"), (21, "6月22日9:05")],
)
def test_when_is_said_as_people_say_it(ahead, words):
    monday = timezone.datetime(2026, 6, 1).date()
    assert when_words(at(monday + timedelta(days=ahead), "09:05"), monday) == words


ROLES = ("office", "leader", "liaison", "other", "inspector", "auditor", "admin")
GRID = {
    "plan": ("office",),
    "item": ("office",),
    "call": ("office",),
    "tick": ("office",),
    "decide": ("office",),
    "task": ("office",),
    "hold": ("office",),
    "steer": ("office", "leader"),
    "replace": ("office", "liaison"),
    "pledge kept": ("office", "liaison"),
    "own meeting": ("office", "liaison"),
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", GRID)
def test_who_may(action, role, campaign, office, bureau, housing, street):
    units = {"liaison": bureau, "other": street}
    user = user_with_role("liaison" if role == "other" else role, units.get(role))
    made = meeting_of(campaign, bureau, housing, by=office, kind=MeetingKind.MOBILISATION)
    item(made, office, unit=bureau)
    pledge = following.add_pledge(by=office, meeting=made, key=uuid.uuid4(), unit=bureau, text="月底完成。")
    decision = following.add_decision(
        by=office, meeting=made, key=uuid.uuid4(), kind="decision", text="整治。", unit=bureau
    )
    acts = {
        "plan": lambda: meeting_of(campaign, by=user),
        "item": lambda: item(made, user, unit=bureau),
        "call": lambda: calling.call_units(by=user, meeting=made, units=[street], required="liaison"),
        "tick": lambda: attendance.check_in(by=user, line=line_of(made, bureau)),
        "decide": lambda: following.add_decision(
            by=user, meeting=made, key=uuid.uuid4(), kind="decision", text="再办一件。"
        ),
        "task": lambda: following.make_task(by=user, decision=decision),
        "hold": lambda: planning.move_meeting(by=user, meeting=made, verb="hold"),
        "steer": lambda: agenda.steer(by=user, meeting=made, seen=None, step=1),
        "replace": lambda: calling.replace_person(by=user, line=line_of(made, bureau), name="卢某"),
        "pledge kept": lambda: following.keep_pledge(by=user, pledge=pledge, kept=True),
        "own meeting": lambda: following.report_unit_meeting(by=user, meeting=made, unit=bureau, held_on=made.day),
    }
    if role in GRID[action]:
        acts[action]()
    else:
        with pytest.raises(NotAllowed):
            acts[action]()


def test_what_is_closed_is_not_changed(meeting, office, bureau):
    planning.move_meeting(by=office, meeting=meeting, verb="hold")
    planning.move_meeting(by=office, meeting=meeting, verb="close")
    with pytest.raises(NotPossible, match="已办结"):
        item(meeting, office, unit=bureau)
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.CLOSED
