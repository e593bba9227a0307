"""Notice: one thing that one account is told. Where else it goes (mail, robots) hangs on it."""

from django.conf import settings
from django.db import models

from weicheng.ground.notices.choices import Level


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
    campaign_id = models.BigIntegerField("活动编号", null=True, blank=True)  # campaigns stand above this room
    created_at = models.DateTimeField("时间", auto_now_add=True)
    read_at = models.DateTimeField("看过", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "通知"
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="notices_notice_once")]
        indexes = [models.Index(fields=["user", "read_at"], name="notices_unread")]

    def __str__(self) -> str:
        return self.title
