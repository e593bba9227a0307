"""Rosters of the sample city: a published one of three months with its log, and a weekly one still in draft."""

from __future__ import annotations

from datetime import date, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel import jobs
from weicheng.ground.org.choices import PostKind
from weicheng.ground.org.models import Post, Unit, User
from weicheng.ground.org.services import add_person, appoint
from weicheng.work.duties.models import Roster, RosterTurn
from weicheng.work.duties.roster_choices import RosterPace
from weicheng.work.duties.services import roster_changing, roster_drafting, roster_logging, roster_planning
from weicheng.work.duties.services.roster_drafting import ShiftWish
from weicheng.work.duties.services.roster_logging import Stopped

SPAN = timedelta(days=91)
NAMES = "钱某 孙某 郑某 冯某 陈某 褚某 卫某 蒋某 沈某 韩某 杨某 朱某 秦某 尤某 许某"
SHIFTS = (
    ShiftWish("早班", time(7, 0), time(9, 30), 2, 3),
    ShiftWish("午班", time(11, 0), time(13, 30), 1, 2),
    ShiftWish("晚班", time(16, 30), time(19, 0), 2, 3),
)
STOPPED = (("河湾桥头", "占道经营"), ("邮局门口", "车辆乱放"), ("河湾桥头", "占道经营"), ("菜场东门", "店外堆物"))


def tell(campaign: Campaign, office: User, today: date) -> None:
    """The road of the city management bureau by day, the hygiene duty of the education bureau by week."""
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=("QH-CG", "QH-JY"))}
    start = max(campaign.starts_on, today.replace(day=1) - timedelta(days=30))
    _staff(office, units["QH-CG"], NAMES.split(), campaign.starts_on)
    road = roster_drafting.create_roster(
        by=office, campaign=campaign, unit=units["QH-CG"], name="人民路包干路段执勤", place="人民路（河湾桥至邮局）",
        requirement="佩戴红袖章", starts_on=start, ends_on=min(start + SPAN, campaign.ends_on), shifts=SHIFTS,
    )  # fmt: skip
    chiefs = Post.objects.filter(unit=road.unit, kind=PostKind.RESPONSIBLE).values("person")
    for member in road.members.filter(person__in=chiefs):
        roster_drafting.remove_member(by=office, member=member)
    away = road.members.get(name="孙某")
    roster_drafting.add_leave(by=office, member=away, first=today + timedelta(days=3), last=today + timedelta(days=9))
    weak = road.members.get(name="许某")
    roster_drafting.set_member(by=office, member=weak, share=50, exempt=[road.shifts.get(name="早班")])
    road = _planned(office, road)
    roster_planning.publish_roster(by=office, roster=road)
    _history(office, road, today)
    _weekly(campaign, office, units["QH-JY"], today)


def _staff(office: User, unit: Unit, names: list[str], start: date) -> None:
    for place, name in enumerate(names):
        person = add_person(by=office, name=name, phone=f"0000-61000{place:02d}")
        appoint(by=office, person=person, unit=unit, kind=PostKind.STAFF, start=start)


def _planned(office: User, roster: Roster) -> Roster:
    jobs.run_inline(roster_planning.request_plan(by=office, roster=roster))
    return Roster.objects.select_related("unit", "campaign", "job").get(pk=roster.pk)


def _history(office: User, roster: Roster, today: date) -> None:
    """Nine days of log with one absence and a spot that comes back, and one who stands in the day after tomorrow."""
    roster = Roster.objects.select_related("unit", "campaign", "job").get(pk=roster.pk)
    turns = list(roster.turns.filter(day__lt=today, day__gte=today - timedelta(days=9)).select_related("shift"))
    shifts: dict[tuple[date, int], list[RosterTurn]] = {}
    for turn in turns:
        shifts.setdefault((turn.day, turn.shift_id), []).append(turn)
    for number, ((day, _), group) in enumerate(sorted(shifts.items())):
        spot, kind = STOPPED[number // 5 % len(STOPPED)]
        stopped = [Stopped(spot, kind, "劝导后离开", number % 15 == 10)] if number % 5 == 0 else []
        came = {turn.pk: (number != 7 or turn is not group[0], "孩子生病") for turn in group}
        roster_logging.log_shift(
            by=office, roster=roster, shift=group[0].shift, day=day, key=uuid5(NAMESPACE_URL, f"log-{roster.pk}-{number}"),
            text="巡路两遍，清理小广告" if number % 3 == 0 else "", attendance=came, stopped=stopped,
        )  # fmt: skip
    coming = roster.turns.filter(day=today + timedelta(days=2)).select_related("roster").first()
    if coming is None or coming.day < timezone.localdate():
        return
    near = (coming.day - timedelta(days=1), coming.day + timedelta(days=1))
    free = roster.members.exclude(turns__day__range=near).filter(leave=None, exempt=None).first()
    if free is not None:
        key = uuid5(NAMESPACE_URL, f"substitute-{roster.pk}")
        roster_changing.substitute(by=office, turn=coming, member=free, key=key, reason="外出培训")


def _weekly(campaign: Campaign, office: User, unit: Unit, today: date) -> None:
    _staff(office, unit, ["何某", "吕某", "施某", "张某"], campaign.starts_on)
    start = min(today + timedelta(days=7 - today.weekday()), campaign.ends_on)
    weekly = roster_drafting.create_roster(
        by=office, campaign=campaign, unit=unit, name="机关卫生值班", place="机关办公楼", requirement="督促检查办公室和楼道卫生",
        pace=RosterPace.WEEK, starts_on=start, ends_on=min(start + timedelta(days=55), campaign.ends_on),
        shifts=[ShiftWish("值班员", time(8, 0), time(18, 0), 1, 1)],
    )  # fmt: skip
    _planned(office, weekly)
