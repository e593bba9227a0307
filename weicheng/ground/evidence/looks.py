"""FileLook: what a picture shows of itself. PhotoMatch: two photos that a person should look at side by side."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from weicheng.ground.evidence.choices import Alike, LookState
from weicheng.ground.evidence.models import StoredFile


class FileLook(models.Model):
    """Measures, time, place and likeness of a picture, and whether small copies lie in WEICHENG_HOME/derived."""

    file = models.OneToOneField(StoredFile, on_delete=models.CASCADE, related_name="look", verbose_name="文件")
    state = models.CharField("状态", max_length=10, choices=LookState.choices, default=LookState.WAITING)
    reason = models.CharField("原因", max_length=200, blank=True)
    width = models.PositiveIntegerField("宽", null=True, blank=True)
    height = models.PositiveIntegerField("高", null=True, blank=True)
    # As the camera wrote it, in the city's time. Who took it where is for the campaign, never for the public.
    taken_at = models.DateTimeField("拍摄时间", null=True, blank=True)
    latitude = models.DecimalField("纬度", max_digits=9, decimal_places=6, null=True, blank=True)  # WGS-84
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=6, null=True, blank=True)
    likeness = models.CharField("感知哈希", max_length=32, blank=True)  # 128 bits, hexadecimal
    made_with = models.CharField("画面来源", max_length=20, blank=True)
    tries = models.PositiveSmallIntegerField("次数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "文件画面"


class PhotoMatch(models.Model):
    """Two files that show nearly the same: a flag for a person, not a verdict."""

    first = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="matches_after")
    second = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="matches_before")
    distance = models.PositiveSmallIntegerField("相差位数")
    found = models.CharField("看的结果", max_length=10, choices=Alike.choices, default=Alike.OPEN)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField("看的时间", null=True, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "相似照片"
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="evidence_match_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="evidence_match_ordered"),
        ]
