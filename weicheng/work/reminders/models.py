"""Rules of reminding, the log of who was reminded of what, and what the office asks back about a progress entry."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import Unit
from weicheng.work.plans.models import ProgressEntry, Task
from weicheng.work.reminders.choices import Stage


class ReminderRule(models.Model):
    """When each step comes, in working days from the deadline; a campaign without a row goes by the defaults."""

    campaign = models.OneToOneField(
        Campaign, on_delete=models.CASCADE, related_name="reminder_rule", verbose_name="活动"
    )
    is_on = models.BooleanField("按时提醒", default=True)
    blue_days = models.PositiveSmallIntegerField("蓝色：到期前几个工作日", default=5)
    yellow_days = models.PositiveSmallIntegerField("黄色：到期后几个工作日（0为到期当天）", default=0)
    red_days = models.PositiveSmallIntegerField("红色：到期后几个工作日", default=5)

    class Meta:
        verbose_name = verbose_name_plural = "提醒规则"


class Reminder(models.Model):
    """One step of reminding for one task: once for each deadline that the task had."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="reminders", verbose_name="活动")
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="reminders", verbose_name="任务")
    stage = models.CharField("颜色", max_length=8, choices=Stage.choices)
    due_on = models.DateField("时限")
    on = models.DateField("提醒日期")

    class Meta:
        verbose_name = verbose_name_plural = "提醒"
        ordering = ["-on", "-id"]
        constraints = [models.UniqueConstraint(fields=["task", "stage", "due_on"], name="reminders_reminder_once")]
        indexes = [models.Index(fields=["campaign", "on"], name="reminders_log")]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} {self.task.number}"


class Reminded(models.Model):
    """A unit that was reminded, with the account that was told; without an account nobody there could be told."""

    reminder = models.ForeignKey(Reminder, on_delete=models.CASCADE, related_name="told", verbose_name="提醒")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    unit_name = models.CharField("单位名称", max_length=100)  # its name of the day
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="账号",
    )
    user_name = models.CharField("提醒了谁", max_length=50, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "提醒对象"
        ordering = ["id"]


class EntryQuestion(models.Model):
    """追问: what the office asks about an entry that waits; the unit answers, and the entry stays unconfirmed."""

    entry = models.ForeignKey(ProgressEntry, on_delete=models.CASCADE, related_name="questions", verbose_name="进展")
    text = models.TextField("追问")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="追问人"
    )
    asked_at = models.DateTimeField("追问时间", auto_now_add=True)
    due_on = models.DateField("最迟回答")
    answer = models.TextField("回答", blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="回答人",
    )
    answered_at = models.DateTimeField("回答时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "追问"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text[:60]
