"""Difficulties at every level, reminders, a question of the office, and one task with a long history: for the sample."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid5

from django.utils import timezone

from weicheng.doors.demo import clocks
from weicheng.doors.demo.story import liaisons_by_unit
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import Unit, User
from weicheng.work.difficulties.choices import Sort
from weicheng.work.difficulties.models import Difficulty, Step
from weicheng.work.difficulties.services import answering, raising
from weicheng.work.difficulties.services.rules import owed_on
from weicheng.work.plans.choices import EntryState, OwnerRole
from weicheng.work.plans.models import ProgressEntry, Task, TaskOwner
from weicheng.work.plans.services import progress
from weicheng.work.plans.services.editing import OwnerValue, create_task
from weicheng.work.reminders.services.asking import ask_again
from weicheng.work.reminders.services.reminding import remind

SAMPLE = UUID("6f5f3a52-26c4-4f0e-9f0e-2f6f0b5c1d10")
HARD = (
    (
        "QH-CG",
        Sort.COUNTERPART,
        "两处公厕用地权属没有定，施工队进不了场",
        "已和街道协商两次",
        "请资规分局确定权属",
        "QH-ZG",
    ),
    ("QH-CG", Sort.BEYOND, "转运站改造资金缺口80万元", "先用维护经费垫付了20万元", "请区政府统筹安排", ""),
    ("QH-BY", Sort.OWN, "老旧小区楼道堆物反复出现", "每周集中清理一次", "", ""),
    ("QH-SJ", Sort.COUNTERPART, "流动摊贩入市后排污口没有接通", "已临时设置隔油桶", "请水务局接通管网", "QH-SW"),
    ("QH-SW", Sort.OWN, "河道保洁船检修，一周不能出船", "改用人工打捞", "", ""),
)
RAISED_AGO = (3, 12, 2, 9, 16)  # days: the second has waited too long, the fourth was answered, the last settled
WEEKS = (14, 27, 35, 52, 66, 73, 88, 103)  # bins in place after each week


def tell(campaign: Campaign, office: User, today: date) -> None:
    """Through the services that people use; nothing is written behind their back but the days."""
    liaisons = liaisons_by_unit()
    units = {unit.code: unit for unit in Unit.objects.all()}
    for place, (code, sort, text, remedy, wish, counterpart) in enumerate(HARD):
        words = raising.Words(text, remedy, wish, sort, units.get(counterpart))
        unit = units[code]
        one = raising.raise_difficulty(
            by=liaisons.get(unit.pk, office),
            campaign=campaign,
            unit=unit,
            words=words,
            key=uuid5(SAMPLE, text),
            task=_task_of(campaign, unit),
        )
        if place == 3:
            answering.answer_difficulty(
                by=office, difficulty=one, text="已请水务局两周内接通，市场监管局配合清点摊位。"
            )
        if place == 4:
            answering.settle_difficulty(by=liaisons.get(unit.pk, office), difficulty=one, text="检修完，已恢复出船。")
        _set_back(campaign, one, today - timedelta(days=RAISED_AGO[place]))
    _long_history(campaign, office, units["QH-CG"], liaisons.get(units["QH-CG"].pk, office), today)
    waiting = ProgressEntry.objects.filter(task__campaign=campaign, state=EntryState.SUBMITTED).order_by("pk").first()
    if waiting is not None:
        ask_again(by=office, entry=waiting, text="完成的是哪几处？请把名单写上，再补两张现在的照片。")
    remind(today)


def _set_back(campaign: Campaign, difficulty: Difficulty, raised: date) -> None:
    """Raised on that day, owed from that day on, answered or settled two days later."""
    for place, step in enumerate(Step.objects.filter(difficulty=difficulty).order_by("pk")):
        owed = step.owed_on and owed_on(campaign, difficulty.level, raised)
        Step.objects.filter(pk=step.pk).update(at=clocks.moment(raised + timedelta(days=2 * place), 10), owed_on=owed)
    now = Difficulty.objects.get(pk=difficulty.pk)
    due = now.answer_due_on and owed_on(campaign, now.level, raised)
    Difficulty.objects.filter(pk=now.pk).update(raised_at=clocks.moment(raised, 10), answer_due_on=due)


def _task_of(campaign: Campaign, unit: Unit) -> Task | None:
    owner = TaskOwner.objects.filter(task__campaign=campaign, task__done_on=None, unit=unit, role=OwnerRole.LEAD)
    found = owner.select_related("task").order_by("task__number").first()
    return found.task if found else None


def _long_history(campaign: Campaign, office: User, unit: Unit, reporter: User, today: date) -> None:
    """Weekly totals, so that the day of finishing can be forecast."""
    task = create_task(
        by=office,
        campaign=campaign,
        values={
            "title": "更换破损果皮箱160个",
            "category": "city_appearance",
            "start_on": today - timedelta(days=7 * len(WEEKS) + 7),
            "due_on": today + timedelta(days=24),
            "target_value": 160,
            "target_unit": "个",
        },
        owners=[OwnerValue(unit=unit, role=OwnerRole.LEAD)],
        reason="办公室例会安排",
    )
    for place, total in enumerate(WEEKS):
        day = today - timedelta(days=7 * (len(WEEKS) - place) - 5)
        entry = progress.report_progress(
            by=reporter,
            task=task,
            unit=unit,
            on=day,
            key=uuid5(SAMPLE, f"bins{place}"),
            value=total,
            text="按路段更换。",
        )
        progress.confirm_entry(by=office, entry=entry)
        wrote = timezone.make_aware(datetime.combine(day, time(16, 20)))
        ProgressEntry.objects.filter(pk=entry.pk).update(at=wrote, decided_at=wrote + timedelta(hours=18))
