"""Slot: a paper that must be handed in. PackageFile: what stands for it, and from where it was taken."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from weicheng.ground.evidence.models import StoredFile
from weicheng.judgement.titles.choices import FileSource, PolicyCategory
from weicheng.judgement.titles.models.bids import Bid


class Slot(models.Model):
    """A line of the list of papers, copied from the library when the bid begins; the office may add its own."""

    bid = models.ForeignKey(Bid, on_delete=models.CASCADE, related_name="slots", verbose_name="申报")
    key = models.CharField("代号", max_length=40)
    name = models.CharField("材料", max_length=100)
    order = models.PositiveSmallIntegerField("次序")
    is_required = models.BooleanField("必交", default=True)
    is_policy = models.BooleanField("政策文件", default=False)  # carries category, issuer and dates
    most = models.PositiveSmallIntegerField("最多几份", null=True, blank=True)
    words = models.JSONField("查找用词", default=list)
    is_own = models.BooleanField("自行增加", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "申报资料"
        ordering = ["bid", "order", "id"]
        constraints = [models.UniqueConstraint(fields=["bid", "key"], name="titles_slot_once")]

    def __str__(self) -> str:
        return self.name


class PackageFile(models.Model):
    """A file in a slot; the bytes are kept once under their hash, wherever they came from."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="files", verbose_name="材料")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name="文件")
    name = models.CharField("文件名", max_length=255)
    source = models.CharField("来自", max_length=10, choices=FileSource.choices)
    origin = models.CharField("来源", max_length=200, blank=True)
    converted_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="conversions"
    )
    category = models.CharField("类别", max_length=2, choices=PolicyCategory.choices, blank=True)
    issuer = models.CharField("发文部门", max_length=60, blank=True)
    issued_on = models.DateField("发文日期", null=True, blank=True)
    effective_on = models.DateField("生效日期", null=True, blank=True)
    revised_on = models.DateField("修订日期", null=True, blank=True)
    removed_at = models.DateTimeField("移出时间", null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="放入人")
    at = models.DateTimeField("放入时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "申报文件"
        ordering = ["slot", "id"]

    def __str__(self) -> str:
        return self.name
