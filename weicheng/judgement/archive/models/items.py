"""件 and 盒 after DA/T 22-2015: what is kept is a 件, numbered once in the lowest class, laid into boxes."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.evidence.models import StoredFile
from weicheng.judgement.archive.choices import FileRole, ItemState, Retention


class FondsRule(models.Model):
    """Codes of the office's own fonds. What is not entered is an example, to be confirmed by the archives."""

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="+", verbose_name="活动")
    fonds = models.CharField(
        "全宗号", max_length=4, default="X000", validators=[RegexValidator(r"^[A-Z0-9]{4}$", "全宗号是4位字母和数字。")]
    )
    category = models.CharField(
        "门类", max_length=4, default="WS", validators=[RegexValidator(r"^[A-Z]{2,4}$", "门类是2到4位字母。")]
    )
    office = models.CharField(
        "机构代码",
        max_length=3,
        blank=True,
        default="CWB",
        validators=[RegexValidator(r"^[A-Z]{3}$", "机构代码是3位字母。")],
    )
    is_confirmed = models.BooleanField("已向档案部门核实", default=False)
    reminded_year = models.PositiveSmallIntegerField("已提醒的年度", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "全宗"


class RetentionRule(models.Model):
    """How long a kind of paper is kept. There is no table for all bodies: the rows we begin with are examples (待核)."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+", verbose_name="活动")
    kind = models.CharField("材料", max_length=30)  # a key of weicheng.judgement.archive.retention.KINDS
    retention = models.CharField("保管期限", max_length=3, choices=Retention.choices)
    is_example = models.BooleanField("示例待核", default=True)
    source = models.CharField("依据", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "保管期限表"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["campaign", "kind"], name="archive_retention_once")]


class ItemRegister(models.Model):
    """The last 件号 of a lowest class; its row is the lock under which numbers are given."""

    prefix = models.CharField("档号前段", max_length=40, unique=True)  # J012-WS·2024-D30-BGS
    last = models.PositiveIntegerField("最后的件号", default=0)
    last_box = models.PositiveIntegerField("最后的盒号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "件号簿"


class Box(models.Model):
    """盒: items of one lowest class, in the order of their numbers."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="boxes", verbose_name="活动")
    prefix = models.CharField("档号前段", max_length=40)
    number = models.PositiveIntegerField("盒号")
    thickness = models.PositiveSmallIntegerField("盒厚（毫米）", default=30)
    keeper = models.CharField("整理人", max_length=50, blank=True)
    checker = models.CharField("检查人", max_length=50, blank=True)
    note = models.TextField("备考说明", blank=True)
    sealed_at = models.DateTimeField("封盒时间", null=True, blank=True)
    sealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="封盒人",
    )

    class Meta:
        verbose_name = verbose_name_plural = "盒"
        ordering = ["prefix", "number"]
        constraints = [models.UniqueConstraint(fields=["prefix", "number"], name="archive_box_once")]

    def __str__(self) -> str:
        return f"{self.prefix}第{self.number}盒"


class Item(models.Model):
    """件: text with its attachments, final with its draft, request with its reply (the reply first)."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="archive_items", verbose_name="活动")
    source = models.CharField("来源", max_length=60, blank=True)  # "paper:12"; "" = entered by hand
    title = models.CharField("题名", max_length=300)
    author = models.CharField("责任者", max_length=100)
    paper_number = models.CharField("文号", max_length=60, blank=True)
    on = models.DateField("日期")
    year = models.PositiveSmallIntegerField("归档年度")
    retention = models.CharField("保管期限", max_length=3, choices=Retention.choices)
    secrecy = models.CharField("密级", max_length=10, blank=True)  # classified papers are refused: normally empty
    pages = models.PositiveIntegerField("页数", null=True, blank=True)
    note = models.CharField("备注", max_length=200, blank=True)
    fonds = models.CharField("全宗号", max_length=4, blank=True)  # the codes as they were when it was numbered
    category = models.CharField("门类", max_length=4, blank=True)
    office = models.CharField("机构代码", max_length=3, blank=True)
    serial = models.PositiveIntegerField("件号", null=True, blank=True)
    number = models.CharField("档号", max_length=60, blank=True)
    box = models.ForeignKey(
        Box, on_delete=models.PROTECT, null=True, blank=True, related_name="items", verbose_name="盒"
    )
    state = models.CharField("状态", max_length=8, choices=ItemState.choices, default=ItemState.OPEN)
    void_reason = models.CharField("作废原因", max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "归档件"
        ordering = ["-year", "retention", "serial", "id"]
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="archive_item_number_once"),
            models.UniqueConstraint(
                fields=["campaign", "source"],
                condition=~Q(source="") & ~Q(state=ItemState.VOID),
                name="archive_item_source_once",
            ),
        ]
        indexes = [models.Index(fields=["campaign", "year", "state"], name="archive_item_year")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    @property
    def day_words(self) -> str:
        """The date in eight digits, as the catalogue wants it."""
        return f"{self.on:%Y%m%d}"


class ItemFile(models.Model):
    """A file of a 件 with its part in it; ``file`` is None for a part that exists on paper only."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="files", verbose_name="件")
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="文件"
    )
    name = models.CharField("名称", max_length=255)
    # What it was registered from; joined into another 件 it is still known by it, and not registered again.
    source = models.CharField("来源", max_length=60, blank=True)
    role = models.CharField("组成", max_length=10, choices=FileRole.choices, default=FileRole.FINAL)
    rank = models.PositiveSmallIntegerField("次序", default=0)  # of the role: see FileRole

    class Meta:
        verbose_name = verbose_name_plural = "件的组成"
        ordering = ["item", "rank", "id"]
