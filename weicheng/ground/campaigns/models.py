"""Campaign, its phases, and the office's own table of working days."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from weicheng.ground.standards.choices import Level
from weicheng.ground.standards.models import Edition


class Campaign(models.Model):
    """One bid for one title by one area, e.g. 青禾区 创建国家卫生区 2025-2027. Never mixed with another."""

    code = models.CharField(
        "代号", max_length=8, unique=True, validators=[RegexValidator(r"^[A-Z]{1,8}$", "代号用1到8个大写字母。")]
    )
    area = models.CharField("地区", max_length=50)
    name = models.CharField("活动名称", max_length=100)
    sought_title = models.CharField("争创称号", max_length=50, blank=True)
    # The standard the campaign is held against, and as what: a target may differ for a city and a county.
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="campaigns", verbose_name="对照标准"
    )
    level = models.CharField("创建对象", max_length=10, choices=Level.choices, default=Level.CITY)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    warn_workdays = models.PositiveSmallIntegerField("提前几个工作日算即将到期", default=5)
    # Whether a task that was done late may count as done in time again, and by which of its two deadlines it is measured.
    late_stays_late = models.BooleanField("逾期后补完仍标逾期完成", default=False)
    late_by_original = models.BooleanField("按原时限算逾期完成", default=True)
    is_sample = models.BooleanField("示例活动", default=False)
    is_closed = models.BooleanField("已结束", default=False)
    last_serial = models.PositiveIntegerField("最后的任务流水号", default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "创建活动"
        ordering = ["is_closed", "-starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="campaigns_campaign_ends_after_start",
                violation_error_message="结束日期不能早于开始日期。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.area}{self.name}"


class Phase(models.Model):
    """A stretch of the campaign with its own focus: mobilisation, carrying out, acceptance (M054)."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="phases", verbose_name="活动")
    name = models.CharField("阶段", max_length=50)
    order = models.PositiveSmallIntegerField("次序", default=0)
    starts_on = models.DateField("起")
    ends_on = models.DateField("止")

    class Meta:
        verbose_name = verbose_name_plural = "阶段"
        ordering = ["campaign", "order"]

    def __str__(self) -> str:
        return self.name


class CalendarDay(models.Model):
    """A day whose working state the office has set; it outranks the library, which ends in 2026."""

    day = models.DateField("日期", unique=True)
    is_workday = models.BooleanField("上班")
    note = models.CharField("说明", max_length=50, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "工作日历"
        ordering = ["day"]


class ConfirmedYear(models.Model):
    """A year whose days off the office has entered in full, so that counts through it are no longer estimates."""

    year = models.PositiveSmallIntegerField("年份", unique=True)
    confirmed_at = models.DateTimeField("确认时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "已确认的年份"
        ordering = ["year"]

    def __str__(self) -> str:
        return f"{self.year}年"
