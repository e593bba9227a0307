"""What a meeting leaves: tasks once each, pledges, units that held their own; and its papers read back."""

from __future__ import annotations

import uuid

import pytest

from weicheng.engines.gongwen import write
from weicheng.engines.gongwen.tests.reading import grids, read
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.papers.sources import source_named
from weicheng.work.meetings import selectors
from weicheng.work.meetings.choices import AttendanceState, DecisionKind, ItemKind, MeetingKind
from weicheng.work.meetings.services import agenda, attendance, following, planning
from weicheng.work.meetings.tests.conftest import line_of
from weicheng.work.meetings.tests.factories import at, days, meeting_of
from weicheng.work.meetings.views.papers import document_of
from weicheng.work.plans.models import Task

pytestmark = pytest.mark.django_db


def point(meeting, by, text="摸清底数，列出清单。下月报告。", unit=None, **values):
    given = {"kind": DecisionKind.INSTRUCTION, "due_on": days(20), **values}
    return following.add_decision(by=by, meeting=meeting, key=uuid.uuid4(), text=text, unit=unit, **given)


def paper(meeting, name) -> bytes:
    meeting.refresh_from_db()
    return write(document_of(meeting, name))


def test_a_leaders_point_becomes_one_task_however_often_it_is_pressed(meeting, office, bureau, liaison):
    point(meeting, office, unit=bureau)
    second = point(meeting, office, "清理背街小巷。", unit=bureau)
    task = following.make_task(by=office, decision=second)
    assert following.make_task(by=office, decision=second) == task
    assert (task.title, task.lead_unit, task.due_on) == ("清理背街小巷", bureau, days(20))
    assert task.origin == f"{meeting.title}，领导讲话第2点"
    assert task.origin_url.endswith(f"/{meeting.pk}/#decision{second.pk}")
    assert len(following.make_tasks(by=office, meeting=meeting)) == 1
    assert following.make_tasks(by=office, meeting=meeting) == []
    assert Task.objects.count() == 2


def test_a_decision_without_a_unit_is_no_task_and_a_task_is_not_struck(meeting, office, bureau):
    bare = point(meeting, office)
    with pytest.raises(NotPossible, match="牵头单位"):
        following.make_task(by=office, decision=bare)
    given = point(meeting, office, unit=bureau)
    following.make_task(by=office, decision=given)
    with pytest.raises(NotPossible, match="已经是台账任务"):
        following.remove_decision(by=office, decision=given)
    following.remove_decision(by=office, decision=bare)
    assert [one.task.status for one in selectors.decisions_of(meeting)] == ["todo"]
    assert [one.pk for one in selectors.tasked(meeting.campaign)] == [given.pk]


def test_a_pledge_stays_open_until_the_unit_has_kept_it(meeting, office, bureau, liaison):
    key = uuid.uuid4()
    for _ in range(2):
        made = following.add_pledge(
            by=office, meeting=meeting, key=key, unit=bureau, text="月底前清完。", due_on=days(9)
        )
    assert list(selectors.open_pledges(meeting.campaign, liaison)) == [made]
    following.keep_pledge(by=liaison, pledge=made, kept=True, note="已清完")
    assert not selectors.open_pledges(meeting.campaign, liaison).exists()


def test_units_say_that_they_held_their_own_meeting(campaign, office, bureau, housing, liaison):
    made = meeting_of(campaign, bureau, housing, by=office, kind=MeetingKind.MOBILISATION, starts_at=at(days(-5)))
    report = {"by": liaison, "meeting": made, "unit": bureau}
    with pytest.raises(Invalid, match="还没到"):
        following.report_unit_meeting(**report, held_on=days(1))
    with pytest.raises(Invalid, match="更早"):
        following.report_unit_meeting(**report, held_on=days(-6))
    following.report_unit_meeting(**report, held_on=days(-3), people=40)
    following.report_unit_meeting(**report, held_on=days(-2), people=42)
    held = {line.unit: line.held and (line.held.held_on, line.held.people) for line in selectors.passing_on(made)}
    assert held == {housing: None, bureau: (days(-2), 42)}
    assert next(iter(held)) == housing
    push = meeting_of(campaign, bureau, by=office)
    with pytest.raises(NotPossible, match="动员会"):
        following.report_unit_meeting(by=liaison, meeting=push, unit=bureau, held_on=days(0))


def test_the_script_calls_each_reader_and_says_who_must_be_ready(meeting, office, bureau, housing):
    add = {"by": office, "meeting": meeting}
    agenda.add_item(
        **add,
        key=uuid.uuid4(),
        kind=ItemKind.READ,
        title="攻坚方案",
        number="青创〔2026〕3号",
        speaker="办公室主任 林某",
    )
    agenda.add_item(**add, key=uuid.uuid4(), kind=ItemKind.PLEDGE, unit=bureau)
    agenda.add_item(**add, key=uuid.uuid4(), kind=ItemKind.PLEDGE, unit=housing, speaker="柴某")
    agenda.add_item(**add, key=uuid.uuid4(), kind=ItemKind.SPEECH, speaker="区长 季某")
    planning.change_meeting(by=office, meeting=meeting, demands="两天内开会传达。\n\n三天内报清单。")
    attendance.excuse(by=office, line=line_of(meeting, housing), reason="培训")
    text = read(paper(meeting, "script")).text
    wanted = (
        "主持人：副区长 方某",
        "部门2人，街道乡镇1人",
        "请假1人：区住建局柴某",
        "共3项议程：一是宣读文件；二是单位表态发言；三是领导讲话",
        "请办公室主任 林某宣读《攻坚方案》（青创〔2026〕3号）。",
        "二、单位表态发言",
        "下面进行第二项议程。请区城管局表态发言",
        "区城管局表态发言，区住建局柴某准备。",
        "请区住建局柴某表态发言。",
        "请区长 季某讲话。",
        "我讲两点",
        "（一）两天内开会传达。",
        "（二）三天内报清单。",
    )
    assert [words for words in wanted if words not in text] == []


def test_the_minutes_hold_what_was_decided_with_its_unit_day_and_task(meeting, office, bureau):
    agenda.add_item(
        by=office, meeting=meeting, key=uuid.uuid4(), kind=ItemKind.REPORT, title="通报上周问题", unit=bureau
    )
    one = point(meeting, office, unit=bureau, speaker="区长 季某")
    task = following.make_task(by=office, decision=one)
    following.add_pledge(by=office, meeting=meeting, key=uuid.uuid4(), unit=bureau, text="月底前清完")
    attendance.check_in(by=office, line=line_of(meeting, bureau), moment=at(clock="14:00"))
    text = read(paper(meeting, "minutes")).text
    due = f"{days(20).month}月{days(20).day}日前完成"
    wanted = (
        "通知3人，到会1人",
        "通报上周问题",
        "领导讲话要求（区长季某）",
        "由区城管局牵头",
        due,
        task.number,
        "月底前清完",
    )
    assert [words for words in wanted if words not in text] == []


def test_the_circular_names_the_late_and_the_absent_and_nobody_else(meeting, office, bureau, housing, street):
    with pytest.raises(NotPossible, match="开完以后"):
        paper(meeting, "circular")
    attendance.check_in(by=office, line=line_of(meeting, bureau), moment=at(clock="15:20"))
    attendance.excuse(by=office, line=line_of(meeting, housing), reason="培训")
    planning.move_meeting(by=office, meeting=meeting, verb="hold")
    content = paper(meeting, "circular")
    late, absent = grids(content)
    assert late[1:] == [["1", "区城管局", "温某", "局长", "15:20"]]
    assert absent[1:] == [["1", "北苑街道", "阮某", "主任", "责任人"]]
    assert "应到3人，实到1人" in read(content).text and "区住建局" not in read(content).text


def test_there_is_no_circular_where_everybody_came_in_time(campaign, office, bureau):
    made = meeting_of(campaign, bureau, by=office)
    attendance.check_in(by=office, line=line_of(made, bureau), moment=at(clock="14:00"))
    planning.move_meeting(by=office, meeting=made, verb="hold")
    with pytest.raises(NotPossible, match="不用通报"):
        paper(made, "circular")


def test_the_official_minutes_name_who_was_missing_and_no_number_of_the_ledger(meeting, office, bureau, housing):
    task = following.make_task(by=office, decision=point(meeting, office, unit=bureau))
    attendance.check_in(by=office, line=line_of(meeting, bureau), moment=at(clock="14:00"))
    meeting.attendees.exclude(unit__in=[bureau, housing]).update(state=AttendanceState.ABSENT)
    missing = meeting.attendees.get(state=AttendanceState.ABSENT)
    meeting.refresh_from_db()
    source = source_named("meetings.minutes")
    assert source is not None
    made = source.fill(meeting.campaign, office, str(meeting.pk))
    assert made is not None
    assert f"缺席：{missing.label}。" in made.body
    assert task.number not in made.body and "任务编号" not in made.body
    assert task.number in read(paper(meeting, "minutes")).text
