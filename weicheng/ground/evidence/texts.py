"""FileText: the words in a file. TextPiece: the stretches in which the search looks, of files and of titles."""

from django.db import models
from django.db.models import Q

from weicheng.ground.evidence.choices import TextState
from weicheng.ground.evidence.models import Evidence, StoredFile


class FileText(models.Model):
    """The text of a file as it reads; derived, so that reading the file again gives it anew."""

    file = models.OneToOneField(StoredFile, on_delete=models.CASCADE, related_name="words", verbose_name="文件")
    state = models.CharField("状态", max_length=10, choices=TextState.choices, default=TextState.WAITING)
    text = models.TextField("文字", blank=True)
    characters = models.PositiveIntegerField("字数", default=0)
    reason = models.CharField("原因", max_length=300, blank=True)  # why there is none, or a doubt about what there is
    format = models.CharField("格式", max_length=20, blank=True)
    tries = models.PositiveSmallIntegerField("次数", default=0)  # a file that kills its reader twice is left alone
    asked_at = models.DateTimeField("要求时间", auto_now_add=True)
    read_at = models.DateTimeField("读取时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "文件文字"
        indexes = [models.Index(fields=["asked_at"], name="filetext_waiting", condition=Q(state="waiting"))]


class TextPiece(models.Model):
    """A normalised stretch of a file's text, or the title of a piece of evidence. The database indexes its characters and
    pairs by itself (migration 0003): whoever writes a row writes the index, in the same transaction."""

    file = models.ForeignKey(
        StoredFile, on_delete=models.CASCADE, null=True, blank=True, related_name="pieces", verbose_name="文件"
    )
    evidence = models.ForeignKey(
        Evidence, on_delete=models.CASCADE, null=True, blank=True, related_name="pieces", verbose_name="材料"
    )
    start = models.PositiveIntegerField("起", default=0)  # the place in FileText.text, which has the same length
    text = models.TextField("文字")

    class Meta:
        verbose_name = verbose_name_plural = "检索片段"
        constraints = [
            models.CheckConstraint(
                condition=Q(file=None, evidence__isnull=False) | Q(file__isnull=False, evidence=None),
                name="evidence_piece_of_one",
            )
        ]
