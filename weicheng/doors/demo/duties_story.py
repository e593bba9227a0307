"""Standing work of the sample city: made from the ledger and by hand, with some weeks of history and open questions."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from weicheng.doors.demo.story import liaisons_by_unit
from weicheng.engines.worktime.standing import read_demand
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import Unit, User
from weicheng.work.duties.choices import OccurrenceState, PeopleBasis
from weicheng.work.duties.models import DutyRecord, Occurrence
from weicheng.work.duties.services.arranging import arrange
from weicheng.work.duties.services.from_tasks import duty_of_task, recurring_tasks
from weicheng.work.duties.services.headcounts import create_headcount_rule, set_headcounts
from weicheng.work.duties.services.keeping import DutyValues, create_duty
from weicheng.work.duties.services.recording import excuse, record
from weicheng.work.duties.states import dress

HISTORY = timedelta(days=63)
DAILY_HISTORY = timedelta(days=9)
FEW_UNITS = 3  # a duty of more units begins today: the story stays short
GREENERY = "每周五下午，各科室轮流养护责任绿地，每次2名以上工作人员到场"
ROAD = "每月最后一个星期五下午清扫责任路段，6人以下的单位派1人，6至12人派2人，16人以上派4人"
HEADS = {"QH-ZJ": 21, "QH-SW": 14, "QH-NY": 6, "QH-WL": 9}


def tell(campaign: Campaign, office: User, today: date) -> None:
    """Most was done in time, some was missed or written down late, one day was excused; the office has things to settle."""
    chance = random.Random(413)
    units = {unit.code: unit for unit in Unit.objects.all()}
    for task in recurring_tasks(campaign):
        number = task.owners.exclude(role="report").count()
        daily = task.rrule == "FREQ=DAILY" or (task.quota or {}).get("per") == "day"
        back = timedelta(0) if number > FEW_UNITS else DAILY_HISTORY if daily else HISTORY
        duty_of_task(by=office, task=task, starts_on=max(campaign.starts_on, today - back))
    _by_hand(campaign, office, today, units)
    liaisons = liaisons_by_unit()
    past = Occurrence.objects.filter(duty__campaign=campaign, first__lte=today).select_related("duty", "unit")
    for occurrence in past.order_by("day", "pk"):
        _history(chance, occurrence, liaisons.get(occurrence.unit_id, office), today)
    missed = [one for one in dress(past.all(), today) if one.state == OccurrenceState.MISSED and one.count == 0]
    if missed:
        excuse(by=office, occurrence=missed[0], reason="当天全区防汛，人员都在一线")


def _by_hand(campaign: Campaign, office: User, today: date, units: dict[str, Unit]) -> None:
    start = max(campaign.starts_on, today - HISTORY)
    green = DutyValues(
        title="责任绿地养护", words=GREENERY, rhythm_words="每周五下午", demand=read_demand("每周五下午"), starts_on=start,
        units=[units["QH-ZJ"], units["QH-CG"]], people=2, people_basis=PeopleBasis.UNSAID, holiday="before",
    )  # fmt: skip
    create_duty(by=office, campaign=campaign, values=green)
    rule = create_headcount_rule(by=office, campaign=campaign, name="月末清扫派人", words=ROAD)
    people: dict[Unit, int | None] = {units[code]: number for code, number in HEADS.items()}
    set_headcounts(by=office, campaign=campaign, people=people)
    road = DutyValues(
        title="月末清扫责任路段", words=ROAD, rhythm_words="每月最后一个星期五下午", demand=read_demand("每月最后一个星期五下午"),
        starts_on=start, units=[*(units[code] for code in HEADS), units["QH-JT"]], exempt=[units["QH-CG"]],
        exempt_reason="每周已有绿地养护", headcount_rule=rule, holiday="before",
    )  # fmt: skip
    duty = create_duty(by=office, campaign=campaign, values=road)
    coming = duty.occurrences.filter(day__gte=today).order_by("day").first()
    if coming is not None:
        text = "下午3点在人民广场北口集合，自带扫帚、夹子，请穿反光背心。"
        arrange(by=office, duty=duty, original_day=coming.original_day, text=text)
    drains = DutyValues(
        title="清掏背街小巷雨水口", words="背街小巷的雨水口要定期清掏，保持畅通", rhythm_words="定期", demand=read_demand("定期"),
        starts_on=start, units=[units["QH-HWS"]], number_unit="处",
    )  # fmt: skip
    create_duty(by=office, campaign=campaign, values=drains)


def _history(chance: random.Random, occurrence: Occurrence, by: User, today: date) -> None:
    """Times and days of what was done for one occurrence; what is still open is done in part."""
    over = occurrence.day < today
    if chance.random() < (0.12 if over else 0.6):
        return
    times = occurrence.needed if over else max(0, occurrence.needed - 1)
    for _ in range(min(times, 3)):
        late = over and chance.random() < 0.08
        span = (min(occurrence.day, today) - occurrence.first).days
        on = occurrence.first + timedelta(days=chance.randint(0, max(0, span)))
        made = record(by=by, occurrence=occurrence, key=UUID(int=chance.getrandbits(128), version=4), on=min(on, today),
                      people=occurrence.people, text=chance.choice(("", "", "已完成，现场已拍照", "垃圾已当天清走")))  # fmt: skip
        written = occurrence.day + timedelta(days=2) if late else made.on
        at = timezone.make_aware(datetime.combine(min(written, today), time(16, 5 + chance.randint(0, 50))))
        DutyRecord.objects.filter(pk=made.pk).update(at=min(at, timezone.now()), is_late=late)
