"""Bid: one walk through a measure for one title. Move: a step of it. Finding: what a review found. CountdownItem: by when."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.evidence.models import StoredFile
from weicheng.ground.kernel.models import Job
from weicheng.ground.org.models import Unit
from weicheng.judgement.titles.choices import BidState, CountUnit, MoveKind, PackageObject, Purpose, Watch
from weicheng.judgement.titles.models.register import Title
from weicheng.work.plans.models import Task

if TYPE_CHECKING:
    from weicheng.ground.org.models import User


class BidQuerySet(models.QuerySet["Bid"]):
    def for_user(self, user: User) -> BidQuerySet:
        return self.filter(title__in=Title.objects.for_user(user))


class Bid(models.Model):
    """A bid (申报): the stage it stands at is a key of the authority's file."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="bids", verbose_name="活动")
    title = models.ForeignKey(Title, on_delete=models.PROTECT, related_name="bids", verbose_name="称号")
    purpose = models.CharField("用途", max_length=8, choices=Purpose.choices)
    authority = models.CharField("评审流程", max_length=40)
    package_object = models.CharField("申报对象", max_length=8, choices=PackageObject.choices)
    cycle_from = models.PositiveSmallIntegerField("周期第一年")
    state = models.CharField("状态", max_length=6, choices=BidState.choices, default=BidState.OPEN)
    stage = models.CharField("阶段", max_length=40)
    stage_since = models.DateField("进入阶段日期")
    stage_due_on = models.DateField("本阶段时限", null=True, blank=True)
    review_on = models.DateField("迎检日期", null=True, blank=True)
    region_code = models.CharField("行政区划代码", max_length=9, blank=True)
    package = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    package_at = models.DateTimeField("打包时间", null=True, blank=True)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)

    objects = BidQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "申报"
        ordering = ["state", "review_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["title", "purpose"], condition=Q(state=BidState.OPEN), name="titles_bid_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}{self.get_purpose_display()}"

    @property
    def is_open(self) -> bool:
        return self.state == BidState.OPEN


class Move(models.Model):
    """An entry of the walk: a step, a step taken back, or a correction of an entry; never altered (corrections are entries)."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="moves", verbose_name="申报")
    kind = models.CharField("种类", max_length=5, choices=MoveKind.choices, default=MoveKind.MOVE)
    from_stage = models.CharField("从", max_length=40)
    outcome = models.CharField("结果", max_length=40, blank=True)
    to_stage = models.CharField("到", max_length=40, blank=True)  # "" = the bid ended
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections")
    on = models.DateField("日期")
    paper_number = models.CharField("文号", max_length=60, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField("文件", max_length=255, blank=True)
    note = models.CharField("说明", max_length=1000, blank=True)
    # How bid and title stood before, so that taking the step back restores them.
    before = models.JSONField("此前", default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "申报进程"
        ordering = ["id"]


class ConditionAnswer(models.Model):
    """What the office holds against a condition of the measure, e.g. the support of citizens."""

    bid = models.ForeignKey(Bid, on_delete=models.CASCADE, related_name="answers", verbose_name="申报")
    condition = models.CharField("条件", max_length=40)
    value = models.DecimalField("数值", max_digits=9, decimal_places=2)
    note = models.CharField("依据", max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="填写人")
    at = models.DateTimeField("填写时间", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "前提条件"
        constraints = [models.UniqueConstraint(fields=["bid", "condition"], name="titles_condition_once")]


class Finding(models.Model):
    """A problem that a stage brought up, with the task it became."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="findings", verbose_name="申报")
    stage = models.CharField("阶段", max_length=40)
    text = models.CharField("问题", max_length=200)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="责任单位")
    unit_name = models.CharField("当时的单位名称", max_length=100)
    due_on = models.DateField("整改期限")
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="title_finding", verbose_name="任务")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "反馈问题"
        ordering = ["bid", "due_on", "id"]


class CountdownItem(models.Model):
    """What must be ready so many days or workdays before the review day; made from the template, then the office's own."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    bid = models.ForeignKey(Bid, on_delete=models.CASCADE, related_name="countdown", verbose_name="申报")
    name = models.CharField("要完成什么", max_length=100)
    number = models.PositiveSmallIntegerField("提前多少")
    unit_of = models.CharField("单位", max_length=8, choices=CountUnit.choices, default=CountUnit.DAY)
    watch = models.CharField("系统核对", max_length=10, choices=Watch.choices, blank=True, default="")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="谁负责"
    )
    done_on = models.DateField("完成日期", null=True, blank=True)

    # Set by selectors.countdown.
    due_on: object

    class Meta:
        verbose_name = verbose_name_plural = "倒排事项"
        ordering = ["bid", "id"]
