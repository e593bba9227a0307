"""A round of consultation on a plan under review, what units replied, and their receipts for what was published."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from weicheng.ground.org.models import Unit
from weicheng.work.consultation.choices import How, RoundState, Ruling, Verb
from weicheng.work.plans.models import DraftRow, Plan


class Round(models.Model):
    """The units that own draft rows of a plan are asked, by a date; one round of a plan at a time."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="rounds", verbose_name="方案")
    number = models.PositiveSmallIntegerField("第几轮")
    reply_by = models.DateField("答复期限")
    note = models.TextField("说明", blank=True)
    state = models.CharField("状态", max_length=8, choices=RoundState.choices, default=RoundState.OPEN)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="发起人"
    )
    opened_at = models.DateTimeField("发起时间", auto_now_add=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="结束人",
    )
    closed_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "征求意见"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="consultation_round_number"),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(state=RoundState.OPEN), name="consultation_round_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"《{self.plan.title}》第{self.number}轮征求意见"


class Reply(models.Model):
    """What a unit says of one of its draft rows. A later reply takes its place; none is ever taken away."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="replies", verbose_name="征求意见")
    row = models.ForeignKey(
        DraftRow, on_delete=models.SET_NULL, null=True, related_name="replies", verbose_name="待审任务"
    )
    row_title = models.CharField("事项", max_length=200)  # as it was when the unit replied
    quote = models.TextField("原文", blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    unit_name = models.CharField("单位名称", max_length=100)  # its name of the day
    verb = models.CharField("答复", max_length=8, choices=Verb.choices)
    reason = models.TextField("理由", blank=True)
    to_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="建议单位"
    )
    to_unit_name = models.CharField("建议单位名称", max_length=100, blank=True)
    due_on = models.DateField("建议时限", null=True, blank=True)
    print = models.CharField(max_length=40)  # the substance that was replied to: another one is asked again
    on_behalf = models.BooleanField("代填", default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="答复人")
    at = models.DateTimeField("答复时间", auto_now_add=True)
    is_current = models.BooleanField(default=True)
    ruling = models.CharField("裁定", max_length=8, choices=Ruling.choices, default=Ruling.NONE)
    how = models.CharField("怎样采纳", max_length=8, choices=How.choices, blank=True)
    outcome = models.CharField("结果", max_length=200, blank=True)
    ruling_reason = models.TextField("裁定理由", blank=True)
    ruled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="裁定人",
    )
    ruled_at = models.DateTimeField("裁定时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "答复"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "row", "unit"], condition=Q(is_current=True), name="consultation_reply_one_current"
            )
        ]
        indexes = [models.Index(fields=["round", "ruling"], name="consultation_reply_ruling")]

    def __str__(self) -> str:
        return f"{self.unit_name}：{self.get_verb_display()}“{self.row_title}”"


class Receipt(models.Model):
    """A unit has taken note of its tasks of a published plan: which, as they stood, by whom, when."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="receipts", verbose_name="方案")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    unit_name = models.CharField("单位名称", max_length=100)  # its name of the day
    prints = models.JSONField("签收的任务", default=dict)  # {task id: the substance that was signed}
    on_behalf = models.BooleanField("代签", default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="签收人")
    at = models.DateTimeField("签收时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "签收"
        ordering = ["id"]
        indexes = [models.Index(fields=["plan", "unit"], name="consultation_receipt_unit")]

    def __str__(self) -> str:
        return f"{self.unit_name}签收《{self.plan.title}》"


class ReceiptCall(models.Model):
    """The units of a published plan were told to sign; a plan published again is called again."""

    plan = models.OneToOneField(Plan, on_delete=models.CASCADE, related_name="receipt_call", verbose_name="方案")
    published_at = models.DateTimeField("发布时间")

    class Meta:
        verbose_name = verbose_name_plural = "签收通知"
