"""Difficulty: what stands in a unit's way and what it has tried (M049); it climbs, and each level owes an answer by a date."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import Unit
from weicheng.work.difficulties.choices import Level, Sort, State, Verb
from weicheng.work.difficulties.querysets import DifficultyQuerySet
from weicheng.work.plans.models import ProgressEntry, Task


class AnswerRule(models.Model):
    """Within how many working days each level answers; a campaign without a row goes by the defaults."""

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="answer_rule", verbose_name="活动")
    unit_days = models.PositiveSmallIntegerField("责任单位几个工作日内答复", default=5)
    office_days = models.PositiveSmallIntegerField("创卫办几个工作日内答复", default=3)
    leader_days = models.PositiveSmallIntegerField("领导小组几个工作日内答复", default=5)

    class Meta:
        verbose_name = verbose_name_plural = "答复时限"


class Difficulty(models.Model):
    """One difficulty of one unit, with a task or without. Whether its answer is overdue is derived, never stored."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)  # made by the page: the same submit twice is one difficulty
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="difficulties", verbose_name="活动")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="difficulties", verbose_name="单位")
    unit_name = models.CharField("单位名称", max_length=100)  # its name of the day
    task = models.ForeignKey(
        Task, on_delete=models.PROTECT, null=True, blank=True, related_name="difficulties", verbose_name="任务"
    )
    entry = models.OneToOneField(
        ProgressEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="difficulty", verbose_name="进展"
    )
    text = models.TextField("难点")
    remedy = models.TextField("已采取的措施", blank=True)
    wish = models.TextField("请谁办什么", blank=True)
    sort = models.CharField("分类", max_length=12, choices=Sort.choices, default=Sort.OWN)
    counterpart = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="对口部门"
    )
    level = models.CharField("由谁答复", max_length=8, choices=Level.choices, default=Level.UNIT)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.OPEN)
    answer_due_on = models.DateField("最迟答复", null=True, blank=True)  # only while an answer is owed
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="提出人"
    )
    raised_at = models.DateTimeField("提出时间", auto_now_add=True)
    on_behalf = models.BooleanField("代填", default=False)

    objects = DifficultyQuerySet.as_manager()

    # Set by the list page.
    answered: Step | None
    is_overdue: bool

    class Meta:
        verbose_name = verbose_name_plural = "难点"
        ordering = ["-id"]
        indexes = [models.Index(fields=["campaign", "state", "level", "answer_due_on"], name="difficulties_owed")]

    def __str__(self) -> str:
        return self.text[:60]


class Step(models.Model):
    """What happened to a difficulty: who did what at which level; an answer keeps the date by which it was owed."""

    difficulty = models.ForeignKey(Difficulty, on_delete=models.CASCADE, related_name="steps", verbose_name="难点")
    verb = models.CharField("做了什么", max_length=10, choices=Verb.choices)
    level = models.CharField("层级", max_length=8, choices=Level.choices)  # after the step
    text = models.TextField("内容", blank=True)
    owed_on = models.DateField("当时的最迟答复", null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="人")
    for_leader = models.BooleanField("转录领导意见", default=False)
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "难点经过"
        ordering = ["difficulty", "id"]
