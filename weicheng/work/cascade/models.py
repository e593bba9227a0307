"""Call: an upper plan to be answered; UnitPlan: a unit's answer; UnitRow: what it will do itself, and which tasks that carries."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from weicheng.ground.evidence.models import StoredFile
from weicheng.ground.kernel.models import Job
from weicheng.ground.org.models import Unit
from weicheng.work.cascade.choices import AnswerState
from weicheng.work.plans.models import Plan, Task


class Call(models.Model):
    """The office asks every unit with a task in the plan for its own plan, by a day (M046)."""

    plan = models.OneToOneField(Plan, on_delete=models.PROTECT, related_name="call", verbose_name="方案")
    reply_by = models.DateField("最迟报送")
    note = models.TextField("要求", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="发起人")
    at = models.DateTimeField("发起时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "要求单位分解"
        ordering = ["-id"]

    def __str__(self) -> str:
        return str(self.plan)


class UnitPlan(models.Model):
    """One unit's own plan for one upper plan; rows by hand, or read from its own document."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="answers", verbose_name="上级方案")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="unit_plans", verbose_name="单位")
    unit_name = models.CharField("单位名称", max_length=100)  # its name of the day
    state = models.CharField("状态", max_length=10, choices=AnswerState.choices, default=AnswerState.DRAFT)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField("本单位文件", max_length=255, blank=True)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField("报送时间", null=True, blank=True)
    return_reason = models.TextField("退回原因", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "单位方案"
        ordering = ["call", "unit__order", "unit_id"]
        constraints = [models.UniqueConstraint(fields=["call", "unit"], name="cascade_unitplan_once")]

    def __str__(self) -> str:
        return f"{self.unit_name}：{self.call}"


class UnitRow(models.Model):
    """What a unit will do itself: the lower task."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)  # made by the page: the same submit twice is one row
    plan = models.ForeignKey(UnitPlan, on_delete=models.CASCADE, related_name="rows", verbose_name="单位方案")
    order = models.PositiveIntegerField("次序", default=0)
    title = models.CharField("做什么", max_length=200)
    in_charge = models.CharField("谁负责", max_length=60, blank=True)  # an office or a person inside the unit
    due_on = models.DateField("何时完成", null=True, blank=True)
    amount = models.CharField("做多少", max_length=60, blank=True)
    quote = models.TextField("本单位文件里的原文", blank=True)
    done_on = models.DateField("完成日期", null=True, blank=True)
    tasks = models.ManyToManyField(Task, related_name="unit_rows", verbose_name="落实的上级任务")

    class Meta:
        verbose_name = verbose_name_plural = "单位分解事项"
        ordering = ["plan", "order", "id"]

    def __str__(self) -> str:
        return self.title
