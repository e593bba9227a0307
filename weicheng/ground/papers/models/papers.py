"""Paper: what goes out under a number. Signing: who signed it. NumberRegister: the last number of a register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.evidence.models import StoredFile
from weicheng.ground.kernel.models import Job
from weicheng.ground.org import access
from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import Person, Unit
from weicheng.ground.papers.choices import PaperKind, PaperState, Variant
from weicheng.ground.papers.transitions import STANDING

if TYPE_CHECKING:
    from weicheng.ground.org.models import User

# An inspector comes unannounced and has no part in the papers between office and unit.
READERS = tuple(role for role in Role if role != Role.INSPECTOR)


class PaperQuerySet(models.QuerySet["Paper"]):
    def for_user(self, user: User) -> PaperQuerySet:
        """All for office, leader, auditor, admin; a unit sees what went out to it, drafts never."""
        scope = access.scope_of(user)
        if scope.sees_everything:
            return self
        return self.filter(unit__in=scope.units(*READERS)).exclude(state=PaperState.DRAFT)

    def current(self) -> PaperQuerySet:
        """Papers that stand: with a number, not void, and no newer version in their place."""
        return self.filter(state__in=STANDING, newer=None)


class NumberRegister(models.Model):
    """The last number given in a campaign for a kind of paper in a year; its row is the lock under which numbers are given."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+", verbose_name="活动")
    kind = models.CharField("种类", max_length=12, choices=PaperKind.choices)
    year = models.PositiveSmallIntegerField("年份")
    last = models.PositiveIntegerField("最后的序号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "编号簿"
        constraints = [models.UniqueConstraint(fields=["campaign", "kind", "year"], name="papers_register_once")]


class Paper(models.Model):
    """One paper for one unit: its number, its file as it went out, and the rows that it was made from."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="papers", verbose_name="活动")
    kind = models.CharField("种类", max_length=12, choices=PaperKind.choices)
    variant = models.CharField("颜色", max_length=8, choices=Variant.choices, blank=True)
    year = models.PositiveSmallIntegerField("年份", null=True, blank=True)
    serial = models.PositiveIntegerField("序号", null=True, blank=True)
    number = models.CharField("编号", max_length=60, blank=True)
    title = models.CharField("标题", max_length=200)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="papers", verbose_name="单位"
    )
    unit_name = models.CharField(
        "当时的单位名称", max_length=100, blank=True
    )  # a unit renamed later keeps its name here
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="papers", verbose_name="文件"
    )
    sha256 = models.CharField("文件摘要", max_length=64, blank=True)
    made_from = models.JSONField("依据", default=dict)  # the rows as they were: {"rows": [...], ...}
    digest = models.CharField(
        "依据摘要", max_length=64, blank=True
    )  # of what, if it changes, makes the paper out of date
    state = models.CharField("状态", max_length=12, choices=PaperState.choices, default=PaperState.DRAFT)
    issued_on = models.DateField("发出日期", null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="发出人",
    )
    changes = models.JSONField("发出后的变化", default=list)  # sentences, as the last check found them
    void_reason = models.CharField("作废原因", max_length=200, blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="newer", verbose_name="代替"
    )
    job = models.ForeignKey(
        Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="papers", verbose_name="批次"
    )
    created_at = models.DateTimeField("生成时间", auto_now_add=True)

    objects = PaperQuerySet.as_manager()
    newer: Paper

    class Meta:
        verbose_name = verbose_name_plural = "文书"
        ordering = ["campaign", "kind", "year", "serial", "id"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "kind", "year", "serial"], name="papers_number_once"),
            models.UniqueConstraint(
                fields=["job", "unit", "variant"], condition=Q(job__isnull=False), name="papers_once_in_a_batch"
            ),
            models.CheckConstraint(
                condition=Q(state=PaperState.DRAFT)
                | Q(state=PaperState.VOID)
                | Q(serial__isnull=False, year__isnull=False),
                name="papers_issued_has_number",
                violation_error_message="发出的文书必须有编号。",
            ),
        ]
        indexes = [models.Index(fields=["campaign", "kind", "state"], name="papers_kind_state")]

    def __str__(self) -> str:
        return self.number or f"{self.title}（草稿）"

    @property
    def signing(self) -> Signing | None:
        """The signature of the unit, if it is recorded (read from the prefetched ones where there are any)."""
        return next(iter(self.signings.all()), None)

    def file_name(self) -> str:
        """责任书〔2026〕第12号 区城管局.docx"""
        return f"{self.number or self.title} {self.unit_name}.docx".replace("/", "／").replace("\\", "＼")


class Signing(models.Model):
    """A signature on paper, as the office recorded it: who for which unit, on which day, with the scan if there is one."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="signings", verbose_name="文书")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签字人"
    )
    signer = models.CharField("签字人姓名", max_length=50)
    on = models.DateField("签订日期")
    scan = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="扫描件"
    )
    scan_name = models.CharField("扫描件名称", max_length=255, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登记人"
    )
    recorded_at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "签订"
        ordering = ["paper", "id"]
        constraints = [models.UniqueConstraint(fields=["paper", "unit"], name="papers_signing_once")]

    def __str__(self) -> str:
        return f"{self.paper} {self.signer}"

    def as_values(self) -> dict[str, Any]:
        """For the audit trail."""
        return {"signer": self.signer, "on": self.on.isoformat(), "scan": self.scan_name}
