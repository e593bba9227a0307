"""RectifyAnswer: what became of a notice to put something right: received, answered by the unit, closed by the office."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models

from weicheng.ground.papers.models.papers import Paper


class RectifyAnswer(models.Model):
    """One for a notice; it begins when the unit says that it has come. A returned answer is written again."""

    paper = models.OneToOneField(Paper, on_delete=models.CASCADE, related_name="answer", verbose_name="整改通知书")
    received_at = models.DateTimeField("签收时间", auto_now_add=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="签收人"
    )
    text = models.TextField("整改情况", blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="答复人",
    )
    return_reason = models.CharField("退回原因", max_length=300, blank=True)
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="核对人",
    )

    class Meta:
        verbose_name = verbose_name_plural = "整改答复"

    def __str__(self) -> str:
        return f"{self.paper}的答复"


def rectify_state(paper: Paper, today: date) -> tuple[str, str]:
    """The colour and the words for how far a notice is: (done, 已办结), (late, 逾期未答复), …"""
    answer: RectifyAnswer | None = getattr(paper, "answer", None)
    due = date.fromisoformat(paper.made_from["due_on"])
    if paper.state == "void":
        return "todo", "已作废"
    if answer is not None and answer.closed_at:
        return "done", "已办结"
    if answer is not None and answer.answered_at:
        return "doing", "已答复，待核对"
    if due < today:
        return "late", "逾期未答复"
    return ("doing", "已签收，整改中") if answer is not None else ("todo", "未签收")
