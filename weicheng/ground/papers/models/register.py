"""Series: under which code a body numbers its papers. RegisterEntry: a line of the register; it stays, whatever becomes of it."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.papers.official_choices import OfficialKind


class Series(models.Model):
    """青创卫办〔2026〕: the code of a body for some kinds of its papers. The first one that has the kind is taken."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="paper_series", verbose_name="活动")
    body = models.CharField("发文机关", max_length=60)
    code = models.CharField(
        "机关代字",
        max_length=20,
        validators=[RegexValidator(r"^[\u4e00-\u9fffA-Za-z]{1,20}$", "机关代字用1到20个汉字或字母，不带年份、括号。")],
    )
    mark = models.CharField("发文机关标志", max_length=60, blank=True)
    kinds = models.JSONField("文种", default=list)
    order = models.PositiveSmallIntegerField("次序", default=0)
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "发文字号"
        ordering = ["campaign", "order", "id"]
        constraints = [models.UniqueConstraint(fields=["campaign", "code"], name="papers_series_once")]

    def __str__(self) -> str:
        return self.code

    @property
    def kind_words(self) -> str:
        return "、".join(str(OfficialKind(kind).label) for kind in self.kinds if kind in OfficialKind.values)

    def number(self, year: int, serial: int) -> str:
        return f"{self.code}〔{year}〕{serial}号"


class SeriesYear(models.Model):
    """The last number of a series in a year; its row is the lock under which numbers are given."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="years", verbose_name="发文字号")
    year = models.PositiveSmallIntegerField("年份")
    last = models.PositiveIntegerField("最后的序号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "发文年度"
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="papers_series_year_once")]


class RegisterEntry(models.Model):
    """A number that was given: to a paper made here, or to one made elsewhere and entered by hand. Void ones stay."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="entries", verbose_name="发文字号")
    year = models.PositiveSmallIntegerField("年份")
    serial = models.PositiveIntegerField("序号")
    number = models.CharField("字号", max_length=60)
    title = models.CharField("标题", max_length=200)
    kind = models.CharField("文种", max_length=12, choices=OfficialKind.choices)
    on = models.DateField("成文日期")
    addressees = models.CharField("主送", max_length=500, blank=True)
    is_outside = models.BooleanField("系统外印发", default=False)
    void_reason = models.CharField("作废原因", max_length=200, blank=True)
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "发文登记"
        ordering = ["series", "-year", "-serial"]
        constraints = [
            models.UniqueConstraint(fields=["series", "year", "serial"], name="papers_entry_once"),
            models.CheckConstraint(
                condition=Q(voided_at=None) | ~Q(void_reason=""),
                name="papers_entry_void_has_reason",
                violation_error_message="作废要写明原因。",
            ),
            models.CheckConstraint(condition=Q(serial__gte=1), name="papers_entry_from_one"),
        ]

    def __str__(self) -> str:
        return self.number
