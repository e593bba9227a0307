"""What this room keeps besides the papers themselves, which are in ground.papers."""

from __future__ import annotations

from django.db import models

from weicheng.ground.campaigns.models import Campaign


class LetterCheck(models.Model):
    """Up to which entry of the trail the letters of a campaign have been held against the ledger."""

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="+", verbose_name="活动")
    last_event = models.BigIntegerField("核对到的操作记录", default=0)
    checked_at = models.DateTimeField("核对时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "责任书核对"
