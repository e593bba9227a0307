"""The sample's plan put to the units: most have answered, some have begun, some have not."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import Unit, User
from weicheng.work.cascade.models import Call
from weicheng.work.cascade.selectors import tasks_for, units_of
from weicheng.work.cascade.services import answers
from weicheng.work.cascade.services.calls import open_call
from weicheng.work.plans.choices import PlanState
from weicheng.work.plans.models import Plan

WAYS = ("分到科室，每周调度一次", "划片包干，逐处销号", "排出时间表，责任到人")
OFFICES = ("办公室", "市容科", "业务科", "督查科")
ACCEPTED, HANDED_IN, BEGUN = 0.45, 0.65, 0.8  # shares of the units


def tell(campaign: Campaign, office: User, day: date) -> None:
    plan = Plan.objects.filter(campaign=campaign, state=PlanState.PUBLISHED).order_by("pk").first()
    if plan is None:
        return
    reply_by = max(day, timezone.localdate()) + timedelta(days=6)
    call = open_call(by=office, plan=plan, reply_by=reply_by, note="落实到科室和人，写清完成时限。")
    units = list(units_of(call))
    for place, unit in enumerate(units):
        share = place / max(1, len(units))
        if share < BEGUN:
            _answer(office, call, unit, place, share)


def _answer(office: User, call: Call, unit: Unit, place: int, share: float) -> None:
    answer = answers.answer_of(by=office, call=call, unit=unit)
    tasks = list(tasks_for(call, unit))
    begun_only = share >= HANDED_IN
    for number, task in enumerate(tasks[: 1 if begun_only else None]):
        answers.add_row(
            by=office,
            answer=answer,
            key=uuid.uuid4(),
            title=f"{task.title[:60]}：{WAYS[(place + number) % len(WAYS)]}",
            tasks=[task],
            in_charge=OFFICES[(place + number) % len(OFFICES)],
            due_on=task.due_on - timedelta(days=5) if task.due_on else None,
        )
    if begun_only:
        return
    answers.submit(by=office, answer=answer)
    if share < ACCEPTED:
        answers.judge(by=office, answer=answer, verb="accept")
    elif place % 5 == 0:
        answers.judge(by=office, answer=answer, verb="return", reason="只写了科室，没有写时限，请补上。")
