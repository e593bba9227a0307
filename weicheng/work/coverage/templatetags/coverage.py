"""The clauses of a task, for the pages of other rooms."""

from django import template

from weicheng.work.plans.models import Task, TaskClause

register = template.Library()


@register.simple_tag
def has_no_clause(task: Task) -> bool:
    """Whether somebody decided that it belongs to none."""
    return hasattr(task, "no_clause")


@register.simple_tag
def task_clauses(task: Task) -> list[TaskClause]:
    return list(task.clauses.select_related("clause"))
