"""Who must say yes before a paper goes out: the chain of the campaign, and the steps of one paper."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.papers.models.official import OfficialPaper
from weicheng.ground.papers.official_choices import StepKind, StepState


class ChainStep(models.Model):
    """The usual way of a paper through the office; steps of the same order stand beside each other."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="paper_chain", verbose_name="活动")
    order = models.PositiveSmallIntegerField("次序")
    kind = models.CharField("步骤", max_length=12, choices=StepKind.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="谁")

    class Meta:
        verbose_name = verbose_name_plural = "审签流程"
        ordering = ["campaign", "order", "id"]
        constraints = [models.UniqueConstraint(fields=["campaign", "kind", "user"], name="papers_chain_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.user}"


class ApprovalStep(models.Model):
    """One person's word on one paper in one round: what, when, with which opinion."""

    paper = models.ForeignKey(OfficialPaper, on_delete=models.CASCADE, related_name="steps", verbose_name="公文")
    round = models.PositiveSmallIntegerField("轮次")
    order = models.PositiveSmallIntegerField("次序")
    kind = models.CharField("步骤", max_length=12, choices=StepKind.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="谁")
    state = models.CharField("结果", max_length=10, choices=StepState.choices, default=StepState.WAITING)
    opinion = models.CharField("意见", max_length=500, blank=True)
    at = models.DateTimeField("时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "审签步骤"
        ordering = ["paper", "round", "order", "id"]
        constraints = [models.UniqueConstraint(fields=["paper", "round", "kind", "user"], name="papers_step_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.user}"
