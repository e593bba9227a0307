"""Dates only move forward (M053): for which tasks the rule holds, and the requests to put a deadline off all the same."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from weicheng.ground.campaigns.models import Campaign, Phase
from weicheng.ground.org.models import Unit
from weicheng.work.plans.choices import PostponementState


class DeadlineRule(models.Model):
    """Whose deadlines only move forward in a campaign; without a row it holds for every task."""

    campaign = models.OneToOneField(
        Campaign, on_delete=models.CASCADE, related_name="deadline_rule", verbose_name="活动"
    )
    all_tasks = models.BooleanField("所有任务", default=True)
    phases = models.ManyToManyField(Phase, blank=True, related_name="+", verbose_name="阶段")

    class Meta:
        verbose_name = verbose_name_plural = "时限规则"


class PostponementRequest(models.Model):
    """A later deadline (or none) that somebody asks for; it holds only once another person of the office approves."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+", verbose_name="活动")
    task = models.ForeignKey("plans.Task", on_delete=models.CASCADE, related_name="postponements", verbose_name="任务")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位"
    )  # the lead, or the unit that asks: for whom it is counted
    unit_name = models.CharField("单位名称", max_length=100, blank=True)  # its name of the day
    was_due_on = models.DateField("当时的时限")
    due_on = models.DateField("申请的时限", null=True, blank=True)  # none: to take the deadline away
    start_on = models.DateField(
        "申请的开始", null=True, blank=True
    )  # moved with it, where it would lie behind the old one
    reason = models.TextField("原因")
    channel = models.CharField("途径", max_length=10)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="申请人")
    at = models.DateTimeField("申请时间", auto_now_add=True)
    state = models.CharField(
        "状态", max_length=10, choices=PostponementState.choices, default=PostponementState.PENDING
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="批准人",
    )
    decided_at = models.DateTimeField("批复时间", null=True, blank=True)
    answer = models.TextField("批复意见", blank=True)

    # Set by selectors.postponements.
    may_decide: bool

    class Meta:
        verbose_name = verbose_name_plural = "延期申请"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["task"], condition=Q(state=PostponementState.PENDING), name="plans_postponement_one_pending"
            )
        ]
        indexes = [models.Index(fields=["campaign", "state"], name="plans_postponement_state")]

    def __str__(self) -> str:
        return f"{self.task}：{self.words}"

    @property
    def words(self) -> str:
        """时限由2026-06-30推迟到2026-09-30."""
        if self.due_on is None:
            return f"取消时限（现{self.was_due_on}）"
        return f"时限由{self.was_due_on}推迟到{self.due_on}"
