"""A file as it came in, kept once under its SHA-256."""

from django.db import models


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
