"""PaperClause: which requirements of the standard a paper serves."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from weicheng.ground.papers.models.official import OfficialPaper
from weicheng.ground.standards.models import Clause


class PaperClause(models.Model):
    """The first one is the paper's main clause. They come from what the paper was made of, until a person chooses others."""

    paper = models.ForeignKey(OfficialPaper, on_delete=models.CASCADE, related_name="clauses", verbose_name="公文")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="paper_links", verbose_name="条款")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="选定人"
    )
    at = models.DateTimeField("选定时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "公文条款"
        ordering = ["paper", "id"]
        constraints = [models.UniqueConstraint(fields=["paper", "clause"], name="papers_clause_once")]
