"""The sample's meetings: a mobilisation and a push meeting that were held, with tasks and pledges, and one on Friday."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import Unit, User
from weicheng.work.meetings.choices import DecisionKind, ItemKind, MeetingKind
from weicheng.work.meetings.models import Attendee, Meeting
from weicheng.work.meetings.services import agenda, attendance, calling, following
from weicheng.work.meetings.services.planning import change_meeting, create_meeting, move_meeting

PLACE = "区政府三楼会议室"
HOST = "分管副区长 方某"
DEMANDS = (
    "今天的会一结束，各单位当天传达到科室和社区。\n三天内把本单位的任务清单核对一遍，报创卫办。\n周五例会上逐项说进展。"
)
SPEECH = (
    ("背街小巷的卫生死角，月底前逐条过一遍，列出清单，清一处销一处。", "QH-CG", 12),
    ("农贸市场的下水和病媒防制一起治，不要各干各的。", "QH-SJ", 18),
    ("各街道乡镇把社区的宣传栏补齐，缺几块报几块。", "QH-BY", 9),
)
DECISIONS = (
    ("每周五下午召开例会，通报本周问题，定下周的事。", "QH-CWB", 5),
    ("建筑围挡破损的，两周内修好。", "QH-ZJ", 8),
)
PLEDGES = (
    ("QH-CG", "主次干道一日两扫，背街小巷一日一扫，月底前清完积存垃圾。", 12),
    ("QH-ZJ", "工地围挡和出入口冲洗设施两周内全部到位。", 8),
    ("QH-BY", "六个社区各开一次居民动员会，十天内开完。", 4),
)
KINDS = ("department", "township", "enterprise")
LATE, EXCUSED, MISSED = (5, 17), (9,), (12, 23)  # by their place in the list


def tell(campaign: Campaign, office: User, day: date) -> None:
    units = {unit.code: unit for unit in Unit.objects.filter(code__startswith="QH")}
    _mobilisation(campaign, office, day, units)
    _push(campaign, office, day, units)
    _friday(campaign, office, day, units)


def _mobilisation(campaign: Campaign, office: User, day: date, units: dict[str, Unit]) -> None:
    """Held at the start; a few units have not said that they held their own."""
    meeting = _planned(campaign, office, MeetingKind.MOBILISATION, day - timedelta(days=120), "09:00")
    _call(office, meeting)
    _attend(office, meeting, missed=())
    move_meeting(by=office, meeting=meeting, verb="hold")
    for place, unit in enumerate(Unit.objects.filter(pk__in=meeting.attendees.values("unit"))):
        if place % 6 == 5:
            continue
        held_on = meeting.day + timedelta(days=2 + place % 7)
        following.report_unit_meeting(
            by=office,
            meeting=meeting,
            unit=unit,
            held_on=held_on,
            people=30 + place * 3 % 50,
            note="传达会议精神，分任务",
        )
    move_meeting(by=office, meeting=meeting, verb="close")


def _push(campaign: Campaign, office: User, day: date, units: dict[str, Unit]) -> None:
    meeting = _planned(campaign, office, MeetingKind.PUSH, day - timedelta(days=9), "15:00", demands=DEMANDS)
    _item(office, meeting, ItemKind.READ, "攻坚行动实施方案", speaker="区政府办 副主任")
    _item(office, meeting, ItemKind.READ, "病媒生物防制工作方案", speaker="区卫健局 简某")
    for code, _, _ in PLEDGES:
        _item(office, meeting, ItemKind.PLEDGE, unit=units[code])
    _item(office, meeting, ItemKind.SIGN, "区政府与各单位签订目标责任书")
    _item(office, meeting, ItemKind.SPEECH, speaker="区长 季某")
    _call(office, meeting)
    _attend(office, meeting, missed=MISSED)
    move_meeting(by=office, meeting=meeting, verb="hold")
    for code, text, days in PLEDGES:
        due_on = day + timedelta(days=days)
        following.add_pledge(by=office, meeting=meeting, key=uuid.uuid4(), unit=units[code], text=text, due_on=due_on)
    for kind, points, speaker in (
        (DecisionKind.INSTRUCTION, SPEECH, "区长 季某"),
        (DecisionKind.DECISION, DECISIONS, ""),
    ):
        for text, code, days in points:
            following.add_decision(
                by=office,
                meeting=meeting,
                key=uuid.uuid4(),
                kind=kind,
                text=text,
                speaker=speaker,
                unit=units[code],
                due_on=day + timedelta(days=days),
            )
    following.make_tasks(by=office, meeting=meeting)


def _friday(campaign: Campaign, office: User, day: date, units: dict[str, Unit]) -> None:
    """The coming weekly meeting: agenda and call list stand."""
    friday = day + timedelta(days=(4 - day.weekday()) % 7 or 7)
    meeting = _planned(campaign, office, MeetingKind.WEEKLY, friday, "15:00", late_after=5)
    _item(office, meeting, ItemKind.REPORT, "通报本周发现的问题", speaker="创卫办 周某")
    _item(office, meeting, ItemKind.REPORT, "逾期任务的原因和补救", unit=units["QH-CG"])
    _item(office, meeting, ItemKind.SPEECH, speaker=HOST)
    chosen = [units[code] for code in ("QH-CG", "QH-WJ", "QH-SJ", "QH-ZJ", "QH-BY", "QH-HW", "QH-LA", "QH-DQ")]
    calling.call_units(by=office, meeting=meeting, units=chosen, required="responsible")


def _planned(
    campaign: Campaign, office: User, kind: str, day: date, clock: str, late_after: int = 0, demands: str = ""
) -> Meeting:
    starts_at = timezone.make_aware(datetime.combine(day, time.fromisoformat(clock)))
    meeting = create_meeting(
        by=office, campaign=campaign, key=uuid.uuid4(), kind=kind, starts_at=starts_at, place=PLACE, host=HOST,
        late_after=late_after,
    )  # fmt: skip
    return change_meeting(by=office, meeting=meeting, demands=demands) if demands else meeting


def _item(
    office: User, meeting: Meeting, kind: str, title: str = "", speaker: str = "", unit: Unit | None = None
) -> None:
    agenda.add_item(by=office, meeting=meeting, key=uuid.uuid4(), kind=kind, title=title, speaker=speaker, unit=unit)


def _call(office: User, meeting: Meeting) -> None:
    calling.call_leaders(by=office, meeting=meeting)
    units = calling.units_of_kinds(KINDS, meeting)
    calling.call_units(by=office, meeting=meeting, units=units, required="responsible")


def _attend(office: User, meeting: Meeting, missed: tuple[int, ...]) -> None:
    """Nearly all come in time, some by the code, a few late or not at all."""
    for place, line in enumerate(meeting.attendees.order_by("pk")):
        if place in missed:
            continue
        if place in EXCUSED:
            attendance.excuse(by=office, line=line, reason="参加市里会议，派人听会")
            continue
        _arrive(office, meeting, line, place)


def _arrive(office: User, meeting: Meeting, line: Attendee, place: int) -> None:
    early = timedelta(minutes=7) if place in LATE else -timedelta(minutes=3 + place % 15)
    moment = meeting.starts_at + early
    if place % 3:
        attendance.check_in_by_code(code=attendance.code_of(meeting), line=line, by=office, moment=moment)
    else:
        attendance.check_in(by=office, line=line, moment=moment)
