"""OfficialPaper: a paper of the office from draft to issue. Distribution: who got it, how, and whether it arrived."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.evidence.models import StoredFile
from weicheng.ground.kernel.models import Job
from weicheng.ground.org import access
from weicheng.ground.org.models import Unit
from weicheng.ground.papers.models.incoming import IncomingPaper
from weicheng.ground.papers.models.papers import READERS
from weicheng.ground.papers.models.register import RegisterEntry, Series
from weicheng.ground.papers.official_choices import Channel, OfficialKind, OfficialState, Urgency

if TYPE_CHECKING:
    from weicheng.ground.org.models import User

EDITABLE = frozenset({OfficialState.DRAFT, OfficialState.RETURNED})


class OfficialQuerySet(models.QuerySet["OfficialPaper"]):
    def for_user(self, user: User) -> OfficialQuerySet:
        """All for office, leader, auditor, admin; others see what waits (or waited) for their word and what went out to their unit."""
        scope = access.scope_of(user)
        if scope.sees_everything:
            return self
        asked = Q(pk__in=self.model.objects.filter(steps__user=user).values("pk"))
        sent = Q(
            state__in=(OfficialState.ISSUED, OfficialState.VOID),
            pk__in=Distribution.objects.filter(unit__in=scope.units(*READERS)).values("paper"),
        )
        return self.filter(asked | sent)


class OfficialPaper(models.Model):
    """What is typed is kept with a version: two people who write at once do not overwrite each other."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="official_papers", verbose_name="活动"
    )
    kind = models.CharField("文种", max_length=12, choices=OfficialKind.choices)
    state = models.CharField("状态", max_length=12, choices=OfficialState.choices, default=OfficialState.DRAFT)
    version = models.PositiveIntegerField("版本", default=0)
    series = models.ForeignKey(
        Series, on_delete=models.PROTECT, null=True, blank=True, related_name="papers", verbose_name="发文字号"
    )
    entry = models.OneToOneField(
        RegisterEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="paper", verbose_name="登记"
    )
    title = models.CharField("标题", max_length=200, blank=True)
    addressees = models.CharField("主送", max_length=500, blank=True)
    body = models.TextField("正文", blank=True)
    attachments = models.JSONField("附件", default=list)  # [{"name": ..., "text": ...}]
    signature = models.CharField("署名", max_length=200, blank=True)
    on = models.DateField("成文日期", null=True, blank=True)
    signer = models.CharField("签发人", max_length=50, blank=True)
    urgency = models.CharField("紧急程度", max_length=4, choices=Urgency.choices, blank=True)
    note = models.CharField("附注", max_length=200, blank=True)
    copies = models.CharField("抄送", max_length=500, blank=True)
    printed_by = models.CharField("印发机关", max_length=60, blank=True)
    sealed = models.BooleanField("加盖印章", default=True)
    present = models.TextField("出席", blank=True)
    excused = models.TextField("请假", blank=True)
    observing = models.TextField("列席", blank=True)
    source = models.CharField("来源", max_length=40, blank=True)
    source_key = models.CharField("来源编号", max_length=80, blank=True)
    source_label = models.CharField("根据", max_length=200, blank=True)
    answers = models.ForeignKey(
        IncomingPaper, on_delete=models.PROTECT, null=True, blank=True, related_name="replies", verbose_name="答复来文"
    )
    docx = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="Word文件"
    )
    pdf = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="PDF文件"
    )
    sha256 = models.CharField("文件摘要", max_length=64, blank=True)
    round = models.PositiveSmallIntegerField("审签轮次", default=0)
    return_reason = models.CharField("退回原因", max_length=500, blank=True)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="拟稿人"
    )
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    changed_at = models.DateTimeField("修改时间", auto_now=True)
    changed_by = models.ForeignKey(  # who saved last: whom a second writer meets
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="谁改的",
    )
    pdf_job = models.ForeignKey(
        Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="转PDF"
    )
    issued_at = models.DateTimeField("印发时间", null=True, blank=True)

    objects = OfficialQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公文"
        ordering = ["campaign", "-changed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=OfficialState.ISSUED) | Q(entry__isnull=False, docx__isnull=False),
                name="papers_official_issued_has_number",
                violation_error_message="印发的公文必须有字号和文件。",
            )
        ]
        indexes = [models.Index(fields=["campaign", "state"], name="papers_official_state")]

    def __str__(self) -> str:
        return (
            (self.entry.number if self.entry_id and self.entry else "")
            or self.title
            or f"没有标题的{self.get_kind_display()}"
        )

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE

    def file_name(self, suffix: str) -> str:
        number = f"{self.entry.number} " if self.entry_id and self.entry else ""
        title = self.title.replace("\n", "") or str(self)
        return f"{number}{title}.{suffix}".replace("/", "／").replace("\\", "＼")


class Distribution(models.Model):
    """One receiver of an issued paper (M247): by which channel, when, and who says that it arrived."""

    paper = models.ForeignKey(
        OfficialPaper, on_delete=models.CASCADE, related_name="distributions", verbose_name="公文"
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位"
    )
    name = models.CharField("收文单位", max_length=100)
    channel = models.CharField("渠道", max_length=10, choices=Channel.choices, default=Channel.SYSTEM)
    sent_on = models.DateField("发出日期")
    received_on = models.DateField("收到日期", null=True, blank=True)
    receiver = models.CharField("签收人", max_length=50, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = verbose_name_plural = "分发"
        ordering = ["paper", "id"]
        constraints = [models.UniqueConstraint(fields=["paper", "name"], name="papers_distribution_once")]

    def __str__(self) -> str:
        return f"{self.name}：{self.paper}"
