"""Report: a unit's week, month or stage; a draft is assembled anew each time it is opened, what was handed in is frozen."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import Unit
from weicheng.work.reports.choices import Kind, Part, ReportState


class Report(models.Model):
    """``unit`` is None for the office's own summary. Sentences exist only once it is handed in."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="reports", verbose_name="活动")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="reports", verbose_name="单位"
    )
    unit_name = models.CharField("单位名称", max_length=100)  # its name of the day
    kind = models.CharField("种类", max_length=6, choices=Kind.choices, default=Kind.WEEK)
    starts_on = models.DateField("起")
    ends_on = models.DateField("止")
    state = models.CharField("状态", max_length=10, choices=ReportState.choices, default=ReportState.DRAFT)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField("报送时间", null=True, blank=True)
    on_behalf = models.BooleanField("代填", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "报告"
        ordering = ["-starts_on", "unit__order", "unit_id"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit", "kind", "starts_on"], name="reports_report_once"),
            models.UniqueConstraint(
                fields=["campaign", "kind", "starts_on"], condition=Q(unit=None), name="reports_summary_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_name}{self.get_kind_display()}（{self.starts_on:%-m月%-d日}至{self.ends_on:%-m月%-d日}）"


class Edit(models.Model):
    """What a person changed in a draft: other words for an assembled sentence, one left out, or one of his own."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="edits", verbose_name="报告")
    source = models.CharField("出自", max_length=60)  # the key of an assembled sentence; "own:<uuid>" for a free one
    part = models.CharField("部分", max_length=8, choices=Part.choices)
    text = models.TextField("文字", blank=True)
    is_dropped = models.BooleanField("不写", default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "报告修改"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["report", "source"], name="reports_edit_once")]

    @staticmethod
    def new_source() -> str:
        return f"own:{uuid.uuid4()}"


class Sentence(models.Model):
    """A sentence of a report that was handed in; ``sources`` are the rows it says, as they were called then."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="sentences", verbose_name="报告")
    part = models.CharField("部分", max_length=8, choices=Part.choices)
    order = models.PositiveSmallIntegerField(default=0)
    source = models.CharField("出自", max_length=60)
    text = models.TextField("文字")
    sources = models.JSONField("来源", default=list)  # [{"kind", "id", "label", "url"}]

    class Meta:
        verbose_name = verbose_name_plural = "报告句子"
        ordering = ["report", "id"]
