"""IncomingPaper: a paper from above or from a neighbour, with the day by which it wants an answer (M070)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.evidence.models import StoredFile
from weicheng.ground.org import access

if TYPE_CHECKING:
    from weicheng.ground.org.models import User


class IncomingQuerySet(models.QuerySet["IncomingPaper"]):
    def for_user(self, user: User) -> IncomingQuerySet:
        """The book of the office: for those who see everything."""
        return self if access.scope_of(user).sees_everything else self.none()

    def owed(self) -> IncomingQuerySet:
        """Wants an answer and has none."""
        return self.filter(reply_due__isnull=False, answered_on=None)


class IncomingPaper(models.Model):
    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="incoming_papers", verbose_name="活动"
    )
    serial = models.PositiveIntegerField("收文号")
    version = models.PositiveIntegerField("版本", default=0)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="谁改的",
    )
    number = models.CharField("来文字号", max_length=60, blank=True)
    issuer = models.CharField("来文机关", max_length=100)
    title = models.CharField("标题", max_length=200)
    received_on = models.DateField("收到日期")
    reply_due = models.DateField("要求答复日期", null=True, blank=True)
    wants = models.CharField("要求", max_length=300, blank=True)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="承办人",
    )
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="扫描件"
    )
    file_name = models.CharField("文件名", max_length=255, blank=True)
    answered_on = models.DateField("答复日期", null=True, blank=True)
    answer_note = models.CharField("答复说明", max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间", auto_now_add=True)

    objects = IncomingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "来文"
        ordering = ["campaign", "-serial"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "serial"], name="papers_incoming_once"),
            models.CheckConstraint(
                condition=Q(reply_due=None) | Q(reply_due__gte=models.F("received_on")),
                name="papers_incoming_due_after_received",
                violation_error_message="要求答复日期不能早于收到日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issuer}{self.number or f'《{self.title}》'}"

    def state_on(self, day: date) -> str:
        """none (wants no answer), answered, late, due: whose word the page shows."""
        if self.reply_due is None:
            return "none" if self.answered_on is None else "answered"
        if self.answered_on is not None:
            return "answered"
        return "late" if self.reply_due < day else "due"
