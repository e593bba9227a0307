"""The daily round: every open task that has reached a step is reminded of once for that step and deadline."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from weicheng.ground.campaigns.calendar import work_calendar
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel.periodic import each
from weicheng.ground.notices.models import Notice
from weicheng.ground.notices.services import liaisons_of, notify, office_people, settle
from weicheng.ground.org.models import Unit, User
from weicheng.work.plans.choices import EntryState, OwnerRole
from weicheng.work.plans.models import Task, TaskOwner
from weicheng.work.plans.status import Moment
from weicheng.work.reminders.choices import Stage
from weicheng.work.reminders.models import EntryQuestion, Reminded, Reminder
from weicheng.work.reminders.services.rules import rule_of, stage_of

PORTION = 200


def remind(today: date) -> int:
    """Remind in every open campaign; how many reminders were made."""
    settle_done()
    made: list[int] = []
    each(Campaign.objects.filter(is_closed=False), lambda campaign: made.append(_remind_campaign(campaign, today)))
    return sum(made)


def settle_done() -> int:
    """Reminders of tasks that were reported done, or withdrawn, and answers to questions about entries that were decided."""
    told = (
        Notice.objects.filter(code__startswith="reminders.", settled_at=None).values_list("key", flat=True).distinct()
    )
    reminders = {int(key.rsplit(":", 1)[1]): key for key in told if re.fullmatch(r"reminders:\d+", key)}
    done = Q(task__done_on__isnull=False) | Q(task__reported_on__isnull=False) | Q(task__withdrawn_at__isnull=False)
    keys = [reminders[pk] for pk in Reminder.objects.filter(done, pk__in=reminders).values_list("pk", flat=True)]
    answers = {int(key.rsplit(":", 1)[1]): key for key in told if re.fullmatch(r"reminders:answer:\d+", key)}
    decided = EntryQuestion.objects.filter(pk__in=answers).exclude(entry__state=EntryState.SUBMITTED)
    keys += [answers[pk] for pk in decided.values_list("pk", flat=True)]
    return settle(keys=keys)


def _remind_campaign(campaign: Campaign, today: date) -> int:
    rule, calendar = rule_of(campaign), work_calendar()
    if not rule.is_on:
        return 0
    horizon = calendar.add_workdays(today, rule.blue_days)
    open_tasks = Task.objects.live().filter(campaign=campaign, done_on=None, reported_on=None, due_on__lte=horizon)
    made = {(pk, stage, due) for pk, stage, due in _made(campaign)}
    due: list[tuple[Task, Stage]] = []
    for task in open_tasks.order_by("due_on", "pk").iterator(chunk_size=2000):
        assert task.due_on is not None
        stage = stage_of(task.due_on, rule, calendar, today)
        if stage is not None and (task.pk, stage.value, task.due_on) not in made:
            due.append((task, stage))
    round_ = _Round(campaign, Moment.of(campaign, today))
    for start in range(0, len(due), PORTION):
        with transaction.atomic():
            round_.remind(due[start : start + PORTION])
    return len(due)


def _made(campaign: Campaign) -> Iterable[tuple[int, str, date]]:
    return Reminder.objects.filter(campaign=campaign).values_list("task_id", "stage", "due_on")


class _Round:
    """Keeps who answers for a unit, asked once for all tasks."""

    def __init__(self, campaign: Campaign, moment: Moment) -> None:
        self.campaign, self.moment = campaign, moment
        self.office = office_people()
        self._liaisons: dict[int, list[User]] = {}

    def liaisons(self, unit: Unit) -> list[User]:
        if unit.pk not in self._liaisons:
            self._liaisons[unit.pk] = liaisons_of([unit])
        return self._liaisons[unit.pk]

    def remind(self, due: list[tuple[Task, Stage]]) -> None:
        owners: dict[int, list[TaskOwner]] = defaultdict(list)
        for owner in TaskOwner.objects.filter(task__in=[task for task, _ in due]).select_related("unit"):
            owners[owner.task_id].append(owner)
        for task, stage in due:
            assert task.due_on is not None
            reminder, is_new = Reminder.objects.get_or_create(
                task=task,
                stage=stage,
                due_on=task.due_on,
                defaults={"campaign": self.campaign, "on": self.moment.today},
            )
            if is_new:
                self._tell(reminder, task, answering_units(owners[task.pk]))

    def _tell(self, reminder: Reminder, task: Task, units: list[Unit]) -> None:
        told: list[Reminded] = []
        people: list[User] = []
        for unit in units:
            users = self.liaisons(unit)
            people += users
            told += [
                Reminded(reminder=reminder, unit=unit, unit_name=str(unit), user=u, user_name=str(u)) for u in users
            ]
            if not users:
                told.append(Reminded(reminder=reminder, unit=unit, unit_name=str(unit)))
        Reminded.objects.bulk_create(told)
        if reminder.stage == Stage.RED or not people:
            people += self.office
        assert task.due_on is not None
        late = self.moment.due_words(task.due_on, "")
        notify(
            to=people,
            code=f"reminders.task.{reminder.stage}",
            key=f"reminders:{reminder.pk}",
            title=f"{task.title}：{late}"[:200],
            text=f"{task.number}，{'、'.join(str(unit) for unit in units) or '没有牵头单位'}，时限{task.due_on:%-m月%-d日}。",
            url=reverse("ledger:task", args=[task.uid]),
            level=reminder.stage,
            campaign_id=self.campaign.pk,
        )


def answering_units(owners: Iterable[TaskOwner]) -> list[Unit]:
    """The lead units, or the cooperating ones where nobody leads."""
    pairs = sorted(owners, key=lambda owner: (owner.order, owner.pk))
    leads = [owner.unit for owner in pairs if owner.role == OwnerRole.LEAD]
    return leads or [owner.unit for owner in pairs if owner.role == OwnerRole.COOP]
