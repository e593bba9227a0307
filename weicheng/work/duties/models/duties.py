"""Duty (standing and recurring work), Occurrence (one time that it falls due for a unit), DutyRecord (what was done)."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.evidence.models import StoredFile
from weicheng.ground.org.models import Unit
from weicheng.work.duties.choices import DayPart, HolidayRule, PeopleBasis, RhythmKind
from weicheng.work.duties.querysets import DutyQuerySet, OccurrenceQuerySet
from weicheng.work.plans.models import Task

if TYPE_CHECKING:
    from weicheng.engines.worktime.headcounts import Problem


class HeadcountRule(models.Model):
    """How many people a unit sends, by its head-count (M076). Its bands are kept as the paper has them, gaps and all."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="headcount_rules", verbose_name="活动"
    )
    name = models.CharField("名称", max_length=100)
    words = models.TextField("原文", blank=True)
    bands = models.JSONField(
        "分档", default=list
    )  # [{"low": 5, "high": 10, "people": 3}], both ends count; null is open
    version = models.PositiveIntegerField(default=1)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="确定人",
    )
    settled_at = models.DateTimeField("确定时间", null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "按人数派人规则"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name

    def problems(self) -> list[Problem]:
        """The gaps and overlaps that the office has to settle; empty when every head-count gives one number."""
        from weicheng.engines.worktime.headcounts import bands_of, problems

        return problems(bands_of(self.bands))

    def people_for(self, headcount: int | None) -> int | None:
        """How many a unit of so many people sends; None where the rule does not say, or says two things."""
        from weicheng.engines.worktime.headcounts import bands_of, people_for

        return people_for(bands_of(self.bands), headcount)


class UnitHeadcount(models.Model):
    """How many people work in a unit, as the office has it."""

    unit = models.OneToOneField(Unit, on_delete=models.CASCADE, related_name="headcount", verbose_name="单位")
    people = models.PositiveIntegerField("人数")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "单位人数"


class Duty(models.Model):
    """Work that comes round: what, how often, by whom, and what has to be shown for it."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="duties", verbose_name="活动")
    title = models.CharField("事项", max_length=200)
    words = models.TextField("原文", blank=True)
    task = models.ForeignKey(
        Task, on_delete=models.PROTECT, null=True, blank=True, related_name="duties", verbose_name="台账任务"
    )
    kind = models.CharField("频次种类", max_length=10, choices=RhythmKind.choices, default=RhythmKind.UNSETTLED)
    rrule = models.CharField("日历规则", max_length=200, blank=True)
    quota = models.JSONField("次数要求", null=True, blank=True)  # {"value", "comparator", "per", "most"?}
    workday_n = models.SmallIntegerField("第几个工作日", null=True, blank=True)  # -1 is the last
    workday_per = models.CharField("工作日所在期间", max_length=10, blank=True)
    rhythm_words = models.CharField("频次原文", max_length=200, blank=True)  # never overwritten by a settled rhythm
    part = models.CharField("时段", max_length=10, choices=DayPart.choices, default=DayPart.NONE, blank=True)
    holiday = models.CharField("逢节假日", max_length=10, choices=HolidayRule.choices, default=HolidayRule.KEEP)
    starts_on = models.DateField("起")
    ends_on = models.DateField("止", null=True, blank=True)  # none: with the campaign
    rhythm_since = models.DateField("现频次起算")  # what fell due before came from another rhythm and stays
    generated_to = models.DateField("已生成到", null=True, blank=True)
    needs_evidence = models.BooleanField("须附照片或文件", default=False)
    number_unit = models.CharField("填报数量的单位", max_length=20, blank=True)  # empty: no number is asked
    people = models.PositiveSmallIntegerField("须到人数", null=True, blank=True)
    people_basis = models.CharField("人数口径", max_length=10, choices=PeopleBasis.choices, default=PeopleBasis.EACH)
    headcount_rule = models.ForeignKey(
        HeadcountRule, on_delete=models.PROTECT, null=True, blank=True, related_name="duties", verbose_name="派人规则"
    )
    note = models.TextField("说明", blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="建立人"
    )
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    ended_at = models.DateTimeField("停止时间", null=True, blank=True)
    end_reason = models.CharField("停止原因", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "常态工作"
        ordering = ["campaign", "title", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["task"], condition=Q(ended_at=None, task__isnull=False), name="duties_duty_once_per_task"
            )
        ]

    def __str__(self) -> str:
        return self.title


class DutyUnit(models.Model):
    """A unit that does the duty, or is exempt from it with the reason."""

    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="units", verbose_name="常态工作")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="duty_roles", verbose_name="单位")
    is_exempt = models.BooleanField("免", default=False)
    exempt_reason = models.CharField("免的原因", max_length=100, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "常态工作单位"
        ordering = ["duty", "order", "id"]
        constraints = [models.UniqueConstraint(fields=["duty", "unit"], name="duties_dutyunit_once")]


class Occurrence(models.Model):
    """One time, or one period, for which a unit owes the duty. Its state is derived, see states."""

    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="occurrences", verbose_name="常态工作")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="occurrences", verbose_name="单位")
    first = models.DateField("起")  # of the period; a single day has first == original_day
    original_day = models.DateField("原定日期")  # as the rhythm says; names the occurrence
    day = models.DateField("日期")  # the last day on which it is on time, after the holiday rule
    moved_by = models.CharField("改期规则", max_length=10, blank=True)
    needed = models.PositiveSmallIntegerField("须做次数", default=1)  # 0 where only too many is wrong
    most = models.PositiveSmallIntegerField("最多次数", null=True, blank=True)
    people = models.PositiveSmallIntegerField("须到人数", null=True, blank=True)
    is_estimated = models.BooleanField("节假日未公布", default=False)
    # Records not taken back, kept in step by services.recording; `rebuild` reproduces it.
    count = models.PositiveSmallIntegerField("已做次数", default=0)
    excused_at = models.DateTimeField("免做时间", null=True, blank=True)
    excused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="免做人",
    )
    excuse = models.CharField("免做原因", max_length=200, blank=True)

    objects = OccurrenceQuerySet.as_manager()

    state: str  # set by states.dress
    arranged: Arrangement | None  # set by selectors.occurrences.attach_arrangements

    class Meta:
        verbose_name = verbose_name_plural = "应做"
        ordering = ["day", "duty", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["duty", "unit", "original_day"], name="duties_occurrence_once"),
        ]
        indexes = [
            models.Index(fields=["unit", "day"], name="occurrence_unit_day"),
            models.Index(fields=["duty", "day"], name="occurrence_duty_day"),
        ]

    def __str__(self) -> str:
        return f"{self.duty}（{self.unit}，{self.day:%-m月%-d日}）"


class DutyRecord(models.Model):
    """What a unit did for an occurrence. A mistake is taken back with a reason, never changed."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)  # made by the page: the same press twice is one record
    occurrence = models.ForeignKey(Occurrence, on_delete=models.PROTECT, related_name="records", verbose_name="应做")
    on = models.DateField("做的日期")
    number = models.DecimalField("数量", max_digits=14, decimal_places=2, null=True, blank=True)
    people = models.PositiveSmallIntegerField("到场人数", null=True, blank=True)
    text = models.TextField("说明", blank=True)
    is_late = models.BooleanField("补记", default=False)  # written down after the last day
    on_behalf = models.BooleanField("代填", default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="记录人")
    at = models.DateTimeField("记录时间", auto_now_add=True)
    withdrawn_at = models.DateTimeField("撤销时间", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="撤销人",
    )
    withdraw_reason = models.CharField("撤销原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "常态工作记录"
        ordering = ["-on", "-id"]


class DutyRecordFile(models.Model):
    """A photo or document handed in with a record."""

    record = models.ForeignKey(DutyRecord, on_delete=models.CASCADE, related_name="files", verbose_name="记录")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="duty_records", verbose_name="文件")
    name = models.CharField("文件名", max_length=255)


class Arrangement(models.Model):
    """The office's temporary notice for one date of a duty: where, when, what to bring (M076)."""

    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="arrangements", verbose_name="常态工作")
    original_day = models.DateField("原定日期")
    text = models.TextField("安排")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="通知人")
    at = models.DateTimeField("通知时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "临时通知"
        ordering = ["-at", "-id"]
