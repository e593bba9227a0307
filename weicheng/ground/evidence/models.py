"""StoredFile: bytes kept once under their SHA-256. Evidence: what a file shows, of which clause, unit, place and time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.evidence.choices import EvidenceKind
from weicheng.ground.org import access
from weicheng.ground.org.choices import Role
from weicheng.ground.org.heirs import with_absorbed
from weicheng.ground.org.models import Unit
from weicheng.ground.places.models import Zone
from weicheng.ground.standards.models import Clause

if TYPE_CHECKING:
    from weicheng.ground.org.models import User

# An inspector comes unannounced and sees no unit's files.
READERS = tuple(role for role in Role if role != Role.INSPECTOR)


class StoredFile(models.Model):
    """The bytes of one file; many rows may point to it. On disk: WEICHENG_HOME/files/ab/cd/<sha256>."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField("字节数")
    media_type = models.CharField("类型", max_length=100, blank=True)
    name = models.CharField("原文件名", max_length=255)
    created_at = models.DateTimeField("存入时间", auto_now_add=True)
    created_by_id = models.BigIntegerField("存入人编号", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "文件"

    def __str__(self) -> str:
        return self.name


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def for_user(self, user: User) -> EvidenceQuerySet:
        """All for those who see everything; a unit sees its own and that of all units that became part of it."""
        scope = access.scope_of(user)
        if scope.sees_everything:
            return self
        # One set of units, not two conditions on the evidence: then its index by unit is used.
        return self.filter(unit__in=with_absorbed(scope.units(*READERS)))

    def live(self) -> EvidenceQuerySet:
        return self.filter(removed_at=None)

    def unrenewed(self) -> EvidenceQuerySet:
        """Without what a new certificate, still there, has taken the place of."""
        return self.filter(Q(renewed_by=None) | Q(renewed_by__removed_at__isnull=False))


class LapseRule(models.Model):
    """How many days before the end a campaign wants to hear of it."""

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="+", verbose_name="活动")
    steps = models.JSONField("提前几天", default=list)  # [90, 60, 30]; [] = only what has ended

    class Meta:
        verbose_name = verbose_name_plural = "到期提醒"


class Evidence(models.Model):
    """A file as proof in a campaign. One file may serve many clauses; its coordinates come from where it was handed in."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="evidence", verbose_name="活动")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="evidence", verbose_name="文件")
    title = models.CharField("题名", max_length=200)
    kind = models.CharField("种类", max_length=12, choices=EvidenceKind.choices, default=EvidenceKind.RECORD)
    on = models.DateField("形成日期", null=True, blank=True)
    year = models.PositiveSmallIntegerField("年度", null=True, blank=True)  # by which it is filed
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence", verbose_name="单位"
    )
    zone = models.ForeignKey(
        Zone, on_delete=models.SET_NULL, null=True, blank=True, related_name="evidence", verbose_name="责任区"
    )
    valid_until = models.DateField("有效期至", null=True, blank=True)  # a certificate lapses
    # Where it was handed in: "plans.entry:<uuid>:<sha256>"; the same hand-in twice is one evidence.
    origin = models.CharField("来自", max_length=160, blank=True)
    origin_word = models.CharField("来源", max_length=200, blank=True)  # 任务QH-2026-0137的进展
    origin_url = models.CharField("来源地址", max_length=200, blank=True)
    subject = models.CharField("所属事项", max_length=80, blank=True, db_index=True)  # "plans.task:<uid>"
    # Clauses that came with the hand-in follow its task; once a person has chosen others they stay.
    clauses_inherited = models.BooleanField("条款随任务", default=False)
    note = models.CharField("说明", max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="提交人"
    )
    at = models.DateTimeField("提交时间", auto_now_add=True)
    # The new certificate that took its place: from then on the end of this one is nobody's worry.
    renewed_by = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="renews", verbose_name="换发的新证"
    )
    version = models.PositiveIntegerField("版本", default=1)
    removed_at = models.DateTimeField("撤下时间", null=True, blank=True)
    removed_reason = models.CharField("撤下原因", max_length=200, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "佐证材料"
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "origin"], condition=~Q(origin=""), name="evidence_handed_in_once"
            )
        ]
        indexes = [
            models.Index(fields=["campaign", "removed_at", "year", "unit"], name="evidence_filed"),
            models.Index(fields=["campaign", "removed_at", "-on", "-id"], name="evidence_newest"),
            models.Index(fields=["campaign", "unit", "removed_at", "-on", "-id"], name="evidence_unit_newest"),
            models.Index(
                fields=["campaign", "valid_until"], name="evidence_lapsing", condition=Q(valid_until__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.title


class EvidenceClause(models.Model):
    """A clause that a piece of evidence serves; one of them is its first, under which it is filed."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="clauses", verbose_name="材料")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="evidence_links", verbose_name="条款")
    is_primary = models.BooleanField("主条款", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "材料条款"
        ordering = ["evidence", "-is_primary", "id"]
        constraints = [
            models.UniqueConstraint(fields=["evidence", "clause"], name="evidence_clause_once"),
            models.UniqueConstraint(
                fields=["evidence"], condition=Q(is_primary=True), name="evidence_one_primary_clause"
            ),
        ]


from weicheng.ground.evidence.looks import FileLook, PhotoMatch  # noqa: E402,F401  (Django looks here)
from weicheng.ground.evidence.texts import FileText, TextPiece  # noqa: E402,F401
