"""Values of the indicators, who owes them and by when, and what the campaign settled of the judging."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.evidence.models import Evidence
from weicheng.ground.org.models import Unit
from weicheng.ground.standards.models import Indicator
from weicheng.work.indicators.choices import PERIODS, Span, State, Trend
from weicheng.work.indicators.querysets import ValueEntryQuerySet


class JudgingRule(models.Model):
    """What the standard leaves open and this campaign has settled."""

    campaign = models.OneToOneField(
        Campaign, on_delete=models.CASCADE, related_name="judging_rule", verbose_name="活动"
    )
    trend = models.CharField("“持续”怎么算", max_length=10, choices=Trend.choices, default=Trend.STRICT)
    mean_includes_own = models.BooleanField("五年平均含当年", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "判定口径"


class DataYear(models.Model):
    """A year whose values are collected, and by when."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="data_years", verbose_name="活动")
    year = models.PositiveSmallIntegerField("年度")
    due_on = models.DateField("报送期限")

    class Meta:
        verbose_name = verbose_name_plural = "数据年度"
        ordering = ["campaign", "-year"]
        constraints = [models.UniqueConstraint(fields=["campaign", "year"], name="indicators_datayear_once")]

    def __str__(self) -> str:
        return f"{self.year}年"


class DataOwner(models.Model):
    """The unit that owes the values of an indicator; ``span`` says how often besides the year."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="data_owners", verbose_name="活动")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="data_owners", verbose_name="指标")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="data_owned", verbose_name="数据责任单位")
    span = models.CharField("报送周期", max_length=10, choices=Span.choices, default=Span.YEAR)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "数据责任"
        constraints = [models.UniqueConstraint(fields=["campaign", "indicator"], name="indicators_dataowner_once")]


class ValueEntry(models.Model):
    """One figure that somebody handed in for a period. Once checked it never changes; a correction is another entry."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)  # made by the page: the same press twice is one entry
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="values", verbose_name="活动")
    # Of the edition under which it was filled; another edition finds it through its crosswalk.
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="values", verbose_name="指标")
    year = models.PositiveSmallIntegerField("年度")
    span = models.CharField("时段", max_length=10, choices=Span.choices, default=Span.YEAR)
    number = models.PositiveSmallIntegerField("第几期", default=1)  # of the quarters or months of the year
    # The subdistrict or town that the figure is about; none: the whole area.
    subject = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="values", verbose_name="街道（乡、镇）"
    )

    value = models.DecimalField("数值", max_digits=20, decimal_places=6, null=True, blank=True)  # EXISTS: 1 or 0
    places = models.PositiveSmallIntegerField("小数位", default=0)  # as it was typed
    grade = models.CharField("等级", max_length=1, blank=True)
    numerator = models.DecimalField("分子", max_digits=20, decimal_places=6, null=True, blank=True)
    denominator = models.DecimalField("分母", max_digits=20, decimal_places=6, null=True, blank=True)
    yardstick = models.DecimalField("对照值", max_digits=20, decimal_places=6, null=True, blank=True)
    scope = models.CharField("统计范围", max_length=20, blank=True)
    measured_on = models.DateField("检查日期", null=True, blank=True)  # which edition of a limit was in force
    evidence = models.ForeignKey(
        Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="values", verbose_name="来源材料"
    )
    source_number = models.CharField("来源文号", max_length=60, blank=True)
    source_title = models.CharField("来源名称", max_length=200, blank=True)
    source_on = models.DateField("来源日期", null=True, blank=True)
    note = models.CharField("说明", max_length=500, blank=True)
    doubts = models.JSONField(
        "系统问过的", default=list, blank=True
    )  # the sentences that were answered with the reason
    reason = models.CharField("原因", max_length=300, blank=True)

    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.DRAFT)
    filled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="填报人"
    )
    filled_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="填报单位"
    )
    on_behalf = models.BooleanField("代填", default=False)
    filled_at = models.DateTimeField("填报时间")
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="审核人",
    )
    checked_at = models.DateTimeField("审核时间", null=True, blank=True)  # or returned
    return_reason = models.CharField("退回原因", max_length=300, blank=True)
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name="更正"
    )
    version = models.PositiveIntegerField(default=1)

    objects = ValueEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "指标数据"
        ordering = ["-year", "-number", "-id"]
        constraints = [
            # At most one draft, one that waits and one that holds for each slot, whoever presses first.
            models.UniqueConstraint(
                fields=["campaign", "indicator", "year", "span", "number", "state"],
                condition=Q(subject=None, state__in=["draft", "submitted", "checked"]),
                name="indicators_value_once",
            ),
            models.UniqueConstraint(
                fields=["campaign", "indicator", "year", "span", "number", "subject", "state"],
                condition=Q(subject__isnull=False, state__in=["draft", "submitted", "checked"]),
                name="indicators_value_once_per_unit",
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=models.F("filled_by")), name="indicators_two_people"
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "state", "year"], name="indicators_value_state"),
            models.Index(fields=["campaign", "indicator", "year"], name="indicators_value_slot"),
        ]

    def __str__(self) -> str:
        about = f"（{self.subject}）" if self.subject_id else ""
        return f"{self.period_words}{self.indicator}{about}"

    @property
    def stamp(self) -> str:
        """What a page shows of it, so that it is seen whether somebody changed it meanwhile."""
        return f"{self.pk}:{self.version}"

    @property
    def period_words(self) -> str:
        return period_words(self.year, self.span, self.number)

    @property
    def last_day(self) -> date:
        return period_of(self.year, self.span, self.number)[1]


class TableUpload(models.Model):
    """A filled table as it was read for the preview; applying uses exactly what the preview showed."""

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="value_tables", verbose_name="活动")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="账号")
    file_name = models.CharField("文件名", max_length=255)
    rows = models.JSONField("读出的行", default=list)
    errors = models.JSONField("错误", default=list)
    created_at = models.DateTimeField("上传时间", auto_now_add=True)
    applied_at = models.DateTimeField("写入时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "数据表导入"
        ordering = ["-id"]


def period_of(year: int, span: str, number: int) -> tuple[date, date]:
    """First and last day. ValueError for a period that no year has."""
    count = PERIODS[Span(span)]
    if not 1 <= number <= count:
        raise ValueError(f"{number} of {span}")
    months = 12 // count
    first = date(year, (number - 1) * months + 1, 1)
    after = first.month + months
    end = date(year + 1, 1, 1) if after > 12 else date(year, after, 1)
    return first, end - timedelta(days=1)


def period_words(year: int, span: str, number: int) -> str:
    """2025年, 2025年第3季度, 2025年9月."""
    part = {Span.QUARTER: f"第{number}季度", Span.MONTH: f"{number}月"}.get(Span(span), "")
    return f"{year}年{part}"
