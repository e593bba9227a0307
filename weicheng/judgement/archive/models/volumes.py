"""Volume: a query over what the campaign has, with what a person chose over it; sealed, it is rows and hashes."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.evidence.models import StoredFile
from weicheng.ground.kernel.models import Job
from weicheng.ground.org import access
from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import Unit
from weicheng.ground.standards.models import Chapter, Clause, Edition
from weicheng.judgement.archive.choices import Carrier, ChoiceVerb, ExportForm, SourceKind, VolumeState, WorkPart

if TYPE_CHECKING:
    from weicheng.ground.org.models import User


class VolumeQuerySet(models.QuerySet["Volume"]):
    def for_user(self, user: User) -> VolumeQuerySet:
        """All for those who see everything; a unit sees the volumes made of it alone."""
        scope = access.scope_of(user)
        if scope.sees_everything:
            return self
        return self.filter(unit__in=scope.units(Role.LIAISON))


class VolumeRegister(models.Model):
    """The last number of a volume in a campaign; its row is the lock under which numbers are given."""

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="+", verbose_name="活动")
    last = models.PositiveIntegerField("最后的卷号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "卷号簿"


class Volume(models.Model):
    """迎检案卷 of a chapter or a clause, of one year, of one class of papers or all, of one unit or all."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="volumes", verbose_name="活动")
    number = models.PositiveIntegerField("卷号")
    title = models.CharField("题名", max_length=200)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+", verbose_name="标准")
    chapter = models.ForeignKey(Chapter, on_delete=models.PROTECT, related_name="volumes", verbose_name="章")
    clause = models.ForeignKey(
        Clause, on_delete=models.PROTECT, null=True, blank=True, related_name="volumes", verbose_name="条款"
    )
    year = models.PositiveSmallIntegerField("年度")
    part = models.CharField("类别", max_length=10, choices=WorkPart.choices, blank=True)  # "" = all
    carrier = models.CharField("载体", max_length=12, choices=Carrier.choices, default=Carrier.BOTH)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="volumes", verbose_name="单位"
    )
    unit_name = models.CharField("单位名称", max_length=100, blank=True)  # as it was called when the volume was made
    supplements = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="supplementary", verbose_name="补充"
    )
    place = models.PositiveSmallIntegerField("第几补充卷", default=0)
    thickness = models.PositiveSmallIntegerField("盒脊厚度（毫米）", default=30)
    keeper = models.CharField("立卷人", max_length=50, blank=True)
    checker = models.CharField("检查人", max_length=50, blank=True)
    note = models.TextField("卷内情况说明", blank=True)
    state = models.CharField("状态", max_length=8, choices=VolumeState.choices, default=VolumeState.OPEN)
    version = models.PositiveIntegerField("版本", default=1)  # of the choices over the query
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="建卷人"
    )
    created_at = models.DateTimeField("建卷时间", auto_now_add=True)
    sealed_at = models.DateTimeField("封卷时间", null=True, blank=True)
    sealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="封卷人",
    )
    manifest = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="清单"
    )
    seal = models.CharField("封卷摘要", max_length=64, blank=True)  # SHA-256 of the manifest
    # What it lacked when it was sealed, [{"kind": word, "text": sentence}], and why it was sealed all the same.
    lacking = models.JSONField("封卷时还缺", default=list, blank=True)
    seal_reason = models.CharField("不齐仍封卷的原因", max_length=200, blank=True)
    sealing = models.ForeignKey(
        Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="封卷工作"
    )

    objects = VolumeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "案卷"
        ordering = ["campaign", "chapter__number", "year", "number"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="archive_volume_number_once"),
            # One query is one volume; NULLs are alike here.
            models.UniqueConstraint(
                "campaign",
                "chapter",
                Coalesce("clause", 0),
                "year",
                "part",
                "carrier",
                Coalesce("unit", 0),
                "place",
                name="archive_volume_once",
            ),
            models.CheckConstraint(
                condition=Q(state=VolumeState.OPEN) | ~Q(seal=""),
                name="archive_sealed_has_seal",
                violation_error_message="封卷的案卷必须有封卷摘要。",
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.number}卷 {self.title}"

    @property
    def is_sealed(self) -> bool:
        return self.state == VolumeState.SEALED

    @property
    def code(self) -> str:
        """卷号 as it is printed: QH-2026-003."""
        return f"{self.campaign.code}-{self.year}-{self.number:03d}"


class VolumeChoice(models.Model):
    """A decision over the query: a thing added, left out, or put in its place."""

    volume = models.ForeignKey(Volume, on_delete=models.CASCADE, related_name="choices", verbose_name="案卷")
    source = models.CharField("来源", max_length=60)  # "evidence:12"
    verb = models.CharField("决定", max_length=10, choices=ChoiceVerb.choices)
    position = models.PositiveIntegerField("次序", null=True, blank=True)  # None: where its date puts it
    reason = models.CharField("原因", max_length=200, blank=True)
    title = models.CharField("题名", max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="决定人")
    at = models.DateTimeField("时间", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "入卷取舍"
        ordering = ["volume", "position", "id"]
        constraints = [models.UniqueConstraint(fields=["volume", "source"], name="archive_choice_once")]


class VolumeItem(models.Model):
    """A line of the contents of a sealed volume, as it was then."""

    volume = models.ForeignKey(Volume, on_delete=models.PROTECT, related_name="items", verbose_name="案卷")
    number = models.PositiveIntegerField("件号")
    source = models.CharField("来源", max_length=60)
    kind = models.CharField("来自", max_length=10, choices=SourceKind.choices)
    part = models.CharField("类别", max_length=10, choices=WorkPart.choices)
    title = models.CharField("题名", max_length=300)
    paper_number = models.CharField("文号", max_length=60, blank=True)
    on = models.DateField("日期", null=True, blank=True)
    unit_name = models.CharField("责任者", max_length=100, blank=True)
    person = models.CharField("经手人", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "卷内件"
        ordering = ["volume", "number"]
        constraints = [
            models.UniqueConstraint(fields=["volume", "number"], name="archive_volumeitem_once"),
            models.UniqueConstraint(fields=["volume", "source"], name="archive_volumeitem_source_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number:03d} {self.title}"


class VolumeFile(models.Model):
    """A file of a sealed item: under which name it lies in the export, and its hash."""

    item = models.ForeignKey(VolumeItem, on_delete=models.PROTECT, related_name="files", verbose_name="件")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name="文件")
    path = models.CharField("路径", max_length=255)
    name = models.CharField("原文件名", max_length=255)
    sha256 = models.CharField("摘要", max_length=64)
    size = models.BigIntegerField("字节数")

    class Meta:
        verbose_name = verbose_name_plural = "卷内文件"
        ordering = ["item", "id"]
        constraints = [models.UniqueConstraint(fields=["item", "path"], name="archive_volumefile_once")]


class VolumeExport(models.Model):
    """One making of a zip or a PDF; ``path`` is empty until the whole file is there."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    volume = models.ForeignKey(Volume, on_delete=models.CASCADE, related_name="exports", verbose_name="案卷")
    form = models.CharField("形式", max_length=6, choices=ExportForm.choices)
    seal = models.CharField("封卷摘要", max_length=64, blank=True)  # "" = made before sealing
    job = models.ForeignKey(
        Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="工作"
    )
    path = models.CharField("文件", max_length=255, blank=True)
    size = models.BigIntegerField("字节数", default=0)
    left_out = models.PositiveIntegerField("未并入的文件数", default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="导出人")
    at = models.DateTimeField("导出时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "案卷导出"
        ordering = ["-id"]


class UnifiedRule(models.Model):
    """How a campaign reads the five-unified rules (M242): which are checked, and by what."""

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="+", verbose_name="活动")
    checks = models.JSONField("检查哪些", default=list)  # of UnifiedCheck
    starts = models.CharField("年度起（月日）", max_length=5, default="01-01")
    ends = models.CharField("年度止（月日）", max_length=5, default="12-31")
    keeper = models.CharField("统一经手人", max_length=50, blank=True)  # "" = any person, but one there must be
    pattern = models.CharField("题名样式", max_length=100, blank=True)  # with {单位} {年度} {标题}
    endings = models.JSONField("统一格式", default=list)  # file endings; [] = any
    days = models.PositiveSmallIntegerField("形成后几天内交齐", default=30)

    class Meta:
        verbose_name = verbose_name_plural = "五统一规则"


__all__ = [
    "ChoiceVerb",
    "UnifiedRule",
    "Volume",
    "VolumeChoice",
    "VolumeExport",
    "VolumeFile",
    "VolumeItem",
    "VolumeRegister",
]
