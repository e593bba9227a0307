"""Acceptance: a level looks at a volume and says what it finds; a defect is a task with an owner and a day."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from weicheng.ground.org.models import Unit
from weicheng.judgement.archive.choices import Level, Result
from weicheng.judgement.archive.models.volumes import Volume
from weicheng.work.plans.models import Task


class Acceptance(models.Model):
    """One look of one level (M243, M268); a later one of the same level is the re-acceptance."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)  # made by the page: the same submit twice is one acceptance
    volume = models.ForeignKey(Volume, on_delete=models.PROTECT, related_name="acceptances", verbose_name="案卷")
    level = models.CharField("层级", max_length=6, choices=Level.choices)
    turn = models.PositiveSmallIntegerField("第几次", default=1)
    result = models.CharField("结果", max_length=8, choices=Result.choices)
    on = models.DateField("验收日期")
    people = models.CharField("验收人", max_length=100)
    note = models.TextField("意见", blank=True)
    seal = models.CharField("当时的封卷摘要", max_length=64, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "验收"
        ordering = ["volume", "id"]
        constraints = [models.UniqueConstraint(fields=["volume", "level", "turn"], name="archive_acceptance_once")]

    def __str__(self) -> str:
        again = f"（第{self.turn}次）" if self.turn > 1 else ""
        return f"{self.volume} {self.get_level_display()}{again}：{self.get_result_display()}"


class Defect(models.Model):
    """What is wrong, who puts it right and by when; ``task`` carries it once the office has given it out."""

    acceptance = models.ForeignKey(Acceptance, on_delete=models.PROTECT, related_name="defects", verbose_name="验收")
    text = models.CharField("问题", max_length=300)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="责任单位")
    unit_name = models.CharField("责任单位名称", max_length=100)
    due_on = models.DateField("整改时限")
    task = models.OneToOneField(
        Task, on_delete=models.PROTECT, null=True, blank=True, related_name="archive_defect", verbose_name="任务"
    )
    settled_on = models.DateField("复验通过日期", null=True, blank=True)
    settled_in = models.ForeignKey(
        Acceptance, on_delete=models.PROTECT, null=True, blank=True, related_name="settles", verbose_name="复验"
    )

    class Meta:
        verbose_name = verbose_name_plural = "验收问题"
        ordering = ["acceptance", "id"]

    def __str__(self) -> str:
        return self.text
