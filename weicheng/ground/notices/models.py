"""Notice: one thing that one account is told. Where else it goes (mail, robots) is a Delivery, written by the worker."""

from __future__ import annotations

from datetime import time

from django.conf import settings
from django.db import models
from django.db.models import Q

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.notices.choices import DeliveryKind, DeliveryState, Level, Mode, RobotKind

MAIL = "mail"


class Notice(models.Model):
    """What an account is told; the in-app inbox is these rows."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices", verbose_name="收件人"
    )
    code = models.CharField("种类", max_length=60)  # room.thing.happened, with a word in the room's wording.NOTICES
    key = models.CharField(max_length=120)  # the same key to the same account is told once
    title = models.CharField("标题", max_length=200)
    text = models.TextField("内容", blank=True)
    url = models.CharField("打开", max_length=300, blank=True)  # an address of this site
    level = models.CharField("轻重", max_length=8, choices=Level.choices, default=Level.INFO)
    campaign_id = models.BigIntegerField("活动编号", null=True, blank=True)
    created_at = models.DateTimeField("时间", auto_now_add=True)
    read_at = models.DateTimeField("看过", null=True, blank=True)
    settled_at = models.DateTimeField("办完", null=True, blank=True)  # what it asked for was done, by whomever
    routed_at = models.DateTimeField(null=True, blank=True)  # when the worker decided where else it goes
    mode = models.CharField("发送方式", max_length=8, choices=Mode.choices, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)  # when it is to be put into a message; none: no more

    class Meta:
        verbose_name = verbose_name_plural = "通知"
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="notices_notice_once")]
        indexes = [
            models.Index(fields=["user", "read_at"], name="notices_unread"),
            # The operator class is PostgreSQL's, for beginnings of keys; it serves whole keys as well.
            models.Index(
                fields=["key"], name="notices_open", opclasses=["varchar_pattern_ops"], condition=Q(settled_at=None)
            ),
            models.Index(fields=["id"], name="notices_unrouted", condition=Q(routed_at=None)),
            models.Index(fields=["due_at"], name="notices_due", condition=Q(due_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title


class Timing(models.Model):
    """When messages may leave: the time of the digest and the quiet hours."""

    # Not on the hour: Feishu asks to keep clear of full and half hours, when its robots are crowded.
    digest_at = models.TimeField("每天汇总的时间", default=time(8, 40))
    quiet_from = models.TimeField("免打扰从", default=time(21, 0))
    quiet_to = models.TimeField("免打扰到", default=time(8, 0))
    quiet_holidays = models.BooleanField("休息日不发", default=False)

    class Meta:
        abstract = True


class Preference(Timing):
    """How one account wants to be told; without a row the defaults hold."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_preference", verbose_name="账号"
    )
    by_mail = models.BooleanField("发到邮箱", default=True)
    by_robot = models.BooleanField("发到我的机器人", default=True)
    info = models.CharField("提示", max_length=8, choices=Mode.choices, default=Mode.DIGEST)
    blue = models.CharField("蓝色提醒", max_length=8, choices=Mode.choices, default=Mode.DIGEST)
    yellow = models.CharField("黄色预警", max_length=8, choices=Mode.choices, default=Mode.DIGEST)
    red = models.CharField("红色督办", max_length=8, choices=Mode.choices, default=Mode.DIGEST)

    class Meta:
        verbose_name = verbose_name_plural = "通知设置"

    def mode_of(self, level: str) -> str:
        return str(getattr(self, level))


class Robot(Timing):
    """A robot in a group of WeCom, DingTalk or Feishu: of a campaign (set by the office) or of one account."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, null=True, blank=True, related_name="robots", verbose_name="活动"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="notice_robots",
        verbose_name="账号",
    )
    kind = models.CharField("平台", max_length=10, choices=RobotKind.choices)
    name = models.CharField("名称", max_length=50)
    address = models.CharField("地址", max_length=400)  # who knows it can write into the group: never shown or logged
    secret = models.CharField("加签密钥", max_length=200, blank=True)
    level_from = models.CharField("从哪一级起", max_length=8, choices=Level.choices, default=Level.BLUE)
    red_at_once = models.BooleanField("红色督办马上发", default=False)
    is_on = models.BooleanField("启用", default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "群机器人"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(campaign=None, user__isnull=False) | Q(campaign__isnull=False, user=None),
                name="notices_robot_of_one",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def lane(self) -> str:
        return f"robot:{self.pk}"


class GroupLine(models.Model):
    """A matter that waits to be told in a group: once, however many people were told of it; without any name."""

    robot = models.ForeignKey(Robot, on_delete=models.CASCADE, related_name="lines")
    level = models.CharField(max_length=8, choices=Level.choices)
    title = models.CharField(max_length=200)
    due_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "待发的群消息"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["robot", "level", "title"], name="notices_groupline_once")]


class Delivery(models.Model):
    """One message to one address, frozen as it was put together, until it is sent or given up."""

    key = models.CharField(max_length=120, unique=True)  # what it is about: planning twice makes it once
    kind = models.CharField("种类", max_length=8, choices=DeliveryKind.choices)
    lane = models.CharField(max_length=30)  # MAIL or Robot.lane: what is slow or dead together
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="收件人",
    )
    robot = models.ForeignKey(
        Robot, on_delete=models.CASCADE, null=True, blank=True, related_name="deliveries", verbose_name="机器人"
    )
    subject = models.CharField("标题", max_length=250)
    body = models.TextField("内容")
    state = models.CharField("状态", max_length=8, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    tries = models.PositiveSmallIntegerField("试了几次", default=0)
    next_try_at = models.DateTimeField("下次")
    reason = models.CharField("原因", max_length=200, blank=True)
    created_at = models.DateTimeField("时间", auto_now_add=True)
    ended_at = models.DateTimeField("结束", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "发送记录"
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "next_try_at"], name="notices_delivery_due")]

    def __str__(self) -> str:
        return self.subject


class Attempt(models.Model):
    """One try at a delivery, written before it is made: a try whose end is missing was cut off."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    lane = models.CharField(max_length=30)
    at = models.DateTimeField("时间")
    outcome = models.CharField("结果", max_length=10, blank=True)
    reason = models.CharField("原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "发送尝试"
        ordering = ["id"]
        indexes = [models.Index(fields=["lane", "at"], name="notices_attempt_rate")]


class Lane(models.Model):
    """The state of one way out: who uses it now, and until when it is left alone."""

    name = models.CharField(primary_key=True, max_length=30)
    busy_until = models.DateTimeField(null=True, blank=True)
    paused_until = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)  # in a row

    class Meta:
        verbose_name = verbose_name_plural = "发送通道"
