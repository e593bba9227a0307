"""TaskClause: which requirements of the standard a task carries. NoClause: somebody decided that it carries none."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from weicheng.ground.standards.models import Clause


class TaskClause(models.Model):
    """A clause that a task carries; one of them is its first, by which it is sorted and counted once."""

    task = models.ForeignKey("plans.Task", on_delete=models.CASCADE, related_name="clauses", verbose_name="任务")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="task_links", verbose_name="条款")
    is_primary = models.BooleanField("主条款", default=False)
    # Which of the place types of the clause the task is about; none named = not said.
    place_types = models.JSONField("点位类型", default=list)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="选定人"
    )
    at = models.DateTimeField("选定时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "任务条款"
        ordering = ["task", "-is_primary", "id"]
        constraints = [
            models.UniqueConstraint(fields=["task", "clause"], name="plans_taskclause_once"),
            models.UniqueConstraint(fields=["task"], condition=Q(is_primary=True), name="plans_taskclause_one_primary"),
        ]


class NoClause(models.Model):
    """The task belongs to no clause: a decision, so that it does not wait among those that nobody has looked at."""

    task = models.OneToOneField("plans.Task", on_delete=models.CASCADE, related_name="no_clause", verbose_name="任务")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="决定人"
    )
    at = models.DateTimeField("决定时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "不对应任何条款"
